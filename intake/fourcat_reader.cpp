#include "intake/fourcat_reader.h"

#include <fmt/format.h>

#include <cmath>

namespace nhs::intake {
namespace {

/// What a cell of a table would hold: ids and times may be numbers, tags a list.
std::string cell_of(JsonView value) {
  if (const auto text = value.text()) return std::string{*text};
  if (const auto integer = value.integer()) return fmt::format("{}", *integer);
  if (const auto number = value.number()) return fmt::format("{:.0f}", std::floor(*number));
  if (const auto flag = value.boolean()) return *flag ? "yes" : "no";
  std::string list;
  for (std::size_t i = 0; i < value.size(); ++i) list += (i == 0 ? "" : ",") + cell_of(value.at(i));
  return list;
}

/// The first of the members with these names that says anything; the absent view when none is there.
JsonView first_of(JsonView object, const std::vector<std::string>& names) {
  JsonView first;
  for (const std::string& name : names) {
    const JsonView member = object[name];
    if (!member.exists() || member.is_null()) continue;
    if (!cell_of(member).empty()) return member;
    if (!first.exists()) first = member;
  }
  return first;
}

}  // namespace

std::vector<std::string> fourcat_names(PostColumn meaning) {
  switch (meaning) {
    case PostColumn::text:
      return {"body", "text"};
    case PostColumn::subject:
      return {"subject"};
    case PostColumn::id:
      return {"id"};
    case PostColumn::url:
      return {"url", "link", "post_url", "permalink"};
    case PostColumn::author:
      return {"author"};
    case PostColumn::created_at:
      return {"timestamp", "unix_timestamp", "created_at"};
    case PostColumn::language:
      return {"language", "lang", "language_guess"};
    case PostColumn::tags:
      return {"hashtags", "tags"};
    case PostColumn::is_boost:
      return {"is_retweet", "is_repost", "is_boost"};
    case PostColumn::network:
    case PostColumn::edited_at:
      break;
  }
  return {};
}

std::optional<ImportItem> FourcatReader::next() {
  while (auto line = lines_.next()) {
    if (auto* bad = std::get_if<BadLine>(&*line)) return std::move(*bad);
    const auto& [number, document] = std::get<JsonLine>(*line);
    RowOfPost draft;
    std::string complaint;
    for (const PostColumn meaning : all_of<PostColumn>()) {
      const JsonView member = first_of(document.root(), fourcat_names(meaning));
      if (!member.exists() && meaning == PostColumn::text)
        return BadLine{number,
                       "body: is missing; only items that 4CAT has mapped to its own columns can be read"};
      if (meaning == PostColumn::tags && (!member.exists() || member.is_null())) continue;
      std::string fault = place(draft, meaning, cell_of(member), DateStyle::utc, now_);
      if (complaint.empty()) complaint = std::move(fault);
    }
    if (auto item = item_of(std::move(draft), number, complaint, left_out_)) return item;
  }
  return std::nullopt;
}

}  // namespace nhs::intake
