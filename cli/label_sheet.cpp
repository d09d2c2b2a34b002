#include "cli/label_sheet.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "cli/label_words.h"
#include "core/formula_guard.h"
#include "core/shown_text.h"
#include "evaluation/labelled_file.h"
#include "intake/import_format.h"
#include "intake/table_rows.h"
#include "intake/utf16_stream.h"

namespace nhs::cli {
namespace {

using evaluation::bare_field;

constexpr std::string_view kHeader = "id\ttext\tvalues\tsentiment\tkind\tgroups";

/// What an .xls begins with, and what is left of that (and of A1 B1 1A E1 behind it) in a row of a table,
/// which is read as Windows-1252 without control characters.
constexpr std::string_view kWorkbook = "\xD0\xCF\x11\xE0";
constexpr std::string_view kWorkbookAsText = "ÐÏà¡±á";

/// Of a header that is told, in bytes.
constexpr std::size_t kLongestShownHeader = 60;

/// Where the columns stand that are read; a label's that is not there says nothing.
struct Columns {
  std::size_t count;
  std::optional<std::size_t> id, values, sentiment, kind, groups;
  std::vector<std::size_t> unread;  ///< but for the text, and those without a name

  explicit Columns(const std::vector<std::string>& names);
  std::size_t found() const;
  std::vector<std::string_view> missing() const;
};

constexpr std::array<std::pair<std::string_view, std::optional<std::size_t> Columns::*>, 5> kRead = {
    {{"id", &Columns::id},
     {"values", &Columns::values},
     {"sentiment", &Columns::sentiment},
     {"kind", &Columns::kind},
     {"groups", &Columns::groups}}};

Columns::Columns(const std::vector<std::string>& names) : count(names.size()) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string_view name = bare_field(names[i]);
    const auto read = std::find_if(kRead.begin(), kRead.end(), [&](const auto& column) {
      return column.first == name && !(this->*column.second);
    });
    if (read != kRead.end())
      this->*(read->second) = i;
    else if (!name.empty() && name != "text")
      unread.push_back(i);
  }
}

std::size_t Columns::found() const { return kRead.size() - missing().size(); }

std::vector<std::string_view> Columns::missing() const {
  std::vector<std::string_view> names;
  for (const auto& [name, place] : kRead)
    if (!(this->*place)) names.push_back(name);
  return names;
}

std::vector<std::string> unread_headers(const Columns& columns, const std::vector<std::string>& header) {
  std::vector<std::string> shown;
  for (const std::size_t column : columns.unread) {
    const std::string_view name = bare_field(header[column]);
    const bool whole = name.size() <= kLongestShownHeader;
    shown.push_back(shown_text(name.substr(0, kLongestShownHeader)) + (whole ? "" : "…"));
  }
  return shown;
}

std::optional<std::int64_t> reference(std::string_view cell) {
  std::int64_t ref = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), ref);
  if (error != std::errc{} || end != cell.data() + cell.size() || ref < 1) return std::nullopt;
  return ref;
}

/// Fails with what is wrong in the row.
Result<store::NewJudgement> read_row(const Columns& columns, std::vector<std::string> cells) {
  while (cells.size() > columns.count && bare_field(cells.back()).empty()) cells.pop_back();
  if (cells.size() > columns.count)
    return fail(ExitStatus::bad_data,
                fmt::format("{} cells instead of {}; tabs and line breaks in a text are written \\t and \\n",
                            cells.size(), columns.count));
  const auto cell = [&](const std::optional<std::size_t>& column) {
    return column && *column < cells.size() ? bare_field(cells[*column]) : std::string_view{};
  };
  const auto ref = reference(cell(columns.id));
  if (!ref) return fail(ExitStatus::bad_data, "id: must be the reference of a post");
  store::NewJudgement judgement{*ref, {}};
  const auto take = [](const char* column, auto&& parsed, auto& member) -> Result<void> {
    if (!parsed) return fail(ExitStatus::bad_data, fmt::format("{}: {}", column, parsed.error().message));
    member = *parsed;
    return {};
  };
  Label& label = judgement.label;
  if (auto read =
          take("values", parse_values_field(field_as_known<Value>(cell(columns.values))), label.values);
      !read)
    return tl::unexpected(read.error());
  if (auto read = take("sentiment", parse_sentiment_field(field_as_known<Sentiment>(cell(columns.sentiment))),
                       label.sentiment);
      !read)
    return tl::unexpected(read.error());
  if (auto read = take("kind", parse_kind_field(field_as_known<Kind>(cell(columns.kind))), label.kind); !read)
    return tl::unexpected(read.error());
  if (auto read =
          take("groups", parse_groups_field(field_as_known<Group>(cell(columns.groups))), label.groups);
      !read)
    return tl::unexpected(read.error());
  return judgement;
}

/// What the header names, or what is wrong with it.
Result<Columns> read_header(const std::optional<intake::TableRow>& header) {
  if (header && header->fault.empty()) {
    const std::string& beginning = header->cells.front();
    if (const auto why = intake::why_packed(beginning.starts_with(kWorkbookAsText) ? kWorkbook : beginning))
      return fail(ExitStatus::bad_data, std::string{*why});
    Columns columns{intake::names_in(header->cells)};
    const auto missing = columns.missing();
    if (columns.id && columns.found() > 1) {
      if (missing.empty() || columns.unread.empty()) return columns;
      return fail(
          ExitStatus::bad_data,
          fmt::format(
              "columns that are missing: {}; columns that are not read: {}; give a renamed one its name "
              "back, or take these out",
              fmt::join(missing, ", "), fmt::join(unread_headers(columns, header->cells), ", ")));
    }
  }
  return fail(
      ExitStatus::bad_data,
      "must be the header of the sheet that was served: `id`, `text`, `values`, `sentiment`, `kind`, `groups`");
}

FilledSheet read_rows(std::istream& in) {
  FilledSheet sheet;
  // Texts have no tabs or line breaks of their own (sheet_of writes \t and \n). A note that has some is a
  // faulty row, where a text's stray quote, closed lines below, would give one post the labels of another.
  intake::TableRows rows{in, intake::Quoting::quotes_or_tabs};
  rows.find_separator([](const auto& names) { return Columns{names}.found(); });
  const auto header = rows.next();
  const auto columns = read_header(header);
  if (!columns) {
    sheet.faults.push_back({1, columns.error().message});
    return sheet;
  }
  sheet.unread = unread_headers(*columns, header->cells);
  std::map<std::int64_t, std::size_t> line_of;
  while (auto cells = rows.next()) {
    const auto says_something = [](const std::string& cell) { return !bare_field(cell).empty(); };
    if (cells->fault.empty() && std::none_of(cells->cells.begin(), cells->cells.end(), says_something))
      continue;
    const auto line = cells->line;
    auto row = cells->fault.empty() ? read_row(*columns, std::move(cells->cells))
                                    : fail(ExitStatus::bad_data, cells->fault);
    if (!row) {
      sheet.faults.push_back({line, row.error().message});
      continue;
    }
    const auto [first, is_new] = line_of.emplace(row->ref, line);
    if (!is_new)
      sheet.faults.push_back(
          {line, fmt::format("post {} stands in line {} already", row->ref, first->second)});
    else if (row->label.empty())
      ++sheet.not_judged;
    else
      sheet.rows.push_back({line, *std::move(row)});
  }
  return sheet;
}

}  // namespace

std::string sheet_of(const std::vector<store::SampledPost>& posts) {
  std::string sheet{kHeader};
  sheet += '\n';
  for (const store::SampledPost& post : posts) {
    const std::string text = shown_text(post.text, Lines::kept);
    // Spreadsheets run cells that begin so, and seek the other end of a quote.
    const bool guarded = needs_formula_guard(text) || text.rfind('"', 0) == 0;
    sheet += fmt::format("{}\t{}{}\t\t\t\t\n", post.ref, guarded ? "'" : "", escaped_field(text));
  }
  return sheet;
}

FilledSheet read_sheet(std::istream& in) {
  if (!intake::may_begin_as_utf16(in)) return read_rows(in);
  intake::Utf16Stream text{in};
  return read_rows(text);
}

}  // namespace nhs::cli
