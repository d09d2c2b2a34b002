#pragma once

#include <utility>

namespace nhs {

/// An open file, folder, socket or end of a pipe, closed when this goes. What close(2) would say is lost:
/// what has to be on the disk is written through (fsync) before. For one thread at a time.
class Descriptor {
 public:
  Descriptor() = default;
  /// number: ours from now on; below 0 where nothing could be opened.
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { close(); }

  bool is_open() const { return number_ >= 0; }
  /// Below 0 where nothing is open.
  int number() const { return number_; }

  /// Closes what is open, before its time. Leaves errno alone, for it may still tell what failed.
  void close() noexcept;

  /// Gives the number away, to be closed by who takes it.
  int release() { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

}  // namespace nhs
