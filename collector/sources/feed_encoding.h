#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nhs::collector {

/// A document as UTF-8, without byte order mark and control characters, whatever it was sent as.
///
/// The encoding is that of the byte order mark, else of the XML declaration, else of Content-Type, else UTF-8
/// (the order newsboat uses). Labels lie: what says UTF-8 (or nothing) and is not comes out as Windows-1252,
/// unless most of it is UTF-8; then only the broken bytes become U+FFFD. ISO-8859-1 and ASCII are read as
/// Windows-1252, as the WHATWG Encoding Standard wants.
///
/// content_type: the header, whole.  Pure and thread-safe.
std::string as_utf8(std::string_view body, std::optional<std::string_view> content_type);

}  // namespace nhs::collector
