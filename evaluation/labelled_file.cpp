#include "evaluation/labelled_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>

#include "core/text.h"

namespace nhs::evaluation {
namespace {

constexpr std::size_t kAbsent = std::string_view::npos;

/// Where the columns stand.
struct Columns {
  std::size_t number = 0;
  std::size_t id = kAbsent, text = kAbsent, values = kAbsent, sentiment = kAbsent, kind = kAbsent,
              groups = kAbsent, short_sentiment = kAbsent;

  bool has_labels() const {
    return values != kAbsent || sentiment != kAbsent || kind != kAbsent || groups != kAbsent ||
           short_sentiment != kAbsent;
  }
};

Columns columns_of(std::string_view header) {
  const std::vector<std::string_view> names = fields_of(header);
  const auto place = [&](std::string_view name) {
    const auto at = std::find_if(names.begin(), names.end(),
                                 [&](std::string_view each) { return bare_field(each) == name; });
    return at == names.end() ? kAbsent : static_cast<std::size_t>(at - names.begin());
  };
  return {names.size(),       place("id"),   place("text"),   place("values"),
          place("sentiment"), place("kind"), place("groups"), place("label")};
}

Result<std::optional<Sentiment>> parse_short_sentiment(std::string_view field) {
  if (field.empty()) return std::nullopt;
  if (field == "pos") return Sentiment::positive;
  if (field == "neu") return Sentiment::neutral;
  if (field == "neg") return Sentiment::negative;
  return tl::unexpected(unknown_word("label", field, {"pos", "neu", "neg"}));
}

/// Takes over what a column says, if there is one.
template <typename Member, typename Parse>
Result<void> read_column(const std::vector<std::string_view>& fields, std::size_t column,
                         std::string_view name, const Parse& parse, Member& member) {
  if (column == kAbsent) return {};
  auto said = parse(bare_field(fields[column]));
  if (!said) return fail(ExitStatus::bad_data, fmt::format("{}: {}", name, said.error().message));
  member = *std::move(said);
  return {};
}

/// Fails with what is wrong in the line.
Result<LabelledText> read_row(const Columns& columns, std::string_view line) {
  std::vector<std::string_view> fields = fields_of(line);
  if (fields.size() > columns.number)
    return fail(
        ExitStatus::bad_data,
        fmt::format("{} fields, and the header has {}; tabs and line breaks in a text are written \\t "
                    "and \\n",
                    fields.size(), columns.number));
  fields.resize(columns.number);
  LabelledText row;
  if (columns.id != kAbsent) row.id = bare_field(fields[columns.id]);
  row.text = unescaped_field(fields[columns.text]);
  Label& label = row.label;
  Result<void> read = read_column(fields, columns.values, "values", parse_values_field, label.values);
  if (read)
    read = read_column(fields, columns.sentiment, "sentiment", parse_sentiment_field, label.sentiment);
  if (read && columns.sentiment == kAbsent)
    read = read_column(fields, columns.short_sentiment, "label", parse_short_sentiment, label.sentiment);
  if (read) read = read_column(fields, columns.kind, "kind", parse_kind_field, label.kind);
  if (read) read = read_column(fields, columns.groups, "groups", parse_groups_field, label.groups);
  if (!read) return tl::unexpected(read.error());
  return row;
}

bool next_line(std::istream& in, std::string& line) {
  if (!std::getline(in, line)) return false;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

Result<Columns> read_header(std::istream& in, const std::string& name) {
  constexpr std::string_view wanted =
      "a labelled file begins with the header `id text values sentiment kind groups`, tabs between";
  std::string line;
  if (!next_line(in, line)) return fail(ExitStatus::bad_data, fmt::format("{}: is empty; {}", name, wanted));
  const Columns columns = columns_of(without_byte_order_mark(line));
  if (columns.text == kAbsent)
    return fail(ExitStatus::bad_data, fmt::format("{}:1: no column `text`; {}", name, wanted));
  if (!columns.has_labels())
    return fail(ExitStatus::bad_data, fmt::format("{}:1: no column of labels; {}", name, wanted));
  return columns;
}

}  // namespace

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t from = 0;;) {
    const std::size_t end = line.find('\t', from);
    fields.push_back(line.substr(from, end == std::string_view::npos ? end : end - from));
    if (end == std::string_view::npos) return fields;
    from = end + 1;
  }
}

std::string_view bare_field(std::string_view field) {
  field = trimmed(field);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
    field = trimmed(field.substr(1, field.size() - 2));
  return field;
}

Result<std::vector<LabelledText>> read_labelled(const std::filesystem::path& file) {
  const std::string name = file.string();
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file))
    return fail(ExitStatus::no_input, fmt::format("{}: cannot be read", name));
  const auto columns = read_header(in, name);
  if (!columns) return tl::unexpected(columns.error());
  std::vector<LabelledText> rows;
  std::string line;
  for (std::size_t number = 2; next_line(in, line); ++number) {
    if (trimmed(line).empty()) continue;
    auto row = read_row(*columns, line);
    if (!row) return fail(ExitStatus::bad_data, fmt::format("{}:{}: {}", name, number, row.error().message));
    row->line = number;
    rows.push_back(*std::move(row));
  }
  if (rows.empty()) return fail(ExitStatus::bad_data, fmt::format("{}: a header, and no texts", name));
  return rows;
}

}  // namespace nhs::evaluation
