#include "control/json_members.h"

#include <fmt/format.h>

#include "control/limits.h"
#include "core/text.h"

namespace nhs::control {

tl::unexpected<Error> faulty(std::string_view member, std::string_view allowed) {
  return fail(ExitStatus::bad_data, fmt::format("{}: must be {}", member, allowed));
}

tl::unexpected<Error> not_understood() {
  return fail(ExitStatus::try_again,
              "nhsvaluesd gave an answer that this version does not understand; are both of one version?");
}

Result<std::int64_t> read_number(JsonView json, const char* member) {
  const auto number = json[member].integer();
  if (!number || *number < 1) return faulty(member, "a whole number above 0");
  return *number;
}

Result<std::string> read_line_of_text(JsonView json, const char* member, std::size_t longest) {
  const auto text = json[member].text();
  if (!text || text->size() > longest || repaired(*text) != *text || text->find('\n') != text->npos)
    return faulty(member, fmt::format("a line of text of at most {} bytes", longest));
  return std::string{*text};
}

Result<std::string> read_words(JsonView json, const char* member, std::size_t longest) {
  auto line = read_line_of_text(json, member, longest);
  if (line && trimmed(*line).empty())
    return faulty(member, fmt::format("a line of text of at most {} bytes", longest));
  return line;
}

Result<std::string> read_note(JsonView json, const char* member) {
  const auto note = json[member].text();
  if (!note || note->size() > kLongestNote || trimmed(*note).empty() || repaired(*note) != *note)
    return faulty(member, fmt::format("a text of at most {} bytes", kLongestNote));
  return std::string{*note};
}

Result<JsonView> read_list(JsonView json, const char* member) {
  const JsonView list = json[member];
  if (!list.is_array() || list.size() == 0 || list.size() > kMostPosts)
    return faulty(member, fmt::format("a list of 1 to {}", kMostPosts));
  return list;
}

void write_refs(JsonWriter& json, const std::vector<std::int64_t>& refs) {
  json.key("refs").begin_array();
  for (const std::int64_t ref : refs) json.integer(ref);
  json.end_array();
}

Result<std::vector<std::int64_t>> read_refs(JsonView json) {
  const auto list = read_list(json, "refs");
  if (!list) return tl::unexpected(list.error());
  std::vector<std::int64_t> refs;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto ref = list->at(i).integer();
    if (!ref || *ref < 1) return faulty("refs", "whole numbers above 0");
    refs.push_back(*ref);
  }
  return refs;
}

}  // namespace nhs::control
