#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/campaign_times.h"
#include "report/comparison.h"
#include "report/coverage_view.h"
#include "report/terminal.h"

namespace nhs::report {

/// What was heard in a time: classified posts.
struct Heard {
  std::int64_t posts = 0;
  std::optional<std::int64_t> people;  ///< nothing where nobody can tell, or there are too many to count
  std::optional<std::int64_t> most_by_one_author;
  /// Of `posts`, those whose author is not known; nothing where nobody counted.
  std::optional<std::int64_t> posts_by_unknown;
  std::array<std::int64_t, count_of<Sentiment>> feelings{};
  std::array<std::int64_t, count_of<Kind>> kinds{};
};

/// Posts that carry at least one of a campaign's tags, classified or not.
struct TaggedPosts {
  std::int64_t posts = 0;
  std::optional<std::int64_t> own;   ///< by the campaign's accounts; nothing where nobody can tell
  std::vector<std::int64_t> by_tag;  ///< in the order of Campaign::tags; a post may carry several
  Heard heard;
};

/// A signal, and how many others there are on the same value.
struct SignalOfValue {
  std::string words;
  std::string about;  ///< "Compassion", "All posts"
  std::size_t others = 0;
};

/// A campaign's days against others.
struct CampaignEvaluation {
  Campaign campaign;
  CampaignTimes times;
  CampaignBaseline against = CampaignBaseline::before;
  Comparison comparison;  ///< first the baseline, then the campaign
  Heard before;
  Heard during;
  /// Nothing without tags, or when there are too many posts to look at each.
  std::optional<TaggedPosts> tagged_before = {};
  std::optional<TaggedPosts> tagged_during = {};
  bool only_its_values = false;    ///< the comparison holds these alone
  std::vector<bool> watched = {};  ///< for each tag, whether it is among the topics
  std::string own_unknown = {};    ///< why nobody can tell the team's own posts; empty where it is told
  std::vector<Campaign> others_before = {};
  std::vector<Campaign> others_during = {};
  /// Signals that reach into the campaign, one a value; what to say where there are none; and the length of
  /// the periods that were looked at.
  std::vector<SignalOfValue> signals = {};
  std::string no_signals = {};
  Bucket signals_by = Bucket::week;
  store::CoverageResult coverage = {};  ///< of the campaign's days

  /// Of days that nobody collected no number is known.
  bool is_known_before() const { return comparison.first.counts.collected != store::Collected::none; }
  bool is_known_during() const { return comparison.second.counts.collected != store::Collected::none; }
};

/// The six stages that evaluations of public campaigns are written under: Government Communication Service,
/// The GCS Evaluation Cycle (2024).
inline constexpr std::array<std::string_view, 6> kEvaluationStages = {
    "Inputs", "Outputs", "Outtakes", "Outcomes", "Impact", "Learning and innovation"};

/// The evaluation under the six headings.
std::string campaign_table(const CampaignEvaluation& evaluation, const Terminal& terminal);
/// The same, its outcomes drawn too. It fits the terminal's columns (60 or more).
std::string campaign_chart(const CampaignEvaluation& evaluation, const Terminal& terminal);
/// The shape `nhsvalues.compare/1` with the member `campaign`.
std::string campaign_json(const CampaignEvaluation& evaluation);
/// The rows of the comparison, as comparison_ndjson and comparison_csv write them.
std::string campaign_ndjson(const CampaignEvaluation& evaluation);
std::string campaign_csv(const CampaignEvaluation& evaluation);

/// What there is to compare: name, days and title of each.
std::string campaign_list(const std::vector<Campaign>& campaigns, const Terminal& terminal);
/// The shape `nhsvalues.campaigns/1`.
std::string campaign_list_json(const std::vector<Campaign>& campaigns);

}  // namespace nhs::report
