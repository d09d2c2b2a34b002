#include "report/consents_view.h"

#include <fmt/format.h>

#include "core/json.h"
#include "report/csv.h"
#include "report/json_members.h"

namespace nhs::report {
namespace {

std::string given_in_words(const store::Consent& consent) {
  std::string text =
      fmt::format("By {} on {}, for {}: {}", terminal_safe(consent.given_by), format_day(consent.day),
                  terminal_safe(consent.use), terminal_safe(consent.how));
  if (!consent.despite_wish.empty())
    text += fmt::format(" - although they ask in general not to be found: {}",
                        terminal_safe(consent.despite_wish));
  return text;
}

}  // namespace

std::string_view consent_state_in_words(store::ConsentState state) {
  switch (state) {
    case store::ConsentState::holds:
      return "a public output may print it word for word";
    case store::ConsentState::withdrawn:
      return "withdrawn: no public output prints it";
    case store::ConsentState::edited:
      return "no longer consented: the text was edited since, so no public output prints it";
    case store::ConsentState::wish:
      return "its author asks in general not to be found, so no public output prints it";
    case store::ConsentState::concern:
      return "it raised a concern, so no public output prints it";
    case store::ConsentState::other_use:
      return "for another use than this program's outputs, none of which prints it";
    case store::ConsentState::objection:
      return "its author objects to being counted, so no public output prints it";
    case store::ConsentState::set_aside:
      return "a rule sets the post aside, so no public output prints it";
  }
  return "";
}

std::string consents_table(const std::vector<store::ConsentRecord>& consents, const TimeZone& zone,
                           const Terminal& terminal) {
  if (consents.empty()) return "Nobody has agreed that a post be quoted.\n";
  std::string text;
  for (const store::ConsentRecord& each : consents) {
    if (!text.empty()) text += "\n";
    text += bold(fmt::format("{}  {}", each.ref, id_of(each.state)), terminal) + "\n";
    text += indented(given_in_words(each.consent), 2, terminal);
    text += indented(fmt::format("Noted by {} on {}; {}.", terminal_safe(each.consent.noted_by),
                                 zone.format(each.noted_at), consent_state_in_words(each.state)),
                     2, terminal);
  }
  return text;
}

std::string consents_json(const std::vector<store::ConsentRecord>& consents) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.consent/1").key("rows").begin_array();
  for (const store::ConsentRecord& each : consents) {
    const store::Consent& consent = each.consent;
    json.begin_object().key("ref").integer(each.ref).key("state").text(id_of(each.state));
    json.key("may_be_printed").boolean(each.state == store::ConsentState::holds);
    json.key("given_by").text(consent.given_by).key("how").text(consent.how).key("use").text(consent.use);
    json.key("on").text(format_day(consent.day)).key("despite_wish").text(consent.despite_wish);
    json.key("noted_by").text(consent.noted_by).key("noted_at").text(format_utc(each.noted_at));
    write_time(json, "withdrawn_at", each.withdrawn_at);
    write_time(json, "edited_at", each.lapsed_at);
    json.end_object();
  }
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string consents_csv(const std::vector<store::ConsentRecord>& consents) {
  std::string csv = "ref,state,given_by,how,use,on,despite_wish,noted_by,noted_at,withdrawn_at,edited_at\r\n";
  for (const store::ConsentRecord& each : consents) {
    const store::Consent& consent = each.consent;
    csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_cell(fmt::format("{}", each.ref)),
                       id_of(each.state), csv_cell(consent.given_by), csv_cell(consent.how),
                       csv_cell(consent.use), format_day(consent.day), csv_cell(consent.despite_wish),
                       csv_cell(consent.noted_by), format_utc(each.noted_at),
                       each.withdrawn_at ? format_utc(*each.withdrawn_at) : "",
                       each.lapsed_at ? format_utc(*each.lapsed_at) : "");
  }
  return csv;
}

}  // namespace nhs::report
