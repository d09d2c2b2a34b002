#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>

#include "core/descriptor.h"
#include "core/result.h"

namespace nhs::daemon {

/// A listening socket of the file system, for its owner and one group (0660), gone with this. Where the group
/// may not be given to it, it is for its owner alone (0600).
class SocketFile {
 public:
  /// What a daemon that was killed left there is replaced; what another one listens on, or what is no socket,
  /// is left alone. It stands there whole, with group and permissions, or not at all. Fails with
  /// cannot_create (73).
  ///
  /// group: given to it where it is not this process's own. key: of the configuration, that names the place.
  static Result<SocketFile> listen_at(const std::filesystem::path& path, gid_t group, std::string_view key);

  SocketFile(SocketFile&& other) noexcept;
  SocketFile& operator=(SocketFile&& other) noexcept;
  ~SocketFile();

  bool is_for_group() const { return for_group_; }

  /// Gives the descriptor away, to be closed by who takes it. The file stays ours.
  int release_descriptor() { return descriptor_.release(); }

 private:
  SocketFile(std::filesystem::path path, Descriptor descriptor)
      : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

  std::filesystem::path path_;  ///< empty when it was moved from
  Descriptor descriptor_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
  bool for_group_ = false;
};

}  // namespace nhs::daemon
