#include "notify/observing.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/notify/unusual_times.h"

using namespace nhs;
using namespace nhs::notify;
using namespace nhs::test;

namespace {

/// A database with posts, at which rules look.
struct Watched {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");

  explicit Watched(std::vector<store::ClassifiedPost> made) { save(posts, batch_of(std::move(made))); }

  /// What holds.
  std::vector<Observation> look(config::AlertKind kind, const char* now) const {
    const store::Reader reader = open_reader(folder / "posts.db");
    auto seen = observe({"rule", kind}, reader, {at(now), london()}, {}).value();
    std::erase_if(seen, [](const Observation& each) { return each.reading != Reading::holds; });
    return seen;
  }
};

/// From this reference on, the newest of equally old ones first.
std::vector<std::int64_t> refs(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> all;
  for (std::int64_t ref = first; ref >= last; --ref) all.push_back(ref);
  return all;
}

}  // namespace

TEST_CASE("A busy day is seen in the database while it runs, with its posts and no others", "[notify]") {
  // The 50 posts of the ten Sundays before have the first references.
  const Watched watched{busy_sunday()};
  const auto seen = watched.look(config::AlertKind::volume_spike, "2026-11-15T13:00:00Z");
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].title == "15 posts on 2026-11-15 so far, expected up to 12 on that weekday");
  CHECK(seen[0].text.find("in the 8 weeks before") != std::string::npos);
  CHECK(seen[0].posts == refs(65, 51));
  CHECK(seen[0].posts_in_all == 15);
  CHECK(watched.look(config::AlertKind::volume_spike, "2026-11-14T13:00:00Z").empty());
  CHECK(watched.look(config::AlertKind::volume_spike, "2026-11-16T13:00:00Z").empty());
}

TEST_CASE("A value's share that leaves its limits is seen in the database, with the posts of that week",
          "[notify]") {
  // The 480 posts of the 24 weeks before have the first references.
  const Watched watched{week_fallen_short()};
  const auto seen = watched.look(config::AlertKind::share_shift, "2026-11-09T10:00:00Z");
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].subject == "compassion");
  CHECK(seen[0].title == "Compassion: share above the upper limit in week 2026-W45 (70%, usually 7 to 43%)");
  CHECK(seen[0].posts == refs(494, 481));
  CHECK(seen[0].posts_in_all == 14);
  // While that week runs it is not looked at, and a week later it is over.
  CHECK(watched.look(config::AlertKind::share_shift, "2026-11-08T23:00:00Z").empty());
  CHECK(watched.look(config::AlertKind::share_shift, "2026-11-16T10:00:00Z").empty());
}

TEST_CASE(
    "A direction that leaves its limits is seen in the database, with the posts in that direction alone",
    "[notify]") {
  const Watched watched{week_fallen_short()};
  const auto seen = watched.look(config::AlertKind::direction_shift, "2026-11-09T10:00:00Z");
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].subject == "compassion:breached");
  CHECK(seen[0].title ==
        "Compassion, fallen short of: share above the upper limit in week 2026-W45 (60%, usually up to 33%)");
  // Without the two that tell that it was lived up to.
  CHECK(seen[0].posts == refs(494, 483));
  CHECK(seen[0].posts_in_all == 12);
  CHECK(watched.look(config::AlertKind::direction_shift, "2026-11-16T10:00:00Z").empty());
}
