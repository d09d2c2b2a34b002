#include "store/day_counts.h"

#include <map>

#include "store/database.h"
#include "store/findings.h"

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
  DayCounts& day_of(const Query& row) {
    return counted_.days.at(
        static_cast<std::size_t>(row.integer(0) - std::int64_t{since_.time_since_epoch().count()}));
  }

  void count_cells() {
    Query rows = database_.query(
        "SELECT day, network_id, sentiment, findings, posts FROM rollup WHERE day >= ? AND day < ?");
    rows.bind(since_, until_);
    while (rows.next()) {
      DayCounts& day = day_of(rows);
      const std::int64_t posts = rows.integer(4);
      if (rows.integer(2) < 0) {
        day.unclassified += posts;
        continue;
      }
      day.classified += posts;
      day.sentiment.posts.at(static_cast<std::size_t>(rows.integer(2))) += posts;
      day.networks.at(place_of_network_.at(rows.integer(1))) += posts;
      const Findings findings = rows.integer(3);
      for (const Value value : all_of<Value>())
        for (const Direction direction : all_of<Direction>())
          if ((findings & finding_bit(value, direction)) != 0)
            day.values[index_of(value)][index_of(direction)] += posts;
    }
  }

  void count_kinds() {
    static_assert(count_of<Kind> == 5);
    // By the day alone, in which order the index has them: by the kind too, all would be sorted.
    Query rows = database_.query(
        "SELECT day, count(*) FILTER (WHERE kind = 0), count(*) FILTER (WHERE kind = 1), "
        "count(*) FILTER (WHERE kind = 2), count(*) FILTER (WHERE kind = 3), count(*) FILTER (WHERE kind = 4) "
        "FROM post WHERE withdrawn_at IS NULL AND day >= ? AND day < ? AND sentiment IS NOT NULL GROUP BY day");
    rows.bind(since_, until_);
    while (rows.next()) {
      DayCounts& day = day_of(rows);
      for (const Kind kind : all_of<Kind>())
        day.kinds[index_of(kind)] = rows.integer(static_cast<int>(index_of(kind)) + 1);
    }
  }

  void count_groups() {
    // CROSS JOIN: few posts are about a group, so that these are read and not all posts of the time.
    Query rows = database_.query(
        "SELECT day, inclusion, count(*) FROM post_group CROSS JOIN post ON post.id = post_id WHERE "
        "withdrawn_at IS NULL AND day >= ? AND day < ? AND sentiment IS NOT NULL GROUP BY day, inclusion");
    rows.bind(since_, until_);
    while (rows.next()) day_of(rows).groups.at(static_cast<std::size_t>(rows.integer(1))) = rows.integer(2);
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
