#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/values.h"

namespace nhs::store {

/// What `rollup_property` counts posts by, one at a time, beside all that `rollup` counts by. Every post has
/// one member of each, so that the members' counts add up.
enum class Property : std::uint8_t { kind, language, groups, sources };
inline constexpr std::size_t kProperties = 4;

/// By Property, as `rollup_property` writes them: the number of the kind, empty without one; the language it
/// was read in, with `!` after it when it has no words; a bit for each group, as a number; the numbers of the
/// sources that showed it, ascending, with spaces between them.
using PropertyMembers = std::array<std::string, kProperties>;

std::string kind_member(Kind kind);

std::string language_member(const std::string& language, bool without_words);
std::string_view language_of(std::string_view member);
bool is_without_words(std::string_view member);

std::string groups_member(const std::vector<Group>& groups);
bool holds_group(std::string_view member, Group group);

std::vector<std::int64_t> sources_in(std::string_view member);

}  // namespace nhs::store
