#include "report/campaign_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/counted.h"
#include "report/campaign_marks.h"
#include "report/control_charts.h"
#include "report/coverage_text.h"
#include "report/one_voice.h"
#include "report/voices_view.h"

namespace nhs::report {
namespace {

std::string days_between(const Period& period) {
  const LocalDay last = period.to - std::chrono::days{1};
  if (last == period.from) return format_day(period.from);
  return fmt::format("{} to {}", format_day(period.from), format_day(last));
}

void tell_running(const CampaignTimes& times, std::vector<std::string>& lines) {
  if (!times.running) return;
  if (times.days() == 1)
    lines.emplace_back("It is still running.");
  else
    lines.push_back(fmt::format("It is still running: its days up to {} are counted.",
                                format_day(times.during.to - std::chrono::days{1})));
}

void tell_lines(std::string_view what, const std::vector<std::string>& said,
                std::vector<std::string>& lines) {
  for (const std::string& each : said) lines.push_back(fmt::format("{}: {}", what, each));
}

std::string heard_in_words(const Heard& heard) {
  const std::string posts = counted(heard.posts, "post");
  if (!heard.people) return posts;
  const std::string people = counted(*heard.people, "person", "people");
  const std::int64_t unknown = heard.posts_by_unknown.value_or(0);
  if (unknown == 0) return fmt::format("{} by {}", posts, people);
  return fmt::format("{} ({} by {}, and {} whose author is not known)", posts, heard.posts - unknown, people,
                     unknown);
}

void tell_signals(const CampaignEvaluation& evaluation, std::vector<std::string>& lines) {
  if (evaluation.signals.empty()) {
    lines.push_back(evaluation.no_signals);
    return;
  }
  std::size_t others = 0;
  for (const SignalOfValue& each : evaluation.signals) {
    others += each.others;
    lines.push_back(fmt::format(
        "A signal: {}{}.", each.words,
        each.others > 0 ? fmt::format("; {} more on {}", each.others, each.about) : std::string{}));
  }
  if (others == 0) return;
  const std::string& filters = evaluation.comparison.posts_arguments;
  lines.push_back(fmt::format("All of them: nhsvalues signals --by {} --until {} --all{}",
                              id_of_bucket(evaluation.signals_by), format_day(evaluation.times.during.to),
                              filters.empty() ? "" : " " + filters));
}

void tell_collection(const ComparedPeriod& during, std::vector<std::string>& lines) {
  if (during.counts.cannot_be_searched)
    lines.emplace_back(
        "Posts of the campaign are kept without their texts (nhsvalues retention), and not all that match are found.");
  else if (during.counts.collected == store::Collected::none)
    lines.emplace_back("Of the campaign nothing was collected: what was said then is not known.");
  else if (!during.gaps.empty() || during.counts.collected == store::Collected::part)
    lines.push_back(fmt::format("The campaign was not wholly collected{}: posts may be missing.",
                                gaps_in_brackets(during.gaps)));
  else
    lines.emplace_back("Nothing is known to be missing of the campaign's days.");
}

/// Of all posts of its days, whichever were asked for.
void tell_groups(const CampaignEvaluation& evaluation, std::vector<std::string>& lines) {
  if (!evaluation.is_known_during()) return;
  const store::Voices& voices = evaluation.coverage.voices;
  const bool filtered = !evaluation.comparison.posts_arguments.empty();
  std::vector<std::string> nobody, few;
  for (const Group group : all_of<Group>()) {
    const std::int64_t posts = voices.groups[index_of(group)];
    if (posts == 0)
      nobody.emplace_back(name_of_group(group));
    else if (posts < kFewestPosts)
      few.push_back(fmt::format("{} ({})", name_of_group(group), posts));
  }
  if (!nobody.empty())
    lines.push_back(fmt::format(
        "{} about {}. That may be silence, or people whom a hashtag does not reach: ask them where they are.",
        filtered ? "Of all posts of its days, not only those asked for, none was" : "No post was",
        fmt::join(nobody, ", ")));
  if (!few.empty())
    lines.push_back(fmt::format(
        "{} about {}.",
        filtered ? "Of all posts of its days, not only those asked for, few were" : "Few posts were",
        fmt::join(few, ", ")));
}

}  // namespace

std::vector<std::string> times_in_words(const CampaignEvaluation& evaluation) {
  const CampaignTimes& times = evaluation.times;
  std::vector<std::string> lines = {fmt::format("{}: {} ({}).", title_of(evaluation.campaign),
                                                days_between(times.during), counted(times.days(), "day"))};
  tell_running(times, lines);
  lines.push_back(fmt::format("Baseline: {}, as many days on the same weekdays, {} earlier.",
                              days_between(times.baseline), counted(times.weeks_between, "week")));
  if (evaluation.comparison.first.counts.cannot_be_searched)
    lines.emplace_back(
        "Posts of the baseline are kept without their texts (nhsvalues retention), and not all that match are found.");
  else if (evaluation.comparison.first.counts.collected == store::Collected::none)
    lines.emplace_back(
        "Of the baseline nothing was collected: there is nothing to hold the campaign against, and what changed "
        "cannot be told.");
  else if (evaluation.comparison.first.counts.collected == store::Collected::part)
    lines.push_back(fmt::format(
        "The baseline was not wholly collected{}: its numbers are too low to hold the campaign's against, and its "
        "shares are of what was collected.",
        gaps_in_brackets(evaluation.comparison.first.gaps)));
  if (!evaluation.others_before.empty())
    lines.push_back(fmt::format("In the baseline another campaign ran, whose posts count there: {}.",
                                campaigns_in_words(evaluation.others_before)));
  if (!evaluation.others_during.empty())
    lines.push_back(
        fmt::format("At the same time another campaign ran, and what changed may be its doing: {}.",
                    campaigns_in_words(evaluation.others_during)));
  return lines;
}

std::vector<std::string> objectives_in_words(const Campaign& campaign) {
  std::vector<std::string> lines;
  tell_lines("Objective", campaign.objectives, lines);
  return lines;
}

std::vector<std::string> inputs_in_words(const Campaign& campaign) {
  std::vector<std::string> lines;
  tell_lines("Put in", campaign.inputs, lines);
  tell_lines("Done", campaign.activities, lines);
  if (campaign.objectives.empty())
    lines.emplace_back(
        "No objective is written down. Say in the configuration (objectives) what was to change, for whom, by how "
        "much and by when; without it nobody can tell whether it was reached.");
  if (campaign.inputs.empty() && campaign.activities.empty())
    lines.emplace_back("What was put in and what was done is not written down (inputs, activities).");
  return lines;
}

std::vector<std::string> output_cautions(const CampaignEvaluation& evaluation) {
  const Campaign& campaign = evaluation.campaign;
  if (campaign.tags.empty())
    return {"It has no tags in the configuration, so that its posts cannot be told from others."};
  std::vector<std::string> lines;
  if (!evaluation.tagged_before || !evaluation.tagged_during)
    lines.emplace_back("There are too many posts with its tags to look at each.");
  std::vector<std::string> elsewhere;
  for (std::size_t i = 0; i < campaign.tags.size(); ++i)
    if (i < evaluation.watched.size() && !evaluation.watched[i]) elsewhere.push_back("#" + campaign.tags[i]);
  if (!elsewhere.empty())
    lines.push_back(fmt::format("{} not among the topics: only posts with one of these, too, are known.",
                                elsewhere.size() == 1 ? elsewhere.front() + " is"
                                                      : fmt::format("{} are", fmt::join(elsewhere, ", "))));
  if (!evaluation.own_unknown.empty())
    lines.push_back(
        fmt::format("Which posts are your own cannot be told: {} (accounts).", evaluation.own_unknown));
  if (evaluation.comparison.first.counts.without_texts || evaluation.comparison.second.counts.without_texts)
    lines.emplace_back(
        "Some posts are kept without their tags by now (nhsvalues retention), and are missing here.");
  return lines;
}

std::string outtakes_in_words(const CampaignEvaluation& evaluation) {
  const std::string unknown = "nobody knows how many posts";
  std::string text = fmt::format("{} in the campaign, {} in the baseline.",
                                 evaluation.is_known_during() ? heard_in_words(evaluation.during) : unknown,
                                 evaluation.is_known_before() ? heard_in_words(evaluation.before) : unknown);
  if (text[0] == 'n') text[0] = 'N';
  if (evaluation.tagged_during && evaluation.is_known_during())
    text += fmt::format(" With its tags: {}.", heard_in_words(evaluation.tagged_during->heard));
  return text;
}

std::vector<std::string> impact_in_words() {
  return {
      "Posts alone cannot show it. They tell what some people said in public, not how care is, and two times differ "
      "by more than a campaign.",
      "What would show it: what you wanted to change, measured before and after, where the campaign was and where it "
      "was not: the Friends and Family Test, patient and staff surveys, complaints and thanks, how many come and who "
      "stays away, and the health inclusion groups asked in person."};
}

std::vector<std::string> learning_in_words(const CampaignEvaluation& evaluation) {
  std::vector<std::string> lines;
  tell_signals(evaluation, lines);
  tell_collection(evaluation.comparison.second, lines);
  tell_groups(evaluation, lines);
  const Heard& during = evaluation.during;
  for (const std::string& voice :
       {one_voice_in_words(during.most_by_one_author, during.posts, "the campaign"),
        evaluation.tagged_during
            ? one_voice_in_words(evaluation.tagged_during->heard.most_by_one_author,
                                 evaluation.tagged_during->heard.posts, "the campaign with its tags")
            : std::string{}})
    if (!voice.empty()) lines.push_back(voice + ".");
  return lines;
}

Comparison called_by_role(const Comparison& comparison) {
  Comparison called = comparison;
  called.first.counts.period.label = "the baseline";
  called.second.counts.period.label = "the campaign";
  return called;
}

}  // namespace nhs::report
