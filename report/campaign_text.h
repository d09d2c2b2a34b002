#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "report/campaign_view.h"

namespace nhs::report {

inline constexpr std::array<std::string_view, count_of<Sentiment>> kFeelingsHeard = {"Positive", "Neutral",
                                                                                     "Negative"};
inline constexpr std::array<std::string_view, count_of<Kind>> kKindsHeard = {
    "Own experience", "Pledges", "News, announcements", "Opinions", "Other"};

// What an evaluation says under each heading, a sentence each; tables and outcomes apart.

/// What it was, which days it is held against, and what makes that comparison unsure.
std::vector<std::string> times_in_words(const CampaignEvaluation& evaluation);
/// What it was to change, each line as it stands: "Objective: …".
std::vector<std::string> objectives_in_words(const Campaign& campaign);
/// What clearly changed, in a sentence or two, or that nothing did or can be told.
std::string outcome_in_words(const CampaignEvaluation& evaluation);
/// What the team put down beside, each line as it stands, after what it is: "Put in: …".
std::vector<std::string> inputs_in_words(const Campaign& campaign);
/// What cannot be told of its posts.
std::vector<std::string> output_cautions(const CampaignEvaluation& evaluation);
std::string outtakes_in_words(const CampaignEvaluation& evaluation);
/// Which of the sentiments and kinds differ by more than chance does, read alone; empty where posts are too
/// few or not known.
std::string outtake_changes_in_words(const CampaignEvaluation& evaluation);
/// What posts cannot show, and what would.
std::vector<std::string> impact_in_words();
/// Signals, gaps, who was not heard, and whether one voice stands for many.
std::vector<std::string> learning_in_words(const CampaignEvaluation& evaluation);

/// The comparison with its periods called "the baseline" and "the campaign".
Comparison called_by_role(const Comparison& comparison);

}  // namespace nhs::report
