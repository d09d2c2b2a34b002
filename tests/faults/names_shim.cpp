// A name server that does as a file says (NHS_NAMES_FILE): for names that end in `.pretended.example`,
// `right` gives a public address, `dead` no answer, `slow` none for two seconds, `unknown` that there is no
// such name, and anything else is the address that it gives, be it a lie. The public address (of
// documentation, RFC 5737) leads to the same port of 127.0.0.1.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <string>

#include "tests/faults/shim.h"

namespace {

using nhs::shim::original;

constexpr const char* kPublicAddress = "203.0.113.1";

std::string what_to_do() {
  const char* file = std::getenv("NHS_NAMES_FILE");
  std::FILE* in = file == nullptr ? nullptr : std::fopen(file, "r");
  if (in == nullptr) return "right";
  std::array<char, 64> word{};
  const int found = std::fscanf(in, "%63s", word.data());
  std::fclose(in);
  return found == 1 ? word.data() : "right";
}

}  // namespace

extern "C" {

int getaddrinfo(const char* name, const char* service, const addrinfo* hints, addrinfo** found) {
  static const auto next =
      original<int (*)(const char*, const char*, const addrinfo*, addrinfo**)>("getaddrinfo");
  if (name == nullptr || !std::string_view{name}.ends_with(".pretended.example"))
    return next(name, service, hints, found);
  const std::string what = what_to_do();
  if (what == "unknown") return EAI_NONAME;
  if (what == "slow") ::sleep(2);
  if (what == "dead" || what == "slow") return EAI_AGAIN;
  return next(what == "right" ? kPublicAddress : what.c_str(), service, hints, found);
}

int connect(int descriptor, const sockaddr* address, socklen_t length) {
  static const auto next = original<int (*)(int, const sockaddr*, socklen_t)>("connect");
  if (address->sa_family != AF_INET) return next(descriptor, address, length);
  sockaddr_in target;
  std::memcpy(&target, address, sizeof target);
  if (target.sin_addr.s_addr == inet_addr(kPublicAddress)) target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return next(descriptor, reinterpret_cast<const sockaddr*>(&target), sizeof target);
}

}  // extern "C"
