#include "report/pledge_trend.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "report/comparison_text.h"
#include "report/control_charts.h"
#include "report/pledge_trend_numbers.h"
#include "report/pledges_view.h"
#include "report/table.h"
#include "report/trends_numbers.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

std::string_view verb_of(std::optional<Direction> direction) {
  static constexpr std::array<std::string_view, count_of<Direction>> verbs = {"lived up to", "fell short",
                                                                              "only named"};
  return direction ? verbs[index_of(*direction)] : std::string_view{"came up"};
}

std::string share_cell(Proportion of, int decimals, bool with_range) {
  if (of.whole == 0) return "-";
  const std::string text = share_in_words(of, decimals);
  if (!with_range || of.whole < kFewestPosts) return text;
  const Share share = wilson_interval(of.part, of.whole);
  return fmt::format("{} ({}-{}%)", text, hundredths_in_words(share.low), hundredths_in_words(share.high));
}

/// Of the shares and their difference; one where a whole number would hide that there is any.
int decimals_of(const ValueChange& change) {
  if (!change.enough()) return 0;
  const ShareDifference apart = newcombe_difference(change.before, change.after);
  const bool vanishes = hundredths(apart.difference) == 0 && std::abs(apart.difference) >= 0.0005;
  return vanishes ? 1 : decimals_of(change.before, change.after, apart);
}

std::string difference_in_words(const ValueChange& change) {
  if (!change.enough()) return "too few posts";
  const ShareDifference apart = newcombe_difference(change.before, change.after);
  const int decimals = decimals_of(change);
  return fmt::format("{} ({} to {})", points_between(change.before, change.after, decimals),
                     points(apart.low, decimals), points(apart.high, decimals));
}

std::string_view verdict_in_words(const ValueChange& change) {
  // Of few posts on a side the difference says so.
  if (change.reading == "too_few") return change.enough() ? "too few to tell" : "";
  return change.reading == "no_clear_change" ? std::string_view{"cannot tell"} : change.reading;
}

/// What a table leaves out to be narrower.
enum class ChangesWidth : std::uint8_t { full, short_names, without_share_ranges };

Table changes_table(const PledgeTrend& trend, ChangesWidth width) {
  Table table;
  table.column("Value");
  for (const char* heading : {"Before", "After", "Points"}) table.column(heading, Table::Align::right);
  table.column("Reading");
  const bool with_ranges = width < ChangesWidth::without_share_ranges;
  std::optional<Value> last;
  for (const ValueChange& change : changes_of(trend)) {
    if (last != change.value) {
      std::vector<std::string> heading(5);
      heading[0] = width == ChangesWidth::full ? name_of(change.value) : short_name_of(change.value);
      table.row(std::move(heading));
    }
    last = change.value;
    const std::string gap = with_ranges ? "  " : "";
    std::vector<std::string> cells = {"  " + std::string{verb_of(change.direction)},
                                      gap + share_cell(change.before, decimals_of(change), with_ranges),
                                      gap + share_cell(change.after, decimals_of(change), with_ranges),
                                      gap + difference_in_words(change)};
    cells.emplace_back(verdict_in_words(change));
    table.row(std::move(cells));
  }
  return table;
}

std::string span_in_words(LocalDay from, LocalDay to) {
  return fmt::format("{} to {}", format_day(from), format_day(to - std::chrono::days{1}));
}

std::string reading(const PledgeTrend& trend) {
  const std::int64_t before = total_of(trend.before.rows).classified;
  const std::int64_t after = total_of(trend.after.rows).classified;
  std::string text =
      fmt::format("{} {} before ({}): {} posts. As many after ({}): {} posts. The day itself is left out.",
                  trend.days, trend.days == 1 ? "day" : "days", span_in_words(before_from(trend), trend.made),
                  before, span_in_words(after_from(trend), after_to(trend)), after);
  if (trend.days < trend.days_asked)
    text += fmt::format(" No more whole weeks have passed since; {} days were asked for.", trend.days_asked);
  return text;
}

}  // namespace

std::string pledge_trend_table(const PledgeTrend& trend, const TimeZone& zone, const Terminal& terminal) {
  std::string text = pledge_in_words(trend.pledge, zone, terminal) + "\n";
  for (const std::string& line : wrapped(reading(trend), terminal.columns)) text += line + "\n";
  if (trend.pledge.post.classification.values.empty()) {
    for (const std::string& line : wrapped(
             "The pledge is on none of the six values, as far as is known, so there is nothing to compare.",
             terminal.columns))
      text += "\n" + line + "\n";
    return text;
  }
  Table table = changes_table(trend, ChangesWidth::full);
  for (const ChangesWidth narrower : {ChangesWidth::short_names, ChangesWidth::without_share_ranges})
    if (terminal.interactive && table.width() > terminal.columns) table = changes_table(trend, narrower);
  text += "\n" + table.text(terminal) + "\n";
  return text + wrapped_lines(cautions_of(trend), terminal);
}

}  // namespace nhs::report
