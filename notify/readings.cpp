#include "notify/readings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/counted.h"
#include "report/chart_window.h"
#include "report/control_charts.h"
#include "report/finding_name.h"
#include "report/percent.h"
#include "report/signals_text.h"
#include "report/trends_view.h"
#include "report/xmr.h"

namespace nhs::notify {
namespace {

/// Over again only once it is this much better than where it began.
constexpr double kBetter = 0.1;

bool is_chosen(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

/// Why a source fails, in words of our own: a server's could say anything.
std::string_view reason_of(FailureClass failure) {
  switch (failure) {
    case FailureClass::transient:
      return "it cannot be reached, or answers with errors of its own";
    case FailureClass::content:
      return "its answers cannot be read";
    case FailureClass::needs_token:
      return "it refuses the credential, or wants one";
    case FailureClass::permanent:
      return "it no longer knows what is asked for";
    case FailureClass::money:
      return "the account's credit or quota is used up";
  }
  return {};
}

std::string reasons_of(const std::string& source, const std::vector<SourceState>& states) {
  for (const SourceState& state : states)
    if (state.source == source && state.failure) return std::string{reason_of(*state.failure)};
  return "it asks us to wait, or says nothing";
}

/// Since when a source fails that never answered: a wrong credential from the first day on.
std::optional<UtcTime> fails_from_the_start(const report::WatchedSource& source,
                                            const std::vector<SourceState>& states, UtcTime now) {
  std::optional<UtcTime> since;
  for (const SourceState& state : states) {
    if (state.source != source.name) continue;
    if (state.last_success_at) return std::nullopt;
    if (state.failing_since && (!since || *state.failing_since < *since)) since = state.failing_since;
  }
  const bool long_ago = since && source.silent_after.count() > 0 && now - *since > source.silent_after;
  return long_ago ? since : std::nullopt;
}

std::string amount(std::int64_t units, bool money) {
  return money ? fmt::format("${:.2f}", static_cast<double>(units) / 1e6) : fmt::format("{} requests", units);
}

/// "120%"; where rounding would hide that it is too much, "a little more than 100%".
std::string part_of_month(double percent, int most) {
  if (percent > most && report::hundredths(percent / 100) <= most)
    return fmt::format("a little more than {}%", most);
  return report::percent(percent / 100);
}

/// What a day is a spike against.
struct Spike {
  double upper = 0;
  std::size_t weeks = 0;
};

/// Student's t with so many degrees of freedom, from kFewestWeekdays - 1 on, that is passed by 0.00135.
constexpr std::array<double, kWeeksBack - kFewestWeekdays + 1> kPassedByChance = {9.22, 6.62, 5.51, 4.90,
                                                                                  4.53};

/// Up to so many posts a new day of that weekday may be expected to have (readings.h says how).
double most_expected(const std::vector<double>& before) {
  const report::XmrLimits usual = report::xmr_limits(before);
  const double t = kPassedByChance[before.size() - kFewestWeekdays];
  const double apart = std::max(t * usual.moving_range / 1.128, 3 * std::sqrt(usual.mean));
  return usual.mean + apart * std::sqrt(1 + 1 / static_cast<double>(before.size()));
}

std::optional<Spike> spike_at(const config::AlertRule& rule, const std::vector<store::TrendRow>& days,
                              std::size_t at) {
  std::vector<double> before;
  for (std::size_t weeks = kWeeksBack; weeks >= 1; --weeks) {
    if (weeks * 7 > at) continue;
    const store::TrendRow& same = days[at - weeks * 7];
    if (same.collected == store::Collected::whole && !same.partial)
      before.push_back(static_cast<double>(same.posts));
  }
  if (before.size() < kFewestWeekdays) return std::nullopt;
  const double upper = most_expected(before);
  const std::int64_t posts = days[at].posts;
  if (posts < rule.at_least || static_cast<double>(posts) <= upper) return std::nullopt;
  return Spike{upper, before.size()};
}

}  // namespace

std::vector<Observation> stale_sources(const config::AlertRule& rule,
                                       const std::vector<report::WatchedSource>& sources,
                                       const std::vector<SourceState>& states, UtcTime now) {
  std::vector<Observation> all;
  for (const report::WatchedSource& source : sources) {
    // Nobody asks it: it neither answers nor is silent.
    if (source.disabled || !is_chosen(rule.sources, source.name)) continue;
    Observation seen{source.name};
    const auto never = fails_from_the_start(source, states, now);
    const auto since = never ? never : report::silent_since(source, states, now);
    seen.over = fmt::format("The source {} answers again", source.name);
    seen.command = fmt::format("nhsvalues sources list");
    if (since) {
      seen.reading = Reading::holds;
      seen.title = fmt::format("The source {} has not answered for {}", source.name,
                               report::length_in_words(now - *since));
      seen.text = fmt::format(
          "{} {}: {}. Posts that it shows meanwhile are read once it answers, as far back as it still shows "
          "them.",
          never ? "It never answered, since" : "Its last answer came at", format_utc(*since),
          reasons_of(source.name, states));
    }
    all.push_back(std::move(seen));
  }
  return all;
}

Observation disk_space(const config::AlertRule& rule, const std::optional<store::DiskRoom>& room) {
  Observation seen{""};
  seen.command = "nhsvalues status";
  seen.over = "There is room on the database's disk again";
  if (!room) {
    seen.reading = Reading::between;
    return seen;
  }
  const std::int64_t least = std::int64_t{rule.free_mib} * 1024 * 1024;
  const auto enough = static_cast<std::int64_t>(static_cast<double>(least) * (1 + kBetter));
  const std::string free = store::bytes_in_words(room->free_bytes);
  seen.over += fmt::format(": {} free", free);
  if (room->read_only || room->free_bytes < least)
    seen.reading = Reading::holds;
  else
    seen.reading = room->free_bytes < enough ? Reading::between : Reading::clear;
  seen.title = room->read_only ? "The database's disk is mounted read-only"
                               : fmt::format("The database's disk has {} left", free);
  seen.text = fmt::format(
      "It is to have {} free. With less than {} nothing is taken in any more; what the sources "
      "show meanwhile is read later, as far back as they still show it.",
      store::bytes_in_words(least), store::bytes_in_words(store::kRoomKeptFree));
  return seen;
}

Observation concern(const store::Concerns& concerns, UtcTime now) {
  Observation seen{""};
  seen.mark = concerns.newest;
  seen.command = "nhsvalues concerns";
  seen.over = "No concern waits for a reader any more";
  if (concerns.open == 0) return seen;
  seen.reading = Reading::holds;
  seen.posts_in_all = concerns.open;
  for (const store::PostOfConcern& each : concerns.posts)
    if (each.is_open()) seen.posts.push_back(each.post.ref);
  seen.title = fmt::format("{} with words of concern {} for a reader", counted(concerns.open, "post"),
                           concerns.open == 1 ? "waits" : "wait");
  seen.text = fmt::format(
      "The oldest has waited since {} ({}). What they say is shown on the machine alone; whoever "
      "has read one says so with `nhsvalues concerns acknowledge REF`.",
      format_utc(concerns.oldest_open.value_or(now)), report::ago(concerns.oldest_open.value_or(now), now));
  return seen;
}

std::vector<Observation> spend_forecasts(const config::AlertRule& rule,
                                         const std::vector<report::WatchedSource>& sources,
                                         const std::vector<store::SourceSpending>& spending, UtcTime now) {
  std::vector<Observation> all;
  for (const report::WatchedSource& source : sources) {
    if (!is_chosen(rule.sources, source.name) || source.disabled || !source.caps || !source.caps->per_month ||
        *source.caps->per_month <= 0)
      continue;
    Observation seen{source.name};
    seen.command = "nhsvalues status";
    seen.over = fmt::format("The source {} is expected to keep within its month again", source.name);
    const store::SourceSpending spent = report::spending_of(source.name, spending);
    const auto forecast = report::forecast_of_month(spent, *source.caps, now);
    const double share =
        forecast ? static_cast<double>(*forecast) * 100 / static_cast<double>(*source.caps->per_month) : 0.0;
    const bool used_up = spent.this_month >= *source.caps->per_month;
    if (used_up || share > rule.percent)
      seen.reading = Reading::holds;
    else
      seen.reading = share > rule.percent * (1 - kBetter) ? Reading::between : Reading::clear;
    seen.title = used_up ? fmt::format("The source {} has used up its month", source.name)
                         : fmt::format("The source {} is expected to use {} of its month", source.name,
                                       part_of_month(share, rule.percent));
    seen.text = fmt::format(
        "{} of {} this month{}. Nothing is asked of it once that is used up.",
        amount(spent.this_month, source.caps->money), amount(*source.caps->per_month, source.caps->money),
        forecast ? fmt::format(", about {} by its end", amount(*forecast, source.caps->money)) : "");
    all.push_back(std::move(seen));
  }
  return all;
}

Observation new_about_group(Group group, const store::NewAboutGroup& found) {
  Observation seen{std::string{id_of(group)}};
  seen.mark = found.newest;
  // A message may go to others' servers, and whoever looks at a public hashtag in the same minute finds the
  // post: which group it is about, only the command shows, the same for all.
  seen.command = "nhsvalues posts";
  for (const Group each : all_of<Group>()) seen.command += fmt::format(" --group {}", id_of(each));
  if (found.posts == 0) return seen;
  seen.reading = Reading::holds;
  seen.posts = found.refs;
  seen.posts_in_all = found.posts;
  seen.title = fmt::format("{} about an inclusion group",
                           found.posts == 1 ? "A new post" : fmt::format("{} new posts", found.posts));
  seen.text = "Which group, and what they say, is shown on the machine alone.";
  return seen;
}

Observation volume_spike(const config::AlertRule& rule, const std::vector<store::TrendRow>& days) {
  Observation seen{""};
  seen.over = "As many posts a day as usual again";
  if (days.empty()) return seen;
  const store::TrendRow& day = days.back();
  seen.command = fmt::format("nhsvalues posts --since {} --until {}", format_day(day.period.from),
                             format_day(day.period.to));
  const auto spike = spike_at(rule, days, days.size() - 1);
  if (!spike) {
    // The day has only begun: that yesterday's spike is over, a whole day without one says.
    if (day.partial && days.size() > 1 && spike_at(rule, days, days.size() - 2))
      seen.reading = Reading::between;
    return seen;
  }
  seen.reading = Reading::holds;
  seen.title =
      fmt::format("{} on {}{}, expected up to {:.0f} on that weekday", counted(day.posts, "post"),
                  format_day(day.period.from), day.partial ? " so far" : "", std::floor(spike->upper));
  seen.text = fmt::format(
      "More than may be expected by the same weekday in the {} weeks before. A single author or "
      "a copied text may be behind it; `nhsvalues trends --by day --count-authors` tells.",
      spike->weeks);
  return seen;
}

std::string Shift::subject() const {
  return direction ? fmt::format("{}:{}", id_of(value), id_of(*direction)) : std::string{id_of(value)};
}

namespace {

/// direction: of a control chart; nothing for a value in any.
bool watches(const config::AlertRule& rule, std::optional<Direction> direction) {
  if (rule.kind != config::AlertKind::direction_shift) return !direction;
  if (rule.direction) return direction == rule.direction;
  return direction == Direction::upheld || direction == Direction::breached;
}

}  // namespace

std::vector<ShiftSeen> shifts(const config::AlertRule& rule, const store::TrendsResult& weeks) {
  report::TrendsAsked asked;
  asked.by = Bucket::week;
  asked.values = rule.values;
  report::SignalsFound found{weeks, asked, report::control_charts(weeks, asked, {report::Measure::share})};
  const auto last = report::last_whole_row(weeks);
  std::vector<ShiftSeen> all;
  for (const report::ControlChart& chart : found.charts) {
    if (!chart.value || !watches(rule, chart.direction)) continue;
    ShiftSeen shift{{*chart.value, chart.direction}, {}, {}};
    shift.seen.subject = shift.shift.subject();
    const std::string name = report::finding_name(chart.value, chart.direction);
    shift.seen.over = fmt::format("{}: its share is as usual again", name);
    shift.seen.command = fmt::format("nhsvalues signals --value {}", id_of(*chart.value));
    if (chart.direction) shift.seen.command += fmt::format(" --direction {}", id_of(*chart.direction));
    if (last) {
      shift.week = weeks.rows[*last].period;
      shift.seen.posts_in_all = chart.points[*last].posts;
      const std::vector<report::ControlChart> alone = {chart};
      for (const report::ToldSignal& told : report::told_signals(alone)) {
        if (told.signals.front()->rows.back() != *last) continue;
        shift.seen.reading = Reading::holds;
        (shift.seen.title.empty() ? shift.seen.title : shift.seen.text) = report::in_words(told, found);
      }
    }
    if (shift.seen.reading == Reading::holds && shift.seen.text.empty())
      shift.seen.text = fmt::format("More than the usual ups and downs of {} weeks (natural process limits).",
                                    report::kPeriodsOfChart);
    all.push_back(std::move(shift));
  }
  return all;
}

}  // namespace nhs::notify
