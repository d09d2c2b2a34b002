#include "report/posts_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "report/csv.h"
#include "report/json_time.h"
#include "report/label_view.h"
#include "report/pledges_view.h"
#include "store/ignore_rules.h"

namespace nhs::report {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : std::string{separator}) + part;
  return text;
}

void write_evidence(JsonWriter& json, const std::vector<Evidence>& evidence, std::string_view text) {
  json.key("evidence").begin_array();
  for (const Evidence& span : evidence) {
    // Where the text is withheld, so is every part of it.
    if (span.end > text.size()) continue;
    json.begin_object().key("text").text(text.substr(span.start, span.end - span.start));
    json.key("start").integer(static_cast<std::int64_t>(span.start));
    json.key("end").integer(static_cast<std::int64_t>(span.end)).end_object();
  }
  json.end_array();
}

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key).begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

/// Lists of posts go about; one post alone is looked at by somebody who asked for it.
enum class Shown : std::uint8_t { among_others, alone };

/// What a list shows of a post's text: nothing of one whose author asks not to be found.
std::string_view text_among_others(const store::StoredPost& post) {
  return post.quotable ? std::string_view{post.text} : std::string_view{};
}

/// A post without its findings, into an object that is open.
void write_post(JsonWriter& json, const store::StoredPost& post, Shown shown) {
  json.key("ref").integer(post.ref).key("network").text(post.network);
  write_time(json, "created_at", post.created_at);
  write_time(json, "edited_at", post.edited_at);
  json.key("first_seen_at").text(format_utc(post.first_seen_at));
  write_texts(json, "sources", post.sources);
  write_texts(json, "tags", post.tags);
  json.key("author_alias").text(author_alias(post.author_key)).key("quotable")
      .boolean(post.quotable)
      .key("consented")
      .boolean(post.consented)
      .key("labelled")
      .boolean(post.machine.has_value());
  json.key("text");
  if (post.quotable || shown == Shown::alone)
    json.text(post.text);
  else
    json.null();
}

/// Of a post that was found by words, where they stand.
void write_snippet(JsonWriter& json, const store::StoredPost& post) {
  if (!post.snippet) return;
  json.key("snippet");
  if (!post.quotable) {
    json.null();
    return;
  }
  json.begin_object().key("text").text(post.snippet->text).key("matches").begin_array();
  for (const auto& [start, end] : post.snippet->matches)
    json.begin_object()
        .key("start")
        .integer(static_cast<std::int64_t>(start))
        .key("end")
        .integer(static_cast<std::int64_t>(end))
        .end_object();
  json.end_array().end_object();
}

std::string withheld_in_words(const store::StoredPost& post) {
  return fmt::format("(withheld, as its author asks not to be found; show {} has it, not for quoting)",
                     post.ref);
}

std::string values_cell(const Classification& classification) {
  std::vector<std::string> cells;
  for (const ValueFinding& finding : classification.values)
    cells.push_back(fmt::format("{}:{}", id_of(finding.value), id_of(finding.direction)));
  return joined(cells, ",");
}

std::string groups_cell(const Classification& classification) {
  std::vector<std::string> cells;
  for (const Group group : classification.groups) cells.emplace_back(id_of(group));
  return joined(cells, ",");
}

/// A post at the very start of a day is one of which the day alone is known, as after `import --date`; of a purged
/// one the day alone is left.
std::string time_in_words(const store::StoredPost& post, const TimeZone& zone) {
  const UtcTime time = *post.created_at;
  std::string words = zone.format(time);
  if (post.purged_at || zone.start_of(zone.day_of(time)) == time) words.resize(words.rfind(' '));
  return words;
}

std::string heading_of(const store::StoredPost& post, const TimeZone& zone) {
  return fmt::format("{}  {}  {}  {}", post.ref, post.created_at ? time_in_words(post, zone) : "undated", post.network,
                     author_alias(post.author_key));
}

std::string indented(std::string_view text, std::size_t indent, const Terminal& terminal) {
  std::string block;
  for (const std::string& line : wrapped(text, std::max<std::size_t>(terminal.columns, indent + 20) - indent))
    block += std::string(indent, ' ') + line + "\n";
  return block;
}

// No text has them (terminal_safe), and they take no column.
constexpr char kMatchBegins = '\x02';
constexpr char kMatchEnds = '\x03';

/// The snippet with its matches marked, on one line.
std::string with_marks(const store::Snippet& snippet) {
  const std::string_view text = snippet.text;
  std::string marked;
  std::size_t done = 0;
  for (const auto& [start, end] : snippet.matches) {
    marked += terminal_safe(text.substr(done, start - done)) + kMatchBegins;
    marked += terminal_safe(text.substr(start, end - start)) + kMatchEnds;
    done = end;
  }
  return marked + terminal_safe(text.substr(done));
}

/// Matches in bold; in brackets on a terminal without colour; as they stand elsewhere, for who searches on.
std::string snippet_block(const store::Snippet& snippet, std::size_t indent, const Terminal& terminal) {
  const std::string_view begin = terminal.colour ? "\x1b[1m" : terminal.interactive ? "[" : "";
  const std::string_view end = terminal.colour ? "\x1b[0m" : terminal.interactive ? "]" : "";
  std::string block;
  bool within = false;
  for (const char c : indented(with_marks(snippet), indent, terminal)) {
    if (c == kMatchBegins) block += begin;
    if (c == kMatchEnds) block += end;
    if (c == kMatchBegins || c == kMatchEnds) {
      within = c == kMatchBegins;
      continue;
    }
    // A match may go on in the next line, but not what stands before it there.
    if (c == '\n' && within && terminal.colour) block += end;
    block += c;
    if (c == '\n' && within && terminal.colour) block += begin;
  }
  return block;
}

std::string seen_in_words(const store::StoredPost& post, const TimeZone& zone) {
  return fmt::format("seen by {}; first on {}{}", joined(post.sources, ", "), zone.format(post.first_seen_at),
                     post.edited_at ? ", edited " + zone.format(*post.edited_at) : "");
}

/// A line for each finding, with the words that it rests on.
std::string reasons(const store::StoredPost& post, const Classification& explained,
                    const Terminal& terminal) {
  std::string text;
  if (explained.sentiment && !explained.sentiment->evidence.empty())
    text += indented(fmt::format("{}, because of {}", id_of(explained.sentiment->label),
                                 evidence_in_words(explained.sentiment->evidence, post.text)),
                     4, terminal);
  for (const ValueFinding& finding : explained.values)
    text += indented(fmt::format("{}: {} ({:.0f}% likely), because of {}", name_of(finding.value),
                                 id_of(finding.direction), finding.probability * 100,
                                 evidence_in_words(finding.evidence, post.text)),
                     4, terminal);
  return text;
}

}  // namespace

void write_classification(JsonWriter& json, const Classification& classification, std::string_view text) {
  json.key("language").text(classification.language);
  json.key("sentiment");
  if (const auto& sentiment = classification.sentiment) {
    json.begin_object().key("label").text(id_of(sentiment->label)).key("score").number(sentiment->score(), 2);
    json.key("positive").number(sentiment->positive, 2).key("neutral").number(sentiment->neutral, 2);
    json.key("negative").number(sentiment->negative, 2);
    if (!sentiment->evidence.empty()) write_evidence(json, sentiment->evidence, text);
    json.end_object();
  } else {
    json.null();
  }
  json.key("values").begin_array();
  for (const ValueFinding& finding : classification.values) {
    json.begin_object()
        .key("value")
        .text(id_of(finding.value))
        .key("direction")
        .text(id_of(finding.direction));
    json.key("probability").number(finding.probability, 2);
    write_evidence(json, finding.evidence, text);
    json.end_object();
  }
  json.end_array().key("kind");
  if (const auto& kind = classification.kind)
    json.begin_object()
        .key("label")
        .text(id_of(kind->label))
        .key("probability")
        .number(kind->probability, 2)
        .end_object();
  else
    json.null();
  json.key("groups").begin_array();
  for (const Group group : classification.groups) json.text(id_of(group));
  json.end_array().key("model").text(classification.model);
  if (classification.unclassified) json.key("unclassified").text(id_of(*classification.unclassified));
}

std::string posts_json(const std::vector<store::StoredPost>& posts) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.posts/1").key("posts").begin_array();
  for (const store::StoredPost& post : posts) {
    json.begin_object();
    write_post(json, post, Shown::among_others);
    write_snippet(json, post);
    write_classification(json, post.classification, text_among_others(post));
    json.end_object();
  }
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string posts_ndjson(const std::vector<store::StoredPost>& posts) {
  std::string lines;
  for (const store::StoredPost& post : posts) {
    JsonWriter json;
    json.begin_object();
    write_post(json, post, Shown::among_others);
    write_snippet(json, post);
    write_classification(json, post.classification, text_among_others(post));
    json.end_object();
    lines.append(json.str()) += '\n';
  }
  return lines;
}

std::string posts_csv(const std::vector<store::StoredPost>& posts) {
  std::string csv =
      "ref,created_at,network,sentiment,score,values,kind,groups,language,text,quotable,labelled,author_alias\r\n";
  for (const store::StoredPost& post : posts) {
    const Classification& found = post.classification;
    csv += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_cell(fmt::format("{}", post.ref)),
        post.created_at ? format_utc(*post.created_at) : "", csv_cell(post.network),
        found.sentiment ? id_of(found.sentiment->label) : "",
        found.sentiment ? fmt::format("{:.2f}", found.sentiment->score()) : "", csv_cell(values_cell(found)),
        found.kind ? id_of(found.kind->label) : "", csv_cell(groups_cell(found)), csv_cell(found.language),
        csv_cell(text_among_others(post)), post.quotable ? "yes" : "no", post.machine ? "yes" : "no",
        csv_cell(author_alias(post.author_key)));
  }
  return csv;
}

std::string exported_csv_head() {
  return "id,network,author,created_at,edited_at,language,tags,text,quotable,sentiment,score,values,kind,groups\r\n";
}

std::string exported_csv_row(const store::StoredPost& post, std::string_view id, std::string_view author) {
  const Classification& found = post.classification;
  return fmt::format(
      "{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_cell(id), csv_cell(post.network), csv_cell(author),
      post.created_at ? format_utc(*post.created_at) : "", post.edited_at ? format_utc(*post.edited_at) : "",
      csv_cell(post.language), csv_cell(joined(post.tags, " ")), csv_cell(text_among_others(post)),
      post.quotable ? "yes" : "no", found.sentiment ? id_of(found.sentiment->label) : "",
      found.sentiment ? fmt::format("{:.2f}", found.sentiment->score()) : "", csv_cell(values_cell(found)),
      found.kind ? id_of(found.kind->label) : "", csv_cell(groups_cell(found)));
}

std::string posts_table(const std::vector<store::StoredPost>& posts, const TimeZone& zone,
                        const Terminal& terminal) {
  std::string text;
  for (const store::StoredPost& post : posts) {
    if (!text.empty()) text += "\n";
    text += bold(heading_of(post, zone), terminal) + "\n";
    text += indented(findings_in_words(post.classification) + (post.machine ? "; as people labelled it" : ""),
                     2, terminal);
    if (post.quotable && post.snippet)
      text += snippet_block(*post.snippet, 2, terminal);
    else
      text += indented(post.quotable ? terminal_safe(post.text) : withheld_in_words(post), 2, terminal);
  }
  return text;
}

std::string findings_in_words(const Classification& classification) {
  if (classification.unclassified == Unclassified::language)
    return fmt::format("not classified: in another language ({})", classification.language);
  if (classification.unclassified) return "not classified: no words to judge";
  std::vector<std::string> parts;
  Label rest = label_of(classification);
  rest.sentiment = std::nullopt;
  if (rest.groups->empty()) rest.groups = std::nullopt;
  if (const auto& sentiment = classification.sentiment)
    parts.push_back(fmt::format("{} ({:+.2f})", id_of(sentiment->label), sentiment->score()));
  parts.push_back(label_in_words(rest));
  return joined(parts, "; ");
}

std::string evidence_in_words(const std::vector<Evidence>& evidence, std::string_view text) {
  std::vector<Evidence> ordered = evidence;
  std::sort(ordered.begin(), ordered.end(),
            [](const Evidence& a, const Evidence& b) { return a.start < b.start; });
  std::vector<std::string> quotes;
  for (const Evidence& span : ordered)
    quotes.push_back("\"" + terminal_safe(text.substr(span.start, span.end - span.start)) + "\"");
  return joined(quotes, ", ");
}

std::string post_explained(const store::StoredPost& post, const std::optional<Classification>& explained,
                           const std::vector<store::LabelRecord>& labels, const TimeZone& zone,
                           const Terminal& terminal) {
  std::string text = bold(heading_of(post, zone), terminal) + "\n";
  if (post.withdrawn_at && post.ignored_by.empty()) {
    text += indented(
        post.removal
            ? fmt::format(
                  "removed on {}: the network no longer shows it (first seen so on {}), so it no longer counts and "
                  "its text and author are gone here too",
                  zone.format(post.removal->removed_at), zone.format(post.removal->gone_at))
            : fmt::format(
                  "withdrawn on {}: its author took the tag away, so it no longer counts and its text is gone",
                  zone.format(*post.withdrawn_at)),
        2, terminal);
    return text + indented(seen_in_words(post, zone), 2, terminal);
  }
  if (post.purged_at)
    text += indented(
        fmt::format("Text, author and address were removed on {}, when their time was over (retention). "
                    "What was found in it still counts; its moments are those of its day alone.",
                    zone.format(*post.purged_at)),
        2, terminal);
  else
    text += indented(terminal_safe(post.text, false), 2, terminal) + "\n";
  if (!post.quotable) text += indented("Not for quoting: its author asks not to be found.", 2, terminal);
  if (post.consented)
    text += indented("May be quoted word for word: somebody agreed, nhsvalues consent says who and for what.",
                     2, terminal);
  if (!post.ignored_by.empty())
    text += indented(post.ignored_by == store::kObjection
                         ? std::string{"Counts nowhere: its author objects to being counted."}
                         : fmt::format("Counts nowhere: set aside by the ignore rule {}.", post.ignored_by),
                     2, terminal);
  text += indented(findings_in_words(post.classification), 2, terminal);
  for (const store::LabelRecord& label : labels)
    text += indented(label_record_in_words(label, zone), 2, terminal);
  const Classification& machine = post.machine ? *post.machine : post.classification;
  if (post.machine) text += indented("The machine: " + findings_in_words(machine), 2, terminal);
  if (!explained && !post.purged_at)
    text += indented("No model is at hand, so the deciding words cannot be shown.", 2, terminal);
  if (explained && explained->model != machine.model)
    text += indented(
        fmt::format("Judged by model {}; the model at hand is {}, so the deciding words cannot be shown until "
                    "`nhsvalues reclassify`, or nhsvaluesd by itself, has judged it anew.",
                    machine.model, explained->model),
        2, terminal);
  if (explained && explained->model == machine.model) text += reasons(post, *explained, terminal);
  return text + indented(fmt::format("{}; language {}; model {}", seen_in_words(post, zone), machine.language,
                                     machine.model),
                         2, terminal);
}

std::string post_explained_json(const store::StoredPost& post, const std::optional<Classification>& explained,
                                const std::vector<store::LabelRecord>& labels) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.show/1");
  write_post(json, post, Shown::alone);
  write_time(json, "purged_at", post.purged_at);
  // A post that is set aside is whole and may come back.
  const bool set_aside = !post.ignored_by.empty();
  write_time(json, "withdrawn_at", set_aside ? std::nullopt : post.withdrawn_at);
  json.key("removed_by_network");
  if (post.removal) {
    json.begin_object();
    write_time(json, "gone_at", post.removal->gone_at);
    write_time(json, "confirmed_at", post.removal->confirmed_at);
    write_time(json, "removed_at", post.removal->removed_at);
    json.end_object();
  } else {
    json.null();
  }
  json.key("ignored_by");
  if (set_aside)
    json.text(post.ignored_by);
  else
    json.null();
  const Classification& stored = post.machine ? *post.machine : post.classification;
  const Classification& machine = explained && explained->model == stored.model ? *explained : stored;
  write_classification(json, post.machine ? post.classification : machine, post.text);
  json.key("machine");
  if (post.machine) {
    json.begin_object();
    write_classification(json, machine, post.text);
    json.end_object();
  } else {
    json.null();
  }
  json.key("labels").begin_array();
  for (const store::LabelRecord& label : labels) write_label_record(json, label);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
