#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "core/counted.h"
#include "report/collected_text.h"
#include "report/coverage_text.h"
#include "report/one_voice.h"
#include "report/series_breaks.h"
#include "report/trends_numbers.h"
#include "report/trends_view.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

void add(store::SentimentCounts& sum, const store::SentimentCounts& more) {
  for (std::size_t s = 0; s < sum.posts.size(); ++s) sum.posts[s] += more.posts[s];
}

double part_of(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

/// The values that most posts bear on: several where these are equal, none where no value came up.
std::vector<Value> busiest_values(const store::TrendRow& total) {
  std::vector<Value> busiest;
  std::int64_t most = 1;
  for (const Value value : all_of<Value>()) {
    const std::int64_t posts = total.values[index_of(value)].posts;
    if (posts > most) busiest.clear();
    if (posts >= most) busiest.push_back(value);
    most = std::max(most, posts);
  }
  return busiest;
}

/// "67% of posts (between 57% and 76%)"; of chosen posts "67% (between 57% and 76%) of 90 posts
/// (experience)".
std::string how_often(std::int64_t posts, const store::TrendRow& total, const std::string& base) {
  const std::string of = base.empty() ? std::string{} : fmt::format(" ({})", base);
  const std::string all = counted(total.classified, "post");
  if (total.classified < kFewestForAShare) return fmt::format("{} of {}{}", posts, all, of);
  const Share share = wilson_interval(posts, total.classified);
  const std::string between = fmt::format("(between {} and {})", percent(share.low), percent(share.high));
  if (base.empty()) return fmt::format("{} of posts {}", percent(share.share), between);
  return fmt::format("{} {} of {}{}", percent(share.share), between, all, of);
}

std::string value_sentence(const store::TrendRow& total, Value value, const TrendsAsked& asked) {
  static constexpr std::array<std::string_view, count_of<Direction>> verbs = {"was lived up to", "fell short",
                                                                              "was only named"};
  const store::ValueCounts& counts = total.values[index_of(value)];
  const std::string came_up =
      fmt::format("{} {} in {}", name_of(value),
                  asked.direction ? verbs[index_of(*asked.direction)] : std::string_view{"came up"},
                  how_often(counts.posts, total, asked.base));
  if (asked.direction) return came_up + ".";
  return fmt::format("{}: {} lived up to, {} fell short, {} only named.", came_up,
                     counts.directions[index_of(Direction::upheld)],
                     counts.directions[index_of(Direction::breached)],
                     counts.directions[index_of(Direction::mentioned)]);
}

/// Of which most is said; of several that are equal their names alone.
std::string busiest_in_words(const store::TrendRow& total, const TrendsAsked& asked) {
  const std::vector<Value> busiest = busiest_values(total);
  if (busiest.empty()) return "No value came up.";
  if (busiest.size() == 1) return value_sentence(total, busiest.front(), asked);
  static constexpr std::array<std::string_view, count_of<Direction>> verbs = {
      "were lived up to", "fell short", "were only named"};
  std::vector<std::string_view> names;
  for (const Value value : busiest) names.push_back(name_of(value));
  const std::string_view last = names.back();
  names.pop_back();
  return fmt::format("{} and {} {} most, in {} each.", fmt::join(names, ", "), last,
                     asked.direction ? verbs[index_of(*asked.direction)] : std::string_view{"came up"},
                     how_often(total.values[index_of(busiest.front())].posts, total, asked.base));
}

/// Where texts have gone for their age.
std::string without_texts_caution(const store::TrendsResult& trends) {
  const store::TrendRow* last = nullptr;
  for (const store::TrendRow& row : trends.rows)
    if (row.without_texts) last = &row;
  if (last == nullptr) return {};
  return fmt::format(
      "Up to {}, posts are kept without their texts and authors (`nhsvalues retention`): they count, but how many "
      "people wrote them and how many are copies cannot be told, no search for words or tags finds them, and once "
      "per author each of them counts.",
      last->period.label);
}

bool cannot_be_searched(const store::TrendsResult& trends) {
  return std::any_of(trends.rows.begin(), trends.rows.end(),
                     [](const store::TrendRow& row) { return row.cannot_be_searched; });
}

}  // namespace

store::TrendRow total_of(const std::vector<store::TrendRow>& rows) {
  store::TrendRow total;
  if (rows.empty()) return total;
  total.period = {"all", rows.front().period.from, rows.back().period.to};
  for (const store::TrendRow& row : rows) {
    total.posts += row.posts;
    total.classified += row.classified;
    total.unclassified += row.unclassified;
    add(total.sentiment, row.sentiment);
    for (std::size_t v = 0; v < total.values.size(); ++v) {
      total.values[v].posts += row.values[v].posts;
      add(total.values[v].sentiment, row.values[v].sentiment);
      for (std::size_t d = 0; d < count_of<Direction>; ++d)
        total.values[v].directions[d] += row.values[v].directions[d];
    }
  }
  // People who post in several periods are one person: their number is no sum.
  return total;
}

std::string trends_sentence(const store::TrendsResult& trends, const TrendsAsked& asked) {
  const store::TrendRow total = total_of(trends.rows);
  const std::string span =
      fmt::format("from {} to {}", format_day(asked.since), format_day(asked.until - std::chrono::days{1}));
  const std::string filtered = asked.filters.empty() ? "" : fmt::format(" ({})", asked.filters);
  if (collected_nothing(trends) && cannot_be_searched(trends))
    return fmt::format(
        "Posts {} are kept without their texts and cannot be searched any more{}: how many would match is not known.",
        span, filtered);
  if (collected_nothing(trends))
    return fmt::format("Nothing was collected {}{}: how many posts there were is not known.", span, filtered);
  if (total.posts + total.unclassified == 0) return fmt::format("No posts {}{}.", span, filtered);
  std::string text = fmt::format("{} {}{}", counted(total.posts, "post"), span, filtered);
  if (total.posts < total.classified)
    text += asked.base.empty() ? fmt::format(", of {} in all", total.classified)
                               : fmt::format(", of {} ({})", total.classified, asked.base);
  text += ". ";
  if (total.posts == 0) return text;
  const auto& feeling = total.sentiment.posts;
  const auto how_many = [&](Sentiment sentiment) {
    const std::int64_t posts = feeling[index_of(sentiment)];
    return total.posts < kFewestForAShare ? fmt::format("{}", posts) : percent(part_of(posts, total.posts));
  };
  text += fmt::format("{} positive, {} neutral, {} negative. ", how_many(Sentiment::positive),
                      how_many(Sentiment::neutral), how_many(Sentiment::negative));
  if (asked.values.empty())
    text += busiest_in_words(total, asked);
  else
    for (const Value value : asked.values) text += value_sentence(total, value, asked) + " ";
  while (text.back() == ' ') text.pop_back();
  return text;
}

std::string one_voice_caution(const store::TrendRow& row) {
  if (row.posts < kFewestForOneVoice) return {};
  const std::string voice = one_voice_in_words(row.most_by_one_author, row.posts, row.period.label);
  return voice.empty() ? voice : voice + ".";
}

std::vector<std::string> trends_cautions(const store::TrendsResult& trends) {
  std::vector<std::string> cautions;
  const store::TrendRow total = total_of(trends.rows);
  if (std::any_of(trends.rows.begin(), trends.rows.end(), [](const auto& row) { return row.partial; }))
    cautions.push_back(
        "* still running, or cut by the dates asked for: not to be compared with whole periods.");
  if (std::string caution = break_caution(trends); !caution.empty()) cautions.push_back(std::move(caution));
  for (const store::TrendRow& row : trends.rows)
    if (std::string caution = one_voice_caution(row); !caution.empty())
      cautions.push_back(std::move(caution));
  if (total.unclassified > 0)
    cautions.push_back(fmt::format(
        "{} could not be classified (another language, or no words) and {} beside.",
        counted(total.unclassified, "post"), total.unclassified == 1 ? "is counted" : "are counted"));
  for (std::string& caution : collected_cautions(trends)) cautions.push_back(std::move(caution));
  if (std::string caution = without_texts_caution(trends); !caution.empty())
    cautions.push_back(std::move(caution));
  if (!trends.gaps.empty())
    cautions.push_back(
        fmt::format("Collection was incomplete: {}. Posts may be missing.", gaps_in_words(trends.gaps)));
  if (trends.undated > 0)
    cautions.push_back(
        fmt::format("{} without a date stand in no period (import with --date to give them one).",
                    counted(trends.undated, "post")));
  return cautions;
}

}  // namespace nhs::report
