#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/comparison.h"
#include "report/comparison_numbers.h"
#include "report/comparison_text.h"
#include "report/control_charts.h"
#include "report/finding_name.h"
#include "report/table.h"
#include "report/trends_numbers.h"
#include "report/week_dates.h"

namespace nhs::report {
namespace {

using Align = Table::Align;

/// What a table leaves out to be narrower; the range stays.
enum class SharesWidth : std::uint8_t { full, short_words, short_headings, without_points };

std::string verdict_cell(const ComparedShare& share, SharesWidth width) {
  if (width == SharesWidth::full)
    return std::string{change_in_words(share.change)} + (share.only_alone() ? " (see above)" : "");
  if (share.change == Change::too_few) return "too few";
  return share.change == Change::not_clear ? "unclear" : std::string{change_in_words(share.change)};
}

std::string short_label(const ComparedShare& share, bool under_value) {
  static constexpr std::array<std::string_view, count_of<Direction>> directions = {"lived up", "fell short",
                                                                                   "named"};
  static constexpr std::array<std::string_view, count_of<Sentiment>> feelings = {"Positive", "Neutral",
                                                                                 "Negative"};
  if (share.sentiment) return std::string{feelings[index_of(*share.sentiment)]};
  if (!share.direction) return std::string{short_name_of(*share.value)};
  const std::string_view said = directions[index_of(*share.direction)];
  return under_value ? fmt::format("  {}", said) : fmt::format("{}, {}", short_name_of(*share.value), said);
}

bool stands_under_value(const std::vector<ComparedShare>& shares, std::size_t row) {
  for (std::size_t above = row; shares[row].direction && above > 0; --above)
    if (!shares[above - 1].direction) return shares[above - 1].value == shares[row].value;
  return false;
}

Table table_of(const Comparison& comparison, SharesWidth width) {
  Table table;
  table.column("Share of posts");
  const bool named = width < SharesWidth::short_headings;
  const auto heading = [&](const ComparedPeriod& period, std::string_view place) {
    return (named ? period.counts.period.label : std::string{place}) + (period.counts.partial ? "*" : "");
  };
  table.column(heading(comparison.first, "First"), Align::right);
  table.column(heading(comparison.second, "Second"), Align::right);
  if (width < SharesWidth::without_points) table.column("Points", Align::right);
  table.column("95% range", Align::right);
  table.column("Change");
  const std::vector<std::string> labels = share_labels(comparison);
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const ComparedShare& share = comparison.shares[row];
    const bool known = std::min(share.first.whole, share.second.whole) >= kFewestPosts;
    const int decimals = decimals_of(share, comparison);
    const auto cell = [&](Proportion of) {
      return of.whole == 0 ? std::string{"-"} : share_in_words(of, decimals);
    };
    std::vector<std::string> cells = {width == SharesWidth::full
                                          ? labels[row]
                                          : short_label(share, stands_under_value(comparison.shares, row)),
                                      cell(share.first), cell(share.second)};
    if (width < SharesWidth::without_points)
      cells.push_back(known ? points_between(share.first, share.second, decimals) : "-");
    cells.push_back(known ? fmt::format("{} to {}", points(share.difference.low, decimals),
                                        points(share.difference.high, decimals))
                          : "-");
    cells.push_back(verdict_cell(share, width));
    table.row(std::move(cells));
  }
  return table;
}

/// The clear change that chance explains least.
const ComparedShare* clearest(const std::vector<ComparedShare>& shares) {
  const ComparedShare* best = nullptr;
  for (const ComparedShare& share : shares)
    if (share.is_clear() && (best == nullptr || *share.p < *best->p)) best = &share;
  return best;
}

std::string posts_command(const ComparedShare& share, const ComparedPeriod& period,
                          const std::string& arguments) {
  std::string command = "nhsvalues posts";
  if (share.value) command += fmt::format(" --value {}", id_of(*share.value));
  if (share.direction) command += fmt::format(" --direction {}", id_of(*share.direction));
  if (share.sentiment) command += fmt::format(" --sentiment {}", id_of(*share.sentiment));
  if (!arguments.empty()) command += " " + arguments;
  return fmt::format("{} --since {} --until {}", command, format_day(period.counts.period.from),
                     format_day(period.counts.period.to));
}

std::string where_to_look(const Comparison& comparison, const Terminal& terminal) {
  const ComparedShare* share = clearest(comparison.shares);
  if (share == nullptr) return {};
  std::string text;
  for (const std::string& line : wrapped(
           fmt::format("The posts behind the clearest change ({}):", share_name(*share)), terminal.columns))
    text += line + "\n";
  if (share->first.part > 0)
    text += "  " + posts_command(*share, comparison.first, comparison.posts_arguments) + "\n";
  if (share->second.part > 0)
    text += "  " + posts_command(*share, comparison.second, comparison.posts_arguments) + "\n";
  return text;
}

/// When they were, where their names do not say so.
std::string dates_of_periods(const Comparison& comparison) {
  std::string text;
  for (const ComparedPeriod* each : {&comparison.first, &comparison.second}) {
    const Period& period = each->counts.period;
    if (with_dates(period) == period.label) continue;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", with_dates(period));
  }
  return text.empty() ? text : text + ".";
}

}  // namespace

std::vector<std::string> share_labels(const Comparison& comparison) {
  std::vector<std::string> labels;
  for (std::size_t row = 0; row < comparison.shares.size(); ++row) {
    const ComparedShare& share = comparison.shares[row];
    labels.push_back(stands_under_value(comparison.shares, row)
                         ? fmt::format("  {}", said_of_value(*share.direction))
                         : share_name(share));
  }
  return labels;
}

std::string comparison_numbers(const Comparison& comparison, const Terminal& terminal, bool fit) {
  Table table = table_of(comparison, SharesWidth::full);
  for (const SharesWidth narrower :
       {SharesWidth::short_words, SharesWidth::short_headings, SharesWidth::without_points})
    if (fit && table.width() > terminal.columns) table = table_of(comparison, narrower);
  if (!fit) return table.text(terminal);
  Terminal cutting = terminal;
  cutting.interactive = true;
  return table.text(cutting);
}

std::string comparison_answer(const Comparison& comparison, const Terminal& terminal) {
  std::string text;
  for (const std::string& line : wrapped(comparison_sentence(comparison), terminal.columns))
    text += line + "\n";
  for (const ComparedShare& share : comparison.shares)
    if (share.is_clear() || share.only_alone())
      text += wrapped_lines({change_in_words(share, comparison)}, terminal, "- ");
  return text;
}

std::string comparison_closing(const Comparison& comparison, const Terminal& terminal) {
  std::string text;
  std::vector<std::string> cautions = comparison_cautions(comparison);
  if (std::string dates = dates_of_periods(comparison); !dates.empty())
    cautions.insert(cautions.begin(), std::move(dates));
  for (const std::string& caution : cautions)
    for (const std::string& line : wrapped(caution, terminal.columns)) text += line + "\n";
  return text + where_to_look(comparison, terminal);
}

std::string comparison_table(const Comparison& comparison, const Terminal& terminal) {
  return comparison_answer(comparison, terminal) + "\n" +
         comparison_numbers(comparison, terminal, terminal.interactive) + "\n" +
         comparison_closing(comparison, terminal);
}

}  // namespace nhs::report
