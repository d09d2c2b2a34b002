#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nhs::report {

/// Of fewer posts it says little that one author gave many.
inline constexpr std::int64_t kFewestForOneVoice = 5;

/// How many of some posts one author gave, where that is more than a fifth of them: "5 of these 11 posts are
/// by one author, nearly half"; above half ": one voice, not many". Empty otherwise, and when nobody counted.
///
/// most: of the busiest author.  period: whose posts they are, told where it is not plain; may be empty.
std::string one_voice_in_words(std::optional<std::int64_t> most, std::int64_t posts, std::string_view period);

}  // namespace nhs::report
