#include "report/recheck_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/json_members.h"

namespace nhs::report {
namespace {

using namespace std::chrono_literals;

/// X's posts are due after twenty hours (collector/recheck_policy.h), which leaves this of a day.
constexpr std::chrono::hours kGraceOfX{4};

std::string standing_in_words(const store::RecheckStanding& standing, UtcTime now) {
  std::string words =
      fmt::format("{}: {} stored posts are asked for again now and then; ", standing.source, standing.posts);
  if (standing.due == 0)
    words += "none is due";
  else
    words += fmt::format("{} {} due, the first for {}", standing.due, standing.due == 1 ? "is" : "are",
                         length_in_words(now - standing.due_since.value_or(now)));
  if (standing.called_gone > 0)
    words += fmt::format("; {} {} there last time, and asked for once more", standing.called_gone,
                         standing.called_gone == 1 ? "was not" : "were not");
  return words + ".";
}

bool has_rechecks(const store::StoreStatus& status, const std::string& source) {
  return std::any_of(status.rechecks.begin(), status.rechecks.end(),
                     [&](const store::RecheckStanding& each) { return each.source == source; });
}

}  // namespace

std::vector<std::string> recheck_lines(const store::StoreStatus& status,
                                       const std::vector<WatchedSource>& sources, UtcTime now) {
  std::vector<std::string> lines;
  for (const store::RecheckStanding& each : status.rechecks) lines.push_back(standing_in_words(each, now));
  std::string others;
  for (const WatchedSource& source : sources)
    if (!source.disabled && !source.follows_deletions && !has_rechecks(status, source.name))
      others += (others.empty() ? "" : ", ") + source.name;
  if (!others.empty()) lines.push_back(fmt::format("Deletions are not followed on: {}.", others));
  if (status.removed > 0)
    lines.push_back(fmt::format("{} {} removed here because {} network had.", status.removed,
                                status.removed == 1 ? "post was" : "posts were",
                                status.removed == 1 ? "its" : "their"));
  return lines;
}

std::vector<std::string> recheck_warnings(const store::StoreStatus& status,
                                          const std::vector<WatchedSource>& sources, UtcTime now) {
  std::vector<std::string> warnings;
  for (const store::RecheckStanding& each : status.rechecks) {
    const WatchedSource* source = find_source(sources, each.source);
    if (source == nullptr || source->kind != "x" || source->disabled) continue;
    if (!each.due_since || now - *each.due_since <= kGraceOfX) continue;
    warnings.push_back(fmt::format(
        "{}: stored posts have not been asked for again for a day and {} more, but X's terms want deletions followed "
        "within a day; raise spend_per_day, of which half is for that, or keep fewer posts",
        each.source, length_in_words(now - *each.due_since - kGraceOfX)));
  }
  return warnings;
}

void write_rechecks(JsonWriter& json, const store::StoreStatus& status, UtcTime now) {
  json.key("rechecks").begin_array();
  for (const store::RecheckStanding& each : status.rechecks) {
    json.begin_object().key("source").text(each.source).key("posts").integer(each.posts);
    json.key("due").integer(each.due).key("late_s");
    json.integer(each.due_since ? (now - *each.due_since).count() : 0);
    json.key("called_gone").integer(each.called_gone);
    write_time(json, "answered_at", each.answered_at);
    json.end_object();
  }
  json.end_array().key("removed_by_network").integer(status.removed);
}

}  // namespace nhs::report
