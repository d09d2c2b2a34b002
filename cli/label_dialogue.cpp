#include "cli/label_dialogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/ascii.h"
#include "core/text.h"
#include "report/label_view.h"

namespace nhs::cli {
namespace {

template <typename Enum>
using Keys = std::array<char, count_of<Enum>>;

constexpr Keys<Value> kValueKeys = {'t', 'r', 'q', 'c', 'i', 'e'};
constexpr Keys<Direction> kDirectionKeys = {'+', '-', '='};
constexpr Keys<Sentiment> kSentimentKeys = {'p', 'u', 'n'};
constexpr Keys<Kind> kKindKeys = {'e', 'p', 'n', 'o', 'x'};
constexpr Keys<Group> kGroupKeys = {'h', 'g', 'w', 'f'};

constexpr std::string_view kCommands = "s skips this post, b begins it again, z stops.\n";
constexpr std::string_view kValuesQuestion =
    "Values   t together  r respect  q quality  c compassion  i improving  e everyone,\n"
    "         each with + upheld, - breached or = only mentioned, as in c+ q-; 0 none: ";
constexpr std::string_view kSentimentQuestion = "Sentiment   p positive  u neutral  n negative: ";
constexpr std::string_view kKindQuestion = "Kind   e experience  p pledge  n news  o opinion  x other: ";
constexpr std::string_view kGroupsQuestion =
    "About   h homeless people  g Gypsies and Travellers  w sex workers  f FGM; 0 none: ";

template <typename Enum>
std::optional<Enum> from_key(char key, const Keys<Enum>& keys) {
  const auto* const found = std::find(keys.begin(), keys.end(), key);
  if (found == keys.end()) return std::nullopt;
  return static_cast<Enum>(found - keys.begin());
}

std::string without_blanks(std::string_view text) {
  std::string bare;
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != ',') bare += lower(c);
  return bare;
}

template <typename Enum>
std::optional<Enum> one_from_keys(std::string_view keys, const Keys<Enum>& known) {
  const std::string bare = without_blanks(keys);
  return bare.size() == 1 ? from_key<Enum>(bare[0], known) : std::nullopt;
}

/// `c+ q-`: each value with its direction, which has to be there.
std::optional<std::vector<LabelledValue>> values_from_keys(std::string_view keys) {
  const std::string bare = without_blanks(keys);
  std::vector<LabelledValue> values;
  if (bare == "0") return values;
  if (bare.empty() || bare.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < bare.size(); i += 2) {
    const auto value = from_key<Value>(bare[i], kValueKeys);
    const auto direction = from_key<Direction>(bare[i + 1], kDirectionKeys);
    if (!value || !direction) return std::nullopt;
    values.push_back({*value, *direction});
  }
  const auto by_value = [](const LabelledValue& a, const LabelledValue& b) { return a.value < b.value; };
  std::sort(values.begin(), values.end(), by_value);
  const auto twice = std::adjacent_find(values.begin(), values.end(),
                                        [](const auto& a, const auto& b) { return a.value == b.value; });
  if (twice != values.end()) return std::nullopt;
  return values;
}

std::optional<std::vector<Group>> groups_from_keys(std::string_view keys) {
  const std::string bare = without_blanks(keys);
  std::vector<Group> groups;
  if (bare.empty()) return std::nullopt;
  if (bare == "0") return groups;
  for (const Group group : all_of<Group>())
    if (bare.find(kGroupKeys[index_of(group)]) != std::string::npos) groups.push_back(group);
  if (groups.size() != bare.size()) return std::nullopt;
  return groups;
}

/// What a line means beside an answer.
enum class Turn : std::uint8_t { answered, skip, again, stop };

class Dialogue {
 public:
  Dialogue(std::istream& keys, const std::function<void(std::string_view)>& show)
      : keys_(keys), show_(show) {}

  /// Asks until an answer is one, or a command.
  template <typename Read, typename Member>
  Turn ask(std::string_view question, const Read& read, Member& member) {
    for (;;) {
      show_(question);
      std::string line;
      if (!std::getline(keys_, line)) {
        show_("\n");
        return Turn::stop;
      }
      const std::string bare = without_blanks(line);
      if (bare == "s") return Turn::skip;
      if (bare == "b") return Turn::again;
      if (bare == "z") return Turn::stop;
      if (const auto answer = read(line)) {
        member = *answer;
        return Turn::answered;
      }
      show_(bare.empty() ? "Nothing is taken for granted: please answer. " : "That is no answer here. ");
      show_(kCommands);
    }
  }

  Turn ask_all(Label& label) {
    label = {};
    Turn turn = ask(kValuesQuestion, values_from_keys, label.values);
    const auto sentiment = [](std::string_view line) {
      return one_from_keys<Sentiment>(line, kSentimentKeys);
    };
    const auto kind = [](std::string_view line) { return one_from_keys<Kind>(line, kKindKeys); };
    if (turn == Turn::answered) turn = ask(kSentimentQuestion, sentiment, label.sentiment);
    if (turn == Turn::answered) turn = ask(kKindQuestion, kind, label.kind);
    if (turn == Turn::answered) turn = ask(kGroupsQuestion, groups_from_keys, label.groups);
    if (turn != Turn::answered) return turn;
    bool right = false;
    const auto yes = [](std::string_view line) {
      return without_blanks(line) == "y" ? std::optional{true} : std::nullopt;
    };
    return ask(fmt::format("You say: {}. Keep it?   y yes  b begin again: ", report::label_in_words(label)),
               yes, right);
  }

 private:
  std::istream& keys_;
  const std::function<void(std::string_view)>& show_;
};

}  // namespace

Result<void> judge_one_by_one(
    const std::vector<store::SampledPost>& posts, const report::Terminal& terminal, std::istream& keys,
    const std::function<void(std::string_view)>& show,
    const std::function<Result<void>(const store::SampledPost&, const Label&)>& keep) {
  Dialogue dialogue{keys, show};
  show(kCommands);
  for (std::size_t i = 0; i < posts.size(); ++i) {
    Turn turn = Turn::again;
    Label label;
    while (turn == Turn::again) {
      show(fmt::format("\n{}\n", report::bold(fmt::format("Post {} of {}", i + 1, posts.size()), terminal)));
      show(report::wrapped_lines({posts[i].text}, terminal));
      show("\n");
      turn = dialogue.ask_all(label);
    }
    if (turn == Turn::stop) return {};
    if (auto kept = keep(posts[i], turn == Turn::skip ? Label{} : label); !kept) return kept;
  }
  return {};
}

}  // namespace nhs::cli
