#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "tests/schedules/model_network.h"

namespace nhs::test {

/// Makes the network of a schedule; what it is like follows from chance.
using NetworkMaker = std::function<std::unique_ptr<ModelNetwork>(Chance&)>;

/// What became of a schedule.
struct ScheduleResult {
  /// What is wrong, in words; empty when the collector holds what it should.
  std::string fault;
  int requests = 0;
  int kills = 0;
  std::size_t posts = 0;
  std::int64_t billed = 0;
};

/// A few simulated days in the life of a network and of a collector that is throttled, cut off, lied to and
/// killed at any step; then everybody is quiet, and what is stored is compared with what is there. The same
/// for the same seed.
ScheduleResult run_schedule(std::uint64_t seed, const NetworkMaker& make_network);

}  // namespace nhs::test
