#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "report/campaign_marks.h"
#include "report/collected_text.h"
#include "report/coverage_text.h"
#include "report/hidden_note.h"
#include "report/public_numbers.h"
#include "report/series_breaks.h"
#include "report/signals_text.h"
#include "report/week_dates.h"

namespace nhs::report {
namespace {

bool hides(const PublicTrends& trends, const PublicAsked& asked) {
  const auto cells = cells_told(asked);
  for (std::size_t row = 0; row < trends.rows.size(); ++row)
    for (const std::size_t cell : cells)
      if (is_known(trends, row) && trends.rows[row][cell].hidden) return true;
  return false;
}

/// A period has a share to tell, and too few posts for it.
bool lacks_shares(const PublicTrends& trends, const PublicAsked& asked) {
  if (!asked.asks_for_all() && !asked.value) return false;
  for (std::size_t row = 0; row < trends.rows.size(); ++row) {
    const PublicCount& whole = trends.rows[row][Cell::classified];
    if (is_known(trends, row) && !whole.hidden && is_few_rounded(whole)) return true;
  }
  return false;
}

/// The numbers of an answer, but for those of periods of which nothing was collected.
struct Cells {
  std::size_t all = 0;
  std::size_t hidden = 0;
};

Cells cells_of(const PublicTrends& trends, const PublicAsked& asked) {
  Cells cells;
  for (std::size_t row = 0; row < trends.rows.size(); ++row)
    for (const std::size_t cell : cells_told(asked)) {
      if (!is_known(trends, row)) continue;
      ++cells.all;
      if (trends.rows[row][cell].hidden) ++cells.hidden;
    }
  return cells;
}

/// One of its periods of which something is known has all of these days.
bool holds(const PublicTrends& trends, const Period& days) {
  for (std::size_t row = 0; row < trends.rows.size(); ++row) {
    const Period& period = trends.frame.rows[row].period;
    if (is_known(trends, row) && period.from <= days.from && days.to <= period.to) return true;
  }
  return false;
}

/// Which versions judged how many posts is not for others.
std::string break_note(const store::TrendsResult& frame) {
  std::vector<std::string> periods;
  for (const SeriesBreak& each : series_breaks(frame)) periods.push_back(frame.rows[each.row].period.label);
  if (periods.empty()) return {};
  return fmt::format(
      "~ break in the series ({}): not all posts were judged by one version of the model. What "
      "changes there may be the model's doing.",
      fmt::join(periods, ", "));
}

}  // namespace

bool is_known(const PublicTrends& trends, std::size_t row) {
  return trends.frame.rows[row].collected != store::Collected::none;
}

bool is_few_rounded(const PublicCount& whole) {
  return whole.least != whole.most && whole.number < kFewestForARoundedShare;
}

std::optional<Share> public_share(const PublicCount& part, const PublicCount& whole) {
  if (part.hidden || whole.hidden || whole.number == 0 || is_few_rounded(whole)) return std::nullopt;
  // A total that was moved may be smaller than its part.
  return wilson_interval(std::min(part.number, whole.number), whole.number);
}

std::vector<std::size_t> cells_told(const PublicAsked& asked) {
  std::vector<std::size_t> cells = {asked.cell};
  if (asked.asks_for_all()) {
    for (const Sentiment sentiment : all_of<Sentiment>()) cells.push_back(Cell::of(sentiment));
    for (const Value value : all_of<Value>()) cells.push_back(Cell::of(value));
  }
  if (asked.value)
    for (const Direction direction : all_of<Direction>()) cells.push_back(Cell::of(*asked.value, direction));
  return cells;
}

bool mostly_hidden(const PublicTrends& trends, const PublicAsked& asked) {
  const Cells cells = cells_of(trends, asked);
  return cells.hidden * 2 > cells.all;
}

bool longer_tells_no_less(const PublicTrends& longer, const PublicTrends& shorter, const PublicAsked& asked) {
  std::chrono::days known{0};
  std::chrono::days held{0};
  for (std::size_t row = 0; row < shorter.rows.size(); ++row) {
    if (!is_known(shorter, row)) continue;
    const Period& period = shorter.frame.rows[row].period;
    known += period.to - period.from;
    if (holds(longer, period)) held += period.to - period.from;
  }
  const Cells of_longer = cells_of(longer, asked);
  const Cells of_shorter = cells_of(shorter, asked);
  return held * 2 >= known && of_longer.hidden * of_shorter.all <= of_shorter.hidden * of_longer.all;
}

std::string public_trends_sentence(const PublicTrends& trends, const PublicAsked& asked) {
  std::int64_t posts = 0;
  std::size_t known = 0;
  std::size_t hidden = 0;
  for (std::size_t row = 0; row < trends.rows.size(); ++row) {
    if (!is_known(trends, row)) continue;
    ++known;
    posts += trends.rows[row][asked.cell].number;
    if (trends.rows[row][asked.cell].hidden) ++hidden;
  }
  const std::string span = fmt::format("by {} from {} to {}{}", noun_of(asked.by), format_day(asked.since),
                                       format_day(asked.until - std::chrono::days{1}),
                                       asked.filters.empty() ? "" : fmt::format(" ({})", asked.filters));
  if (collected_nothing(trends.frame))
    return fmt::format(
        "For others to see: {}. Nothing was collected: how many posts there were is not known.", span);
  if (hidden == known)
    return fmt::format("For others to see: {}. There were too few posts to tell how many.", span);
  // A sum of what the rows tell, and no more than that: a total of its own would be one more number to hide.
  std::string text = fmt::format("For others to see: about {} posts {}", posts, span);
  if (hidden > 0)
    text += fmt::format(", without {} {}{} of which it is not told", hidden, noun_of(asked.by),
                        hidden == 1 ? "" : "s");
  return text + ".";
}

std::vector<std::string> public_notes(const PublicTrends& trends, const PublicAsked& asked) {
  std::vector<std::string> notes;
  if (asked.asked_by == Bucket::week)
    notes.emplace_back(
        "Others are told months at the shortest: weeks lie across them, and both together would tell of single "
        "days.");
  const Bucket shortest = std::max(asked.asked_by, kToldToOthers.front());
  if (asked.by != shortest)
    notes.push_back(fmt::format(
        "By {} over half of the numbers would be hidden; so they stand by {}{}.", noun_of(shortest),
        noun_of(asked.by), asked.reaches_beyond ? ", and tell of days beyond those asked for, too" : ""));
  if (mostly_hidden(trends, asked))
    notes.push_back(fmt::format("There are too few posts: by {}{} over half of the numbers are hidden.",
                                noun_of(asked.by), asked.by == shortest ? "" : ", too,"));
  if (hides(trends, asked)) {
    const std::int64_t shown_from = asked.about_group ? asked.groups_shown_from : kShownFrom;
    notes.push_back(hidden_note(shown_from, shown_from));
  }
  notes.push_back(fmt::format(
      "Numbers are rounded to {}; parts need not add up. Shares and ranges are of the rounded numbers.",
      kRoundedTo));
  if (lacks_shares(trends, asked))
    notes.push_back(fmt::format(
        "Of fewer than {} posts no share is told (-): rounding alone would move it by four points and "
        "more.",
        kFewestForARoundedShare));
  if (asked.by == Bucket::quarter && !trends.frame.rows.empty())
    notes.push_back(calendar_quarter(trends.frame.rows.back().period));
  if (std::string note = break_note(trends.frame); !note.empty()) notes.push_back(std::move(note));
  for (std::string& caution : collected_cautions(trends.frame)) notes.push_back(std::move(caution));
  if (!trends.frame.gaps.empty())
    notes.push_back(fmt::format("Collection was incomplete: {}. Posts may be missing.",
                                gaps_in_words(trends.frame.gaps)));
  if (std::string note = campaign_caution(asked.campaigns); !note.empty()) notes.push_back(std::move(note));
  return notes;
}

}  // namespace nhs::report
