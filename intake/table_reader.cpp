#include "intake/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "collector/sources/feed_encoding.h"
#include "core/text.h"
#include "intake/fourcat_reader.h"

namespace nhs::intake {
namespace {

std::string unescaped(std::string_view cell) {
  std::string text;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] != '\\' || i + 1 == cell.size()) {
      text += cell[i];
      continue;
    }
    switch (cell[++i]) {
      case 't':
        text += '\t';
        break;
      case 'n':
        text += '\n';
        break;
      case 'r':
        text += '\r';
        break;
      case '\\':
        text += '\\';
        break;
      default:
        text.append("\\").push_back(cell[i]);
    }
  }
  return text;
}

std::vector<std::string> tsv_cells(const std::string& line) {
  std::vector<std::string> cells;
  std::size_t start = 0;
  while (true) {
    const std::size_t tab = std::min(line.find('\t', start), line.size());
    cells.push_back(unescaped(std::string_view{line}.substr(start, tab - start)));
    if (tab == line.size()) return cells;
    start = tab + 1;
  }
}

/// The names that a column of this meaning has where nobody says otherwise, the likeliest first.
std::vector<std::string> names_of(ImportFormat format, PostColumn meaning) {
  if (format == ImportFormat::fourcat_csv) return fourcat_names(meaning);
  // A subject is read only where a person asks for it: a column of this name may hold anything.
  if (meaning == PostColumn::subject || meaning == PostColumn::is_boost) return {};
  return {std::string{id_of(meaning)}};
}

/// Cells that are not UTF-8, as Windows writes them: a curly apostrophe is one byte there. True when there
/// was one.
bool made_utf8(std::vector<std::string>& cells) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  bool any = false;
  for (std::string& cell : cells) {
    const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    if (std::none_of(cell.begin(), cell.end(), beyond_ascii)) continue;
    const bool broken = cell.find(kReplacement) == std::string::npos &&
                        repaired(cell).find(kReplacement) != std::string::npos;
    if (!broken) continue;
    cell = collector::as_utf8(cell, std::nullopt);
    any = true;
  }
  return any;
}

/// The cells of a CSV row, taken in line by line.
class CsvRow {
 public:
  /// False when a cell that began on an earlier line goes on after its closing quote: that quote opens a cell
  /// of a later row, and the one before it was a stray.
  bool take(std::string_view line) {
    bool began_earlier = quoted_;
    bool closed = false;
    if (quoted_) cell_ += '\n';
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (quoted_) {
        if (c != '"') {
          cell_ += c;
        } else if (i + 1 < line.size() && line[i + 1] == '"') {
          cell_ += line[++i];
        } else {
          quoted_ = false;
          closed = began_earlier;
          began_earlier = false;
        }
      } else if (c == '"' && cell_.empty()) {
        quoted_ = true;
      } else if (c == ',') {
        cells_.push_back(std::move(cell_));
        cell_.clear();
        closed = false;
      } else if (c != '\r') {
        if (closed && c != ' ') return false;
        cell_ += c;
      }
    }
    return true;
  }

  /// Within quotes, so that the row goes on in the next line.
  bool is_open() const { return quoted_; }

  std::vector<std::string> cells() && {
    cells_.push_back(std::move(cell_));
    return std::move(cells_);
  }

 private:
  std::vector<std::string> cells_;
  std::string cell_;
  bool quoted_ = false;
};

}  // namespace

Result<std::unique_ptr<ImportReader>> TableReader::make(ImportFormat format, std::istream& in,
                                                        const ImportOptions& options) {
  std::unique_ptr<TableReader> reader{new TableReader{format, in, options.dates, options.now}};
  const auto header = reader->next_row();
  if (!header) return fail(ExitStatus::bad_data, "the file is empty: a table begins with a header");
  if (!header->fault.empty()) return fail(ExitStatus::bad_data, fmt::format("the header: {}", header->fault));
  for (const std::string& name : header->cells) reader->columns_.push_back(folded(trimmed(name)));
  if (auto found = reader->find_columns(options.columns); !found) return tl::unexpected(found.error());
  return std::unique_ptr<ImportReader>{std::move(reader)};
}

Result<void> TableReader::find_columns(const ColumnMap& map) {
  meanings_.resize(columns_.size());
  const auto stands_here = [&](std::string_view name) {
    return std::find(columns_.begin(), columns_.end(), name) != columns_.end();
  };
  for (const PostColumn meaning : all_of<PostColumn>()) {
    std::vector<std::string> names = names_of(format_, meaning);
    if (const auto mapped = map.find(meaning); mapped != map.end()) {
      names = {folded(trimmed(mapped->second))};
      if (!stands_here(names.front()))
        return fail(ExitStatus::bad_data,
                    fmt::format("the header has no column named {}, which --map {} asks for", mapped->second,
                                id_of(meaning)));
    }
    const auto name = std::find_if(names.begin(), names.end(), stands_here);
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

std::string TableReader::notice() const {
  // Tables of 4CAT's have dozens of columns of counts and links; that these are not read is no news.
  if (format_ == ImportFormat::fourcat_csv) return {};
  static const std::set<std::string> labels = {"values", "sentiment", "kind", "groups"};
  std::string unused;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (meanings_[i].empty() && labels.count(columns_[i]) == 0)
      unused += (unused.empty() ? "" : ", ") + repaired(columns_[i]);
  std::string notice = unused.empty() ? unused : "columns that are not read: " + unused;
  if (const std::string date = unread_date(); !date.empty())
    notice += fmt::format(
        "; --map created_at={0} reads {0} as the days of the posts, and --date-format "
        "day-first those like 31/12/2026",
        date);
  if (windows_rows_ > 0)
    notice +=
        fmt::format("{}{} {} not UTF-8 and read as Windows-1252, as spreadsheets save them",
                    notice.empty() ? "" : "; ", windows_rows_, windows_rows_ == 1 ? "row was" : "rows were");
  return notice;
}

TableReader::Row TableReader::csv_row(const Line& first) {
  CsvRow row;
  row.take(first.text);
  lines_.mark();
  for (std::size_t bytes = first.text.size(); row.is_open();) {
    const auto line = lines_.next();
    if (line) bytes += line->text.size() + 1;
    if (!line || line->too_long || bytes > kMaxImportLine || !row.take(line->text)) {
      lines_.return_to_mark();
      return {first.number, {}, "a quoted cell is not closed"};
    }
  }
  lines_.forget();
  return {first.number, std::move(row).cells()};
}

std::optional<TableReader::Row> TableReader::next_row() {
  auto line = lines_.next();
  if (!line) return std::nullopt;
  if (line->too_long) return Row{line->number, {}, fmt::format("longer than {} bytes", kMaxImportLine)};
  if (format_ != ImportFormat::tsv) return csv_row(*line);
  if (!line->text.empty() && line->text.back() == '\r') line->text.pop_back();
  return Row{line->number, tsv_cells(line->text)};
}

std::optional<ImportItem> TableReader::next() {
  while (auto row = next_row()) {
    if (!row->fault.empty()) return BadLine{row->line, row->fault};
    if (row->cells.size() == 1 && row->cells.front().empty()) continue;
    if (row->cells.size() != columns_.size())
      return BadLine{row->line,
                     fmt::format("{} cells, but the header names {}", row->cells.size(), columns_.size())};
    windows_rows_ += made_utf8(row->cells);
    RowOfPost draft;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      for (const PostColumn meaning : meanings_[i])
        if (const std::string complaint = place(draft, meaning, row->cells[i], dates_, now_);
            !complaint.empty())
          return BadLine{row->line, complaint};
    if (!draft.is_boost) return ImportedPost{row->line, whole_post(std::move(draft))};
    ++boosts_;
  }
  return std::nullopt;
}

}  // namespace nhs::intake
