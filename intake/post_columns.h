#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/post.h"
#include "core/result.h"
#include "core/values.h"
#include "intake/import_time.h"

namespace nhs {
namespace intake {

/// What a column of a table can hold of a post.
enum class PostColumn : std::uint8_t {
  text,
  subject,  ///< a heading, put above the text
  network,
  id,
  url,
  author,
  created_at,
  edited_at,
  language,
  tags,     ///< as core/tag_list.h reads them
  is_boost  ///< `yes` for a post of somebody else, passed on
};

/// Columns by the names that a table gives them; those that it does not name are found by their own.
using ColumnMap = std::map<PostColumn, std::string>;

/// From `text=Comment` and the like. Fails with usage (64) for what has no such form, names what no post has,
/// or names it twice.
Result<ColumnMap> parse_column_map(const std::vector<std::string>& mappings);

/// A post while its row is read.
struct RowOfPost {
  Post post;
  std::string subject;
  bool is_boost = false;
  bool names_tags = false;  ///< an empty list of tags too: nothing else tells that a post has none
};

/// Puts a cell where it belongs; says what is wrong with it, or nothing. now: dates beyond it are wrong.
std::string place(RowOfPost& row, PostColumn column, std::string_view cell, DateStyle dates, UtcTime now);

/// Neither in its text nor in its subject stands anything.
bool is_without_text(const RowOfPost& row);

/// The row as a post, its subject above the text. Where nothing names its tags, they are those in the text.
Post whole_post(RowOfPost row);

}  // namespace intake

template <>
struct Vocabulary<intake::PostColumn> {
  static constexpr std::string_view noun = "column";
  static constexpr std::array<std::string_view, 11> ids = {"text",     "subject", "network",    "id",
                                                           "url",      "author",  "created_at", "edited_at",
                                                           "language", "tags",    "is_boost"};
};

}  // namespace nhs
