#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "privacy/digest.h"

namespace nhs::cli {

/// A file that is written under another name, `FILE.part`, and gets its own once it is whole: whoever finds
/// it finds all of it. What an export that was killed left there is compared with what is to be written: what
/// is still so stays, and from the first byte that is not, because a post was withdrawn, edited or added in
/// between, all is written anew.
class ExportFile {
 public:
  struct Wanted {
    std::filesystem::path file;
    std::string opening;   ///< how every such file begins, by which a part is known as one
    bool replace = false;  ///< a plain file that is there under either name
    std::vector<std::filesystem::path> in_use;  ///< what it must not be made in the place of
    bool names_people = false;                  ///< then nobody but its owner may read it
  };
  /// Fails with usage (64) for a file in use, cannot_create (73) where another one is there, and try_again
  /// (75) while another export writes it.
  static Result<ExportFile> begin(const Wanted& wanted);

  std::int64_t posts() const { return posts_; }
  std::int64_t bytes() const { return bytes_; }
  /// How many of the posts stood in the part already.
  std::int64_t posts_from_before() const { return posts_from_before_; }

  /// Bytes before the first post. Fails with io (74).
  Result<void> write_head(std::string_view bytes) { return write(bytes); }
  /// One post whole. Fails with io (74).
  Result<void> write_post(std::string_view bytes);

  /// Gives the file its name, once it is safe on the disk; its SHA-256. Fails with io (74).
  Result<std::string> finish();

  /// A part to which nothing was written goes.
  ~ExportFile();
  ExportFile(ExportFile&&) noexcept = default;
  ExportFile& operator=(ExportFile&&) noexcept = default;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit ExportFile(std::filesystem::path file) : file_(std::move(file)) {}
  std::filesystem::path part() const { return file_.string() + ".part"; }
  Result<void> open_part(const Wanted& wanted);
  bool stands_there(std::string_view bytes);
  Result<void> write(std::string_view bytes);

  std::filesystem::path file_;
  std::unique_ptr<std::FILE, Close> out_;  ///< holds the lock on the part, too
  bool is_ours_ = false;                   ///< and no other export's, nor somebody else's file
  bool comparing_ = true;                  ///< as long as the part is what is to be written
  std::string found_;
  privacy::Digest digest_;
  std::int64_t posts_ = 0;
  std::int64_t posts_from_before_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace nhs::cli
