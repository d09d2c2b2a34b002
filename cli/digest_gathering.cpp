#include "cli/digest_gathering.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/configured_sources.h"
#include "cli/report_gathering.h"
#include "cli/report_period.h"
#include "notify/observing.h"
#include "report/alerts_view.h"
#include "report/allowance_periods.h"
#include "store/disk_room.h"

namespace nhs::cli {
namespace {

using config::AlertKind;
using report::DigestKind;

/// Of the messages of the last days, for those that could not be delivered.
constexpr std::int64_t kMessagesLooked = 200;

/// What asks for a person until it is over. What moved is told by the report's own signals.
bool waits_for_somebody(AlertKind kind) {
  return kind == AlertKind::concern || kind == AlertKind::stale_source || kind == AlertKind::disk_space ||
         kind == AlertKind::spend_forecast;
}

Result<notify::Surroundings> surroundings(const ReadingSession& session) {
  notify::Surroundings around{session.now, session.zone, configured_sources(session.config, session.now), {}};
  const auto status = session.reader.status(session.now, report::allowance_periods(around.sources));
  if (!status) return tl::unexpected(status.error());
  mark_disabled(around.sources, status->disabled);
  if (const auto room = store::disk_room(session.config.database)) around.room = *room;
  return around;
}

/// In the words of the alerts that are in force, whether or not they have told somebody.
Result<std::vector<report::ToSeeTo>> what_waits(const ReadingSession& session) {
  const auto around = surroundings(session);
  if (!around) return tl::unexpected(around.error());
  const auto kept = session.reader.alerts(kMessagesLooked);
  if (!kept) return tl::unexpected(kept.error());
  std::vector<report::ToSeeTo> all;
  for (const config::AlertRule& rule : session.config.alerts) {
    if (!rule.on || !waits_for_somebody(rule.kind)) continue;
    auto seen = notify::observe(rule, session.reader, *around, kept->standings);
    if (!seen) return tl::unexpected(seen.error());
    for (notify::Observation& each : *seen) {
      const bool told = std::any_of(
          all.begin(), all.end(), [&](const report::ToSeeTo& before) { return before.title == each.title; });
      if (each.reading == notify::Reading::holds && !told)
        all.push_back({std::move(each.title), std::move(each.command)});
    }
  }
  if (const std::int64_t lost = report::messages_given_up(*kept, session.now); lost > 0)
    all.push_back(
        {fmt::format("{} could not be delivered", lost == 1 ? "1 message" : fmt::format("{} messages", lost)),
         "nhsvalues alerts"});
  return all;
}

}  // namespace

Result<Period> parse_digest_period(DigestKind kind, const std::string& text, LocalDay today) {
  const Bucket length = kind == DigestKind::daily ? Bucket::day : Bucket::week;
  if (text.empty()) return period_holding(period_holding(today, length).from - std::chrono::days{1}, length);
  const auto period = parse_report_period(text, today);
  if (!period) return period;
  Period whole = period_holding(period->from, length);
  if (whole.from != period->from || whole.to != period->to)
    return fail(ExitStatus::usage,
                fmt::format("--period {} is no {}: a {} digest is on {}", text,
                            length == Bucket::day ? "day" : "week", id_of(kind),
                            length == Bucket::day ? "one day, such as 2026-11-25"
                                                  : "one week from Monday on, such as 2026-W47"));
  return whole;
}

Result<report::Digest> gather_digest(const Context& context, const ReadingSession& session, DigestKind kind,
                                     const Period& period) {
  auto report = gather_report(context, session, period, {}, "");
  context.show_progress("");
  if (!report) return tl::unexpected(report.error());
  auto waiting = what_waits(session);
  if (!waiting) return tl::unexpected(waiting.error());
  return report::Digest{kind, *std::move(report), *std::move(waiting)};
}

}  // namespace nhs::cli
