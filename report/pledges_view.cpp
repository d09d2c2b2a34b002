#include "report/pledges_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/counted.h"
#include "report/csv.h"
#include "report/json_members.h"
#include "report/table.h"

namespace nhs::report {
namespace {

constexpr std::size_t kMakersShown = 5;

std::string_view state_of(const store::Pledge& pledge) {
  return pledge.followed_up() ? "followed_up" : "open";
}

const store::FollowUpRecord* last_that_holds(const store::Pledge& pledge) {
  const auto last = std::find_if(pledge.follow_ups.rbegin(), pledge.follow_ups.rend(),
                                 [](const auto& each) { return each.holds(); });
  return last == pledge.follow_ups.rend() ? nullptr : &*last;
}

std::string summary(const store::Pledges& pledges, const PledgesAsked& asked) {
  const std::string filters = asked.filters.empty() ? "" : fmt::format(" ({})", asked.filters);
  const bool none = pledges.all.posts == 0;
  std::string text =
      none ? fmt::format("No pledges{}{}.", pledges.without_texts > 0 ? " with a text" : "", filters)
           : fmt::format("{}{}: {} open, {} followed up.", counted(pledges.all.posts, "pledge"), filters,
                         pledges.all.open(), pledges.all.followed_up);
  if (pledges.without_texts > 0) {
    const bool one = pledges.without_texts == 1;
    text +=
        pledges.without_texts_unsearched
            ? fmt::format(
                  " {} of this time {} kept without text, for {} age (`nhsvalues retention`), and not searched: "
                  "whether {} cannot be told.",
                  counted(pledges.without_texts, "pledge"), one ? "is" : "are", one ? "its" : "their",
                  one ? "it matches" : "they match")
            : fmt::format(
                  " {}{} {} kept without text, for {} age (`nhsvalues retention`): what was noted of {} went, "
                  "too.",
                  pledges.without_texts, none ? "" : " more", one ? "is" : "are", one ? "its" : "their",
                  one ? "it" : "them");
  }
  return text;
}

Table by_value(const store::Pledges& pledges) {
  Table table;
  table.column("Value");
  for (const char* heading : {"Pledges", "Open", "Followed up"}) table.column(heading, Table::Align::right);
  const auto add = [&](std::string name, const store::PledgeCounts& counts) {
    table.row({std::move(name), fmt::format("{}", counts.posts), fmt::format("{}", counts.open()),
               fmt::format("{}", counts.followed_up)});
  };
  for (const Value value : all_of<Value>()) add(std::string{name_of(value)}, pledges.values[index_of(value)]);
  if (pledges.no_value.posts > 0) add("(no value)", pledges.no_value);
  return table;
}

Table by_maker(const store::Pledges& pledges) {
  Table table;
  table.column("Made by");
  for (const char* heading : {"Pledges", "Open"}) table.column(heading, Table::Align::right);
  table.column("Network");
  table.column("Seen by");
  for (std::size_t i = 0; i < std::min(kMakersShown, pledges.makers.size()); ++i) {
    const store::PledgeMaker& maker = pledges.makers[i];
    table.row({author_alias(maker.author), fmt::format("{}", maker.counts.posts),
               fmt::format("{}", maker.counts.open()), maker.network,
               fmt::format("{}", fmt::join(maker.sources, ", "))});
  }
  return table;
}

std::string follow_up_in_words(const store::FollowUpRecord& record, const TimeZone& zone) {
  std::string text = fmt::format("Followed up on {}: {}", format_day(record.follow_up.day),
                                 terminal_safe(record.follow_up.note));
  if (!record.follow_up.by.empty()) text += fmt::format(" ({})", terminal_safe(record.follow_up.by));
  if (record.undone_at) text += fmt::format(" - taken back on {}", zone.format(*record.undone_at));
  return text;
}

std::string values_in_words(const store::Pledge& pledge) {
  std::vector<std::string_view> names;
  for (const ValueFinding& finding : pledge.post.classification.values)
    names.push_back(name_of(finding.value));
  return names.empty() ? std::string{"on none of the six values"} : fmt::format("{}", fmt::join(names, "; "));
}

void write_counts(JsonWriter& json, const store::PledgeCounts& counts) {
  json.key("pledges").integer(counts.posts).key("open").integer(counts.open());
  json.key("followed_up").integer(counts.followed_up);
}

void write_follow_ups(JsonWriter& json, const store::Pledge& pledge) {
  json.key("follow_ups").begin_array();
  for (const store::FollowUpRecord& each : pledge.follow_ups) {
    json.begin_object().key("day").text(format_day(each.follow_up.day)).key("note").text(each.follow_up.note);
    json.key("by").text(each.follow_up.by).key("noted_at").text(format_utc(each.noted_at));
    write_time(json, "undone_at", each.undone_at);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string author_alias(const std::optional<KeyedHash>& author) {
  if (!author) return "unknown author";
  return fmt::format("author {:02x}{:02x}{:02x}", (*author)[0], (*author)[1], (*author)[2]);
}

void write_pledge(JsonWriter& json, const store::Pledge& pledge) {
  const store::StoredPost& post = pledge.post;
  json.key("ref").integer(post.ref).key("network").text(post.network);
  write_time(json, "created_at", post.created_at);
  write_texts(json, "sources", post.sources);
  json.key("made_by").text(author_alias(post.author_key)).key("values").begin_array();
  for (const ValueFinding& finding : post.classification.values)
    json.begin_object()
        .key("value")
        .text(id_of(finding.value))
        .key("direction")
        .text(id_of(finding.direction))
        .end_object();
  json.end_array().key("quotable").boolean(post.quotable).key("text");
  if (post.quotable)
    json.text(post.text);
  else
    json.null();
  json.key("state").text(state_of(pledge));
  write_follow_ups(json, pledge);
}

std::string pledge_in_words(const store::Pledge& pledge, const TimeZone& zone, const Terminal& terminal) {
  const store::StoredPost& post = pledge.post;
  std::string text =
      bold(fmt::format("{}  {}  {}  {}  {}", post.ref,
                       post.created_at ? zone.format(*post.created_at) : "undated", post.network,
                       author_alias(post.author_key), pledge.followed_up() ? "followed up" : "open"),
           terminal) +
      "\n";
  text += indented(values_in_words(pledge), 2, terminal);
  text += indented(post.quotable
                       ? terminal_safe(post.text)
                       : fmt::format("(withheld, as its author asks not to be found; show {} has it, not "
                                     "for quoting)",
                                     post.ref),
                   2, terminal);
  for (const store::FollowUpRecord& each : pledge.follow_ups)
    text += indented(follow_up_in_words(each, zone), 4, terminal);
  return text;
}

std::string pledges_table(const store::Pledges& pledges, const PledgesAsked& asked, const TimeZone& zone,
                          const Terminal& terminal) {
  std::string text;
  for (const std::string& line : wrapped(summary(pledges, asked), terminal.columns)) text += line + "\n";
  if (pledges.all.posts == 0) return text;
  text += "\n" + by_value(pledges).text(terminal);
  text += "\n" + by_maker(pledges).text(terminal);
  if (pledges.makers.size() > kMakersShown)
    text += fmt::format("{} more: --format json has all.\n", pledges.makers.size() - kMakersShown);
  for (const store::Pledge& pledge : pledges.pledges) text += "\n" + pledge_in_words(pledge, zone, terminal);
  return text;
}

std::string pledges_json(const store::Pledges& pledges) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.pledges/1");
  write_counts(json, pledges.all);
  json.key("without_texts").integer(pledges.without_texts);
  json.key("without_texts_unsearched").boolean(pledges.without_texts_unsearched);
  json.key("values").begin_object();
  for (const Value value : all_of<Value>()) {
    json.key(id_of(value)).begin_object();
    write_counts(json, pledges.values[index_of(value)]);
    json.end_object();
  }
  json.end_object().key("no_value").begin_object();
  write_counts(json, pledges.no_value);
  json.end_object().key("makers").begin_array();
  for (const store::PledgeMaker& maker : pledges.makers) {
    json.begin_object().key("made_by").text(author_alias(maker.author)).key("network").text(maker.network);
    write_texts(json, "sources", maker.sources);
    write_counts(json, maker.counts);
    json.end_object();
  }
  json.end_array().key("rows").begin_array();
  for (const store::Pledge& pledge : pledges.pledges) {
    json.begin_object();
    write_pledge(json, pledge);
    json.end_object();
  }
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string pledges_ndjson(const store::Pledges& pledges) {
  std::string lines;
  for (const store::Pledge& pledge : pledges.pledges) {
    JsonWriter json;
    json.begin_object();
    write_pledge(json, pledge);
    json.end_object();
    lines.append(json.str()) += '\n';
  }
  return lines;
}

std::string pledges_csv(const store::Pledges& pledges) {
  std::string csv =
      "ref,created_at,network,sources,made_by,values,state,followed_up_on,note,noted_by,text,refuses_quotation\r\n";
  for (const store::Pledge& pledge : pledges.pledges) {
    const store::StoredPost& post = pledge.post;
    std::vector<std::string> values;
    for (const ValueFinding& each : post.classification.values)
      values.push_back(fmt::format("{}:{}", id_of(each.value), id_of(each.direction)));
    const store::FollowUpRecord* last = last_that_holds(pledge);
    csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_cell(fmt::format("{}", post.ref)),
                       post.created_at ? format_utc(*post.created_at) : "", csv_cell(post.network),
                       csv_cell(fmt::format("{}", fmt::join(post.sources, ", "))),
                       csv_cell(author_alias(post.author_key)),
                       csv_cell(fmt::format("{}", fmt::join(values, ","))), state_of(pledge),
                       last ? format_day(last->follow_up.day) : "",
                       csv_cell(last ? last->follow_up.note : ""), csv_cell(last ? last->follow_up.by : ""),
                       csv_cell(post.quotable ? std::string_view{post.text} : std::string_view{}),
                       post.quotable ? "no" : "yes");
  }
  return csv;
}

}  // namespace nhs::report
