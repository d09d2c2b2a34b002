#include "intake/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "core/formula_guard.h"
#include "core/tag_list.h"
#include "core/text.h"
#include "intake/fourcat_reader.h"

namespace nhs::intake {
namespace {

/// The names that a column of this meaning may have, the likeliest first: the one that somebody says it has,
/// or those that it has where nobody does.
std::vector<std::string> names_of(ImportFormat format, PostColumn meaning, const ColumnMap& map) {
  if (const auto mapped = map.find(meaning); mapped != map.end()) return {folded(trimmed(mapped->second))};
  if (format == ImportFormat::fourcat_csv) return fourcat_names(meaning);
  // A subject is read only where a person asks for it: a column of this name may hold anything.
  if (meaning == PostColumn::subject || meaning == PostColumn::is_boost) return {};
  return {std::string{id_of(meaning)}};
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A column as a message may name it. Where a file has no header its first row is somebody's answer: what is
/// long, or could be an account, an address or a number of theirs, is named by its place.
std::string told_column(const std::string& name, std::size_t place) {
  constexpr std::size_t longest = 40;
  constexpr std::ptrdiff_t most_digits = 4;
  const bool is_name =
      name.size() <= longest && name.find_first_of("@/") == std::string::npos &&
      std::count_if(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }) <= most_digits;
  return is_name ? repaired(name) : fmt::format("column {}", place + 1);
}

/// Tags that are separated by spaces, as a list of them.
std::string list_of_words(std::string_view cell) {
  std::vector<std::string> tags;
  std::istringstream words{std::string{cell}};
  for (std::string word; words >> word;) tags.push_back(std::move(word));
  return tag_list(tags);
}

}  // namespace

Result<std::unique_ptr<ImportReader>> TableReader::make(ImportFormat format, std::istream& in,
                                                        const ImportOptions& options) {
  std::unique_ptr<TableReader> reader{new TableReader{format, in, options.dates, options.now}};
  if (format != ImportFormat::tsv) reader->find_separator(options.columns);
  auto header = reader->rows_.next();
  if (!header) return fail(ExitStatus::bad_data, "the file is empty: a table begins with a header");
  if (!header->fault.empty()) return fail(ExitStatus::bad_data, fmt::format("the header: {}", header->fault));
  reader->columns_ = names_in(header->cells);
  if (auto found = reader->find_columns(options.columns); !found) return tl::unexpected(found.error());
  return std::unique_ptr<ImportReader>{std::move(reader)};
}

void TableReader::find_separator(const ColumnMap& map) {
  rows_.find_separator([&](const std::vector<std::string>& columns) {
    std::size_t found = 0;
    for (const PostColumn meaning : all_of<PostColumn>()) {
      if (meaning != PostColumn::text && map.count(meaning) == 0) continue;
      const std::vector<std::string> names = names_of(format_, meaning, map);
      found +=
          std::any_of(names.begin(), names.end(), [&](const auto& name) { return holds(columns, name); });
    }
    return found;
  });
}

Result<void> TableReader::find_columns(const ColumnMap& map) {
  meanings_.resize(columns_.size());
  const auto stands_here = [&](std::string_view name) { return holds(columns_, name); };
  for (const PostColumn meaning : all_of<PostColumn>()) {
    const std::vector<std::string> names = names_of(format_, meaning, map);
    const auto name = std::find_if(names.begin(), names.end(), stands_here);
    if (const auto mapped = map.find(meaning); name == names.end() && mapped != map.end())
      return fail(ExitStatus::bad_data,
                  fmt::format("the header has no column named {}, which --map {} asks for", mapped->second,
                              id_of(meaning)));
    if (name == names.end() && meaning == PostColumn::text)
      return fail(ExitStatus::bad_data,
                  fmt::format("the header has no column named {}; name the column that holds "
                              "the posts so, or say which it is: --map text=NAME",
                              names.front()));
    for (std::size_t i = 0; name != names.end() && i < columns_.size(); ++i)
      if (columns_[i] == *name) meanings_[i].push_back(meaning);
  }
  return {};
}

std::string TableReader::unread_date() const {
  // What people head a column with that says when something was written.
  static const std::set<std::string> names = {"date",      "day",    "time",      "when",    "datetime",
                                              "timestamp", "posted", "published", "received"};
  std::string date;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    for (const PostColumn meaning : meanings_[i])
      if (meaning == PostColumn::created_at) return {};
    if (date.empty() && meanings_[i].empty() && names.count(columns_[i]) > 0) date = columns_[i];
  }
  return date;
}

std::string TableReader::unread_columns() const {
  // Tables of 4CAT's have dozens of columns of counts and links; that these are not read is no news.
  if (format_ == ImportFormat::fourcat_csv) return {};
  std::string unused;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (meanings_[i].empty()) unused += (unused.empty() ? "" : ", ") + told_column(columns_[i], i);
  std::string told = unused.empty() ? unused : "columns that are not read: " + unused;
  if (const std::string date = unread_date(); !date.empty())
    told += fmt::format(
        "; --map created_at={0} reads {0} as the days of the posts, and --date-format "
        "day-first those like 31/12/2026",
        date);
  return told;
}

std::string TableReader::notice() const {
  std::string notice;
  const auto add = [&](std::string_view part) {
    if (!part.empty()) notice.append(notice.empty() ? "" : "; ").append(part);
  };
  if (rows_.separator() == ';') add("its columns are separated by semicolons");
  if (rows_.separator() == '\t') add("its columns are separated by tabs");
  add(unread_columns());
  if (const int rows = rows_.windows_rows(); rows > 0)
    add(fmt::format("{} {} not UTF-8 and read as Windows-1252, as spreadsheets save them", rows,
                    rows == 1 ? "row was" : "rows were"));
  if (rows_of_spaced_tags_ > 0)
    add(fmt::format(
        "{} a tag with a space in it: tags are separated by commas, semicolons, | or #",
        rows_of_spaced_tags_ == 1 ? "1 row has" : fmt::format("{} rows have", rows_of_spaced_tags_)));
  return notice;
}

TableReader::Writer TableReader::writer() const {
  if (!holds(columns_, "refuses_quotation")) return Writer::others;
  return holds(columns_, "tags") && !holds(columns_, "language_found") ? Writer::former_export : Writer::ours;
}

std::string TableReader::meant_by(Writer writer, PostColumn meaning, const std::string& cell) {
  switch (writer) {
    case Writer::others:
      break;
    case Writer::ours:
      return std::string{without_formula_guard(cell)};
    case Writer::former_export: {
      const std::string_view meant = without_single_formula_guard(cell);
      return meaning == PostColumn::tags ? list_of_words(meant) : std::string{meant};
    }
  }
  return cell;
}

std::string TableReader::place_cells(const std::vector<std::string>& cells, RowOfPost& draft) const {
  const Writer by = writer();
  std::string complaint;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    for (const PostColumn meaning : meanings_[i]) {
      std::string fault = place(draft, meaning, meant_by(by, meaning, cells[i]), dates_, now_);
      if (complaint.empty()) complaint = std::move(fault);
    }
  return complaint;
}

std::optional<ImportItem> TableReader::next() {
  while (auto row = rows_.next()) {
    if (!row->fault.empty()) return BadLine{row->line, row->fault};
    // Of a table with one column an empty line is a cell that was left empty, of any other no row.
    if (columns_.size() > 1 && row->cells.size() == 1 && row->cells.front().empty()) continue;
    if (row->cells.size() != columns_.size())
      return BadLine{row->line,
                     fmt::format("{} cells, but the header names {}", row->cells.size(), columns_.size())};
    RowOfPost draft;
    const std::string complaint = place_cells(row->cells, draft);
    rows_of_spaced_tags_ +=
        std::any_of(draft.post.tags.begin(), draft.post.tags.end(),
                    [](const std::string& tag) { return tag.find(' ') != std::string::npos; });
    if (auto item = item_of(std::move(draft), row->line, complaint, left_out_)) return item;
  }
  return std::nullopt;
}

}  // namespace nhs::intake
