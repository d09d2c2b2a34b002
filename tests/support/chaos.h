#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "tests/support/http_server.h"

namespace nhs::test {

/// How often each fault befalls a request, in [0, 1]; a request suffers one fault at most, so together at
/// most 1.
struct ChaosRates {
  double throttled = 0;     ///< 429 with `Retry-After: 1`
  double dropped = 0;       ///< the connection closes without an answer
  double cut = 0;           ///< the body ends early
  double server_error = 0;  ///< 500 or 503
  double challenged = 0;    ///< 200 with a proxy's HTML page
  double delayed = 0;       ///< the right answer, up to longest_delay late
  std::chrono::milliseconds longest_delay{50};
};

/// Faults on the way to a server. The n-th request meets the same fate for the same seed and rates.
/// Thread-safe; its handlers may outlive it.
class Chaos {
 public:
  /// Rates that add up to more than 1 are a mistake in the test (std::logic_error).
  Chaos(std::uint64_t seed, const ChaosRates& rates);

  /// The handler with faults. As MastodonOptions::around: `[&](auto handler) { return chaos.around(handler);
  /// }`.
  HttpServer::Handler around(HttpServer::Handler handler) const;

  /// No faults from now on.
  void stop();

  /// How many requests have met a fault.
  int faults() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace nhs::test
