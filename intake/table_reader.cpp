#include "intake/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"

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

std::vector<std::string> split_tags(std::string_view cell) {
  std::vector<std::string> tags;
  while (!cell.empty()) {
    const std::size_t comma = std::min(cell.find(','), cell.size());
    std::string_view tag = trimmed(cell.substr(0, comma));
    if (!tag.empty() && tag.front() == '#') tag.remove_prefix(1);
    if (!tag.empty()) tags.emplace_back(tag);
    cell.remove_prefix(std::min(comma + 1, cell.size()));
  }
  return tags;
}

/// Puts a cell where it belongs; says what is wrong with it, or nothing.
std::string place(Post& post, std::string_view column, std::string cell) {
  const auto place_time = [&](std::optional<UtcTime>& time) -> std::string {
    if (cell.empty()) return {};
    time = parse_import_time(cell);
    return time ? std::string{}
                : fmt::format("{}: must be a day or a time like 2026-11-01T09:30:00Z", column);
  };
  if (column == "text")
    post.text = std::move(cell);
  else if (column == "network")
    post.network = std::move(cell);
  else if (column == "id")
    post.id = std::move(cell);
  else if (column == "url")
    post.url = std::move(cell);
  else if (column == "author")
    post.author = std::move(cell);
  else if (column == "language")
    post.language = std::move(cell);
  else if (column == "tags")
    post.tags = split_tags(cell);
  else if (column == "created_at")
    return place_time(post.created_at);
  else if (column == "edited_at")
    return place_time(post.edited_at);
  return {};
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

Result<std::unique_ptr<ImportReader>> TableReader::make(ImportFormat format, std::istream& in) {
  std::unique_ptr<TableReader> reader{new TableReader{format, in}};
  const auto header = reader->next_row();
  if (!header) return fail(ExitStatus::bad_data, "the file is empty: a table begins with a header");
  if (!header->fault.empty()) return fail(ExitStatus::bad_data, fmt::format("the header: {}", header->fault));
  for (const std::string& name : header->cells) reader->columns_.push_back(folded(trimmed(name)));
  if (std::find(reader->columns_.begin(), reader->columns_.end(), "text") == reader->columns_.end())
    return fail(ExitStatus::bad_data,
                "the header has no column named text; name the column that holds the posts so");
  return std::unique_ptr<ImportReader>{std::move(reader)};
}

std::string TableReader::notice() const {
  static const std::set<std::string> read = {"text",       "network",   "id",       "url", "author",
                                             "created_at", "edited_at", "language", "tags"};
  static const std::set<std::string> labels = {"values", "sentiment", "kind", "groups"};
  std::string unused;
  for (const std::string& column : columns_)
    if (read.count(column) + labels.count(column) == 0) unused += (unused.empty() ? "" : ", ") + column;
  return unused.empty() ? unused : "columns that are not read: " + unused;
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
  if (format_ == ImportFormat::csv) return csv_row(*line);
  if (!line->text.empty() && line->text.back() == '\r') line->text.pop_back();
  return Row{line->number, tsv_cells(line->text)};
}

std::optional<std::variant<ImportedPost, BadLine>> TableReader::next() {
  std::optional<Row> row;
  do {
    row = next_row();
    if (!row) return std::nullopt;
    if (!row->fault.empty()) return BadLine{row->line, row->fault};
  } while (row->cells.size() == 1 && row->cells.front().empty());
  if (row->cells.size() != columns_.size())
    return BadLine{row->line,
                   fmt::format("{} cells, but the header names {}", row->cells.size(), columns_.size())};
  Post post;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (const std::string complaint = place(post, columns_[i], std::move(row->cells[i])); !complaint.empty())
      return BadLine{row->line, complaint};
  return ImportedPost{row->line, std::move(post)};
}

}  // namespace nhs::intake
