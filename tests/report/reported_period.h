#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "report/page/period_report.h"

namespace nhs::test {

/// Reports on 2026-W47 (or, for the public, on October 2026), made on 24 November 2026, of numbers that
/// follow a fixed rule.

/// A row of so many posts; compassion falls short in so many of them.
inline store::TrendRow counted_row(const Period& period, std::int64_t posts, std::int64_t breached) {
  store::TrendRow row;
  row.period = period;
  row.posts = row.classified = posts;
  row.unclassified = posts / 20;
  row.authors = posts * 4 / 5;
  row.copies = posts / 30;
  row.most_by_one_author = posts / 12;
  row.sentiment.posts = {posts / 2, posts - posts / 2 - posts / 5, posts / 5};
  std::int64_t divisor = 3;
  for (const Value value : all_of<Value>()) {
    store::ValueCounts& counts = row.values[index_of(value)];
    const std::int64_t fell = value == Value::compassion ? breached : posts / (divisor * 8);
    counts.posts = posts / divisor + (value == Value::compassion ? breached : 0);
    counts.directions = {posts / divisor * 2 / 3, fell, counts.posts - posts / divisor * 2 / 3 - fell};
    counts.sentiment.posts = {counts.posts - fell, 0, fell};
    ++divisor;
  }
  row.models = {{"2026.11", posts}};
  return row;
}

inline store::StoredPost post_saying(std::int64_t ref, std::string text) {
  store::StoredPost post;
  post.ref = ref;
  post.network = "mastodon";
  post.created_at = parse_rfc3339("2026-11-18T10:00:00Z");
  post.text = std::move(text);
  post.language = "en";
  post.classification.sentiment = SentimentFinding{Sentiment::negative, 0.1, 0.2, 0.7, {}};
  return post;
}

/// posts: of the last week; the others have 100 and more, or less in proportion.
inline report::page::PeriodReport internal_report(std::int64_t posts = 160) {
  report::page::PeriodReport report{TimeZone::named("Europe/London").value()};
  const LocalDay first = parse_day("2026-06-01").value();
  const LocalDay end = parse_day("2026-11-23").value();
  store::TrendsResult trends;
  trends.model = "2026.11";
  trends.timezone = "Europe/London";
  const std::vector<Period> weeks = periods_between(first, end, Bucket::week);
  for (std::size_t i = 0; i < weeks.size(); ++i) {
    const bool last = i + 1 == weeks.size();
    const std::int64_t of = last ? posts : posts * static_cast<std::int64_t>(60 + i * 7 % 23) / 100;
    trends.rows.push_back(
        counted_row(weeks[i], of, last ? of / 5 : of * static_cast<std::int64_t>(4 + i % 3) / 100));
    if (i < 4) trends.rows.back().models = {{"2026.04", of}};
  }
  trends.rows[7].collected = store::Collected::part;
  trends.rows[9] = {};
  trends.rows[9].period = weeks[9];
  trends.rows[9].collected = store::Collected::none;
  report.period = weeks.back();
  report::TrendsAsked asked{first, end, Bucket::week, {}, {}, ""};
  auto charts = report::control_charts(trends, asked, {report::Measure::share, report::Measure::volume});
  for (const store::TrendRow& row : trends.rows) report.rows.push_back(report::page::exact_row(row));
  const store::TrendRow now = trends.rows.back();
  const store::TrendRow before = trends.rows[trends.rows.size() - 2];
  report.against = report::Comparison{
      {before, {}}, {now, {}}, trends.timezone, {}, report::compare_shares(before, now, {})};
  report.usual = {std::move(trends), asked, std::move(charts)};
  report.now = report::page::exact_row(now);

  report::page::Inside inside;
  inside.counts = now;
  inside.around.period = report.period;
  const std::vector<std::pair<std::string, std::int64_t>> networks = {
      {"mastodon", 6}, {"bluesky", 3}, {"feed", 1}};
  for (const auto& [name, tenths] : networks) {
    inside.networks.push_back({name, counted_row(report.period, posts * tenths / 10, posts * tenths / 80)});
    report.networks.push_back(name);
    report.now.numbers.push_back(report::page::exactly(inside.networks.back().counts.classified));
  }
  const std::array<std::int64_t, count_of<Kind>> kinds = {45, 8, 22, 20, 5};
  for (const Kind kind : all_of<Kind>()) {
    const std::int64_t of = posts * kinds[index_of(kind)] / 100;
    inside.kinds.push_back({std::string{id_of(kind)}, counted_row(report.period, of, of / 8)});
    report.now.numbers[report::Cell::of(kind)] = report::page::exactly(of);
  }
  inside.coverage.posts = posts;
  inside.coverage.timezone = "Europe/London";
  inside.coverage.voices.classified = posts;
  inside.coverage.voices.groups = {posts / 14, 0, 0, posts / 80};
  store::SourceCoverage source;
  source.source = "mastodon.example";
  source.fetches.asked = 160;
  source.posts = posts;
  source.hours_answered = 166;
  source.hours_unanswered = 2;
  inside.coverage.sources = {source};
  inside.pledges.all = {posts / 12, posts / 40};
  inside.pledges.values[index_of(Value::compassion)] = inside.pledges.all;
  inside.pledges.makers = {{"mastodon", std::nullopt, {"mastodon.example"}, inside.pledges.all}};
  report.inside = std::move(inside);
  report.accuracy =
      "Judged by people on 240 posts sampled at random: it finds values as people do to 0.71 (0.66 to 0.75) on a scale "
      "from 0 to 1 (macro-F1), the sentiment is right in 78% (72 to 83%) of posts.";
  report.made_at = parse_rfc3339("2026-11-24T08:00:00Z").value();
  return report;
}

/// posts: of October 2026.
inline report::page::PeriodReport public_report(std::int64_t posts = 640) {
  report::page::PeriodReport report{TimeZone::named("Europe/London").value()};
  const LocalDay first = parse_day("2025-09-01").value();
  const LocalDay end = parse_day("2026-11-01").value();
  const std::vector<Period> months = periods_between(first, end, Bucket::month);
  report.networks = {"mastodon", "bluesky"};
  for (std::size_t i = 0; i < months.size(); ++i) {
    const bool last = i + 1 == months.size();
    const std::int64_t of = last ? posts : posts * static_cast<std::int64_t>(60 + i * 7 % 23) / 100;
    const store::TrendRow counts =
        counted_row(months[i], of, last ? of / 5 : of * static_cast<std::int64_t>(4 + i % 3) / 100);
    report::page::ToldRow row = report::page::exact_row(counts);
    row.numbers.push_back(report::page::exactly(of * 7 / 10));
    row.numbers.push_back(report::page::exactly(of * 3 / 10));
    for (const Kind kind : all_of<Kind>())
      row.numbers[report::Cell::of(kind)] =
          report::page::exactly(of / static_cast<std::int64_t>(2 + index_of(kind)));
    row.numbers[report::Cell::of(Group::homeless_people)] = report::page::exactly(of / 14);
    for (report::PublicCount& count : row.numbers) count = report::public_count(count.most);
    report.rows.push_back(std::move(row));
  }
  report.period = months.back();
  report.now = report.rows.back();
  report.usual.trends.model = "2026.11";
  report.usual.trends.timezone = "Europe/London";
  report.usual.asked = {first, end, Bucket::month, {}, {}, ""};
  report.notes = {"[c] hidden. It is not zero.", "Numbers are rounded to 5."};
  report.accuracy = "Nobody has judged a sample yet.";
  report.made_at = parse_rfc3339("2026-11-24T08:00:00Z").value();
  report::page::work_out_from_told(report, &report.rows[report.rows.size() - 2]);
  return report;
}

}  // namespace nhs::test
