#pragma once

#include <sys/socket.h>

namespace nhs::net {

/// True for an address on the public internet; false for those behind which somebody's own machines stand, so
/// that no feed and no redirect can make us ask them (server-side request forgery).
///
/// IPv4: all but what the IANA special-purpose registry (RFC 6890) keeps from the internet. IPv6: 2000::/3
/// without its special ranges; NAT64 (64:ff9b::/96) and 6to4 (2002::/16) addresses are judged by the IPv4
/// address within. Addresses for documentation count as public: nobody's machine is there, and test networks
/// use them. Pure and thread-safe.
///
/// address: as long as its family says; a family other than IPv4 and IPv6 is never public.
bool is_public_address(const sockaddr* address);

}  // namespace nhs::net
