#include "cli/choice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/label.h"
#include "core/suggestion.h"
#include "core/text.h"

namespace nhs::cli {
namespace {

/// Of shorter words (of, and) nobody means a whole name.
constexpr std::size_t kShortestPart = 4;

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

/// The parts that a word has and none of the others.
std::vector<std::string> parts_of_its_own(std::string_view word, const std::vector<std::string_view>& all) {
  const auto has = [](std::string_view text, const std::string& part) {
    return fmt::format("_{}_", text).find(fmt::format("_{}_", part)) != std::string::npos;
  };
  std::vector<std::string> own;
  for (std::size_t from = 0; from < word.size();) {
    const std::size_t end = std::min(word.find('_', from), word.size());
    std::string part{word.substr(from, end - from)};
    from = end + 1;
    const auto with_it = std::count_if(all.begin(), all.end(), [&](auto each) { return has(each, part); });
    if (part.size() >= kShortestPart && with_it == 1) own.push_back(std::move(part));
  }
  return own;
}

/// What people call a member beside its id.
template <typename Enum>
std::string full_name(Enum) {
  return {};
}
template <>
std::string full_name(Value value) {
  return std::string{name_of(value)};
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
  const std::vector<std::string_view> ids{Vocabulary<Enum>::ids.begin(), Vocabulary<Enum>::ids.end()};
  std::vector<Choice> choices;
  for (const Enum member : all_of<Enum>()) {
    Choice choice{std::string{id_of(member)}, parts_of_its_own(id_of(member), ids)};
    choice.names.push_back(full_name(member));
    choices.push_back(std::move(choice));
  }
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
