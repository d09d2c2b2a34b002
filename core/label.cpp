#include "core/label.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/shown_text.h"
#include "core/suggestion.h"

namespace nhs {
namespace {

constexpr std::size_t kLongestShownWord = 60;

/// A word as a message may repeat it: the whole of any name there is, and the beginning of what is none.
std::string shown_word(std::string_view word) {
  const bool whole = word.size() <= kLongestShownWord;
  return shown_text(word.substr(0, kLongestShownWord)) + (whole ? "" : "…");
}

std::vector<std::string_view> separated(std::string_view field, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0;;) {
    const std::size_t end = field.find(separator, from);
    parts.push_back(field.substr(from, end == std::string_view::npos ? end : end - from));
    if (end == std::string_view::npos) return parts;
    from = end + 1;
  }
}

/// The list that a field holds; nothing for an empty field. read: one part of it, as a Result of a member.
template <typename Member, typename Read, typename Same>
Result<std::optional<std::vector<Member>>> parse_list(std::string_view field, const Read& read,
                                                      const Same& place) {
  if (field.empty()) return std::nullopt;
  std::vector<Member> members;
  if (field == "-") return members;
  for (const std::string_view part : separated(field, ',')) {
    const Result<Member> member = read(part);
    if (!member) return tl::unexpected(member.error());
    for (const Member& other : members)
      if (place(other) == place(*member))
        return fail(ExitStatus::bad_data, fmt::format("{} stands twice", part));
    members.push_back(*member);
  }
  std::sort(members.begin(), members.end(),
            [&](const Member& a, const Member& b) { return place(a) < place(b); });
  return members;
}

template <typename Enum>
Result<std::optional<Enum>> parse_member(std::string_view field) {
  if (field.empty()) return std::nullopt;
  const Result<Enum> member = parse_word<Enum>(field);
  if (!member) return tl::unexpected(member.error());
  return *member;
}

}  // namespace

Error unknown_word(std::string_view noun, std::string_view word, const std::vector<std::string_view>& known) {
  const auto meant = nearest(word.substr(0, kLongestShownWord), known);
  return {ExitStatus::bad_data,
          fmt::format("{}: there is no such {}{}; there are {}", shown_word(word), noun,
                      meant ? fmt::format(" (did you mean {}?)", *meant) : "", fmt::join(known, ", "))};
}

Result<LabelledValue> parse_labelled_value(std::string_view text) {
  const std::size_t colon = text.find(':');
  const Result<Value> value = parse_word<Value>(text.substr(0, colon));
  if (!value) return tl::unexpected(value.error());
  if (colon == std::string_view::npos) return LabelledValue{*value};
  const Result<Direction> direction = parse_word<Direction>(text.substr(colon + 1));
  if (!direction) return tl::unexpected(direction.error());
  return LabelledValue{*value, *direction};
}

Result<std::optional<std::vector<LabelledValue>>> parse_values_field(std::string_view field) {
  return parse_list<LabelledValue>(field, parse_labelled_value,
                                   [](const LabelledValue& each) { return each.value; });
}

Result<std::optional<Sentiment>> parse_sentiment_field(std::string_view field) {
  return parse_member<Sentiment>(field);
}

Result<std::optional<Kind>> parse_kind_field(std::string_view field) { return parse_member<Kind>(field); }

Result<std::optional<std::vector<Group>>> parse_groups_field(std::string_view field) {
  return parse_list<Group>(field, parse_word<Group>, [](Group each) { return each; });
}

std::string values_field(const std::optional<std::vector<LabelledValue>>& values) {
  if (!values) return "";
  std::string field;
  for (const LabelledValue& each : *values)
    field += fmt::format("{}{}{}{}", field.empty() ? "" : ",", id_of(each.value), each.direction ? ":" : "",
                         each.direction ? id_of(*each.direction) : "");
  return field.empty() ? "-" : field;
}

std::string groups_field(const std::optional<std::vector<Group>>& groups) {
  if (!groups) return "";
  std::string field;
  for (const Group each : *groups) field += fmt::format("{}{}", field.empty() ? "" : ",", id_of(each));
  return field.empty() ? "-" : field;
}

std::string escaped_field(std::string_view text) {
  std::string field;
  for (const char c : text) {
    const std::size_t which = std::string_view{"\\\t\n\r"}.find(c);
    if (which == std::string_view::npos)
      field += c;
    else
      field.append({'\\', "\\tnr"[which]});
  }
  return field;
}

std::string unescaped_field(std::string_view field) {
  std::string text;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const bool escaped = field[i] == '\\' && i + 1 < field.size();
    const char c = escaped ? field[++i] : field[i];
    text += !escaped ? c : c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
  }
  return text;
}

Classification overridden(Classification machine, const Label& label) {
  Classification found = std::move(machine);
  if (found.unclassified && !label.sentiment) return found;
  found.unclassified = std::nullopt;
  if (label.sentiment)
    found.sentiment = SentimentFinding{*label.sentiment,
                                       label.sentiment == Sentiment::positive ? 1.0 : 0.0,
                                       label.sentiment == Sentiment::neutral ? 1.0 : 0.0,
                                       label.sentiment == Sentiment::negative ? 1.0 : 0.0,
                                       {}};
  if (label.kind) found.kind = KindFinding{*label.kind, 1.0};
  if (label.groups) found.groups = *label.groups;
  if (!label.values) return found;
  std::vector<ValueFinding> values;
  for (const LabelledValue& each : *label.values) {
    const auto same = std::find_if(found.values.begin(), found.values.end(),
                                   [&](const ValueFinding& other) { return other.value == each.value; });
    const Direction unsaid = same == found.values.end() ? Direction::mentioned : same->direction;
    values.push_back({each.value, each.direction.value_or(unsaid), 1.0, {}});
  }
  found.values = std::move(values);
  return found;
}

Label label_of(const Classification& classification) {
  Label label;
  if (classification.unclassified) return label;
  label.values.emplace();
  for (const ValueFinding& each : classification.values)
    label.values->push_back({each.value, each.direction});
  if (classification.sentiment) label.sentiment = classification.sentiment->label;
  if (classification.kind) label.kind = classification.kind->label;
  label.groups = classification.groups;
  return label;
}

}  // namespace nhs
