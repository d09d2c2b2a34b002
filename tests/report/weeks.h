#pragma once

#include <vector>

#include "store/trend.h"

namespace nhs::test {

/// A week of 100 classified posts by one model, of which so many tell that compassion fell short.
inline store::TrendRow week_breached(const Period& period, std::int64_t breached) {
  store::TrendRow row;
  row.period = period;
  row.posts = row.classified = 100;
  row.sentiment.posts = {60, 40 - breached / 4, breached / 4};
  store::ValueCounts& compassion = row.values[index_of(Value::compassion)];
  compassion.posts = breached;
  compassion.directions[index_of(Direction::breached)] = breached;
  row.models = {{"2026.11", 100}};
  return row;
}

/// Such weeks from 2026-W01 on.
inline store::TrendsResult weeks_breached(const std::vector<std::int64_t>& breached) {
  store::TrendsResult trends;
  trends.model = "2026.11";
  trends.timezone = "Europe/London";
  const LocalDay first = parse_day("2025-12-29").value();
  for (const Period& week :
       periods_between(first, first + std::chrono::days{7 * breached.size()}, Bucket::week))
    trends.rows.push_back(week_breached(week, breached[trends.rows.size()]));
  return trends;
}

}  // namespace nhs::test
