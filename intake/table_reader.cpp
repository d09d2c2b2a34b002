#include "intake/table_reader.h"

#include <fmt/format.h>

#include <algorithm>

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
      case 't': text += '\t'; break;
      case 'n': text += '\n'; break;
      case 'r': text += '\r'; break;
      case '\\': text += '\\'; break;
      default: text.append("\\").push_back(cell[i]);
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
    time = parse_rfc3339(cell);
    return time ? std::string{} : fmt::format("{}: must be a time like 2026-11-01T09:30:00Z", column);
  };
  if (column == "text") post.text = std::move(cell);
  else if (column == "network") post.network = std::move(cell);
  else if (column == "id") post.id = std::move(cell);
  else if (column == "url") post.url = std::move(cell);
  else if (column == "author") post.author = std::move(cell);
  else if (column == "language") post.language = std::move(cell);
  else if (column == "tags") post.tags = split_tags(cell);
  else if (column == "created_at") return place_time(post.created_at);
  else if (column == "edited_at") return place_time(post.edited_at);
  return {};
}

}  // namespace

Result<std::unique_ptr<ImportReader>> TableReader::make(ImportFormat format, std::istream& in) {
  std::unique_ptr<TableReader> reader{new TableReader{format, in}};
  std::string fault;
  auto header = reader->next_row(fault);
  if (!header || !fault.empty()) return fail(ExitStatus::bad_data, "the file is empty: a table begins with a header");
  if (!header->empty() && header->front().rfind("\xEF\xBB\xBF", 0) == 0) header->front().erase(0, 3);
  for (std::string& name : *header) reader->columns_.emplace_back(trimmed(name));
  if (std::find(reader->columns_.begin(), reader->columns_.end(), "text") == reader->columns_.end())
    return fail(ExitStatus::bad_data, "the header has no column named text; name the column that holds the posts so");
  return std::unique_ptr<ImportReader>{std::move(reader)};
}

std::vector<std::string> TableReader::tsv_cells(const std::string& line) const {
  std::vector<std::string> cells;
  std::size_t start = 0;
  while (true) {
    const std::size_t tab = std::min(line.find('\t', start), line.size());
    cells.push_back(unescaped(std::string_view{line}.substr(start, tab - start)));
    if (tab == line.size()) return cells;
    start = tab + 1;
  }
}

/// Reads one CSV row, which may span lines. False at the end of the stream.
bool TableReader::csv_row(std::vector<std::string>& cells, std::string& fault) {
  std::string cell;
  bool quoted = false;
  bool anything = false;
  std::size_t bytes = 0;
  for (int c = in_.get(); c != std::char_traits<char>::eof(); c = in_.get()) {
    anything = true;
    if (++bytes > kMaxImportLine && fault.empty()) fault = fmt::format("a row longer than {} bytes", kMaxImportLine);
    if (!fault.empty()) cell.clear();
    if (c == '\n') ++line_;
    if (quoted) {
      if (c == '"' && in_.peek() == '"')
        cell += static_cast<char>(in_.get());
      else if (c == '"')
        quoted = false;
      else
        cell += static_cast<char>(c);
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == ',') {
      cells.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      break;
    } else if (c != '\r') {
      cell += static_cast<char>(c);
    }
  }
  if (!anything) return false;
  if (quoted && fault.empty()) fault = "a quoted cell is not closed before the end of the file";
  cells.push_back(std::move(cell));
  return true;
}

std::optional<std::vector<std::string>> TableReader::next_row(std::string& fault) {
  row_line_ = line_ + 1;
  std::vector<std::string> cells;
  if (format_ == ImportFormat::csv) {
    if (!csv_row(cells, fault)) return std::nullopt;
    // The last line need not end with a line break, and counts all the same.
    line_ = std::max(line_, row_line_);
    return cells;
  }
  std::string line;
  if (!std::getline(in_, line)) return std::nullopt;
  ++line_;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.size() > kMaxImportLine)
    fault = fmt::format("longer than {} bytes", kMaxImportLine);
  else
    cells = tsv_cells(line);
  return cells;
}

std::optional<std::variant<ImportedPost, BadLine>> TableReader::next() {
  std::vector<std::string> cells;
  do {
    std::string fault;
    auto row = next_row(fault);
    if (!row) return std::nullopt;
    if (!fault.empty()) return BadLine{row_line_, fault};
    cells = *std::move(row);
  } while (cells.size() == 1 && cells.front().empty());
  if (cells.size() != columns_.size())
    return BadLine{row_line_, fmt::format("{} cells, but the header names {}", cells.size(), columns_.size())};
  Post post;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (const std::string complaint = place(post, columns_[i], std::move(cells[i])); !complaint.empty())
      return BadLine{row_line_, complaint};
  return ImportedPost{row_line_, std::move(post)};
}

}  // namespace nhs::intake
