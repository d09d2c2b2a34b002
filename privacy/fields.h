#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nhs::privacy {

/// Writes a field after its length (four bytes, big-endian), so that no two lists of fields give the same
/// bytes.
void append_field(std::string& bytes, std::string_view field);

/// Takes such a field from the front; nothing when the bytes end before it does.
std::optional<std::string_view> take_field(std::string_view& bytes);

}  // namespace nhs::privacy
