#include "report/concerns_view.h"

#include <fmt/format.h>

#include "core/counted.h"
#include "core/json.h"
#include "core/text.h"
#include "report/csv.h"
#include "report/json_members.h"

namespace nhs::report {
namespace {

using namespace std::chrono_literals;

std::string summary(const store::Concerns& concerns, UtcTime now) {
  if (concerns.open == 0)
    return concerns.acknowledged == 0 ? std::string{"No post raised a concern."}
                                      : fmt::format("No post waits to be acknowledged; {} {} been.",
                                                    counted(concerns.acknowledged, "post"),
                                                    concerns.acknowledged == 1 ? "has" : "have");
  return concerns_in_a_line(concerns, now) + ".";
}

std::string concern_in_words(const store::Concern& concern, const store::StoredPost& post,
                             const ConcernsAround& around, const TimeZone& zone) {
  const std::string words = around.words(concern.rule, post.text);
  std::string text = concern.rule;
  if (concern.lapsed_at)
    text += fmt::format(": edited on {}; the words no longer stand in it", zone.format(*concern.lapsed_at));
  else if (!words.empty())
    text += fmt::format(": \"{}\"", terminal_safe(words));
  if (const auto& said = concern.acknowledged)
    text += fmt::format(" - acknowledged by {} on {}: {}", terminal_safe(said->by), zone.format(said->at),
                        terminal_safe(said->note));
  return text;
}

std::string block_of(const store::PostOfConcern& each, const ConcernsAround& around, const TimeZone& zone,
                     const Terminal& terminal) {
  const store::StoredPost& post = each.post;
  const std::string state =
      each.is_open() ? "waits for " + age_in_words(around.now - each.raised_at()) : "acknowledged";
  const std::string heading =
      fmt::format("{}  {}  {}, {}", post.ref, state, post.network,
                  post.created_at ? "posted " + zone.format(*post.created_at) : "undated");
  const bool fits = !terminal.interactive || display_width(heading) <= terminal.columns;
  std::string text = fits ? bold(heading, terminal) + "\n" : std::string{};
  if (!fits)
    for (const std::string& line : wrapped(heading, terminal.columns)) text += bold(line, terminal) + "\n";
  text += indented(terminal_safe(post.text), 2, terminal);
  for (const store::Concern& concern : each.concerns)
    text += indented(concern_in_words(concern, post, around, zone), 4, terminal);
  if (!post.ignored_by.empty())
    text += indented(fmt::format("counts nowhere: set aside by the ignore rule {}", post.ignored_by), 4,
                     terminal);
  return text;
}

void write_concern(JsonWriter& json, const store::Concern& concern, const store::StoredPost& post,
                   const ConcernsAround& around) {
  json.begin_object().key("id").integer(concern.id).key("rule").text(concern.rule);
  json.key("raised_at").text(format_utc(concern.raised_at));
  write_time(json, "edited_away_at", concern.lapsed_at);
  json.key("words");
  if (const std::string words = around.words(concern.rule, post.text); !words.empty())
    json.text(words);
  else
    json.null();
  json.key("acknowledged");
  if (const auto& said = concern.acknowledged)
    json.begin_object()
        .key("by")
        .text(said->by)
        .key("note")
        .text(said->note)
        .key("at")
        .text(format_utc(said->at))
        .end_object();
  else
    json.null();
  json.end_object();
}

}  // namespace

std::string age_in_words(std::chrono::seconds age) {
  if (age < 1min) return "less than a minute";
  if (age < 1h) return counted(age / 1min, "minute");
  if (age < 48h) return counted(age / 1h, "hour");
  return counted(age / 24h, "day");
}

std::string concerns_notice(const std::string& what_to_do) {
  return std::string{kConcernsAreNoSafeguarding} + " " + what_to_do;
}

std::string concerns_in_a_line(const store::Concerns& concerns, UtcTime now) {
  if (concerns.open == 0) return "no post waits to be acknowledged";
  return fmt::format("{} {} to be acknowledged, the oldest for {}", counted(concerns.open, "post"),
                     concerns.open == 1 ? "waits" : "wait",
                     age_in_words(now - concerns.oldest_open.value_or(now)));
}

std::string concerns_table(const store::Concerns& concerns, const ConcernsAround& around,
                           const TimeZone& zone, const Terminal& terminal) {
  std::string text = indented(concerns_notice(around.what_to_do), 0, terminal) + "\n";
  text += indented(summary(concerns, around.now), 0, terminal);
  for (const store::PostOfConcern& each : concerns.posts)
    text += "\n" + block_of(each, around, zone, terminal);
  return text;
}

std::string concerns_json(const store::Concerns& concerns, const ConcernsAround& around) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.concerns/1");
  json.key("notice").text(concerns_notice(around.what_to_do));
  json.key("open").integer(concerns.open).key("acknowledged").integer(concerns.acknowledged);
  write_time(json, "oldest_open_at", concerns.oldest_open);
  json.key("newest").integer(concerns.newest).key("rows").begin_array();
  for (const store::PostOfConcern& each : concerns.posts) {
    json.begin_object().key("ref").integer(each.post.ref).key("network").text(each.post.network);
    write_time(json, "created_at", each.post.created_at);
    json.key("open").boolean(each.is_open()).key("raised_at").text(format_utc(each.raised_at()));
    json.key("age").text(age_in_words(around.now - each.raised_at()));
    json.key("quotable").boolean(each.post.quotable);
    write_text_or_null(json, "ignored_by", each.post.ignored_by);
    json.key("text").text(each.post.text).key("concerns").begin_array();
    for (const store::Concern& concern : each.concerns) write_concern(json, concern, each.post, around);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string concerns_csv(const store::Concerns& concerns, const ConcernsAround& around) {
  std::string csv =
      "ref,rule,raised_at,age,network,created_at,edited_away_at,acknowledged_at,acknowledged_by,note,words,text\r\n";
  for (const store::PostOfConcern& each : concerns.posts)
    for (const store::Concern& concern : each.concerns) {
      const store::Acknowledgement said = concern.acknowledged.value_or(store::Acknowledgement{});
      csv += fmt::format(
          "{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_cell(fmt::format("{}", each.post.ref)), concern.rule,
          format_utc(concern.raised_at), age_in_words(around.now - concern.raised_at),
          csv_cell(each.post.network), each.post.created_at ? format_utc(*each.post.created_at) : "",
          concern.lapsed_at ? format_utc(*concern.lapsed_at) : "",
          concern.acknowledged ? format_utc(said.at) : "", csv_cell(said.by), csv_cell(said.note),
          csv_cell(around.words(concern.rule, each.post.text)), csv_cell(each.post.text));
    }
  return csv;
}

std::string concern_rules_table(const std::vector<ConcernRule>& rules, const std::string& what_to_do,
                                const Terminal& terminal) {
  std::string text = indented(concerns_notice(what_to_do), 0, terminal);
  text += "\n" + indented(fmt::format(
                              "A post raises a concern when one of these phrases stands in a sentence of it. "
                              "word* stands for all words that begin so, one/other for either, ... for at "
                              "most {} other words.",
                              kWordsBetween),
                          0, terminal);
  if (rules.empty()) text += "\nNo rule is in force.\n";
  for (const ConcernRule& rule : rules) {
    text += "\n" + bold(rule.name, terminal) + "\n";
    for (const std::string& phrase : rule.phrases) text += indented(terminal_safe(phrase), 2, terminal);
    for (const std::string& phrase : rule.unless)
      text += indented("unless the sentence has: " + terminal_safe(phrase), 2, terminal);
  }
  return text;
}

std::string concern_rules_json(const std::vector<ConcernRule>& rules, const std::string& what_to_do) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.concern-rules/1");
  json.key("notice").text(concerns_notice(what_to_do)).key("rules").begin_array();
  for (const ConcernRule& rule : rules) {
    json.begin_object().key("name").text(rule.name);
    write_texts(json, "phrases", rule.phrases);
    write_texts(json, "unless", rule.unless);
    json.end_object();
  }
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string concern_rules_csv(const std::vector<ConcernRule>& rules) {
  std::string csv = "rule,counts,phrase\r\n";
  for (const ConcernRule& rule : rules) {
    for (const std::string& phrase : rule.phrases)
      csv += fmt::format("{},for,{}\r\n", rule.name, csv_cell(phrase));
    for (const std::string& phrase : rule.unless)
      csv += fmt::format("{},against,{}\r\n", rule.name, csv_cell(phrase));
  }
  return csv;
}

}  // namespace nhs::report
