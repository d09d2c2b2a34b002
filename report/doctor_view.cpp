#include "report/doctor_view.h"

#include <fmt/format.h>

#include "core/json.h"

namespace nhs::report {
namespace {

using store::HealthCheck;
using store::Verdict;

std::string line_of(const HealthCheck& check) {
  const char* verdict = check.verdict == Verdict::holds   ? "ok"
                        : check.verdict == Verdict::fails ? "WRONG"
                                                          : "not checked";
  std::string line = fmt::format("{}: {}: {}", check.name, verdict, check.found);
  if (!check.remedy.empty()) line += "; " + check.remedy;
  return line;
}

std::string verdict_in_words(const std::vector<HealthCheck>& checks) {
  int failing = 0;
  for (const HealthCheck& each : checks) failing += each.verdict == Verdict::fails;
  if (failing == 0) return "All is well.";
  return fmt::format("{} of {} checks failed.", failing, checks.size());
}

}  // namespace

std::string doctor_text(const DoctorFindings& findings, const Terminal& terminal) {
  std::string text = findings.database + "\n";
  for (const HealthCheck& each : findings.checks)
    text += wrapped_lines({line_of(each)}, terminal, each.verdict == Verdict::fails ? "! " : "  ");
  for (const std::string& each : findings.repaired)
    text += wrapped_lines({"repaired: " + each}, terminal, "  ");
  if (findings.repairing && findings.repaired.empty()) text += "  There was nothing to repair.\n";
  for (const std::string& each : findings.removed)
    text += wrapped_lines({"removed, for all is well: " + each}, terminal, "  ");
  return text + verdict_in_words(findings.checks) + "\n";
}

std::string doctor_json(const DoctorFindings& findings) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.doctor/1").key("database").text(findings.database);
  json.key("sound").boolean(store::all_well(findings.checks)).key("checks").begin_array();
  for (const HealthCheck& each : findings.checks) {
    json.begin_object().key("name").text(each.name).key("ok");
    if (each.verdict == Verdict::not_checked)
      json.null();
    else
      json.boolean(each.verdict == Verdict::holds);
    json.key("found").text(each.found).key("remedy").text(each.remedy);
    json.key("repairable").boolean(each.repairable && each.verdict == Verdict::fails).end_object();
  }
  json.end_array();
  const auto list = [&](const char* name, const std::vector<std::string>& items) {
    json.key(name).begin_array();
    for (const std::string& each : items) json.text(each);
    json.end_array();
  };
  list("repaired", findings.repaired);
  list("removed", findings.removed);
  json.end_object();
  return std::string{json.str()} + "\n";
}

std::string contents_in_words(const store::Contents& contents, const TimeZone& zone) {
  std::string words = fmt::format("{} {}", contents.posts, contents.posts == 1 ? "post" : "posts");
  // Of a purged post the day alone is left, and its moments are those of noon, which may lie ahead.
  const auto day = [&](UtcTime time) { return format_day(zone.day_of(time)); };
  if (contents.newest_post_at) words += ", the newest of " + day(*contents.newest_post_at);
  if (contents.last_seen_at) words += ", the last taken in on " + day(*contents.last_seen_at);
  if (contents.labelled > 0) words += fmt::format("; {} labelled", contents.labelled);
  if (contents.withdrawn > 0) words += fmt::format("; {} withdrawn", contents.withdrawn);
  if (contents.set_aside > 0)
    words += fmt::format("; {} set aside by ignore rules or objections", contents.set_aside);
  return words;
}

}  // namespace nhs::report
