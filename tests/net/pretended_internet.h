#pragma once

namespace nhs::net {

/// A little of the internet, for programs that link pretended_internet.cpp: it stands before the C library's
/// getaddrinfo and connect, for libcurl too.

/// A name whose name server takes a second and a half, and then does not know.
inline constexpr const char* kSilentName = "silent.invalid";

/// A name that the name server answers does not exist. No question leaves this machine.
inline constexpr const char* kUnknownName = "nobody.invalid";

/// A public address (it is for documentation, RFC 5737) whose ports are those of 127.0.0.1.
inline constexpr const char* kPublicAddress = "203.0.113.1";

}  // namespace nhs::net
