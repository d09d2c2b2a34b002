#include "cli/choice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>

#include "core/label.h"
#include "core/suggestion.h"
#include "core/text.h"

namespace nhs::cli {
namespace {

/// A word that an option takes, and what else people call it.
struct Choice {
  std::string word;
  std::vector<std::string> names = {};
};

/// What is the same however it is written: `Respect-and-Dignity`, `respect and dignity`.
std::string as_compared(std::string_view text) {
  std::string key = folded(trimmed(text));
  std::replace_if(
      key.begin(), key.end(), [](char c) { return c == '-' || c == ' '; }, '_');
  return key;
}

/// What people call a member beside its id. Only words that can mean nothing else in this field: `workers`
/// are not sex_workers, and care is more than its quality.
template <typename Enum>
std::vector<std::string> names_of(Enum) {
  return {};
}

template <>
std::vector<std::string> names_of(Value value) {
  std::vector<std::string> names{std::string{name_of(value)}};
  if (value == Value::respect_and_dignity) names.insert(names.end(), {"respect", "dignity"});
  if (value == Value::quality_of_care) names.emplace_back("quality");
  return names;
}

template <>
std::vector<std::string> names_of(Group group) {
  if (group == Group::homeless_people) return {"homeless"};
  if (group == Group::gypsies_and_travellers) return {"gypsies", "travellers"};
  return {};
}

template <>
std::vector<std::string> names_of(Direction direction) {
  if (direction == Direction::upheld) return {"lived_up_to"};
  if (direction == Direction::breached) return {"fell_short", "fallen_short", "fallen_short_of"};
  return {"named", "only_named"};
}

CLI::Validator one_named(std::string_view noun, std::vector<Choice> choices) {
  std::vector<std::string> words;
  for (const Choice& choice : choices) words.push_back(choice.word);
  const auto put_right = [noun = std::string{noun}, choices = std::move(choices)](std::string& text) {
    const std::string asked = as_compared(text);
    std::vector<std::string_view> known;
    for (const Choice& choice : choices) {
      known.push_back(choice.word);
      const auto is_asked = [&](const std::string& name) { return as_compared(name) == asked; };
      if (!is_asked(choice.word) && std::none_of(choice.names.begin(), choice.names.end(), is_asked))
        continue;
      text = choice.word;
      return std::string{};
    }
    return unknown_word(noun, text, known).message;
  };
  return CLI::Validator(put_right, fmt::format("{{{}}}", fmt::join(words, ",")));
}

}  // namespace

CLI::Validator one_of(std::string_view noun, const std::vector<std::string>& words) {
  std::vector<Choice> choices;
  for (const std::string& word : words) choices.push_back({word});
  return one_named(noun, std::move(choices));
}

template <typename Enum>
CLI::Validator one_of() {
  std::vector<Choice> choices;
  for (const Enum member : all_of<Enum>()) choices.push_back({std::string{id_of(member)}, names_of(member)});
  return one_named(Vocabulary<Enum>::noun, std::move(choices));
}

template CLI::Validator one_of<Value>();
template CLI::Validator one_of<Direction>();
template CLI::Validator one_of<Sentiment>();
template CLI::Validator one_of<Kind>();
template CLI::Validator one_of<Group>();

std::string did_you_mean(std::string_view word, const std::vector<std::string>& words) {
  const std::vector<std::string_view> known{words.begin(), words.end()};
  const auto meant = nearest(word, known);
  return meant ? fmt::format(" (did you mean {}?)", *meant) : std::string{};
}

}  // namespace nhs::cli
