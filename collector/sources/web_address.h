#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nhs::collector {

/// Web addresses as far as sources need them (RFC 3986). All functions are pure and thread-safe.

/// The host in lower case, without port and user; empty when the text is no http or https address.
std::string host_of(std::string_view url);

/// Scheme, host and port in lower case, as far as a key given for an address may go:
/// `https://a.example:8443`. Empty when the text is no http or https address.
std::string origin_of(std::string_view url);

/// The address without any `/` at its end, so that a path can be put after it.
std::string without_end_slash(std::string url);

/// The path, from its `/`; empty when there is none.
std::string_view path_of(std::string_view url);

/// All but unreserved characters as `%XX`: for a path segment or a query's value.
std::string percent_encoded(std::string_view text);

/// `%XX` decoded once; what is no such pair stays as it is.
std::string percent_decoded(std::string_view text);

/// A query parameter's value, decoded; nothing when there is none of this name.
std::optional<std::string> query_parameter(std::string_view url, std::string_view name);

/// The address that a reference in a document means (RFC 3986, 5.2). Empty when that is not http or https:
/// `javascript:` and the like lead nowhere.
std::string resolved(std::string_view base, std::string_view reference);

/// The address without `utm_…` parameters, scheme and host in lower case: the same page by whatever way it
/// was reached.
std::string without_tracking(std::string_view url);

}  // namespace nhs::collector
