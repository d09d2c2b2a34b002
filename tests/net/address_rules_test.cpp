#include "net/address_rules.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <catch2/catch.hpp>
#include <string>

using namespace nhs::net;

namespace {

bool is_public(const std::string& address) {
  sockaddr_in ipv4{};
  ipv4.sin_family = AF_INET;
  if (inet_pton(AF_INET, address.c_str(), &ipv4.sin_addr) == 1)
    return is_public_address(reinterpret_cast<const sockaddr*>(&ipv4));
  sockaddr_in6 ipv6{};
  ipv6.sin6_family = AF_INET6;
  REQUIRE(inet_pton(AF_INET6, address.c_str(), &ipv6.sin6_addr) == 1);
  return is_public_address(reinterpret_cast<const sockaddr*>(&ipv6));
}

}  // namespace

TEST_CASE("Addresses of somebody's own machines are not public, up to the ends of their ranges",
          "[address]") {
  for (const char* address :
       {"0.0.0.0",   "0.255.255.255",   "10.0.0.0",    "10.255.255.255",  "100.64.0.0", "100.127.255.255",
        "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255",
        "192.0.0.0", "192.0.0.171",     "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255",
        "224.0.0.1", "239.255.255.255", "240.0.0.0",   "255.255.255.255"}) {
    INFO(address);
    CHECK_FALSE(is_public(address));
  }
}

TEST_CASE("Addresses beside those ranges are public, and so are those for documentation", "[address]") {
  for (const char* address :
       {"1.0.0.0",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.0",       "169.253.255.255", "169.255.0.0",    "172.15.255.255",
        "172.32.0.0",      "192.0.1.0",       "192.167.255.255", "192.169.0.0",    "198.17.255.255",
        "198.20.0.0",      "223.255.255.255", "192.0.2.1",       "198.51.100.1",   "203.0.113.1"}) {
    INFO(address);
    CHECK(is_public(address));
  }
}

TEST_CASE("Of IPv6, only global addresses of servers are public", "[address]") {
  for (const char* address : {"::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
                              "64:ff9b:1::a00:1", "100::1", "fc00::1", "fd00::2", "fdff:ffff::1", "fe80::1",
                              "febf::1", "fec0::1", "ff02::1", "2001::1", "2001:1ff::1", "4000::1"}) {
    INFO(address);
    CHECK_FALSE(is_public(address));
  }
  for (const char* address :
       {"2000::1", "2001:200::1", "2001:db8::1", "2606:4700::1111", "2a00:1450::200e", "3fff:ffff::1"}) {
    INFO(address);
    CHECK(is_public(address));
  }
}

TEST_CASE("An IPv6 address that leads to an IPv4 one is judged by that", "[address]") {
  CHECK(is_public("64:ff9b::8.8.8.8"));
  CHECK_FALSE(is_public("64:ff9b::10.0.0.1"));
  CHECK_FALSE(is_public("64:ff9b::169.254.169.254"));
  CHECK(is_public("2002:808:808::1"));
  CHECK_FALSE(is_public("2002:7f00:1::1"));
  CHECK_FALSE(is_public("2002:c0a8:1::1"));
}

TEST_CASE("A socket of another family is never public", "[address]") {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  CHECK_FALSE(is_public_address(reinterpret_cast<const sockaddr*>(&local)));
}
