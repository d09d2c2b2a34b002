// Loaded before the C library's own (LD_PRELOAD, ld.so(8)): notes every address that a program connects or
// sends to in the file that NHSVALUES_TEST_CONNECTIONS names, a line each, and passes the call on.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

void note(const sockaddr* address) {
  const char* file = std::getenv("NHSVALUES_TEST_CONNECTIONS");
  if (file == nullptr || address == nullptr) return;
  const int cause = errno;
  char host[INET6_ADDRSTRLEN] = "?";
  int port = 0;
  if (address->sa_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, address, sizeof four);
    ::inet_ntop(AF_INET, &four.sin_addr, host, sizeof host);
    port = ntohs(four.sin_port);
  } else if (address->sa_family == AF_INET6) {
    sockaddr_in6 six{};
    std::memcpy(&six, address, sizeof six);
    ::inet_ntop(AF_INET6, &six.sin6_addr, host, sizeof host);
    port = ntohs(six.sin6_port);
  } else if (address->sa_family == AF_UNIX || address->sa_family == AF_NETLINK ||
             address->sa_family == AF_UNSPEC) {
    // These end at this machine.
    errno = cause;
    return;
  }
  char line[128];
  const int length = std::snprintf(line, sizeof line, "%d %s:%d\n", address->sa_family, host, port);
  const int descriptor = ::open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    if (::write(descriptor, line, static_cast<size_t>(length)) < 0) std::abort();
    ::close(descriptor);
  }
  errno = cause;
}

template <typename Function>
Function original(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int connect(int descriptor, const sockaddr* address, socklen_t length) {
  note(address);
  static const auto next = original<int (*)(int, const sockaddr*, socklen_t)>("connect");
  return next(descriptor, address, length);
}

ssize_t sendto(int descriptor, const void* bytes, size_t size, int flags, const sockaddr* address,
               socklen_t length) {
  note(address);
  static const auto next =
      original<ssize_t (*)(int, const void*, size_t, int, const sockaddr*, socklen_t)>("sendto");
  return next(descriptor, bytes, size, flags, address, length);
}

ssize_t sendmsg(int descriptor, const msghdr* message, int flags) {
  if (message != nullptr) note(static_cast<const sockaddr*>(message->msg_name));
  static const auto next = original<ssize_t (*)(int, const msghdr*, int)>("sendmsg");
  return next(descriptor, message, flags);
}

}  // extern "C"
