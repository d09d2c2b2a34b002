#include "tests/net/pretended_internet.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <cstring>
#include <string_view>
#include <thread>

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints, addrinfo** found) {
  if (name != nullptr && std::string_view(name) == nhs::net::kSilentName) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1500});
    return EAI_AGAIN;
  }
  if (name != nullptr && std::string_view(name) == nhs::net::kUnknownName) return EAI_NONAME;
  using Function = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto original = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return original(name, service, hints, found);
}

extern "C" int connect(int descriptor, const sockaddr* address, socklen_t length) {
  using Function = int (*)(int, const sockaddr*, socklen_t);
  static const auto original = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "connect"));
  if (address->sa_family != AF_INET) return original(descriptor, address, length);
  sockaddr_in target;
  std::memcpy(&target, address, sizeof target);
  if (target.sin_addr.s_addr == inet_addr(nhs::net::kPublicAddress))
    target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return original(descriptor, reinterpret_cast<const sockaddr*>(&target), sizeof target);
}
