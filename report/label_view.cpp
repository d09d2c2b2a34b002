#include "report/label_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "report/json_members.h"
#include "report/terminal.h"
#include "report/voices_view.h"

namespace nhs::report {
namespace {

std::string value_in_words(const LabelledValue& each) {
  return id_in_words(id_of(each.value)) + (each.direction ? " " + id_in_words(id_of(*each.direction)) : "");
}

std::string group_id_in_words(Group group) { return id_in_words(id_of(group)); }

template <typename Member, typename Words>
std::string list_in_words(const std::vector<Member>& members, const Words& words) {
  std::vector<std::string> parts;
  for (const Member& each : members) parts.push_back(words(each));
  return fmt::format("{}", fmt::join(parts, ", "));
}

void write_values(JsonWriter& json, const Label& label) {
  json.key("values");
  if (!label.values) {
    json.null();
    return;
  }
  json.begin_array();
  for (const LabelledValue& each : *label.values) {
    json.begin_object().key("value").text(id_of(each.value));
    write_id(json, "direction", each.direction);
    json.end_object();
  }
  json.end_array();
}

void write_groups(JsonWriter& json, const Label& label) {
  json.key("groups");
  if (!label.groups) {
    json.null();
    return;
  }
  json.begin_array();
  for (const Group group : *label.groups) json.text(id_of(group));
  json.end_array();
}

}  // namespace

std::string id_in_words(std::string_view id) {
  if (const auto group = from_id<Group>(id)) return std::string{name_of_group(*group)};
  std::string words{id};
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string label_in_words(const Label& label) {
  std::vector<std::string> parts;
  if (label.sentiment) parts.emplace_back(id_of(*label.sentiment));
  if (label.values)
    parts.push_back(label.values->empty() ? "no value" : list_in_words(*label.values, value_in_words));
  if (label.kind) parts.push_back(id_in_words(id_of(*label.kind)));
  if (label.groups)
    parts.push_back("about " + (label.groups->empty() ? "none of the inclusion groups"
                                                      : list_in_words(*label.groups, group_id_in_words)));
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string label_record_in_words(const store::LabelRecord& record, const TimeZone& zone) {
  std::string words = record.reader.empty() ? "Somebody" : terminal_safe(record.reader);
  words += fmt::format(" {} on {}: {}", record.draw ? "judged in a sample" : "said",
                       zone.format(record.judged_at), label_in_words(record.label));
  if (record.undone_at) words += fmt::format(" (taken back on {})", zone.format(*record.undone_at));
  if (record.lapsed_at)
    words +=
        fmt::format(" (of an earlier text: the post was found edited on {})", zone.format(*record.lapsed_at));
  return words;
}

void write_label_record(JsonWriter& json, const store::LabelRecord& record) {
  json.begin_object();
  write_text_or_null(json, "by", record.reader);
  json.key("judged_at").text(format_utc(record.judged_at));
  json.key("origin").text(record.draw ? "sample" : "correction");
  write_id(json, "sentiment", record.label.sentiment);
  write_values(json, record.label);
  write_id(json, "kind", record.label.kind);
  write_groups(json, record.label);
  write_time(json, "undone_at", record.undone_at);
  write_time(json, "lapsed_at", record.lapsed_at);
  json.end_object();
}

}  // namespace nhs::report
