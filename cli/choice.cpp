#include "cli/choice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

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

template <typename Enum>
std::string with_option(std::string_view option, std::string_view asked) {
  const auto is_asked = [&](std::string_view name) { return as_compared(name) == asked; };
  for (const Enum member : all_of<Enum>()) {
    const std::vector<std::string> names = names_of(member);
    if (is_asked(id_of(member)) || std::any_of(names.begin(), names.end(), is_asked))
      return fmt::format("{} {}", option, id_of(member));
  }
  return {};
}

enum class Elsewhere : std::uint8_t { means_nothing, may_be_meant };

Check one_named(std::string_view noun, std::vector<Choice> choices, Elsewhere elsewhere) {
  std::vector<std::string> words;
  for (const Choice& choice : choices) words.push_back(choice.word);
  const auto put_right = [noun = std::string{noun}, choices = std::move(choices),
                          elsewhere](std::string& text) {
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
    std::string message = unknown_word(noun, text, known).message;
    if (elsewhere == Elsewhere::means_nothing || nearest(text, known)) return message;
    if (const std::string meant = options_meant_by(text); !meant.empty())
      message += fmt::format(" (did you mean {}?)", meant);
    return message;
  };
  return {put_right, fmt::format("{{{}}}", fmt::join(words, ","))};
}

}  // namespace

std::string options_meant_by(std::string_view word) {
  const std::string asked = as_compared(word);
  if (const std::size_t colon = asked.find(':'); colon != std::string::npos) {
    const std::string value = with_option<Value>("--value", asked.substr(0, colon));
    const std::string direction = with_option<Direction>("--direction", asked.substr(colon + 1));
    return value.empty() || direction.empty() ? std::string{} : value + " " + direction;
  }
  if (asked == "complaint" || asked == "complaints") return "--sentiment negative";
  if (asked == "praise" || asked == "compliment" || asked == "compliments") return "--sentiment positive";
  for (const std::string& options :
       {with_option<Sentiment>("--sentiment", asked), with_option<Direction>("--direction", asked),
        with_option<Kind>("--kind", asked), with_option<Group>("--group", asked),
        with_option<Value>("--value", asked)})
    if (!options.empty()) return options;
  return {};
}

Check one_of(std::string_view noun, const std::vector<std::string>& words) {
  std::vector<Choice> choices;
  for (const std::string& word : words) choices.push_back({word});
  return one_named(noun, std::move(choices), Elsewhere::means_nothing);
}

template <typename Enum>
Check one_of() {
  std::vector<Choice> choices;
  for (const Enum member : all_of<Enum>()) choices.push_back({std::string{id_of(member)}, names_of(member)});
  return one_named(Vocabulary<Enum>::noun, std::move(choices), Elsewhere::may_be_meant);
}

template Check one_of<Value>();
template Check one_of<Direction>();
template Check one_of<Sentiment>();
template Check one_of<Kind>();
template Check one_of<Group>();

std::string did_you_mean(std::string_view word, const std::vector<std::string>& words) {
  const std::vector<std::string_view> known{words.begin(), words.end()};
  const auto meant = nearest(word, known);
  return meant ? fmt::format(" (did you mean {}?)", *meant) : std::string{};
}

std::string did_you_mean_or_all(std::string_view word, const std::vector<std::string>& words,
                                std::string_view opening) {
  constexpr std::size_t kMostNames = 12;
  const std::string meant = did_you_mean(word, words);
  if (!meant.empty() || words.empty() || words.size() > kMostNames) return meant;
  return fmt::format(" ({} {})", opening, fmt::join(words, ", "));
}

}  // namespace nhs::cli
