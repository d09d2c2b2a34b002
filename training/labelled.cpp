#include "training/labelled.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>

namespace nhs::training {
namespace {

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == separator)
      fields.emplace_back();
    else
      fields.back() += c;
  }
  return fields;
}

std::string unescaped(const std::string& field) {
  std::string text;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      text += field[i];
      continue;
    }
    const char next = field[++i];
    text += next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next;
  }
  return text;
}

std::optional<std::vector<LabelledValue>> parse_values(const std::string& field) {
  std::vector<LabelledValue> values;
  if (field == "-") return values;
  for (const std::string& item : split(field, ',')) {
    const std::vector<std::string> parts = split(item, ':');
    const auto value = from_id<Value>(parts[0]);
    if (!value || parts.size() > 2) return std::nullopt;
    LabelledValue labelled{*value, std::nullopt};
    if (parts.size() == 2) {
      labelled.direction = from_id<Direction>(parts[1]);
      if (!labelled.direction) return std::nullopt;
    }
    values.push_back(labelled);
  }
  return values;
}

std::optional<std::vector<Group>> parse_groups(const std::string& field) {
  std::vector<Group> groups;
  if (field == "-") return groups;
  for (const std::string& id : split(field, ',')) {
    const auto group = from_id<Group>(id);
    if (!group) return std::nullopt;
    groups.push_back(*group);
  }
  return groups;
}

std::optional<LabelledText> parse_guide_row(const std::vector<std::string>& fields) {
  LabelledText row;
  row.text = unescaped(fields[1]);
  row.values = parse_values(fields[2]);
  row.sentiment = from_id<Sentiment>(fields[3]);
  row.kind = from_id<Kind>(fields[4]);
  row.groups = parse_groups(fields[5]);
  if (!row.values || !row.sentiment || !row.kind || !row.groups) return std::nullopt;
  return row;
}

std::optional<LabelledText> parse_sentiment_row(const std::vector<std::string>& fields) {
  LabelledText row;
  row.text = unescaped(fields[4]);
  if (fields[3] == "pos") row.sentiment = Sentiment::positive;
  if (fields[3] == "neu") row.sentiment = Sentiment::neutral;
  if (fields[3] == "neg") row.sentiment = Sentiment::negative;
  if (!row.sentiment) return std::nullopt;
  return row;
}

}  // namespace

Result<std::vector<LabelledText>> read_labelled(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) return fail(ExitStatus::no_input, fmt::format("{}: cannot be read", file.string()));
  std::string line;
  std::getline(stream, line);
  const bool guide = line == "id\ttext\tvalues\tsentiment\tkind\tgroups";
  const bool sentiment = line == "id\tsource\tsplit\tlabel\ttext";
  if (!guide && !sentiment)
    return fail(ExitStatus::bad_data,
                fmt::format("{}: line 1: not the header of a labelled file", file.string()));
  std::vector<LabelledText> rows;
  for (std::size_t number = 2; std::getline(stream, line); ++number) {
    const std::vector<std::string> fields = split(line, '\t');
    std::optional<LabelledText> row;
    if (guide && fields.size() == 6) row = parse_guide_row(fields);
    if (sentiment && fields.size() == 5) row = parse_sentiment_row(fields);
    if (!row)
      return fail(ExitStatus::bad_data,
                  fmt::format("{}: line {}: not a labelled row", file.string(), number));
    rows.push_back(std::move(*row));
  }
  return rows;
}

}  // namespace nhs::training
