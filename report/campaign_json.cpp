#include "core/json.h"
#include "report/campaign_marks.h"
#include "report/campaign_text.h"
#include "report/campaign_view.h"
#include "report/comparison_json.h"
#include "report/json_members.h"

namespace nhs::report {
namespace {

void write_names(JsonWriter& json, std::string_view key, const std::vector<Campaign>& campaigns) {
  json.key(key).begin_array();
  for (const Campaign& each : campaigns) json.text(each.name);
  json.end_array();
}

void write_tagged(JsonWriter& json, std::string_view key, const std::optional<TaggedPosts>& tagged,
                  const std::vector<std::string>& tags) {
  json.key(key);
  if (!tagged) {
    json.null();
    return;
  }
  json.begin_object().key("posts").integer(tagged->posts);
  write_integer(json, "own", tagged->own);
  json.key("by_tag").begin_object();
  for (std::size_t i = 0; i < tags.size(); ++i) json.key(tags[i]).integer(tagged->by_tag[i]);
  json.end_object().end_object();
}

void write_outputs(JsonWriter& json, const CampaignEvaluation& evaluation) {
  const std::vector<std::string>& tags = evaluation.campaign.tags;
  json.key("outputs").begin_object();
  write_tagged(json, "first", evaluation.is_known_before() ? evaluation.tagged_before : std::nullopt, tags);
  write_tagged(json, "second", evaluation.is_known_during() ? evaluation.tagged_during : std::nullopt, tags);
  json.key("tags_not_watched").begin_array();
  for (std::size_t i = 0; i < tags.size() && i < evaluation.watched.size(); ++i)
    if (!evaluation.watched[i]) json.text(tags[i]);
  json.end_array();
  write_texts(json, "cautions", output_cautions(evaluation));
  json.end_object();
}

void write_heard(JsonWriter& json, std::string_view key, const Heard* heard) {
  json.key(key);
  if (heard == nullptr) {
    json.null();
    return;
  }
  json.begin_object().key("posts").integer(heard->posts);
  write_integer(json, "people", heard->people);
  write_integer(json, "most_by_one_author", heard->most_by_one_author);
  write_integer(json, "posts_by_unknown", heard->posts_by_unknown);
  json.key("sentiment").begin_object();
  for (const Sentiment each : all_of<Sentiment>())
    json.key(id_of(each)).integer(heard->feelings[index_of(each)]);
  json.end_object().key("kinds").begin_object();
  for (const Kind each : all_of<Kind>()) json.key(id_of(each)).integer(heard->kinds[index_of(each)]);
  json.end_object().end_object();
}

void write_outtakes(JsonWriter& json, const CampaignEvaluation& evaluation) {
  json.key("outtakes").begin_object();
  write_heard(json, "first", evaluation.is_known_before() ? &evaluation.before : nullptr);
  write_heard(json, "second", evaluation.is_known_during() ? &evaluation.during : nullptr);
  write_heard(
      json, "tagged",
      evaluation.tagged_during && evaluation.is_known_during() ? &evaluation.tagged_during->heard : nullptr);
  json.end_object();
}

void write_campaign(JsonWriter& json, const CampaignEvaluation& evaluation) {
  json.key("campaign").begin_object();
  write_campaign_members(json, evaluation.campaign);
  json.key("running").boolean(evaluation.times.running);
  json.key("baseline").text(evaluation.against == CampaignBaseline::before ? "before" : "year-before");
  json.key("weeks_between").integer(evaluation.times.weeks_between);
  json.key("only_its_values").boolean(evaluation.only_its_values);
  write_names(json, "others_in_baseline", evaluation.others_before);
  write_names(json, "others_at_the_same_time", evaluation.others_during);
  write_texts(json, "text", times_in_words(evaluation));
  json.key("outcome").text(outcome_in_words(evaluation));
  json.key("inputs").begin_object();
  write_texts(json, "objectives", evaluation.campaign.objectives);
  write_texts(json, "inputs", evaluation.campaign.inputs);
  write_texts(json, "activities", evaluation.campaign.activities);
  json.end_object();
  write_outputs(json, evaluation);
  write_outtakes(json, evaluation);
  write_texts(json, "impact", impact_in_words());
  write_texts(json, "learning", learning_in_words(evaluation));
  json.end_object();
}

}  // namespace

std::string campaign_json(const CampaignEvaluation& evaluation) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.compare/1");
  write_comparison(json, evaluation.comparison);
  write_campaign(json, evaluation);
  json.end_object();
  return std::string{json.str()} + "\n";
}

std::string campaign_ndjson(const CampaignEvaluation& evaluation) {
  return comparison_ndjson(evaluation.comparison);
}

std::string campaign_csv(const CampaignEvaluation& evaluation) {
  return comparison_csv(evaluation.comparison);
}

}  // namespace nhs::report
