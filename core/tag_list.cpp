#include "core/tag_list.h"

#include "core/text.h"

namespace nhs {
namespace {

constexpr std::string_view kSeparators = ",;|";

bool is_one_of(char c, std::string_view signs) { return signs.find(c) != std::string_view::npos; }

/// A `#` here would begin a tag; that of `C#` does not.
bool may_begin(std::string_view before) { return before.empty() || is_one_of(before.back(), " \t\r\n"); }

}  // namespace

std::string tag_list(const std::vector<std::string>& tags) {
  std::string list;
  for (const std::string& tag : tags) {
    if (!list.empty()) list += ',';
    for (std::size_t i = 0; i < tag.size(); ++i) {
      const bool begins = tag[i] == '#' && may_begin(std::string_view{tag}.substr(0, i));
      if (begins || tag[i] == '\\' || is_one_of(tag[i], kSeparators)) list += '\\';
      list += tag[i];
    }
  }
  return list;
}

std::vector<std::string> tags_in_list(std::string_view cell) {
  std::vector<std::string> tags;
  std::string tag;
  const auto end_tag = [&] {
    if (const std::string_view whole = trimmed(tag); !whole.empty()) tags.emplace_back(whole);
    tag.clear();
  };
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const bool guarded = cell[i] == '\\' && i + 1 < cell.size() &&
                         (is_one_of(cell[i + 1], kSeparators) || is_one_of(cell[i + 1], "\\#"));
    if (guarded)
      tag += cell[++i];
    else if (is_one_of(cell[i], kSeparators) || (cell[i] == '#' && may_begin(tag)))
      end_tag();
    else
      tag += cell[i];
  }
  end_tag();
  return tags;
}

}  // namespace nhs
