#include "store/masking.h"

#include <algorithm>

namespace nhs::store {

void add_masked(Database& database, LocalDay day, const MaskedCounts& counts) {
  for (const Masked what : all_of<Masked>())
    if (const std::int64_t times = counts[index_of(what)]; times > 0)
      database.run(
          "INSERT INTO masking (day, what, times) VALUES (?, ?, ?) "
          "ON CONFLICT DO UPDATE SET times = times + excluded.times",
          day, static_cast<std::int64_t>(what), times);
}

MaskedSoFar read_masked(Database& database) {
  MaskedSoFar masked;
  Query query = database.query("SELECT what, sum(times), min(day) FROM masking GROUP BY what");
  while (query.next()) {
    masked.counts.at(static_cast<std::size_t>(query.integer(0))) = query.integer(1);
    const LocalDay day{std::chrono::days{query.integer(2)}};
    masked.since = masked.since ? std::min(*masked.since, day) : day;
  }
  return masked;
}

}  // namespace nhs::store
