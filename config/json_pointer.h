#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nhs::config {

/// A place in an answer: a JSON Pointer (RFC 6901) in which a step `*` stands for every element of an array.
/// `author:/nick` is the place `/nick` in what the join called `author` finds (JsonJoin).
struct JsonPointer {
  std::string join;                ///< empty for the item itself
  std::vector<std::string> steps;  ///< unescaped; none for the whole
};

/// Nothing for what is no pointer, or one of over 20 steps. Pure and thread-safe.
std::optional<JsonPointer> parse_json_pointer(std::string_view text);

/// As parse_json_pointer reads it. Pure and thread-safe.
std::string written_pointer(const JsonPointer& pointer);

/// What an item may be asked: `/is_ad` is true of an item in which that place has a value that is not false,
/// 0 or empty; `/kind=advert` of one where it has this very text.
struct JsonCondition {
  JsonPointer pointer;
  std::optional<std::string> value;
};

/// Nothing for what is none. Pure and thread-safe.
std::optional<JsonCondition> parse_json_condition(std::string_view text);

}  // namespace nhs::config
