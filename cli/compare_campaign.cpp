#include "cli/compare_campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/answer_format.h"
#include "cli/busiest_authors.h"
#include "cli/campaign_posts.h"
#include "cli/choice.h"
#include "cli/configured_sources.h"
#include "cli/period_count.h"
#include "cli/periods_asked.h"
#include "core/text.h"
#include "report/campaign_signals.h"
#include "report/campaign_view.h"
#include "report/chart_window.h"

namespace nhs::cli {
namespace {

Result<Campaign> find_campaign(const config::Config& config, const std::string& name) {
  if (config.campaigns.empty())
    return fail(
        ExitStatus::usage,
        fmt::format("--campaign {}: the configuration has no [[campaign]]; docs/configuration.md says how "
                    "to write one",
                    name));
  std::vector<std::string> names;
  for (const Campaign& each : config.campaigns) {
    if (each.name == name) return each;
    names.push_back(each.name);
  }
  return fail(
      ExitStatus::usage,
      fmt::format("--campaign {}: the configuration has no campaign of this name{}; compare --campaign "
                  "lists all",
                  name, did_you_mean(name, names)));
}

/// The question that all others are made from.
struct CampaignQuestion {
  const ReadingSession& session;
  const store::Filter& filter;
  report::CampaignEvaluation& evaluation;
};

/// Posts of each kind; of kinds that were not asked for none.
Result<void> count_kinds(const CampaignQuestion& asked, const Period& period, report::Heard& heard) {
  const auto& wanted = asked.filter.kinds;
  for (const Kind kind : all_of<Kind>()) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), kind) == wanted.end()) continue;
    store::Filter narrowed = asked.filter;
    narrowed.kinds = {kind};
    const auto counted = count_period(asked.session, std::move(narrowed), period, store::CountPeople::none);
    if (!counted) return tl::unexpected(counted.error());
    heard.kinds[index_of(kind)] = counted->counts.classified;
  }
  return {};
}

Result<report::Heard> hear(const CampaignQuestion& asked, const report::ComparedPeriod& period) {
  auto heard = count_heard(asked.session, asked.filter, period.counts);
  if (!heard) return heard;
  if (auto counted = count_kinds(asked, period.counts.period, *heard); !counted)
    return tl::unexpected(counted.error());
  return heard;
}

Result<void> tell_outcomes(const CampaignQuestion& asked, report::SharesAsked shares,
                           const FilterOptions& filters) {
  report::CampaignEvaluation& told = asked.evaluation;
  auto first = count_period(asked.session, asked.filter, told.times.baseline);
  if (!first) return tl::unexpected(first.error());
  auto second = count_period(asked.session, asked.filter, told.times.during);
  if (!second) return tl::unexpected(second.error());
  if (shares.values.empty() && !told.campaign.values.empty()) {
    shares.values = told.campaign.values;
    told.only_its_values = true;
  }
  auto rows = report::compare_shares(first->counts, second->counts, shares);
  told.comparison = {*std::move(first),  *std::move(second), asked.session.zone.name(),
                     filters.in_words(), std::move(rows),    filters.arguments()};
  return count_busiest_authors(asked.session, asked.filter, told.comparison);
}

Result<void> tell_what_was_said(const CampaignQuestion& asked) {
  report::CampaignEvaluation& told = asked.evaluation;
  auto before = hear(asked, told.comparison.first);
  if (!before) return tl::unexpected(before.error());
  auto during = hear(asked, told.comparison.second);
  if (!during) return tl::unexpected(during.error());
  told.before = *before;
  told.during = *during;
  return {};
}

Result<void> tell_outputs(const CampaignQuestion& asked) {
  report::CampaignEvaluation& told = asked.evaluation;
  const config::Config& config = asked.session.config;
  std::vector<std::string> networks;
  for (const store::VoiceCount& each : told.coverage.voices.networks) networks.push_back(each.name);
  const OwnAccounts own = own_accounts(told.campaign, config, networks);
  told.own_unknown = own.unknown;
  for (const std::string& tag : told.campaign.tags)
    told.watched.push_back(
        std::any_of(config.topics.begin(), config.topics.end(),
                    [&](const std::string& topic) { return tag_key(topic) == tag_key(tag); }));
  for (const auto& [period, tagged] : {std::pair{&told.times.baseline, &told.tagged_before},
                                       std::pair{&told.times.during, &told.tagged_during}}) {
    auto counted = count_tagged(asked.session, asked.filter, *period, told.campaign, own);
    if (!counted) return tl::unexpected(counted.error());
    *tagged = *std::move(counted);
  }
  return {};
}

/// The length of the periods that its signals are looked for in: single days go up and down a lot.
Bucket signals_by(const report::CampaignTimes& times) {
  return times.days() < 14 ? Bucket::day : times.days() <= 400 ? Bucket::week : Bucket::month;
}

/// Signals whose last period has a day of the campaign.
Result<void> tell_signals(const CampaignQuestion& asked) {
  report::CampaignEvaluation& told = asked.evaluation;
  store::TrendsQuery query;
  query.filter = asked.filter;
  query.filter.until = told.times.during.to;
  query.by = signals_by(told.times);
  query.today = asked.session.today;
  const std::size_t own = periods_between(told.times.during.from, told.times.during.to, query.by).size();
  // The campaign is held against a whole chart before it, however long it is itself.
  auto counted = count_periods(asked.session.reader, query, report::kPeriodsOfChart + static_cast<int>(own));
  if (!counted) return tl::unexpected(counted.error());
  report::TrendsAsked words{counted->since, counted->until, query.by, {}, {}, {}, {}};
  auto charts =
      report::control_charts(counted->trends, words, {report::Measure::share, report::Measure::volume});
  const report::SignalsFound found{std::move(counted->trends), std::move(words), std::move(charts)};
  told.signals_by = query.by;
  told.signals = report::signals_by_value(found, told.times.during.from);
  told.no_signals = report::no_signals_in_words(found, told.times.during.from);
  return {};
}

std::vector<Campaign> others_in(const std::vector<Campaign>& all, const Campaign& than,
                                const Period& period) {
  std::vector<Campaign> others = campaigns_between(all, period.from, period.to);
  std::erase_if(others, [&](const Campaign& each) { return each.name == than.name; });
  return others;
}

Result<void> evaluate(const CampaignQuestion& asked, const report::SharesAsked& shares,
                      const FilterOptions& filters) {
  report::CampaignEvaluation& told = asked.evaluation;
  const ReadingSession& session = asked.session;
  told.others_before = others_in(session.config.campaigns, told.campaign, told.times.baseline);
  told.others_during = others_in(session.config.campaigns, told.campaign, told.times.during);
  auto coverage = session.reader.coverage({told.times.during.from, told.times.during.to, session.now});
  if (!coverage) return tl::unexpected(coverage.error());
  told.coverage = *std::move(coverage);
  if (auto outcomes = tell_outcomes(asked, shares, filters); !outcomes) return outcomes;
  if (auto said = tell_what_was_said(asked); !said) return said;
  if (auto outputs = tell_outputs(asked); !outputs) return outputs;
  return tell_signals(asked);
}

}  // namespace

Result<ExitStatus> compare_campaign(const Context& context, const FilterOptions& filters,
                                    const CampaignAsked& asked) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  // A name that is none is told before a database is looked for.
  auto campaign = find_campaign(*config, asked.name);
  if (!campaign) return tl::unexpected(campaign.error());
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto filter = filters.filter(*session);
  if (!filter) return tl::unexpected(filter.error());
  // These choose the shares that are shown, not the posts.
  const report::SharesAsked shares{std::exchange(filter->values, {}), std::exchange(filter->direction, {}),
                                   !filter->sentiment};
  auto times = report::times_of(*campaign, asked.against, session->today);
  if (!times) return tl::unexpected(times.error());
  report::CampaignEvaluation told;
  told.campaign = *std::move(campaign);
  told.times = *std::move(times);
  told.against = asked.against;
  if (auto evaluated = evaluate({*session, *filter, told}, shares, filters); !evaluated)
    return tl::unexpected(evaluated.error());
  put_as(asked.format, {{"table", [&] { return report::campaign_table(told, context.terminal()); }},
                        {"chart", [&] { return report::campaign_chart(told, context.terminal()); }},
                        {"json", [&] { return report::campaign_json(told); }},
                        {"ndjson", [&] { return report::campaign_ndjson(told); }},
                        {"csv", [&] { return report::campaign_csv(told); }}});
  return ExitStatus::done;
}

Result<ExitStatus> list_campaigns(const Context& context, const std::string& format) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  if (format == "ndjson" || format == "csv")
    return fail(
        ExitStatus::usage,
        fmt::format("compare --campaign without a name lists campaigns as table or json, not {}", format));
  put(format == "json" ? report::campaign_list_json(config->campaigns)
                       : report::campaign_list(config->campaigns, context.terminal()));
  return ExitStatus::done;
}

}  // namespace nhs::cli
