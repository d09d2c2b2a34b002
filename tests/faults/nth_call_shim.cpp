// Makes the n-th call of a kind fail, and those after it for a while.
//   NHS_FAULT_KIND   write: what needs room in a file of NHS_FAULT_FOLDER; open: what takes a descriptor
//   NHS_FAULT_AT     which call is the first to fail, from 1; none where it is 0
//   NHS_FAULT_FOR    how many fail from there on
//   NHS_FAULT_ERRNO  with what
//   NHS_FAULT_COUNT  a file for the number of such calls, written when the process ends
#include <fcntl.h>
#include <netdb.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstring>

#include "tests/faults/shim.h"

namespace {

using nhs::shim::is_in_folder;
using nhs::shim::number_in;
using nhs::shim::original;
using nhs::shim::PathOf;

enum class Kind : unsigned char { none, write, open };

struct Plan {
  Kind kind = Kind::none;
  long at = number_in("NHS_FAULT_AT", 0);
  long count = number_in("NHS_FAULT_FOR", 1);
  int cause = static_cast<int>(number_in("NHS_FAULT_ERRNO", EIO));
  std::atomic<long> calls{0};

  Plan() {
    const char* text = std::getenv("NHS_FAULT_KIND");
    if (text != nullptr) kind = std::strcmp(text, "write") == 0 ? Kind::write : Kind::open;
  }
  ~Plan() {
    const char* file = std::getenv("NHS_FAULT_COUNT");
    if (file == nullptr) return;
    if (std::FILE* out = std::fopen(file, "w")) {
      std::fprintf(out, "%ld\n", calls.load());
      std::fclose(out);
    }
  }
};

Plan& plan() {
  static Plan the_plan;
  return the_plan;
}

/// Counts a call of this kind. True when it is one that fails; errno is set.
bool fails(Kind kind) {
  Plan& now = plan();
  if (now.kind != kind) return false;
  const long call = ++now.calls;
  if (now.at == 0 || call < now.at || call >= now.at + now.count) return false;
  errno = now.cause;
  return true;
}

bool write_fails(int descriptor) {
  return plan().kind == Kind::write && is_in_folder(PathOf{descriptor}.view(), "NHS_FAULT_FOLDER") &&
         fails(Kind::write);
}

/// A new file needs room in its folder, and every file a descriptor.
bool open_fails(const char* path, int flags) {
  if (fails(Kind::open)) return true;
  return (flags & O_CREAT) != 0 && path != nullptr && is_in_folder(path, "NHS_FAULT_FOLDER") &&
         fails(Kind::write);
}

mode_t mode_in(int flags, va_list rest) {
  return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

#define NHS_CALL(name) original<decltype(&::name)>(#name)

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  static const auto next = NHS_CALL(write);
  return write_fails(descriptor) ? -1 : next(descriptor, bytes, size);
}
ssize_t writev(int descriptor, const iovec* parts, int count) {
  static const auto next = NHS_CALL(writev);
  return write_fails(descriptor) ? -1 : next(descriptor, parts, count);
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
  static const auto next = NHS_CALL(pwrite64);
  return write_fails(descriptor) ? -1 : next(descriptor, bytes, size, at);
}
ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t at) {
  return pwrite64(descriptor, bytes, size, at);
}
int ftruncate64(int descriptor, off64_t size) noexcept {
  static const auto next = NHS_CALL(ftruncate64);
  return write_fails(descriptor) ? -1 : next(descriptor, size);
}
int ftruncate(int descriptor, off_t size) noexcept { return ftruncate64(descriptor, size); }
int posix_fallocate64(int descriptor, off64_t at, off64_t size) {
  static const auto next = NHS_CALL(posix_fallocate64);
  return write_fails(descriptor) ? errno : next(descriptor, at, size);
}
int posix_fallocate(int descriptor, off_t at, off_t size) { return posix_fallocate64(descriptor, at, size); }
int fallocate64(int descriptor, int mode, off64_t at, off64_t size) {
  static const auto next = NHS_CALL(fallocate64);
  return write_fails(descriptor) ? -1 : next(descriptor, mode, at, size);
}
int fallocate(int descriptor, int mode, off_t at, off_t size) {
  return fallocate64(descriptor, mode, at, size);
}
int fsync(int descriptor) {
  static const auto next = NHS_CALL(fsync);
  return write_fails(descriptor) ? -1 : next(descriptor);
}
int fdatasync(int descriptor) {
  static const auto next = NHS_CALL(fdatasync);
  return write_fails(descriptor) ? -1 : next(descriptor);
}
int rename(const char* from, const char* to) noexcept {
  static const auto next = NHS_CALL(rename);
  return is_in_folder(to, "NHS_FAULT_FOLDER") && fails(Kind::write) ? -1 : next(from, to);
}

int open64(const char* path, int flags, ...) {
  static const auto next = NHS_CALL(open64);
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return open_fails(path, flags) ? -1 : next(path, flags, mode);
}
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return open64(path, flags, mode);
}
int openat64(int folder, const char* path, int flags, ...) {
  static const auto next = NHS_CALL(openat64);
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return open_fails(path, flags) ? -1 : next(folder, path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return openat64(folder, path, flags, mode);
}
std::FILE* fopen64(const char* path, const char* mode) {
  static const auto next = NHS_CALL(fopen64);
  return open_fails(path, mode[0] == 'r' ? O_RDONLY : O_CREAT) ? nullptr : next(path, mode);
}
std::FILE* fopen(const char* path, const char* mode) { return fopen64(path, mode); }
int socket(int domain, int type, int protocol) noexcept {
  static const auto next = NHS_CALL(socket);
  return fails(Kind::open) ? -1 : next(domain, type, protocol);
}
int socketpair(int domain, int type, int protocol, int* pair) noexcept {
  static const auto next = NHS_CALL(socketpair);
  return fails(Kind::open) ? -1 : next(domain, type, protocol, pair);
}
int accept4(int descriptor, sockaddr* address, socklen_t* length, int flags) {
  static const auto next = NHS_CALL(accept4);
  return fails(Kind::open) ? -1 : next(descriptor, address, length, flags);
}
int accept(int descriptor, sockaddr* address, socklen_t* length) {
  static const auto next = NHS_CALL(accept);
  return fails(Kind::open) ? -1 : next(descriptor, address, length);
}
int epoll_create1(int flags) noexcept {
  static const auto next = NHS_CALL(epoll_create1);
  return fails(Kind::open) ? -1 : next(flags);
}
int eventfd(unsigned count, int flags) noexcept {
  static const auto next = NHS_CALL(eventfd);
  return fails(Kind::open) ? -1 : next(count, flags);
}
int timerfd_create(int clock, int flags) noexcept {
  static const auto next = NHS_CALL(timerfd_create);
  return fails(Kind::open) ? -1 : next(clock, flags);
}
int pipe2(int* pair, int flags) noexcept {
  static const auto next = NHS_CALL(pipe2);
  return fails(Kind::open) ? -1 : next(pair, flags);
}
int pipe(int* pair) noexcept {
  static const auto next = NHS_CALL(pipe);
  return fails(Kind::open) ? -1 : next(pair);
}
int dup(int descriptor) noexcept {
  static const auto next = NHS_CALL(dup);
  return fails(Kind::open) ? -1 : next(descriptor);
}

}  // extern "C"
