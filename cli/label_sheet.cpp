#include "cli/label_sheet.h"

#include <fmt/format.h>

#include <charconv>
#include <map>

#include "core/text.h"
#include "evaluation/labelled_file.h"

namespace nhs::cli {
namespace {

using evaluation::bare_field;
using evaluation::fields_of;

constexpr std::string_view kHeader = "id\ttext\tvalues\tsentiment\tkind\tgroups";
constexpr std::size_t kColumns = 6;

std::optional<std::int64_t> reference(std::string_view cell) {
  std::int64_t ref = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), ref);
  if (error != std::errc{} || end != cell.data() + cell.size() || ref < 1) return std::nullopt;
  return ref;
}

/// Fails with what is wrong in the row.
Result<store::NewJudgement> read_row(std::string_view line) {
  std::vector<std::string_view> cells = fields_of(line);
  if (cells.size() > kColumns)
    return fail(ExitStatus::bad_data,
                fmt::format("{} cells instead of {}; tabs and line breaks in a text are written \\t and \\n",
                            cells.size(), kColumns));
  cells.resize(kColumns);
  for (std::string_view& cell : cells) cell = bare_field(cell);
  const auto ref = reference(cells[0]);
  if (!ref) return fail(ExitStatus::bad_data, "id: must be the reference of a post");
  store::NewJudgement judgement{*ref, {}};
  const auto take = [](const char* column, auto&& parsed, auto& member) -> Result<void> {
    if (!parsed) return fail(ExitStatus::bad_data, fmt::format("{}: {}", column, parsed.error().message));
    member = *parsed;
    return {};
  };
  Label& label = judgement.label;
  if (auto read = take("values", parse_values_field(cells[2]), label.values); !read)
    return tl::unexpected(read.error());
  if (auto read = take("sentiment", parse_sentiment_field(cells[3]), label.sentiment); !read)
    return tl::unexpected(read.error());
  if (auto read = take("kind", parse_kind_field(cells[4]), label.kind); !read)
    return tl::unexpected(read.error());
  if (auto read = take("groups", parse_groups_field(cells[5]), label.groups); !read)
    return tl::unexpected(read.error());
  return judgement;
}

bool is_header(std::string_view line) {
  const auto cells = fields_of(line);
  const auto wanted = fields_of(kHeader);
  if (cells.size() != wanted.size()) return false;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (bare_field(cells[i]) != wanted[i]) return false;
  return true;
}

}  // namespace

std::string sheet_of(const std::vector<store::SampledPost>& posts) {
  std::string sheet{kHeader};
  sheet += '\n';
  for (const store::SampledPost& post : posts) {
    // Spreadsheets run cells that begin so (OWASP, "CSV Injection").
    const bool runs =
        !post.text.empty() && std::string_view{"=+-@"}.find(post.text[0]) != std::string_view::npos;
    sheet += fmt::format("{}\t{}{}\t\t\t\t\n", post.ref, runs ? "'" : "", escaped_field(post.text));
  }
  return sheet;
}

FilledSheet read_sheet(std::istream& in) {
  FilledSheet sheet;
  std::map<std::int64_t, std::size_t> line_of;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (number == 1) {
      if (line.rfind("\xef\xbb\xbf", 0) == 0) line.erase(0, 3);
      if (is_header(line)) continue;
      sheet.faults.push_back(
          {number, "must be the header `id text values sentiment kind groups`, with tabs between"});
      return sheet;
    }
    if (trimmed(line).empty()) continue;
    auto row = read_row(line);
    if (!row) {
      sheet.faults.push_back({number, row.error().message});
      continue;
    }
    const auto [first, is_new] = line_of.emplace(row->ref, number);
    if (!is_new)
      sheet.faults.push_back(
          {number, fmt::format("post {} stands in line {} already", row->ref, first->second)});
    else if (row->label.empty())
      ++sheet.not_judged;
    else
      sheet.rows.push_back({number, *std::move(row)});
  }
  return sheet;
}

}  // namespace nhs::cli
