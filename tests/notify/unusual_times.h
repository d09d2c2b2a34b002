#pragma once

#include <string>
#include <vector>

#include "tests/store/store_fixture.h"

namespace nhs::test {

/// So many posts that a ward sister was kind, an hour before noon.
inline void add_posts(std::vector<store::ClassifiedPost>& made, int posts, UtcTime noon) {
  for (int post = 0; post < posts; ++post)
    made.push_back(MadePost{.id = made.size() + 1,
                            .text = "Seen " + std::to_string(made.size() + 1),
                            .created_at = format_utc(noon - std::chrono::hours{1})});
}

/// Five posts on each of ten Sundays, 15 on 2026-11-15, and five on the Sunday after it.
inline std::vector<store::ClassifiedPost> busy_sunday() {
  std::vector<store::ClassifiedPost> made;
  for (int week = -10; week <= 1; ++week)
    add_posts(made, week == 0 ? 15 : 5, at("2026-11-15T12:00:00Z") + std::chrono::days{7 * week});
  return made;
}

/// 20 posts in each of 26 weeks, two of which tell that compassion was lived up to. That it fell short, two
/// or three tell, but 12 in the week from 2026-11-02 on, the last but one.
inline std::vector<store::ClassifiedPost> week_fallen_short() {
  std::vector<store::ClassifiedPost> made;
  for (int week = -24; week <= 1; ++week) {
    const std::size_t first = made.size();
    add_posts(made, 20, at("2026-11-04T12:00:00Z") + std::chrono::days{7 * week});
    const std::size_t fallen_short = week == 0 ? 12 : week % 2 == 0 ? 2 : 3;
    for (std::size_t post = first + 2; post < made.size(); ++post) {
      auto& values = made[post].classification.values;
      if (post < first + 2 + fallen_short)
        values.front().direction = Direction::breached;
      else
        values.clear();
    }
  }
  return made;
}

}  // namespace nhs::test
