#include "cli/export_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "store/durable_file.h"
#include "store/target_file.h"

namespace nhs::cli {
namespace {

namespace fs = std::filesystem;

/// For its owner and the group to read, as the database is, when it holds what people wrote; for its owner
/// alone when it names them.
mode_t mode_of(const ExportFile::Wanted& wanted) {
  return wanted.names_people ? S_IRUSR | S_IWUSR : S_IRUSR | S_IWUSR | S_IRGRP;
}

Error cannot(const fs::path& file, const char* what, ExitStatus status) {
  return {status, fmt::format("{}: cannot be {}: {}", file.string(), what, std::strerror(errno))};
}

/// The part that is there, or a new one; never through a link, nor waiting for a pipe's other end.
int open_or_make(const fs::path& part, mode_t mode) {
  const int there = ::open(part.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (there >= 0 || errno != ENOENT) return there;
  return ::open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
}

/// Whether it is a file that an export of this user may have left, and under no other name as well.
bool may_be_a_part(const struct stat& found) {
  return S_ISREG(found.st_mode) && found.st_uid == ::geteuid() && found.st_nlink == 1;
}

bool begins_with(std::FILE* file, std::string_view opening) {
  std::string start(opening.size(), '\0');
  start.resize(std::fread(start.data(), 1, start.size(), file));
  std::rewind(file);
  return opening.substr(0, start.size()) == start;
}

Result<void> check_free(const fs::path& file, bool replace) {
  const auto there = store::is_plain_file(file);
  if (!there) return tl::unexpected(there.error());
  return *there && !replace ? Result<void>{store::is_there_already(file)} : Result<void>{};
}

tl::unexpected<Error> no_part(const fs::path& part) {
  return fail(
      ExitStatus::cannot_create,
      fmt::format("{}: this is there, and no export of yours left it; remove it, or name another file",
                  part.string()));
}

}  // namespace

Result<ExportFile> ExportFile::begin(const Wanted& wanted) {
  if (std::error_code error; fs::is_directory(wanted.file, error))
    return fail(ExitStatus::cannot_create,
                fmt::format("{}: this is a folder; name a file in it", wanted.file.string()));
  ExportFile begun{wanted.file};
  for (const fs::path& each : {wanted.file, begun.part()})
    if (auto free = store::check_none_of(each, wanted.in_use); !free) return tl::unexpected(free.error());
  if (auto free = check_free(wanted.file, wanted.replace); !free) return tl::unexpected(free.error());
  if (auto opened = begun.open_part(wanted); !opened) return tl::unexpected(opened.error());
  return begun;
}

ExportFile::~ExportFile() {
  struct stat found {};
  if (out_ && is_ours_ && bytes_ == 0 && ::fstat(::fileno(out_.get()), &found) == 0 && found.st_size == 0)
    ::unlink(part().c_str());
}

Result<void> ExportFile::open_part(const Wanted& wanted) {
  for (int tries = 0; tries < 5; ++tries) {
    const int descriptor = open_or_make(part(), mode_of(wanted));
    if (descriptor < 0)
      return errno == ELOOP ? Result<void>{no_part(part())}
                            : tl::unexpected(cannot(part(), "made", ExitStatus::cannot_create));
    out_.reset(::fdopen(descriptor, "r+b"));
    struct stat opened {};
    struct stat named {};
    if (::fstat(descriptor, &opened) != 0 || !may_be_a_part(opened)) return no_part(part());
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
      return fail(ExitStatus::try_again,
                  fmt::format("{}: another export writes this file; wait until it is done", file_.string()));
    // Between opening and locking it, another export may have given it its name.
    if (::lstat(part().c_str(), &named) != 0 || named.st_ino != opened.st_ino) continue;
    if (!wanted.replace && !begins_with(out_.get(), wanted.opening)) return no_part(part());
    if (::fchmod(descriptor, mode_of(wanted)) != 0)
      return tl::unexpected(cannot(part(), "made", ExitStatus::cannot_create));
    is_ours_ = true;
    return {};
  }
  return fail(ExitStatus::try_again,
              fmt::format("{}: other exports write this file; wait until they are done", file_.string()));
}

bool ExportFile::stands_there(std::string_view bytes) {
  found_.resize(bytes.size());
  return std::fread(found_.data(), 1, found_.size(), out_.get()) == bytes.size() && found_ == bytes;
}

Result<void> ExportFile::write(std::string_view bytes) {
  if (comparing_ && !stands_there(bytes)) {
    comparing_ = false;
    if (::fseeko(out_.get(), bytes_, SEEK_SET) != 0 || ::ftruncate(::fileno(out_.get()), bytes_) != 0)
      return tl::unexpected(cannot(part(), "written", ExitStatus::io));
  }
  if (!comparing_ && std::fwrite(bytes.data(), 1, bytes.size(), out_.get()) != bytes.size())
    return tl::unexpected(cannot(part(), "written", ExitStatus::io));
  digest_.add(bytes);
  bytes_ += static_cast<std::int64_t>(bytes.size());
  return {};
}

Result<void> ExportFile::write_post(std::string_view bytes) {
  if (auto written = write(bytes); !written) return written;
  ++posts_;
  if (comparing_) posts_from_before_ = posts_;
  return {};
}

Result<std::string> ExportFile::finish() {
  const int descriptor = ::fileno(out_.get());
  if (std::fflush(out_.get()) != 0 || ::ftruncate(descriptor, bytes_) != 0 || ::fsync(descriptor) != 0 ||
      std::rename(part().c_str(), file_.c_str()) != 0)
    return tl::unexpected(cannot(file_, "written", ExitStatus::io));
  out_.reset();
  if (auto kept = store::flush_folder_of(file_); !kept) return tl::unexpected(kept.error());
  return digest_.finish();
}

}  // namespace nhs::cli
