#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/option_parser.h"
#include "core/values.h"

namespace nhs::cli {

/// For `transform` of an option: one of these words as people write them, in any case and with hyphens,
/// spaces and underscores alike. The option then holds the word as it stands here. What is none of them is
/// refused, with the one that it may have meant.
///
/// noun: what the words are, as messages call one: `format`.
Check one_of(std::string_view noun, const std::vector<std::string>& words);

/// The same for a vocabulary: members by id, by full name, or by another word that can mean no other
/// (`dignity`). What is a word of another filter's is refused with that filter's option.
template <typename Enum>
Check one_of();

/// The filters that a word belongs to: `--sentiment negative` for `negative`, `--value compassion --direction
/// breached` for `compassion:breached`. Empty for a word of none.
std::string options_meant_by(std::string_view word);

/// ` (did you mean trends?)`, or nothing where none of these words is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& words);

/// The same; where none is near, all of them, ` (known are feed, x)`, unless they are more than anybody
/// reads.
///
/// opening: what stands before them, `known are`.
std::string did_you_mean_or_all(std::string_view word, const std::vector<std::string>& words,
                                std::string_view opening);

}  // namespace nhs::cli
