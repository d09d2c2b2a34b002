#include "store/day_counts.h"

#include <map>

#include "store/damage.h"
#include "store/database.h"
#include "store/findings.h"
#include "store/packed_cells.h"
#include "store/property_rollup.h"

namespace nhs::store {
namespace {

class Counting {
 public:
  Counting(Database& database, LocalDay since, LocalDay until)
      : database_(database), since_(since), until_(until) {
    Query networks = database.query("SELECT id, name FROM network ORDER BY name");
    while (networks.next()) {
      place_of_network_[networks.integer(0)] = counted_.networks.size();
      counted_.networks.push_back(networks.bytes(1));
    }
    DayCounts none;
    none.networks.resize(counted_.networks.size());
    if (since < until) counted_.days.resize(static_cast<std::size_t>((until - since).count()), none);
  }

  DaysCounted count() {
    count_cells();
    count_kinds();
    count_groups();
    return std::move(counted_);
  }

 private:
  DayCounts& day_of(std::int64_t day) {
    return counted_.days.at(static_cast<std::size_t>(day - std::int64_t{since_.time_since_epoch().count()}));
  }

  void count_cells() {
    Query rows = database_.query("SELECT day, network_id, cells FROM rollup_day WHERE day >= ? AND day < ?");
    rows.bind(since_, until_);
    while (rows.next()) {
      DayCounts& day = day_of(rows.integer(0));
      std::int64_t& of_network = day.networks.at(row_named(place_of_network_, rows.integer(1)));
      for_each_cell(rows.view(2), [&](std::int64_t sentiment, Findings findings, std::int64_t posts) {
        if (sentiment < 0) {
          day.unclassified += posts;
          return;
        }
        day.classified += posts;
        day.sentiment.posts.at(static_cast<std::size_t>(sentiment)) += posts;
        of_network += posts;
        for (const Value value : all_of<Value>())
          for (const Direction direction : all_of<Direction>())
            if ((findings & finding_bit(value, direction)) != 0)
              day.values[index_of(value)][index_of(direction)] += posts;
      });
    }
  }

  void count_kinds() {
    for_each_member(database_, Property::kind, since_, until_, [&](const DayCount& count) {
      for (const Kind kind : all_of<Kind>())
        if (count.member == kind_member(kind)) day_of(count.day).kinds[index_of(kind)] += count.classified;
    });
  }

  void count_groups() {
    for_each_member(database_, Property::groups, since_, until_, [&](const DayCount& count) {
      for (const Group group : all_of<Group>())
        if (holds_group(count.member, group)) day_of(count.day).groups[index_of(group)] += count.classified;
    });
  }

  Database& database_;
  LocalDay since_;
  LocalDay until_;
  std::map<std::int64_t, std::size_t> place_of_network_;
  DaysCounted counted_;
};

}  // namespace

Result<DaysCounted> count_days(const std::filesystem::path& file, LocalDay since, LocalDay until) {
  return attempt(file, [&]() -> Result<DaysCounted> {
    Database database(file, Access::read);
    SQLite::Transaction snapshot(database.connection());
    return Counting{database, since, until}.count();
  });
}

}  // namespace nhs::store
