#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "store/filter_sql.h"
#include "store/findings.h"
#include "store/samples.h"

namespace nhs::store {
namespace {

/// A well mixed number for each number (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators",
/// 2014, SplitMix64's output function).
std::uint64_t mixed(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15;
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
  number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
  return number ^ (number >> 31);
}

/// Chance, and the post that it fell to.
using Lot = std::pair<std::uint64_t, std::int64_t>;

/// The lots that are smallest, as many as are wanted.
class SmallestLots {
 public:
  explicit SmallestLots(std::size_t most) : most_(most) {}
  void add(const Lot& lot) {
    lots_.push(lot);
    if (lots_.size() > most_) lots_.pop();
  }
  /// Smallest first; leaves nothing.
  std::vector<Lot> take() {
    std::vector<Lot> sorted;
    for (; !lots_.empty(); lots_.pop()) sorted.push_back(lots_.top());
    std::reverse(sorted.begin(), sorted.end());
    return sorted;
  }

 private:
  std::size_t most_;
  std::priority_queue<Lot> lots_;
};

/// Id, the machine's findings, and whether a sample of the selection served it that still holds, of every
/// post that may be drawn. Those that other selections served are drawn like any other: what is left without
/// them would be no random part of all.
Where candidates(const TimeZone& zone, const SampleQuery& query) {
  const Filter& filter = query.filter;
  Where where;
  where.bound.emplace_back(query.selection);
  narrow_moments(where, filter, zone);
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts(where, filter);
  narrow_findings(where, filter);
  where.also("quotable = 1");
  where.also("purged_at IS NULL");
  where.also("sentiment IS NOT NULL");
  where.also(
      "NOT EXISTS (SELECT 1 FROM machine_finding AS machine WHERE machine.post_id = post.id "
      "AND machine.unclassified IS NOT NULL)");
  where.sql =
      "SELECT id, coalesce((SELECT machine.findings FROM machine_finding AS machine WHERE machine.post_id = "
      "post.id), findings), EXISTS (SELECT 1 FROM sample CROSS JOIN sample_draw ON sample_draw.id = draw_id "
      "WHERE post_id = post.id AND lapsed_at IS NULL AND selection = ?)" +
      from_posts(filter) + " WHERE " + where.sql;
  return where;
}

template <typename Visit>
void for_each_row(Database& database, const Where& select, const Visit& visit) {
  Query rows = database.query(select.sql);
  rows.bind(select.bound);
  while (rows.next()) visit(rows);
}

/// The same for every draw, so that draws can be taken together: what a stratum is must not follow from what
/// was stored that day.
constexpr std::array kRarestFirst = {Value::improving_lives,     Value::compassion,
                                     Value::working_together,    Value::quality_of_care,
                                     Value::respect_and_dignity, Value::everyone_counts};
static_assert(kRarestFirst.size() == count_of<Value>);

Stratum stratum_of(Findings findings) {
  for (const Value value : kRarestFirst)
    if ((findings & finding_bits(value)) != 0) return value;
  return std::nullopt;
}

/// How many of each stratum: equal shares, what one lacks given to the others; of what cannot be shared
/// equally, one each to the largest.
std::array<std::size_t, kStrata> shares(std::size_t size, const std::array<std::size_t, kStrata>& available,
                                        const std::array<StratumCounts, kStrata>& strata) {
  std::array<std::size_t, kStrata> taken{};
  std::vector<std::size_t> largest_first;
  for (std::size_t stratum = 0; stratum < kStrata; ++stratum) largest_first.push_back(stratum);
  std::stable_sort(largest_first.begin(), largest_first.end(),
                   [&](std::size_t a, std::size_t b) { return strata[a].population > strata[b].population; });
  for (bool filled = false; size > 0 && !filled;) {
    const auto open = static_cast<std::size_t>(
        std::count_if(largest_first.begin(), largest_first.end(),
                      [&](std::size_t stratum) { return taken[stratum] < available[stratum]; }));
    filled = open == 0;
    const std::size_t share = filled ? 0 : std::max<std::size_t>(1, size / open);
    for (const std::size_t stratum : largest_first) {
      const std::size_t more = std::min({share, available[stratum] - taken[stratum], size});
      taken[stratum] += more;
      size -= more;
    }
  }
  return taken;
}

}  // namespace

Sample choose_sample(Database& database, const TimeZone& zone, const SampleQuery& query) {
  const Where select = candidates(zone, query);
  std::map<Findings, std::int64_t> posts_by_findings;
  for_each_row(database, select, [&](const Query& row) { ++posts_by_findings[row.integer(1)]; });
  Sample sample;
  for (const auto& [findings, posts] : posts_by_findings)
    sample.strata[index_of(stratum_of(findings))].population += posts;

  const auto size = static_cast<std::size_t>(std::max<std::int64_t>(query.size, 0));
  std::vector<SmallestLots> lots(kStrata, SmallestLots{size});
  for_each_row(database, select, [&](const Query& row) {
    if (row.integer(2) != 0 && !query.again) return;
    const std::int64_t id = row.integer(0);
    lots[index_of(stratum_of(row.integer(1)))].add(
        {mixed(mixed(query.seed) ^ static_cast<std::uint64_t>(id)), id});
  });
  std::array<std::vector<Lot>, kStrata> drawn;
  std::array<std::size_t, kStrata> available{};
  for (std::size_t stratum = 0; stratum < kStrata; ++stratum) {
    drawn[stratum] = lots[stratum].take();
    available[stratum] = drawn[stratum].size();
  }
  const auto share = shares(size, available, sample.strata);
  std::vector<std::pair<Lot, Stratum>> served;
  for (std::size_t stratum = 0; stratum < kStrata; ++stratum)
    for (std::size_t i = 0; i < share[stratum]; ++i)
      served.emplace_back(drawn[stratum][i], stratum_at(stratum));
  std::sort(served.begin(), served.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [lot, stratum] : served)
    sample.posts.push_back(
        {lot.second, stratum, database.text("SELECT text FROM post WHERE id = ?", lot.second).value_or("")});
  return sample;
}

}  // namespace nhs::store
