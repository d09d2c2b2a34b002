#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/values.h"

namespace nhs::training {

struct LabelledValue {
  Value value;
  std::optional<Direction> direction;
};

/// A text with what people said of it. What was not asked about it is absent.
struct LabelledText {
  std::string text;
  std::optional<std::vector<LabelledValue>> values;
  std::optional<Sentiment> sentiment;
  std::optional<Kind> kind;
  std::optional<std::vector<Group>> groups;
};

/// Reads a TSV of either shape: `id text values sentiment kind groups`, or `id source split label text` with
/// the label neg, neu or pos. Fails with no_input (66) or, naming the line, bad_data (65).
Result<std::vector<LabelledText>> read_labelled(const std::filesystem::path& file);

}  // namespace nhs::training
