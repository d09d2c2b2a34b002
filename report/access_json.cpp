#include <utility>

#include "report/access_facts.h"
#include "report/json_members.h"
#include "report/label_view.h"
#include "report/posts_view.h"

namespace nhs::report {
namespace {

void write_known(JsonWriter& json, const std::vector<AccessAnswer::Known>& known) {
  json.key("accounts").begin_array();
  for (const AccessAnswer::Known& each : known) {
    json.begin_object().key("network").text(each.network).key("author").text(each.author);
    json.key("posts").integer(each.posts).key("forgotten").boolean(each.forgotten);
    write_time(json, "objected_at", each.objected_at);
    json.end_object();
  }
  json.end_array();
}

void write_identity(JsonWriter& json, const AccessIdentity& identity) {
  json.key("sealed").begin_object();
  write_text_or_null(json, "id", identity.id);
  write_text_or_null(json, "url", identity.url);
  write_text_or_null(json, "author", identity.author);
  write_text_or_null(json, "account", identity.account);
  json.key("local_ids").begin_array();
  for (const auto& [source, id] : identity.local_ids)
    json.begin_object().key("source").text(source).key("id").text(id).end_object();
  json.end_array().key("unreadable").boolean(identity.unreadable).end_object();
}

/// As in other lists of labels, but for who put them: they are people too, and others than who asks.
void write_labels(JsonWriter& json, const std::vector<store::LabelRecord>& labels) {
  json.key("labels").begin_array();
  for (store::LabelRecord each : labels) {
    each.reader.clear();
    write_label_record(json, each);
  }
  json.end_array();
}

void write_showings(JsonWriter& json, const std::vector<store::Showing>& showings) {
  json.key("shown_by").begin_array();
  for (const store::Showing& each : showings)
    json.begin_object()
        .key("source")
        .text(each.source)
        .key("seen_at")
        .text(format_utc(each.seen_at))
        .end_object();
  json.end_array();
}

void write_reading(JsonWriter& json, std::string_view key, const Classification& classification,
                   bool has_text) {
  json.key(key);
  if (!has_text) {
    json.null();
    return;
  }
  json.begin_object();
  write_classification(json, classification, {});
  json.key("in_words").text(reading_in_words(classification)).end_object();
}

void write_follow_ups(JsonWriter& json, const std::vector<store::FollowUpRecord>& records) {
  json.key("follow_ups").begin_array();
  for (const store::FollowUpRecord& each : records) {
    json.begin_object().key("day").text(format_day(each.follow_up.day)).key("note").text(each.follow_up.note);
    json.key("noted_at").text(format_utc(each.noted_at));
    write_time(json, "undone_at", each.undone_at);
    json.end_object();
  }
  json.end_array();
}

void write_concerns(JsonWriter& json, const std::vector<store::Concern>& concerns) {
  json.key("concerns").begin_array();
  for (const store::Concern& each : concerns) {
    json.begin_object().key("rule").text(each.rule).key("raised_at").text(format_utc(each.raised_at));
    write_time(json, "edited_away_at", each.lapsed_at);
    write_time(json, "read_at", each.acknowledged ? std::optional{each.acknowledged->at} : std::nullopt);
    write_text_or_null(json, "note", each.acknowledged ? each.acknowledged->note : "");
    json.end_object();
  }
  json.end_array();
}

void write_consents(JsonWriter& json, const std::vector<store::ConsentRecord>& consents) {
  json.key("consents").begin_array();
  for (const store::ConsentRecord& each : consents) {
    json.begin_object().key("given_by").text(each.consent.given_by).key("how").text(each.consent.how);
    json.key("use").text(each.consent.use).key("on").text(format_day(each.consent.day));
    json.key("despite_wish").text(each.consent.despite_wish).key("state").text(id_of(each.state));
    json.key("noted_at").text(format_utc(each.noted_at));
    write_time(json, "withdrawn_at", each.withdrawn_at);
    write_time(json, "lapsed_at", each.lapsed_at);
    json.end_object();
  }
  json.end_array();
}

class AsJson final : public AccessWriter {
 public:
  explicit AsJson(TimeZone zone) : zone_(std::move(zone)) {}

  std::string head(const AccessAnswer& answer) override {
    JsonWriter json;
    json.begin_object().key("schema").text("nhsvalues.access/1").key("account").text(answer.account);
    json.key("made_at").text(format_utc(answer.made_at)).key("held").boolean(answer.held());
    json.key("summary").text(access_summary(answer, zone_));
    write_texts(json, "looked_on", answer.looked_on);
    write_known(json, answer.known);
    write_texts(json, "lists", answer.lists);
    json.key("about").begin_array();
    for (const Passage& each : access_passages(answer, zone_)) {
      json.begin_object().key("title").text(each.title);
      write_texts(json, "lines", each.lines);
      json.end_object();
    }
    json.end_array().key("posts").begin_array().end_array().end_object();
    std::string text{json.str()};
    // Posts come one by one: the list and the object stay open.
    text.resize(text.size() - 2);
    return text;
  }

  std::string post(const store::HeldPost& held, const AccessIdentity& identity) override {
    JsonWriter json;
    const store::StoredPost& post = held.post;
    const bool has_text = !post.text.empty();
    json.begin_object().key("ref").integer(post.ref).key("network").text(post.network);
    write_time(json, "created_at", post.created_at);
    write_time(json, "edited_at", post.edited_at);
    json.key("first_seen_at").text(format_utc(post.first_seen_at));
    write_time(json, "withdrawn_at", post.withdrawn_at);
    write_text_or_null(json, "ignored_by", post.ignored_by);
    write_text_or_null(json, "text", post.text);
    write_text_or_null(json, "stated_language", post.language);
    write_texts(json, "tags", post.tags);
    json.key("answers_another_post")
        .boolean(post.reply_key.has_value())
        .key("quotable")
        .boolean(post.quotable);
    write_identity(json, identity);
    write_showings(json, held.showings);
    write_reading(json, "counts_as", post.classification, has_text);
    write_reading(json, "machine", post.machine ? *post.machine : post.classification, has_text);
    write_labels(json, held.labels);
    write_follow_ups(json, held.follow_ups);
    write_concerns(json, held.concerns);
    write_consents(json, held.consents);
    json.key("in_samples_of").begin_array();
    for (const UtcTime each : held.served_at) json.text(format_utc(each));
    json.end_array().end_object();
    std::string text = std::exchange(first_, false) ? "\n" : ",\n";
    return text.append(json.str());
  }

  std::string end() override { return "]}\n"; }

 private:
  TimeZone zone_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<AccessWriter> access_json(TimeZone zone) { return std::make_unique<AsJson>(std::move(zone)); }

}  // namespace nhs::report
