#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace nhs::privacy {

/// SHA-256 (FIPS 180-4) of bytes that come bit by bit: a check that a file is what it was, as `sha256sum`
/// tells it. Without a key, so never for what identifies people. Not thread-safe.
class Digest {
 public:
  Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;
  ~Digest();

  void add(std::string_view bytes);
  /// Of all so far, in hexadecimal digits; nothing can be added afterwards.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nhs::privacy
