#include "daemon/stepwise_work.h"

#include <catch2/catch.hpp>
#include <chrono>

using namespace nhs::daemon;
using namespace std::chrono_literals;

TEST_CASE("A long work rests between its steps, and ends with the last", "[stepwise]") {
  boost::asio::io_context io;
  int steps = 0;
  StepwiseWork work{io, [&steps]() -> StepEnd {
                      if (++steps == 3) return {StepEnd::Kind::all_done};
                      return {StepEnd::Kind::goes_on, 1ms};
                    }};
  CHECK_FALSE(work.is_left());
  work.start();
  CHECK(work.is_left());
  io.run();
  CHECK(steps == 3);
  CHECK_FALSE(work.is_left());
}

TEST_CASE("A long work that is stopped takes no further step", "[stepwise]") {
  boost::asio::io_context io;
  int steps = 0;
  StepwiseWork work{io, [&steps]() -> StepEnd {
                      ++steps;
                      return {StepEnd::Kind::goes_on, 1h};
                    }};
  work.start();
  io.run_one();
  work.stop();
  io.run();
  CHECK(steps == 1);
  CHECK(work.is_left());
}

TEST_CASE("Without collection a long work goes on at once, until its time is over or a step fails",
          "[stepwise]") {
  boost::asio::io_context io;
  int steps = 0;
  StepwiseWork work{io, [&steps]() -> StepEnd {
                      if (++steps == 4) return {StepEnd::Kind::failed};
                      return {StepEnd::Kind::goes_on, 1h};
                    }};
  work.run_for(1h);
  CHECK(steps == 0);  // nobody started it
  work.start();
  work.run_for(0s);
  CHECK(steps == 0);
  work.run_for(1h);
  CHECK(steps == 4);
  work.run_for(1h);
  CHECK(steps == 4);
  CHECK(work.is_left());
}
