// Notes in NHS_TRACE_FILE, in order, what a process asks of the files of NHS_TRACE_FOLDER: what it writes,
// what it has flushed, which names it gives and takes away. tests/faults/power_cut.py makes of it what a disk
// may hold when the power goes at any moment. What goes through a memory map is left out: of SQLite that is
// the index of the log, which is made anew after a cut.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdint>
#include <cstring>

#include "tests/faults/shim.h"

namespace {

using nhs::shim::is_in_folder;
using nhs::shim::original;
using nhs::shim::PathOf;

constexpr const char* kFolder = "NHS_TRACE_FOLDER";

/// As power_cut.py reads it; `bytes` follow.
struct Record {
  char what;
  char unused[7];
  std::uint64_t file;
  std::int64_t at;
  std::uint64_t size;
};

int trace() {
  static const int descriptor = [] {
    const char* file = std::getenv("NHS_TRACE_FILE");
    return file == nullptr ? -1 : ::openat(AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }();
  return descriptor;
}

/// One write, so that records of several processes follow each other whole.
void note(char what, std::uint64_t file, std::int64_t at, std::string_view bytes) {
  if (trace() < 0) return;
  Record record{what, {}, file, at, bytes.size()};
  const iovec parts[] = {{&record, sizeof record}, {const_cast<char*>(bytes.data()), bytes.size()}};
  static const auto next = original<decltype(&::writev)>("writev");
  if (next(trace(), parts, 2) < 0) std::abort();
}

std::uint64_t file_of(int descriptor) {
  struct stat found {};
  return ::fstat(descriptor, &found) == 0 ? found.st_ino : 0;
}

bool is_watched(int descriptor) { return is_in_folder(PathOf{descriptor}.view(), kFolder); }

void note_opened(int descriptor, int flags) {
  if (descriptor < 0 || (flags & (O_CREAT | O_TRUNC)) == 0) return;
  const PathOf path{descriptor};
  if (!is_in_folder(path.view(), kFolder)) return;
  if ((flags & O_CREAT) != 0) note('C', file_of(descriptor), 0, path.view());
  if ((flags & O_TRUNC) != 0) note('T', file_of(descriptor), 0, {});
}

void note_written(int descriptor, const void* bytes, ssize_t size, off64_t at) {
  if (size <= 0 || !is_watched(descriptor)) return;
  note('W', file_of(descriptor), at, {static_cast<const char*>(bytes), static_cast<std::size_t>(size)});
}

void note_flushed(int descriptor) {
  const PathOf path{descriptor};
  if (!is_in_folder(path.view(), kFolder)) return;
  struct stat found {};
  if (::fstat(descriptor, &found) != 0) return;
  if (S_ISDIR(found.st_mode))
    note('D', 0, 0, path.view());
  else
    note('S', found.st_ino, 0, {});
}

/// Both with the end of a C string between them, as no path holds it.
void note_names(char what, const char* from, const char* to) {
  std::array<char, 8192> names{};
  const int size = std::snprintf(names.data(), names.size(), "%s%c%s", from, 0, to);
  if (is_in_folder(to, kFolder)) note(what, 0, 0, {names.data(), static_cast<std::size_t>(size)});
}

mode_t mode_in(int flags, va_list rest) {
  return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

#define NHS_CALL(name) original<decltype(&::name)>(#name)

extern "C" {

int open64(const char* path, int flags, ...) {
  static const auto next = NHS_CALL(open64);
  va_list rest;
  va_start(rest, flags);
  const int descriptor = next(path, flags, mode_in(flags, rest));
  va_end(rest);
  note_opened(descriptor, flags);
  return descriptor;
}
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return open64(path, flags, mode);
}
std::FILE* fopen64(const char* path, const char* mode) {
  static const auto next = NHS_CALL(fopen64);
  std::FILE* const file = next(path, mode);
  if (file != nullptr && mode[0] != 'r')
    note_opened(::fileno(file), O_CREAT | (mode[0] == 'w' ? O_TRUNC : 0));
  return file;
}
std::FILE* fopen(const char* path, const char* mode) { return fopen64(path, mode); }

int mkostemp(char* name, int flags) {
  static const auto next = NHS_CALL(mkostemp);
  const int descriptor = next(name, flags);
  note_opened(descriptor, O_CREAT);
  return descriptor;
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
  static const auto next = NHS_CALL(write);
  const off64_t at = ::lseek64(descriptor, 0, SEEK_CUR);
  const ssize_t written = next(descriptor, bytes, size);
  if (at >= 0) note_written(descriptor, bytes, written, at);
  return written;
}
ssize_t writev(int descriptor, const iovec* parts, int count) {
  static const auto next = NHS_CALL(writev);
  off64_t at = ::lseek64(descriptor, 0, SEEK_CUR);
  const ssize_t written = next(descriptor, parts, count);
  ssize_t left = written;
  for (int i = 0; at >= 0 && i < count && left > 0; ++i) {
    const ssize_t size = std::min(left, static_cast<ssize_t>(parts[i].iov_len));
    note_written(descriptor, parts[i].iov_base, size, at);
    at += size;
    left -= size;
  }
  return written;
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
  static const auto next = NHS_CALL(pwrite64);
  const ssize_t written = next(descriptor, bytes, size, at);
  note_written(descriptor, bytes, written, at);
  return written;
}
ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t at) {
  return pwrite64(descriptor, bytes, size, at);
}
int ftruncate64(int descriptor, off64_t size) noexcept {
  static const auto next = NHS_CALL(ftruncate64);
  const int done = next(descriptor, size);
  if (done == 0 && is_watched(descriptor)) note('T', file_of(descriptor), size, {});
  return done;
}
int ftruncate(int descriptor, off_t size) noexcept { return ftruncate64(descriptor, size); }
int fsync(int descriptor) {
  static const auto next = NHS_CALL(fsync);
  const int done = next(descriptor);
  if (done == 0) note_flushed(descriptor);
  return done;
}
int fdatasync(int descriptor) {
  static const auto next = NHS_CALL(fdatasync);
  const int done = next(descriptor);
  if (done == 0) note_flushed(descriptor);
  return done;
}
int rename(const char* from, const char* to) noexcept {
  static const auto next = NHS_CALL(rename);
  const int done = next(from, to);
  if (done == 0) note_names('R', from, to);
  return done;
}
int link(const char* from, const char* to) noexcept {
  static const auto next = NHS_CALL(link);
  const int done = next(from, to);
  if (done == 0) note_names('L', from, to);
  return done;
}
int unlink(const char* path) noexcept {
  static const auto next = NHS_CALL(unlink);
  const int done = next(path);
  if (done == 0 && is_in_folder(path, kFolder)) note('U', 0, 0, path);
  return done;
}
int remove(const char* path) noexcept {
  static const auto next = NHS_CALL(remove);
  const int done = next(path);
  if (done == 0 && is_in_folder(path, kFolder)) note('U', 0, 0, path);
  return done;
}

}  // extern "C"
