#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "store/durable_file.h"

namespace nhs::cli {

/// Where a command writes what is for one person's eyes: a file that only its owner may read (0600), which is
/// there whole or not at all, or stdout.
class PrivateFile {
 public:
  /// file: empty for stdout. Fails with usage (64) for a folder or a file in use, cannot_create (73) where
  /// one is there that is not to be replaced.
  static Result<PrivateFile> begin(const std::filesystem::path& file, bool replace,
                                   const std::vector<std::filesystem::path>& in_use);

  /// Fails with io (74).
  Result<void> write(std::string_view bytes);
  /// Gives the file its name. Fails with io (74).
  Result<void> finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  PrivateFile() = default;

  std::filesystem::path file_;
  std::optional<store::FileInTheMaking> making_;  ///< nothing for stdout
  std::unique_ptr<std::FILE, Close> out_;
};

}  // namespace nhs::cli
