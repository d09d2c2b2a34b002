#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "bench/collector/decoding.h"
#include "bench/collector/scheduling.h"

int main() {
  using namespace std::chrono_literals;
  // Five sources fail at every turn, on purpose.
  spdlog::set_level(spdlog::level::off);
  const bool right = nhs::bench::measure_decoding();
  fmt::print("\n");
  nhs::bench::measure_scheduling(500, 1s, 20s);
  return right ? 0 : 1;
}
