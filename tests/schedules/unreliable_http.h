#pragma once

#include <functional>
#include <stdexcept>
#include <string>

#include "net/http.h"
#include "tests/schedules/model_network.h"
#include "tests/schedules/simulated_time.h"

namespace nhs::test {

/// The process was killed at this point: everything in memory is gone.
struct Killed : std::runtime_error {
  Killed() : std::runtime_error("killed") {}
};

/// How often each misfortune befalls a request: one in so many; 0 for never.
struct Misfortunes {
  std::size_t drop = 0;       ///< no answer
  std::size_t cut = 0;        ///< the body ends early
  std::size_t trouble = 0;    ///< 500, 503, a proxy's page
  std::size_t throttle = 0;   ///< 429, in one of the dialects in which servers say until when
  std::size_t kill = 0;       ///< before the request or after the answer
  std::size_t meanwhile = 0;  ///< life goes on between two requests
};

/// The way to one model network, in this process and in simulated time.
class UnreliableHttp final : public net::HttpClient {
 public:
  UnreliableHttp(ModelNetwork& network, Chance& chance, SimulatedClock& clock)
      : network_(network), chance_(chance), clock_(clock) {}

  boost::asio::awaitable<net::FetchResult> send(net::HttpRequest request) override;

  Misfortunes misfortunes;
  int requests = 0;

 private:
  net::FetchResult answer(const net::HttpRequest& request);
  bool befalls(std::size_t one_in) { return one_in > 0 && chance_.one_in(one_in); }
  net::HttpResponse throttled();

  ModelNetwork& network_;
  Chance& chance_;
  SimulatedClock& clock_;
};

}  // namespace nhs::test
