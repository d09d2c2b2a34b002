#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

#include "tests/schedules/bluesky_network.h"
#include "tests/schedules/careopinion_network.h"
#include "tests/schedules/feed_network.h"
#include "tests/schedules/json_network.h"
#include "tests/schedules/mastodon_network.h"
#include "tests/schedules/schedule.h"
#include "tests/schedules/x_network.h"

using namespace nhs::test;

namespace {

/// NHS_SEED=… runs that schedule alone, with all that the collector logs.
std::optional<std::uint64_t> wanted_seed() {
  const char* text = std::getenv("NHS_SEED");
  if (text == nullptr) return std::nullopt;
  return std::strtoull(text, nullptr, 10);
}

#ifdef __SANITIZE_ADDRESS__
/// Sanitizers make each schedule ten times as long.
constexpr int kShare = 10;
#else
constexpr int kShare = 1;
#endif

/// What the network billed in all of them.
template <typename Network>
std::int64_t schedules_hold(std::uint64_t first_seed, int schedules) {
  schedules /= kShare;
  const NetworkMaker make = [](Chance& chance) { return std::make_unique<Network>(chance); };
  if (const auto seed = wanted_seed()) {
    spdlog::set_level(spdlog::level::trace);
    first_seed = *seed;
    schedules = 1;
  } else {
    spdlog::set_level(spdlog::level::off);
  }
  int requests = 0;
  int kills = 0;
  std::size_t posts = 0;
  std::int64_t billed = 0;
  for (int i = 0; i < schedules; ++i) {
    const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(i);
    const ScheduleResult result = run_schedule(seed, make);
    INFO("run this one alone with NHS_SEED=" << seed);
    REQUIRE(result.fault == "");
    requests += result.requests;
    kills += result.kills;
    posts += result.posts;
    billed += result.billed;
  }
  spdlog::set_level(spdlog::level::info);
  // Else nothing was tested.
  CHECK(requests > schedules * 5);
  CHECK((kills > 0 || schedules < 10));
  CHECK((posts > 0 || schedules < 10));
  WARN(fmt::format("{} schedules from seed {}: {} posts kept, {} requests, {} kills", schedules, first_seed,
                   posts, requests, kills));
  return billed;
}

}  // namespace

TEST_CASE("Whatever befalls a Mastodon server and its collector, every post in reach is kept once",
          "[schedules][mastodon]") {
  schedules_hold<MastodonNetwork>(20'261'125, 800);
}

TEST_CASE("Whatever befalls Bluesky's search and its collector, every post in reach is kept once",
          "[schedules][bluesky]") {
  schedules_hold<BlueskyNetwork>(30'261'125, 400);
}

TEST_CASE("Whatever befalls X's search and its collector, every post in reach is kept once",
          "[schedules][x]") {
  schedules_hold<XNetwork>(40'261'125, 400);
}

TEST_CASE("Whatever befalls X and its collector, no day is billed for more than it may cost",
          "[schedules][x]") {
  CHECK(schedules_hold<CappedXNetwork>(70'261'125, 400) > 0);
}

TEST_CASE("Whatever befalls a feed and its collector, every item that stands in it is kept once",
          "[schedules][feed]") {
  schedules_hold<FeedNetwork>(50'261'125, 300);
}

TEST_CASE("Whatever befalls Care Opinion and its collector, every story in reach is kept once",
          "[schedules][careopinion]") {
  schedules_hold<CareOpinionNetwork>(60'261'125, 300);
}

TEST_CASE("Whatever befalls a described service and its collector, every post in reach is kept once",
          "[schedules][json]") {
  schedules_hold<JsonNetwork>(80'261'125, 300);
}
