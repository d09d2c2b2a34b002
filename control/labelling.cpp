#include "control/labelling.h"

#include <fmt/format.h>

#include <algorithm>

#include "control/json_members.h"
#include "control/limits.h"
#include "control/office.h"

namespace nhs::control {
namespace {

/// 64 bits without a sign do not fit what JSON calls a number.
std::string hex(std::uint64_t number) { return fmt::format("{:016x}", number); }

Result<std::uint64_t> read_hex(JsonView json, const char* member) {
  const std::string text = json[member].text_or_empty();
  const bool right = text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!right) return faulty(member, "16 hexadecimal digits");
  return std::stoull(text, nullptr, 16);
}

/// What is said of a post twice costs twice, and counts once.
template <typename Item>
bool name_a_post_twice(const std::vector<Item>& items) {
  std::vector<std::int64_t> refs;
  for (const Item& item : items) refs.push_back(item.ref);
  std::sort(refs.begin(), refs.end());
  return std::adjacent_find(refs.begin(), refs.end()) != refs.end();
}

Counting counting_of(const Classification& found) {
  return {found.unclassified, found.language, label_of(found)};
}

Result<Recounted> recounted(const Result<store::LabelChange>& change) {
  if (!change) return tl::unexpected(change.error());
  return Recounted{counting_of(change->before), counting_of(change->now)};
}

}  // namespace

void LabelPost::write(JsonWriter& json) const {
  json.key("ref").integer(ref).key("reader").text(reader);
  write_label(json, label);
}

Result<LabelPost> LabelPost::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  auto reader = read_line_of_text(json, "reader", kLongestName);
  if (!reader) return tl::unexpected(reader.error());
  auto label = read_label(json);
  if (!label) return tl::unexpected(label.error());
  if (label->empty()) return faulty("label", "about at least one aspect");
  return LabelPost{*ref, *std::move(label), *std::move(reader)};
}

Result<Recounted> LabelPost::perform(const Office& office) const {
  return recounted(office.store.label(ref, label, reader, office.act));
}

void UndoLabel::write(JsonWriter& json) const { json.key("ref").integer(ref); }

Result<UndoLabel> UndoLabel::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  return UndoLabel{*ref};
}

Result<Recounted> UndoLabel::perform(const Office& office) const {
  return recounted(office.store.undo_label(ref, office.act));
}

void DrawSample::write(JsonWriter& json) const {
  json.key("seed").text(hex(draw.seed)).key("selection").text(draw.selection);
  json.key("populations").begin_array();
  for (const std::int64_t population : draw.populations) json.integer(population);
  json.end_array();
}

Result<DrawSample> DrawSample::read(JsonView json) {
  const auto seed = read_hex(json, "seed");
  if (!seed) return tl::unexpected(seed.error());
  auto selection = read_line_of_text(json, "selection", kLongestSelection);
  if (!selection) return tl::unexpected(selection.error());
  DrawSample sample{{*seed, *std::move(selection), {}}};
  const JsonView populations = json["populations"];
  for (std::size_t i = 0; i < store::kStrata; ++i) {
    const auto population = populations.size() == store::kStrata ? populations.at(i).integer() : std::nullopt;
    if (!population || *population < 0)
      return faulty("populations", fmt::format("{} whole numbers from 0 on", store::kStrata));
    sample.draw.populations[i] = *population;
  }
  return sample;
}

Result<Drawn> DrawSample::perform(const Office& office) const {
  const auto id = office.store.note_draw(draw, office.act);
  if (!id) return tl::unexpected(id.error());
  return Drawn{*id};
}

void ServePosts::write(JsonWriter& json) const {
  json.key("draw").integer(draw).key("posts").begin_array();
  for (const store::ServedPost& post : posts) {
    json.begin_object().key("ref").integer(post.ref).key("stratum").integer(
        static_cast<std::int64_t>(store::index_of(post.stratum)));
    json.key("text").text(hex(post.text_mark)).end_object();
  }
  json.end_array();
}

Result<ServePosts> ServePosts::read(JsonView json) {
  const auto draw = read_number(json, "draw");
  if (!draw) return tl::unexpected(draw.error());
  const auto list = read_list(json, "posts");
  if (!list) return tl::unexpected(list.error());
  ServePosts change{*draw, {}};
  for (std::size_t i = 0; i < list->size(); ++i) {
    const JsonView post = list->at(i);
    const auto ref = read_number(post, "ref");
    if (!ref) return tl::unexpected(ref.error());
    const auto stratum = post["stratum"].integer();
    if (!stratum || *stratum < 0 || *stratum >= static_cast<std::int64_t>(store::kStrata))
      return faulty("stratum", fmt::format("from 0 to {}", store::kStrata - 1));
    const auto mark = read_hex(post, "text");
    if (!mark) return tl::unexpected(mark.error());
    change.posts.push_back({*ref, store::stratum_at(static_cast<std::size_t>(*stratum)), *mark});
  }
  if (name_a_post_twice(change.posts)) return faulty("posts", "about each post once");
  return change;
}

Result<Served> ServePosts::perform(const Office& office) const {
  auto edited = office.store.note_served(draw, posts, office.act);
  if (!edited) return tl::unexpected(edited.error());
  return Served{*std::move(edited)};
}

void JudgePosts::write(JsonWriter& json) const {
  json.key("reader").text(reader).key("trial").boolean(trial);
  if (draw) json.key("draw").integer(*draw);
  json.key("judgements").begin_array();
  for (const store::NewJudgement& judgement : judgements) {
    json.begin_object().key("ref").integer(judgement.ref);
    write_label(json, judgement.label);
    json.end_object();
  }
  json.end_array();
}

Result<JudgePosts> JudgePosts::read(JsonView json) {
  auto reader = read_line_of_text(json, "reader", kLongestName);
  if (!reader) return tl::unexpected(reader.error());
  const auto trial = json["trial"].boolean();
  if (!trial) return faulty("trial", "true or false");
  const auto list = read_list(json, "judgements");
  if (!list) return tl::unexpected(list.error());
  JudgePosts change{{}, *std::move(reader), *trial};
  if (json["draw"].exists()) {
    const auto draw = read_number(json, "draw");
    if (!draw) return tl::unexpected(draw.error());
    change.draw = *draw;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto ref = read_number(list->at(i), "ref");
    if (!ref) return tl::unexpected(ref.error());
    auto label = read_label(list->at(i));
    if (!label) return tl::unexpected(label.error());
    if (label->empty()) return faulty("judgements", "about at least one aspect each");
    change.judgements.push_back({*ref, *std::move(label)});
  }
  if (name_a_post_twice(change.judgements)) return faulty("judgements", "about each post once");
  return change;
}

Result<Judged> JudgePosts::perform(const Office& office) const {
  auto outcomes = office.store.judge(judgements, reader, office.act, trial, draw);
  if (!outcomes) return tl::unexpected(outcomes.error());
  return Judged{*std::move(outcomes)};
}

}  // namespace nhs::control
