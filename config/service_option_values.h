#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "config/option_values.h"

namespace nhs::config {

/// What the parts of the table of a description's keys share: words that stand for values, checks, and where
/// values go.

inline constexpr std::string_view kPointersAllowed =
    "a JSON Pointer such as \"/user/name\", or a list of them of which the first that has a value counts";
inline constexpr std::string_view kPointerAllowed = "a JSON Pointer such as \"/data/items\"";
inline constexpr std::string_view kConditionsAllowed =
    "a list of conditions such as \"/is_ad\" or \"/kind=advert\"";

template <typename Value, std::size_t N>
using Words = std::array<std::pair<std::string_view, Value>, N>;

template <const auto& words>
bool is_word(std::string_view text) {
  return std::any_of(words.begin(), words.end(), [text](const auto& entry) { return entry.first == text; });
}

/// text: one of the words.
template <const auto& words>
auto meaning_of(std::string_view text) {
  const auto is_text = [text](const auto& entry) { return entry.first == text; };
  return std::find_if(words.begin(), words.end(), is_text)->second;
}

inline bool is_short(std::string_view text) { return text.size() <= 500; }
inline bool is_template(std::string_view text) { return parse_template(text).has_value(); }
inline bool is_pointer(std::string_view text) { return parse_json_pointer(text).has_value(); }
inline bool is_condition(std::string_view text) { return parse_json_condition(text).has_value(); }

// Where a value goes: a part of the description, and a member of it.

template <auto part, auto member>
void put_text(const OptionValue& value, const Place& place) {
  place.service->*part.*member = text_of(value);
}
template <auto part, auto member>
void put_flag(const OptionValue& value, const Place& place) {
  place.service->*part.*member = std::get<bool>(value);
}
template <auto part, auto member>
void put_whole(const OptionValue& value, const Place& place) {
  auto& to = place.service->*part.*member;
  to = static_cast<std::decay_t<decltype(to)>>(std::get<double>(value));
}
template <auto part, auto member, const auto& words>
void put_word(const OptionValue& value, const Place& place) {
  place.service->*part.*member = meaning_of<words>(text_of(value));
}
template <auto part, auto member>
void put_template(const OptionValue& value, const Place& place) {
  place.service->*part.*member = *parse_template(text_of(value));
}
template <auto part, auto member>
void put_pointer(const OptionValue& value, const Place& place) {
  place.service->*part.*member = *parse_json_pointer(text_of(value));
}
template <auto part, auto member>
void put_pointers(const OptionValue& value, const Place& place) {
  auto& pointers = place.service->*part.*member;
  pointers.clear();
  for (const std::string& text : texts_of(value)) pointers.push_back(*parse_json_pointer(text));
}
template <auto part, auto member>
void put_conditions(const OptionValue& value, const Place& place) {
  auto& conditions = place.service->*part.*member;
  conditions.clear();
  for (const std::string& text : texts_of(value)) conditions.push_back(*parse_json_condition(text));
}

/// A key for conditions, of which there may be none.
template <auto part, auto member>
Option condition_option(std::string_view key, std::string_view help) {
  return {.key = key,
          .type = OptionType::texts,
          .fallback = "[]",
          .is_allowed = each_is<is_condition, 0, 20>,
          .allowed = kConditionsAllowed,
          .put = put_conditions<part, member>,
          .help = help};
}

/// A key for places, of which there may be none.
template <auto part, auto member>
Option pointers_option(std::string_view key, std::string_view help) {
  return {.key = key,
          .type = OptionType::texts,
          .fallback = "[]",
          .is_allowed = each_is<is_pointer, 0, 20>,
          .allowed = kPointersAllowed,
          .put = put_pointers<part, member>,
          .help = help};
}

}  // namespace nhs::config
