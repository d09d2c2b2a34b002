#include "report/public_tally.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace nhs::report {
namespace {

constexpr std::array<Bucket, 4> kOffered = {Bucket::week, Bucket::month, Bucket::quarter, Bucket::nhs_year};

/// Cells that make up a total between them.
using Parts = std::vector<std::size_t>;

template <typename Enum>
Parts parts_by() {
  Parts parts;
  for (const Enum member : all_of<Enum>()) parts.push_back(Cell::of(member));
  return parts;
}

Parts directions_of(Value value) {
  Parts parts;
  for (const Direction direction : all_of<Direction>()) parts.push_back(Cell::of(value, direction));
  return parts;
}

/// Works out each period once, from the shortest length to the longest.
class Publisher {
 public:
  explicit Publisher(const DailyTallies& posts) : posts_(posts) {
    Parts networks;
    for (std::size_t place = 0; place < posts.networks; ++place) networks.push_back(Cell::of_network(place));
    ways_of_classified_ = {parts_by<Sentiment>(), parts_by<Kind>(), std::move(networks)};
  }

  const PublicTally& of(const Period& period, Bucket by) {
    const auto key = std::make_pair(by, period.from);
    if (const auto known = told_.find(key); known != told_.end()) return known->second;
    return told_.emplace(key, work_out(period, by)).first->second;
  }

 private:
  PublicTally work_out(const Period& period, Bucket by) {
    const Tally counts = sum_of(period);
    std::vector<std::vector<PublishedParts>> ways = told_by_shorter_periods(period, by);
    PublicTally told(counts.size());
    const auto tell = [&](std::size_t cell) {
      told[cell] = public_total(counts[cell], ways[cell], shown_from(cell));
    };
    const auto tell_total = [&](std::size_t cell, const std::vector<Parts>& ways_of_total) {
      for (const Parts& parts : ways_of_total) ways[cell].push_back(seen(told, counts, cell, parts));
      tell(cell);
    };
    for (std::size_t cell = counts.size(); cell-- > Cell::of(Value{}, Direction{});) tell(cell);
    for (const Value value : all_of<Value>()) tell_total(Cell::of(value), {directions_of(value)});
    for (const Sentiment sentiment : all_of<Sentiment>()) tell(Cell::of(sentiment));
    tell(Cell::unclassified);
    tell_total(Cell::classified, ways_of_classified_);
    fit_parts_to_wholes(told);
    return told;
  }

  Tally sum_of(const Period& period) const {
    Tally sum(Cell::of_network(posts_.networks));
    for (LocalDay day = period.from; day < period.to; day += std::chrono::days{1}) {
      const auto at = (day - posts_.first).count();
      if (at < 0 || at >= static_cast<std::ptrdiff_t>(posts_.days.size())) continue;
      const Tally& more = posts_.days[static_cast<std::size_t>(at)];
      for (std::size_t cell = 0; cell < sum.size(); ++cell) sum[cell] += more[cell];
    }
    return sum;
  }

  /// For each cell what weeks, months and quarters tell about it.
  std::vector<std::vector<PublishedParts>> told_by_shorter_periods(const Period& period, Bucket by) {
    std::vector<std::vector<PublishedParts>> ways(Cell::of_network(posts_.networks));
    for (const Bucket shorter : kOffered) {
      if (shorter >= by) break;
      for (auto& of_cell : ways) of_cell.emplace_back();
      for (const Period& part : periods_between(period.from, period.to, shorter)) {
        const bool within = part.from >= period.from && part.to <= period.to;
        const PublicTally& told = of(part, shorter);
        for (std::size_t cell = 0; cell < told.size(); ++cell) {
          PublishedParts& parts = ways[cell].back();
          if (within)
            parts.add(told[cell]);
          else
            parts.add_overlapping(told[cell]);
          if (part.to > posts_.settled) parts.there_is_more();
        }
      }
    }
    return ways;
  }

  static PublishedParts seen(const PublicTally& told, const Tally& counts, std::size_t total,
                             const Parts& cells) {
    PublishedParts parts;
    std::int64_t sum = 0;
    for (const std::size_t cell : cells) {
      parts.add(told[cell]);
      sum += counts[cell];
    }
    if (sum < counts[total]) parts.there_is_more();
    return parts;
  }

  std::int64_t shown_from(std::size_t cell) const {
    return cell >= Cell::of(Group{}) && cell < Cell::of_network(0) ? posts_.groups_shown_from : kShownFrom;
  }

  /// Of a hidden whole no part is told, and no part as more than its whole: that would tell that the whole
  /// was moved.
  void fit_parts_to_wholes(PublicTally& told) const {
    const auto fit = [&](std::size_t cell, const PublicCount& whole) {
      if (whole.hidden)
        told[cell] = part_of_hidden(shown_from(cell));
      else if (told[cell].number > whole.number)
        told[cell] = whole;
    };
    const PublicCount all = told[Cell::classified];
    for (std::size_t cell = Cell::unclassified + 1; cell < told.size(); ++cell) fit(cell, all);
    for (const Value value : all_of<Value>())
      for (const std::size_t direction : directions_of(value)) fit(direction, told[Cell::of(value)]);
  }

  const DailyTallies& posts_;
  std::vector<Parts> ways_of_classified_;
  std::map<std::pair<Bucket, LocalDay>, PublicTally> told_;
};

}  // namespace

std::vector<PublicTally> public_tallies(const DailyTallies& posts, const std::vector<Period>& periods,
                                        Bucket by) {
  Publisher publisher{posts};
  std::vector<PublicTally> told;
  for (const Period& period : periods) told.push_back(publisher.of(period, by));
  return told;
}

}  // namespace nhs::report
