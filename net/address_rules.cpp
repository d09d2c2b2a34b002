#include "net/address_rules.h"

#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace nhs::net {
namespace {

struct Ipv4Range {
  std::uint32_t base;
  int prefix;
};

constexpr std::uint32_t dotted(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array kNotPublicIpv4 = {
    Ipv4Range{dotted(0, 0, 0, 0), 8},       // this host
    Ipv4Range{dotted(10, 0, 0, 0), 8},      // private
    Ipv4Range{dotted(100, 64, 0, 0), 10},   // shared by a carrier's customers
    Ipv4Range{dotted(127, 0, 0, 0), 8},     // loopback
    Ipv4Range{dotted(169, 254, 0, 0), 16},  // link-local; cloud metadata at 169.254.169.254
    Ipv4Range{dotted(172, 16, 0, 0), 12},   // private
    Ipv4Range{dotted(192, 0, 0, 0), 24},    // protocol assignments
    Ipv4Range{dotted(192, 168, 0, 0), 16},  // private
    Ipv4Range{dotted(198, 18, 0, 0), 15},   // benchmarks within a laboratory
    Ipv4Range{dotted(224, 0, 0, 0), 4},     // multicast
    Ipv4Range{dotted(240, 0, 0, 0), 4},     // reserved, and broadcast
};

bool is_public_ipv4(std::uint32_t address) {
  for (const Ipv4Range& range : kNotPublicIpv4)
    if (((address ^ range.base) >> (32 - range.prefix)) == 0) return false;
  return true;
}

using Ipv6 = std::array<std::uint8_t, 16>;

std::uint32_t ipv4_within(const Ipv6& address, std::size_t at) {
  return dotted(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

bool is_public_ipv6(const Ipv6& address) {
  constexpr std::array<std::uint8_t, 12> kNat64 = {0x00, 0x64, 0xff, 0x9b};
  if (std::memcmp(address.data(), kNat64.data(), kNat64.size()) == 0)
    return is_public_ipv4(ipv4_within(address, 12));

  const bool global_unicast = (address[0] & 0xe0) == 0x20;
  if (!global_unicast) return false;
  const bool six_to_four = address[0] == 0x20 && address[1] == 0x02;
  if (six_to_four) return is_public_ipv4(ipv4_within(address, 2));
  // 2001::/23: tunnels (Teredo) and identifiers, no servers.
  const bool protocol_assignment = address[0] == 0x20 && address[1] == 0x01 && (address[2] & 0xfe) == 0;
  return !protocol_assignment;
}

}  // namespace

bool is_public_address(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in ipv4;
    std::memcpy(&ipv4, address, sizeof ipv4);
    return is_public_ipv4(ntohl(ipv4.sin_addr.s_addr));
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 ipv6;
    std::memcpy(&ipv6, address, sizeof ipv6);
    Ipv6 bytes;
    std::memcpy(bytes.data(), &ipv6.sin6_addr, bytes.size());
    return is_public_ipv6(bytes);
  }
  return false;
}

}  // namespace nhs::net
