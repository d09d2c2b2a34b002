#include <algorithm>

#include "report/metrics_samples.h"

namespace nhs::report {
namespace {

/// In the order of FailureClass.
constexpr std::array<std::string_view, 5> kFailureClasses = {"transient", "content", "needs_token",
                                                             "permanent", "money"};

/// Each watched source with what was counted of it.
template <typename Put>
void for_each_tally(const MetricsReading& reading, const Put& put) {
  for (const WatchedSource& source : reading.sources) {
    const auto found = reading.tally.sources.find(source.name);
    put(source.name, found == reading.tally.sources.end() ? SourceTally{} : found->second);
  }
}

/// Each watched source with what is stored of its topics; none where that could not be read.
template <typename Put>
void for_each_state(const MetricsReading& reading, const Put& put) {
  if (!reading.status) return;
  for (const WatchedSource& source : reading.sources) {
    std::vector<SourceState> topics;
    for (const SourceState& state : reading.status->sources)
      if (state.source == source.name) topics.push_back(state);
    put(source, topics);
  }
}

/// Of the topic that lags most; nothing before each had its first.
std::optional<UtcTime> oldest(const std::vector<SourceState>& topics,
                              std::optional<UtcTime> SourceState::*moment) {
  std::optional<UtcTime> found;
  for (const SourceState& state : topics) {
    if (!(state.*moment)) return std::nullopt;
    found = found ? std::min(*found, *(state.*moment)) : state.*moment;
  }
  return found;
}

std::vector<Metric> standing_metrics() {
  return {
      {.name = "nhsvalues_source_last_success_timestamp_seconds",
       .type = MetricType::gauge,
       .labels = "source",
       .help = "When the source last answered; of several topics, the one that lags most.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for_each_state(reading, [&](const WatchedSource& source, const auto& topics) {
               out.add(oldest(topics, &SourceState::last_success_at), {{"source", source.name}});
             });
           }},
      {.name = "nhsvalues_source_caught_up_timestamp_seconds",
       .type = MetricType::gauge,
       .labels = "source",
       .help = "When it last had nothing left to read; of several topics, the one that lags most.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for_each_state(reading, [&](const WatchedSource& source, const auto& topics) {
               out.add(oldest(topics, &SourceState::caught_up_at), {{"source", source.name}});
             });
           }},
      {.name = "nhsvalues_source_slowest_seconds",
       .type = MetricType::gauge,
       .labels = "source",
       .help = "The longest time that the configuration lets pass between two rounds: what to measure its "
               "last success by.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for (const WatchedSource& source : reading.sources)
               out.add(source.slowest.count(), {{"source", source.name}});
           }},
      {.name = "nhsvalues_source_failing",
       .type = MetricType::gauge,
       .labels = "source",
       .help = "1 while its last run failed, or it is not asked for a limit of ours.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for_each_state(reading, [&](const WatchedSource& source, const auto& topics) {
               const bool failing = std::any_of(topics.begin(), topics.end(), is_failing);
               out.add(failing ? 1 : 0, {{"source", source.name}});
             });
           }},
      {.name = "nhsvalues_source_silent",
       .type = MetricType::gauge,
       .labels = "source",
       .help = "1 while it has answered nothing for longer than its `silent_after`, although it is asked.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for_each_state(reading, [&](const WatchedSource& source, const auto& topics) {
               out.add(silent_since(source, topics, reading.now) ? 1 : 0, {{"source", source.name}});
             });
           }},
      {.name = "nhsvalues_source_disabled",
       .type = MetricType::gauge,
       .labels = "source",
       .help = "1 while somebody wants it left alone.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for (const WatchedSource& source : reading.sources)
               out.add(source.disabled ? 1 : 0, {{"source", source.name}});
           }},
      {.name = "nhsvalues_source_gaps",
       .type = MetricType::gauge,
       .labels = "source",
       .help = "Spans of the last 30 days in which posts of it may have been missed for good.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for_each_state(reading, [&](const WatchedSource& source, const auto&) {
               const auto& gaps = reading.status->gaps;
               out.add(std::count_if(gaps.begin(), gaps.end(),
                                     [&](const Gap& gap) { return gap.source == source.name; }),
                       {{"source", source.name}});
             });
           }},
      {.name = "nhsvalues_source_rechecks_due",
       .type = MetricType::gauge,
       .labels = "source",
       .help = "Stored posts that wait to be asked for again, to follow deletions.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             if (!reading.status) return;
             for (const store::RecheckStanding& each : reading.status->rechecks)
               if (find_source(reading.sources, each.source) != nullptr)
                 out.add(each.due, {{"source", each.source}});
           }},
  };
}

std::vector<Metric> counted_metrics() {
  return {
      {.name = "nhsvalues_polls_total",
       .type = MetricType::counter,
       .labels = "source",
       .help = "Rounds of questions since the daemon started, one for each topic.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for_each_tally(reading, [&](std::string_view source, const SourceTally& tally) {
               out.add(tally.polls, {{"source", source}});
             });
           }},
      {.name = "nhsvalues_requests_total",
       .type = MetricType::counter,
       .labels = "source,outcome",
       .help = "Requests since the daemon started: `answered`, `throttled` (asked to wait) or `failed`.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for_each_tally(reading, [&](std::string_view source, const SourceTally& tally) {
               const FetchCounts& fetches = tally.fetches;
               out.add(fetches.answered, {{"source", source}, {"outcome", "answered"}});
               out.add(fetches.throttled, {{"source", source}, {"outcome", "throttled"}});
               out.add(fetches.failed, {{"source", source}, {"outcome", "failed"}});
             });
           }},
      {.name = "nhsvalues_failures_total",
       .type = MetricType::counter,
       .labels = "source,class",
       .help = "Failed rounds since the daemon started: `transient` (no connection, 5xx), `content` (cannot "
               "be read), `needs_token`, `permanent` (gone) or `money` (credit or quota used up).",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for_each_tally(reading, [&](std::string_view source, const SourceTally& tally) {
               for (std::size_t i = 0; i < kFailureClasses.size(); ++i)
                 out.add(tally.failures[i], {{"source", source}, {"class", kFailureClasses[i]}});
             });
           }},
      {.name = "nhsvalues_posts_total",
       .type = MetricType::counter,
       .labels = "source,outcome",
       .help = "Posts since the daemon started: `added`, `updated`, or `removed` because their network had.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             for_each_tally(reading, [&](std::string_view source, const SourceTally& tally) {
               out.add(tally.added, {{"source", source}, {"outcome", "added"}});
               out.add(tally.updated, {{"source", source}, {"outcome", "updated"}});
               out.add(tally.removed, {{"source", source}, {"outcome", "removed"}});
             });
           }},
  };
}

/// Money is stored in millionths of a dollar.
double in_units(std::int64_t amount, const SpendCaps& caps) {
  return caps.money ? static_cast<double>(amount) / 1e6 : static_cast<double>(amount);
}

enum class AllowanceShown : std::uint8_t { limit, left };

void put_allowances(const MetricsReading& reading, AllowanceShown shown, Samples& out) {
  if (!reading.status) return;
  for (const WatchedSource& source : reading.sources) {
    if (!source.caps) continue;
    const SpendCaps& caps = *source.caps;
    const store::SourceSpending spent = spending_of(source.name, reading.status->spending);
    const auto put = [&](const std::optional<std::int64_t>& limit, std::int64_t used,
                         std::string_view period) {
      if (!limit) return;
      const std::int64_t amount =
          shown == AllowanceShown::limit ? *limit : std::max<std::int64_t>(*limit - used, 0);
      out.add(in_units(amount, caps),
              {{"source", source.name}, {"period", period}, {"unit", caps.money ? "usd" : "requests"}});
    };
    put(caps.per_day, spent.today, "day");
    put(caps.per_month, spent.this_month, "month");
  }
}

std::vector<Metric> allowance_metrics() {
  return {
      {.name = "nhsvalues_allowance_limit",
       .type = MetricType::gauge,
       .labels = "source,period,unit",
       .help = "What a source may use up in a day or a month, in dollars (`usd`) or `requests`.",
       .put = [](const MetricsReading& reading,
                 Samples& out) { put_allowances(reading, AllowanceShown::limit, out); }},
      {.name = "nhsvalues_allowance_left",
       .type = MetricType::gauge,
       .labels = "source,period,unit",
       .help = "What is left of that in the running day or month.",
       .put = [](const MetricsReading& reading,
                 Samples& out) { put_allowances(reading, AllowanceShown::left, out); }},
  };
}

}  // namespace

std::vector<Metric> source_metrics() {
  std::vector<Metric> all = standing_metrics();
  for (const auto& part : {counted_metrics(), allowance_metrics()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace nhs::report
