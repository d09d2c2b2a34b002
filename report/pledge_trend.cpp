#include "report/pledge_trend.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "report/benjamini_hochberg.h"
#include "report/comparison.h"
#include "report/comparison_text.h"
#include "report/coverage_text.h"
#include "report/newcombe.h"
#include "report/pledges_view.h"
#include "report/table.h"
#include "report/trends_numbers.h"
#include "report/trends_view.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

/// Shares of fewer posts say next to nothing.
constexpr std::int64_t kFewestPosts = 10;

/// A value, however it fared (no direction), or in one direction.
struct ValueChange {
  Value value;
  std::optional<Direction> direction;
  Proportion before;
  Proportion after;
  std::optional<double> p = {};  ///< nothing where the test does not hold
  std::string_view reading = "too_few";

  bool enough() const { return before.whole >= kFewestPosts && after.whole >= kFewestPosts; }
};

/// As `compare` judges: which differences stand when all are read at once, and have a range without 0.
void judge(std::vector<ValueChange>& changes) {
  std::vector<double> p_values;
  for (ValueChange& change : changes)
    if (change.enough() && smallest_expected_count(change.before, change.after) >= 1)
      p_values.push_back(*(change.p = equal_shares_p(change.before, change.after)));
  const std::vector<bool> found = benjamini_hochberg(p_values, kFalseDiscoveryRate);
  std::size_t tested = 0;
  for (ValueChange& change : changes) {
    if (!change.p) continue;
    const ShareDifference apart = newcombe_difference(change.before, change.after);
    const bool clear = found[tested++] && apart.leaves_out_0();
    change.reading = !clear ? "no_clear_change" : apart.difference > 0 ? "more" : "less";
  }
}

std::int64_t posts_of(const store::TrendRow& row, Value value, std::optional<Direction> direction) {
  const store::ValueCounts& counts = row.values[index_of(value)];
  return direction ? counts.directions[index_of(*direction)] : counts.posts;
}

std::vector<ValueChange> changes_of(const PledgeTrend& trend) {
  const store::TrendRow before = total_of(trend.before.rows);
  const store::TrendRow after = total_of(trend.after.rows);
  std::vector<ValueChange> changes;
  for (const ValueFinding& finding : trend.pledge.post.classification.values)
    for (const std::optional<Direction> direction :
         {std::optional<Direction>{}, std::optional{Direction::upheld}, std::optional{Direction::breached},
          std::optional{Direction::mentioned}})
      changes.push_back({finding.value,
                         direction,
                         {posts_of(before, finding.value, direction), before.classified},
                         {posts_of(after, finding.value, direction), after.classified}});
  judge(changes);
  return changes;
}

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
enum class Width : std::uint8_t { full, short_names, without_share_ranges };

Table changes_table(const PledgeTrend& trend, Width width) {
  Table table;
  table.column("Value");
  for (const char* heading : {"Before", "After", "Points"}) table.column(heading, Table::Align::right);
  table.column("Reading");
  const bool with_ranges = width < Width::without_share_ranges;
  std::optional<Value> last;
  for (const ValueChange& change : changes_of(trend)) {
    if (last != change.value) {
      std::vector<std::string> heading(5);
      heading[0] = width == Width::full ? name_of(change.value) : short_name_of(change.value);
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

LocalDay before_from(const PledgeTrend& trend) { return trend.made - std::chrono::days{trend.days}; }
LocalDay after_from(const PledgeTrend& trend) { return trend.made + std::chrono::days{1}; }
LocalDay after_to(const PledgeTrend& trend) { return after_from(trend) + std::chrono::days{trend.days}; }

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

std::int64_t days_without_collection(const store::TrendsResult& side) {
  return std::count_if(side.rows.begin(), side.rows.end(),
                       [](const auto& row) { return row.collected == store::Collected::none; });
}

std::set<std::string> models_of(const PledgeTrend& trend) {
  std::set<std::string> models;
  for (const store::TrendsResult* side : {&trend.before, &trend.after})
    for (const store::TrendRow& row : side->rows)
      for (const store::PostsOfModel& each : row.models) models.insert(each.model);
  return models;
}

void add_missing(const store::TrendsResult& side, std::string_view name, std::vector<std::string>& lines) {
  if (const auto days = days_without_collection(side); days > 0)
    lines.push_back(
        fmt::format("On {} of the {} days {} nothing was collected: what was said then is not known.", days,
                    side.rows.size(), name));
  if (!side.gaps.empty())
    lines.push_back(fmt::format("Collection {} was incomplete: {}.", name, gaps_in_words(side.gaps)));
}

/// What makes these numbers unsure, then what they cannot show at all.
std::vector<std::string> cautions_of(const PledgeTrend& trend) {
  std::vector<std::string> lines;
  add_missing(trend.before, "before", lines);
  add_missing(trend.after, "after", lines);
  const std::set<std::string> models = models_of(trend);
  if (models.size() > 1)
    lines.push_back(
        fmt::format("Not all posts were judged by one version of the model ({}): a change may be its doing.",
                    fmt::join(models, ", ")));
  const std::vector<ValueChange> changes = changes_of(trend);
  const auto tested = static_cast<std::size_t>(std::count_if(
      changes.begin(), changes.end(), [](const ValueChange& change) { return change.p.has_value(); }));
  if (tested > 0)
    lines.push_back(fmt::format(
        "If nothing had changed, each difference here would have a 1 in 20 chance to look like a change (a 95% range "
        "without 0): about {:.1f} of {}. More and less is what stands when all are read at once "
        "(Benjamini-Hochberg, 5%). Neither holds the errors of the machine that judges the posts.",
        static_cast<double>(tested) * kFalseDiscoveryRate, tested));
  lines.emplace_back(
      "This shows what people said before and after, not what the pledge did: other things happened at the same "
      "time, and posts that repeat or answer the pledge are counted too, mostly as only named.");
  return lines;
}

void write_number(JsonWriter& json, std::string_view key, double number, bool known) {
  json.key(key);
  if (known)
    json.number(number, 3);
  else
    json.null();
}

void write_proportion(JsonWriter& json, std::string_view key, Proportion of) {
  const Share share = wilson_interval(of.part, of.whole);
  const bool known = of.whole > 0;
  json.key(key).begin_object().key("posts").integer(of.part).key("classified").integer(of.whole);
  write_number(json, "share", share.share, known);
  write_number(json, "low", share.low, known);
  write_number(json, "high", share.high, known);
  json.end_object();
}

void write_change(JsonWriter& json, const ValueChange& change) {
  json.begin_object().key("value").text(id_of(change.value)).key("direction");
  if (change.direction)
    json.text(id_of(*change.direction));
  else
    json.null();
  write_proportion(json, "before", change.before);
  write_proportion(json, "after", change.after);
  const ShareDifference apart = newcombe_difference(change.before, change.after);
  const bool known = change.before.whole > 0 && change.after.whole > 0;
  write_number(json, "difference", apart.difference, known);
  write_number(json, "low", apart.low, known);
  write_number(json, "high", apart.high, known);
  json.key("p");
  // As in `compare`: none is so small that it is nothing.
  if (change.p)
    json.number(std::max(*change.p, 0.000001), 6);
  else
    json.null();
  json.key("reading").text(change.reading).end_object();
}

void write_side(JsonWriter& json, std::string_view key, const store::TrendsResult& side, LocalDay from,
                LocalDay to) {
  const store::TrendRow total = total_of(side.rows);
  json.key(key).begin_object().key("since").text(format_day(from)).key("until").text(format_day(to));
  json.key("classified").integer(total.classified).key("unclassified").integer(total.unclassified);
  json.key("days_without_collection").integer(days_without_collection(side));
  json.key("gaps").integer(static_cast<std::int64_t>(side.gaps.size()));
  json.key("hours_missed").number(hours_missed(side.gaps), 1).end_object();
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
  Table table = changes_table(trend, Width::full);
  for (const Width narrower : {Width::short_names, Width::without_share_ranges})
    if (terminal.interactive && table.width() > terminal.columns) table = changes_table(trend, narrower);
  text += "\n" + table.text(terminal) + "\n";
  return text + wrapped_lines(cautions_of(trend), terminal);
}

std::string pledge_trend_json(const PledgeTrend& trend) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.pledges-trend/1");
  json.key("timezone").text(trend.before.timezone).key("made_on").text(format_day(trend.made));
  json.key("days").integer(trend.days).key("days_asked").integer(trend.days_asked);
  json.key("pledge").begin_object();
  write_pledge(json, trend.pledge);
  json.end_object();
  write_side(json, "before", trend.before, before_from(trend), trend.made);
  write_side(json, "after", trend.after, after_from(trend), after_to(trend));
  json.key("models").begin_array();
  for (const std::string& model : models_of(trend)) json.text(model);
  json.end_array().key("rows").begin_array();
  for (const ValueChange& change : changes_of(trend)) write_change(json, change);
  json.end_array().key("cautions").begin_array();
  for (const std::string& caution : cautions_of(trend)) json.text(caution);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string pledge_trend_ndjson(const PledgeTrend& trend) {
  std::string lines;
  for (const ValueChange& change : changes_of(trend)) {
    JsonWriter json;
    write_change(json, change);
    lines.append(json.str()) += '\n';
  }
  return lines;
}

std::string pledge_trend_csv(const PledgeTrend& trend) {
  std::string csv =
      "value,direction,before_posts,before_classified,before_share,after_posts,after_classified,after_share,"
      "difference,low,high,reading\r\n";
  for (const ValueChange& change : changes_of(trend)) {
    const ShareDifference apart = newcombe_difference(change.before, change.after);
    const auto cell = [](double number, bool known) {
      return known ? fmt::format("{:.3f}", number) : std::string{};
    };
    const auto share_cell = [&](Proportion of) {
      return cell(wilson_interval(of.part, of.whole).share, of.whole > 0);
    };
    const bool known = change.before.whole > 0 && change.after.whole > 0;
    csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\r\n", id_of(change.value),
                       change.direction ? id_of(*change.direction) : std::string_view{"any"},
                       change.before.part, change.before.whole, share_cell(change.before), change.after.part,
                       change.after.whole, share_cell(change.after), cell(apart.difference, known),
                       cell(apart.low, known), cell(apart.high, known), change.reading);
  }
  return csv;
}

}  // namespace nhs::report
