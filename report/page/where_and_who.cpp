#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/finding_name.h"
#include "report/page/campaigns.h"
#include "report/page/charts.h"
#include "report/page/dates.h"
#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/public_numbers.h"
#include "report/signals_text.h"
#include "report/trends_view.h"

namespace nhs::report::page {
namespace {

constexpr std::array<std::string_view, count_of<Kind>> kKinds = {
    "Own experience", "Pledges", "News and announcements", "Opinions", "Other"};

bool tells_nothing(const PeriodReport& report) {
  return !report.now.is_known() || report.now.posts().hidden || report.now.posts().number == 0;
}

std::string number_or_dash(const std::optional<std::int64_t>& number) {
  return number ? grouped(*number) : "-";
}

bool some_authors_unknown(const PeriodReport& report) {
  const auto& rows = report.usual.trends.rows;
  return !report.for_public() && std::any_of(rows.begin(), rows.end(), [](const store::TrendRow& row) {
    return row.posts_by_unknown.value_or(0) > 0;
  });
}

/// What is left out of a report for others, where the team sees more.
Paragraph one_property_only() {
  return {
      "For the public, posts are counted by one property at a time, so that nothing is told of a few people. Values "
      "by network or by kind of post are therefore not shown."};
}

PublicCount of(const store::TrendRow& counts, Value value) {
  return exactly(counts.values[index_of(value)].posts);
}
PublicCount of(const store::TrendRow& counts, Sentiment sentiment) {
  return exactly(counts.sentiment.posts[index_of(sentiment)]);
}

Table parts_table(const std::string& caption, const std::string& heading, const std::vector<Part>& parts) {
  Table table{caption, {heading, "Posts", "Positive", "Negative"}, {}};
  for (const Value value : all_of<Value>()) table.headings.emplace_back(plain_name_of(value));
  for (const Part& part : parts) {
    const store::TrendRow& counts = part.counts;
    std::vector<std::string> row = {part.name, grouped(counts.classified),
                                    part_in_words(of(counts, Sentiment::positive), exactly(counts.posts)),
                                    part_in_words(of(counts, Sentiment::negative), exactly(counts.posts))};
    for (const Value value : all_of<Value>())
      row.push_back(part_in_words(of(counts, value), exactly(counts.classified)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// Bars for cells that are told, with their numbers.
struct Counted {
  std::string name;
  PublicCount posts;
};

/// How long a bar is of which no share is told.
Share without_range(const PublicCount& part, const PublicCount& whole) {
  if (part.hidden || whole.hidden || whole.number == 0) return {0, 0, 0};
  const double length = std::min(1.0, static_cast<double>(part.number) / static_cast<double>(whole.number));
  return {length, length, length};
}

Figure bars_of(std::string title, const std::string& heading, const std::vector<Counted>& parts,
               const PublicCount& whole) {
  std::vector<ShareBar> bars;
  Table table{title, {heading, "Posts", "Share", "95% range"}, {}};
  PublicCount most;
  bool hides = false;
  for (const Counted& part : parts) {
    const auto share = public_share(part.posts, whole);
    const std::string said = part_in_words(part.posts, whole);
    bars.push_back({part.name, share.value_or(without_range(part.posts, whole)),
                    share ? fmt::format("{}, {}", said, posts_in_words(part.posts)) : said});
    table.rows.push_back({part.name, number_of(part.posts), said, range_in_words(part.posts, whole)});
    if (part.posts.number > most.number) most = part.posts;
    hides = hides || part.posts.hidden;
  }
  std::vector<std::string> names;
  for (const Counted& part : parts)
    if (most.number > 0 && part.posts.number == most.number) names.push_back(lower_first(part.name));
  std::string reading =
      names.empty() ? "None has a number that can be shown."
                    : fmt::format("Most{}: {}, with {}{}.", hides ? " of what is shown" : "", listed(names),
                                  share_with_range(most, whole), names.size() > 1 ? " each" : "");
  std::string svg = share_bars(bars, {title, reading});
  return {std::move(title), std::move(reading), std::move(svg), std::move(table)};
}

std::vector<Counted> networks_of(const PeriodReport& report) {
  std::vector<Counted> parts;
  for (std::size_t place = 0; place < report.networks.size(); ++place) {
    const PublicCount& posts = report.now.at(Cell::of_network(place));
    if (posts.hidden || posts.number > 0) parts.push_back({report.networks[place], posts});
  }
  return parts;
}

std::vector<Counted> kinds_of(const PeriodReport& report) {
  std::vector<Counted> parts;
  for (const Kind kind : all_of<Kind>())
    parts.push_back({std::string{kKinds[index_of(kind)]}, report.now.at(Cell::of(kind))});
  return parts;
}

/// Posts of which neither program nor people said what kind they are. For the public they are not told:
/// beside the kinds, which are rounded, they would be one more number to hide.
std::int64_t without_kind(const PeriodReport& report) {
  if (report.for_public()) return 0;
  std::int64_t without = report.now.posts().number;
  for (const Counted& kind : kinds_of(report)) without -= kind.posts.number;
  return std::max<std::int64_t>(0, without);
}

/// Shares are of posts with a kind, so that they add up.
Figure posts_by_kind(const PeriodReport& report) {
  const std::int64_t without = without_kind(report);
  const PublicCount whole = without > 0 ? exactly(report.now.posts().number - without) : report.now.posts();
  Figure figure = bars_of("Posts by kind", "Kind", kinds_of(report), whole);
  if (without > 0) figure.table.rows.push_back({"Not judged", grouped(without), "-", "-"});
  return figure;
}

/// Each value in what people lived, beside what is announced.
Table lived_table(const std::vector<Part>& kinds) {
  const store::TrendRow& lived = kinds[index_of(Kind::experience)].counts;
  const store::TrendRow& pledge = kinds[index_of(Kind::pledge)].counts;
  const store::TrendRow& news = kinds[index_of(Kind::news)].counts;
  const PublicCount announced = exactly(pledge.classified + news.classified);
  Table table{"Values in lived experience, and in what is announced",
              {"Value", "Lived", "95% range", "Announced", "95% range of announced"},
              {}};
  for (const Value value : all_of<Value>()) {
    const PublicCount told =
        exactly(pledge.values[index_of(value)].posts + news.values[index_of(value)].posts);
    table.rows.push_back({std::string{plain_name_of(value)},
                          part_in_words(of(lived, value), exactly(lived.classified)),
                          range_in_words(of(lived, value), exactly(lived.classified)),
                          part_in_words(told, announced), range_in_words(told, announced)});
  }
  return table;
}

std::string lived_in_words(const PeriodReport& report) {
  const PublicCount& lived = report.now.at(Cell::of(Kind::experience));
  return fmt::format(
      "{} of somebody's own experience: what happened to them, or before their eyes. Pledges and news say what an "
      "organisation wants, not how care is; so the two are kept apart here.",
      lived.hidden ? "It is not shown how many posts tell"
                   : upper_first(posts_in_words(lived)) + (lived.number == 1 ? " tells" : " tell"));
}

/// "154 posts by 120 people"; "20 posts: 3 by 2 people, and 17 whose author is not known". With people or
/// unknown authors.
std::string posts_by_people(const store::TrendRow& counts) {
  const std::int64_t unknown = counts.posts_by_unknown.value_or(0);
  const std::string posts = posts_in_words(counts.posts);
  // Of a time that was put together from several.
  if (!counts.authors && unknown < counts.posts)
    return fmt::format(
        "{}, {} of which by an author not known; how many people wrote the others was not counted", posts,
        grouped(unknown));
  if (!counts.authors)
    return fmt::format("{}, whose {} not known", posts, counts.posts == 1 ? "author is" : "authors are");
  const std::string people =
      fmt::format("{} {}", grouped(*counts.authors), *counts.authors == 1 ? "person" : "people");
  if (unknown == 0) return fmt::format("{} by {}", posts, people);
  return fmt::format("{}: {} by {}, and {} whose author is not known", posts, grouped(counts.posts - unknown),
                     people, grouped(unknown));
}

std::string people_in_words(const PeriodReport& report) {
  if (report.for_public()) return "For the public, posts are counted and people are not.";
  if (!report.now.is_known()) return nothing_known_in_words(report.now);
  const store::TrendRow& now = report.inside->counts;
  if (now.posts == 0) return "There is no post in this period.";
  if (!now.authors && now.posts_by_unknown.value_or(0) == 0)
    return "How many people wrote these posts was not counted.";
  std::string text = posts_by_people(now);
  if (now.copies.value_or(0) > 0)
    text += fmt::format("; the text of {} stands elsewhere too", posts_in_words(*now.copies));
  return text + ".";
}

}  // namespace

Section where_and_who(const PeriodReport& report) {
  Section section{"Where it was said"};
  if (tells_nothing(report)) {
    section.blocks.emplace_back(Paragraph{"There is no post to tell of, or too few."});
    return section;
  }
  section.blocks.emplace_back(
      bars_of("Posts by network", "Network", networks_of(report), report.now.posts()));
  if (report.for_public()) {
    section.blocks.emplace_back(one_property_only());
  } else {
    section.blocks.emplace_back(parts_table("Values by network", "Network", report.inside->networks));
    std::vector<Part> kinds = report.inside->kinds;
    for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i].name = kKinds[i];
    section.blocks.emplace_back(parts_table("Values by kind of post", "Kind", kinds));
  }
  return section;
}

Section lived_and_announced(const PeriodReport& report) {
  Section section{"Lived experience, apart from what is announced"};
  if (tells_nothing(report)) {
    section.blocks.emplace_back(Paragraph{"There is no post to tell of, or too few."});
    return section;
  }
  section.blocks.emplace_back(Paragraph{lived_in_words(report)});
  section.blocks.emplace_back(posts_by_kind(report));
  if (report.for_public())
    section.blocks.emplace_back(Paragraph{"A post whose kind is not known stands in none of these rows."});
  else if (const std::int64_t without = without_kind(report); without > 0)
    section.blocks.emplace_back(Paragraph{
        fmt::format("Of {} the kind was not judged; shares are of the others.", posts_in_words(without))});
  if (!report.for_public()) section.blocks.emplace_back(lived_table(report.inside->kinds));
  return section;
}

Section people(const PeriodReport& report) {
  Section section{report.for_public() ? "Posts" : "People beside posts"};
  const std::vector<std::string> names = short_names(report);
  const std::vector<bool> breaks = breaks_of(report);
  std::vector<CountColumn> columns;
  const std::string_view noun = noun_of(report.by());
  Table table{
      fmt::format("Posts{} by {}", report.for_public() ? "" : " and people", noun), {"Period", "Posts"}, {}};
  const bool tells_unknown = some_authors_unknown(report);
  if (!report.for_public()) table.headings.emplace_back("People");
  if (tells_unknown) table.headings.emplace_back("Author not known");
  for (std::size_t i = 0; i < report.rows.size(); ++i) {
    const ToldRow& row = report.rows[i];
    CountColumn column{names[i], std::nullopt, std::nullopt, row.partial, breaks[i]};
    if (row.is_known() && !row.posts().hidden) column.posts = row.posts().number;
    table.rows.push_back({label_of(row), row.is_known() ? number_of(row.posts()) : "?"});
    if (!report.for_public()) {
      const store::TrendRow& counts = report.usual.trends.rows[i];
      if (row.is_known()) column.people = counts.authors;
      table.rows.back().push_back(number_or_dash(column.people));
      if (tells_unknown)
        table.rows.back().push_back(number_or_dash(row.is_known() ? counts.posts_by_unknown : std::nullopt));
    }
    columns.push_back(std::move(column));
  }
  const std::string title =
      fmt::format("Posts by {}{}", noun, report.for_public() ? "" : ", and the people who wrote them");
  const std::string reading = people_in_words(report);
  section.blocks.emplace_back(
      Figure{title, reading,
             count_columns(columns, {title, with_campaigns(reading, report)}, campaign_spans(report)),
             std::move(table)});
  if (!report.for_public()) {
    section.blocks.emplace_back(Paragraph{"A line across a column says how many people wrote its posts."});
    if (std::string caution = one_voice_caution(report.inside->counts); !caution.empty())
      section.blocks.emplace_back(Caution{std::move(caution)});
  }
  return section;
}

}  // namespace nhs::report::page
