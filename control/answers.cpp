#include "control/answers.h"

#include <algorithm>
#include <array>

#include "control/json_members.h"
#include "privacy/pseudonymiser.h"

namespace nhs::control {
namespace {

void write_counting(JsonWriter& json, const Counting& counting) {
  json.begin_object();
  if (counting.unclassified) json.key("unclassified").text(id_of(*counting.unclassified));
  json.key("language").text(counting.language);
  write_label(json, counting.label);
  json.end_object();
}

Result<Counting> read_counting(JsonView json) {
  if (!json.is_object()) return not_understood();
  Counting counting;
  counting.language = json["language"].text_or_empty();
  if (const auto reason = json["unclassified"].text()) {
    counting.unclassified = from_id<Unclassified>(*reason);
    if (!counting.unclassified) return not_understood();
  }
  auto label = read_label(json);
  if (!label) return not_understood();
  counting.label = *std::move(label);
  return counting;
}

constexpr std::array<std::string_view, 6> kOutcomes = {"stored",    "unchanged",   "edited",
                                                       "withdrawn", "not_sampled", "full"};

}  // namespace

void AccountRevealed::write(JsonWriter& json) const {
  json.key("known").begin_array();
  for (const Known& each : known) {
    json.begin_object().key("network").text(each.network).key("author").text(privacy::to_text(each.key));
    json.key("posts").integer(each.posts).key("forgotten").boolean(each.forgotten);
    if (each.objected_at) json.key("objected_at").text(format_utc(*each.objected_at));
    json.end_object();
  }
  json.end_array().key("opened").begin_array();
  for (const Opened& each : opened) {
    json.begin_object().key("ref").integer(each.ref);
    json.key("id").text(each.id).key("url").text(each.url).key("author").text(each.author);
    json.key("account").text(each.account).key("local_ids").begin_array();
    for (const auto& [source, id] : each.local_ids) json.begin_array().text(source).text(id).end_array();
    json.end_array().key("unreadable").boolean(each.unreadable).end_object();
  }
  json.end_array().key("answered").integer(static_cast<std::int64_t>(answered));
}

Result<AccountRevealed> AccountRevealed::read(JsonView json) {
  AccountRevealed revealed;
  const auto answered = json["answered"].integer();
  if (!answered || *answered < 0) return not_understood();
  revealed.answered = static_cast<std::size_t>(*answered);
  const JsonView known = json["known"];
  for (std::size_t i = 0; i < known.size(); ++i) {
    const JsonView each = known.at(i);
    const auto key = privacy::hash_from_text(each["author"].text_or_empty());
    const auto posts = each["posts"].integer();
    if (!key || !posts) return not_understood();
    revealed.known.push_back({each["network"].text_or_empty(), *key, *posts,
                              parse_rfc3339(each["objected_at"].text_or_empty()),
                              each["forgotten"].boolean().value_or(false)});
  }
  const JsonView opened = json["opened"];
  for (std::size_t i = 0; i < opened.size(); ++i) {
    const JsonView each = opened.at(i);
    const auto ref = each["ref"].integer();
    if (!ref) return not_understood();
    Opened post{*ref,
                each["id"].text_or_empty(),
                each["url"].text_or_empty(),
                each["author"].text_or_empty(),
                {},
                each["unreadable"].boolean().value_or(false),
                each["account"].text_or_empty()};
    const JsonView ids = each["local_ids"];
    for (std::size_t place = 0; place < ids.size(); ++place)
      if (ids.at(place).size() == 2)
        post.local_ids.emplace_back(ids.at(place).at(0).text_or_empty(), ids.at(place).at(1).text_or_empty());
    revealed.opened.push_back(std::move(post));
  }
  return revealed;
}

void write_label(JsonWriter& json, const Label& label) {
  if (label.values) json.key("values").text(values_field(label.values));
  if (label.sentiment) json.key("sentiment").text(id_of(*label.sentiment));
  if (label.kind) json.key("kind").text(id_of(*label.kind));
  if (label.groups) json.key("groups").text(groups_field(label.groups));
}

Result<Label> read_label(JsonView json) {
  Label label;
  const auto take = [&](const char* name, auto parse, auto& member) -> Result<void> {
    const auto text = json[name].text();
    if (!text) return {};
    auto parsed = parse(*text);
    if (!parsed) return fail(ExitStatus::bad_data, std::string{name} + ": " + parsed.error().message);
    member = *std::move(parsed);
    return {};
  };
  if (auto read = take("values", parse_values_field, label.values); !read)
    return tl::unexpected(read.error());
  if (auto read = take("sentiment", parse_sentiment_field, label.sentiment); !read)
    return tl::unexpected(read.error());
  if (auto read = take("kind", parse_kind_field, label.kind); !read) return tl::unexpected(read.error());
  if (auto read = take("groups", parse_groups_field, label.groups); !read)
    return tl::unexpected(read.error());
  return label;
}

void Recounted::write(JsonWriter& json) const {
  json.key("before");
  write_counting(json, before);
  json.key("now");
  write_counting(json, now);
}

Result<Recounted> Recounted::read(JsonView json) {
  auto before = read_counting(json["before"]);
  auto now = read_counting(json["now"]);
  if (!before || !now) return not_understood();
  return Recounted{*std::move(before), *std::move(now)};
}

void Drawn::write(JsonWriter& json) const { json.key("draw").integer(draw); }

Result<Drawn> Drawn::read(JsonView json) {
  const auto draw = json["draw"].integer();
  if (!draw) return not_understood();
  return Drawn{*draw};
}

void Served::write(JsonWriter& json) const {
  json.key("edited").begin_array();
  for (const std::int64_t ref : edited) json.integer(ref);
  json.end_array();
}

Result<Served> Served::read(JsonView json) {
  if (!json["edited"].is_array()) return not_understood();
  Served served;
  for (std::size_t i = 0; i < json["edited"].size(); ++i) {
    const auto ref = json["edited"].at(i).integer();
    if (!ref) return not_understood();
    served.edited.push_back(*ref);
  }
  return served;
}

void Judged::write(JsonWriter& json) const {
  json.key("outcomes").begin_array();
  for (const store::JudgementOutcome outcome : outcomes)
    json.text(kOutcomes[static_cast<std::size_t>(outcome)]);
  json.end_array();
}

Result<Judged> Judged::read(JsonView json) {
  if (!json["outcomes"].is_array()) return not_understood();
  Judged judged;
  for (std::size_t i = 0; i < json["outcomes"].size(); ++i) {
    const std::string word = json["outcomes"].at(i).text_or_empty();
    const auto known = std::find(kOutcomes.begin(), kOutcomes.end(), word);
    if (known == kOutcomes.end()) return not_understood();
    judged.outcomes.push_back(static_cast<store::JudgementOutcome>(known - kOutcomes.begin()));
  }
  return judged;
}

void Purged::write(JsonWriter& json) const {
  json.key("posts").integer(step.posts).key("finished").boolean(step.finished);
  json.key("somebody_reads").boolean(step.somebody_reads).key("copies").integer(step.copies);
}

Result<Purged> Purged::read(JsonView json) {
  const auto posts = json["posts"].integer();
  const auto finished = json["finished"].boolean();
  const auto reads = json["somebody_reads"].boolean();
  const auto copies = json["copies"].integer();
  if (!posts || !finished || !reads || !copies) return not_understood();
  return Purged{{*posts, *finished, *reads, static_cast<int>(*copies)}};
}

void Switched::write(JsonWriter& json) const { json.key("changed").boolean(changed); }

Result<Switched> Switched::read(JsonView json) {
  const auto changed = json["changed"].boolean();
  if (!changed) return not_understood();
  return Switched{*changed};
}

void Opened::write(JsonWriter& json) const { json.key("address").text(address); }

Result<Opened> Opened::read(JsonView json) {
  const auto address = json["address"].text();
  if (!address) return not_understood();
  return Opened{std::string{*address}};
}

void Noted::write(JsonWriter& json) const { json.key("noted").boolean(true); }

Result<Noted> Noted::read(JsonView json) {
  if (!json["noted"].boolean().value_or(false)) return not_understood();
  return Noted{};
}

void ConcernsChanged::write(JsonWriter& json) const { json.key("concerns").integer(concerns); }

Result<ConcernsChanged> ConcernsChanged::read(JsonView json) {
  const auto concerns = json["concerns"].integer();
  if (!concerns) return not_understood();
  return ConcernsChanged{*concerns};
}

void ConsentChanged::write(JsonWriter& json) const { json.key("state").text(id_of(state)); }

Result<ConsentChanged> ConsentChanged::read(JsonView json) {
  const auto state = from_id<store::ConsentState>(json["state"].text_or_empty());
  if (!state) return not_understood();
  return ConsentChanged{*state};
}

void FollowedUp::write(JsonWriter& json) const { json.key("followed_up").boolean(followed_up); }

Result<FollowedUp> FollowedUp::read(JsonView json) {
  const auto followed_up = json["followed_up"].boolean();
  if (!followed_up) return not_understood();
  return FollowedUp{*followed_up};
}

}  // namespace nhs::control
