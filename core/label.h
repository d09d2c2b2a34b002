#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/classification.h"
#include "core/result.h"
#include "core/values.h"

namespace nhs {

/// A value that somebody says a text bears on.
struct LabelledValue {
  Value value;
  /// Nothing when nobody said.
  std::optional<Direction> direction = std::nullopt;

  bool operator==(const LabelledValue& other) const {
    return value == other.value && direction == other.direction;
  }
};

/// What somebody says of a text. An aspect that nobody spoke of is absent; an empty list says "none".
/// Each value and each group stands once, in the order of its vocabulary.
struct Label {
  std::optional<std::vector<LabelledValue>> values = std::nullopt;
  std::optional<Sentiment> sentiment = std::nullopt;
  std::optional<Kind> kind = std::nullopt;
  std::optional<std::vector<Group>> groups = std::nullopt;

  /// Speaks of nothing.
  bool empty() const { return !values && !sentiment && !kind && !groups; }
  bool operator==(const Label& other) const {
    return values == other.values && sentiment == other.sentiment && kind == other.kind &&
           groups == other.groups;
  }
};

/// What counts for a text that the machine judged and people labelled: the label's word for each aspect that
/// it speaks of, with certainty (1), the machine's for the rest. A value without a direction keeps the
/// machine's if the machine found that value, else it is `mentioned`. A text that the machine could not
/// classify is classified once the label gives it a sentiment; until then the label changes nothing.
Classification overridden(Classification machine, const Label& label);

/// The findings of a classification as a label that speaks of everything; of an unclassified text of nothing.
Label label_of(const Classification& classification);

/// There is no such word: says which there are and, if one is near, which may have been meant. bad_data (65).
Error unknown_word(std::string_view noun, std::string_view word, const std::vector<std::string_view>& known);

/// The member of a vocabulary with this id, or unknown_word.
template <typename Enum>
Result<Enum> parse_word(std::string_view id) {
  if (const auto member = from_id<Enum>(id)) return *member;
  return tl::unexpected(
      unknown_word(Vocabulary<Enum>::noun, id, {Vocabulary<Enum>::ids.begin(), Vocabulary<Enum>::ids.end()}));
}

/// `compassion` or `compassion:breached`.
Result<LabelledValue> parse_labelled_value(std::string_view text);

/// The fields of a labelled file (TSV with the header `id text values sentiment kind groups`): lists are
/// separated by commas, `-` stands for none, a value may carry its direction. An empty field is an aspect
/// that nobody spoke of. Readers fail as unknown_word does, or when a value or group stands twice.
Result<std::optional<std::vector<LabelledValue>>> parse_values_field(std::string_view field);
Result<std::optional<Sentiment>> parse_sentiment_field(std::string_view field);
Result<std::optional<Kind>> parse_kind_field(std::string_view field);
Result<std::optional<std::vector<Group>>> parse_groups_field(std::string_view field);
std::string values_field(const std::optional<std::vector<LabelledValue>>& values);
std::string groups_field(const std::optional<std::vector<Group>>& groups);

/// A text as it stands in a field of a labelled file: `\\`, `\t`, `\n` and `\r` are escapes.
std::string escaped_field(std::string_view text);
std::string unescaped_field(std::string_view field);

}  // namespace nhs
