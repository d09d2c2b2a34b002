#include "intake/post_columns.h"

#include <fmt/format.h>

#include "collector/sources/author_spelling.h"
#include "collector/sources/post_text.h"
#include "core/tag_list.h"
#include "core/text.h"

namespace nhs::intake {
namespace {

bool says_yes(std::string_view cell) {
  const std::string word = folded(trimmed(cell));
  return word == "yes" || word == "true" || word == "1";
}

/// The members that are taken as they are; nothing for the others.
std::string* plain_member(RowOfPost& row, PostColumn column) {
  switch (column) {
    case PostColumn::text:
      return &row.post.text;
    case PostColumn::subject:
      return &row.subject;
    case PostColumn::network:
      return &row.post.network;
    case PostColumn::id:
      return &row.post.id;
    case PostColumn::url:
      return &row.post.url;
    case PostColumn::author:
      return &row.post.author;
    case PostColumn::language:
      return &row.post.language;
    default:
      return nullptr;
  }
}

std::string all_columns() {
  std::string names;
  for (const PostColumn column : all_of<PostColumn>())
    names += (names.empty() ? "" : ", ") + std::string{id_of(column)};
  return names;
}

}  // namespace

Result<ColumnMap> parse_column_map(const std::vector<std::string>& mappings) {
  ColumnMap map;
  for (const std::string& mapping : mappings) {
    const std::size_t equals = mapping.find('=');
    if (equals == std::string::npos || trimmed(mapping.substr(equals + 1)).empty())
      return fail(ExitStatus::usage, fmt::format("--map {}: must be like text=Comment", mapping));
    const std::string name{trimmed(mapping.substr(0, equals))};
    const auto column = from_id<PostColumn>(name);
    if (!column)
      return fail(ExitStatus::usage, fmt::format("--map {}: {} is nothing that a post has; these are: {}",
                                                 mapping, name, all_columns()));
    if (!map.emplace(*column, trimmed(mapping.substr(equals + 1))).second)
      return fail(ExitStatus::usage, fmt::format("--map {}: {} is mapped twice", mapping, name));
  }
  return map;
}

std::string place(RowOfPost& row, PostColumn column, std::string_view cell, DateStyle dates, UtcTime now) {
  if (std::string* member = plain_member(row, column)) {
    *member = cell;
  } else if (column == PostColumn::tags) {
    row.post.tags = tags_in_list(cell);
    row.names_tags = true;
  } else if (column == PostColumn::is_boost) {
    row.is_boost = says_yes(cell);
  } else if (!cell.empty()) {
    const auto time = parse_import_time(cell, dates, now);
    if (!time) return fmt::format("{}: {}{}", id_of(column), time.error(), date_format_for(cell, dates));
    (column == PostColumn::created_at ? row.post.created_at : row.post.edited_at) = *time;
  }
  return {};
}

bool is_without_text(const RowOfPost& row) { return is_blank(row.post.text) && is_blank(row.subject); }

Post whole_post(RowOfPost row) {
  if (!trimmed(row.subject).empty()) row.post.text = collector::post_text(row.subject, row.post.text);
  if (!row.names_tags) row.post.tags = collector::tags_as_written({}, row.post.text);
  return std::move(row.post);
}

}  // namespace nhs::intake
