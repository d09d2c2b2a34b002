#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/config.h"

namespace nhs::config {

/// What values may be. All are pure and thread-safe, and none repeats what it was given.

/// A hashtag without `#`.
bool is_hashtag(std::string_view text);
/// `[A-Za-z0-9._-]{1,64}`: the name of a source or a credential.
bool is_name(std::string_view text);
/// `[a-z0-9_-]{1,32}`: the name of a network, or of a concern rule.
bool is_small_name(std::string_view text);
/// Not empty and free of control characters.
bool is_path(std::string_view text);
/// An account as posts write it: `@leedscares`, `@leedscares@example.org`.
bool is_account(std::string_view text);
/// A web page or an e-mail address, fit for an HTTP header.
bool is_contact(std::string_view text);
/// `example.org`, `127.0.0.1:8080`, `[::1]:8080`.
bool is_host_and_port(std::string_view text);
/// The name of a credential or the path of a file, and nothing that looks like the secret itself.
bool is_credential(std::string_view text);

/// What is wrong with a source's address; nothing when it is right.
std::optional<std::string> fault_of_url(std::string_view url, SourceKind kind, bool allow_plain_http);

}  // namespace nhs::config
