#include "daemon/pace.h"

#include <catch2/catch.hpp>

using namespace nhs::daemon;
using namespace std::chrono_literals;

TEST_CASE("Long work takes as many posts at a time as it has time for", "[pace]") {
  Pace pace{{.first = 25, .most = 80, .rest_for_work = 3, .shortest_rest = 20ms}};
  CHECK(pace.posts() == 25);
  pace.learn(5ms);
  CHECK(pace.posts() == 50);
  pace.learn(5ms);
  CHECK(pace.posts() == 80);
  pace.learn(20ms);
  CHECK(pace.posts() == 80);
  pace.learn(31ms);
  CHECK(pace.posts() == 40);
  for (int i = 0; i < 9; ++i) pace.learn(1s);
  CHECK(pace.posts() == 1);
}

TEST_CASE("Long work rests for longer than it worked", "[pace]") {
  const Pace pace{{.first = 25, .most = 400, .rest_for_work = 3, .shortest_rest = 20ms}};
  CHECK(pace.rest_after(1ms) == 20ms);
  CHECK(pace.rest_after(30ms) == 90ms);
}
