#include <fmt/format.h>

#include "report/json_members.h"
#include "report/label_view.h"
#include "report/pledges_view.h"
#include "report/post_words.h"
#include "report/posts_view.h"

namespace nhs::report {
namespace {

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

/// Lists of posts go about; one post alone is looked at by somebody who asked for it.
enum class PostShown : std::uint8_t { among_others, alone };

/// A post without its findings, into an object that is open.
void write_post(JsonWriter& json, const store::StoredPost& post, PostShown shown) {
  json.key("ref").integer(post.ref).key("network").text(post.network);
  write_time(json, "created_at", post.created_at);
  write_time(json, "edited_at", post.edited_at);
  json.key("first_seen_at").text(format_utc(post.first_seen_at));
  write_texts(json, "sources", post.sources);
  write_texts(json, "tags", post.tags);
  json.key("author_alias")
      .text(author_alias(post.author_key))
      .key("quotable")
      .boolean(post.quotable)
      .key("consented")
      .boolean(post.consented)
      .key("labelled")
      .boolean(post.machine.has_value());
  json.key("text");
  if (post.quotable || shown == PostShown::alone)
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
    write_post(json, post, PostShown::among_others);
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
    write_post(json, post, PostShown::among_others);
    write_snippet(json, post);
    write_classification(json, post.classification, text_among_others(post));
    json.end_object();
    lines.append(json.str()) += '\n';
  }
  return lines;
}

std::string post_explained_json(const store::StoredPost& post, const std::optional<Classification>& explained,
                                const BesidePost& beside) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.show/1");
  write_post(json, post, PostShown::alone);
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
  write_text_or_null(json, "ignored_by", post.ignored_by);
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
  for (const store::LabelRecord& label : beside.labels) write_label_record(json, label);
  json.end_array().key("concerns").begin_array();
  for (const store::Concern& concern : beside.concerns) {
    json.begin_object().key("rule").text(concern.rule).key("raised_at").text(format_utc(concern.raised_at));
    write_time(json, "acknowledged_at",
               concern.acknowledged ? std::optional{concern.acknowledged->at} : std::nullopt);
    json.end_object();
  }
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
