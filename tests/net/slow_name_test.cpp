#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <optional>

#include "tests/net/fetching.h"
#include "tests/net/pretended_internet.h"

using namespace nhs::net;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

TEST_CASE("A name server that does not answer fails the request by its own name", "[http][dns]") {
  const FetchResult result = fetch(std::string("http://") + kSilentName);
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == FetchFailure::name_not_found);
}

TEST_CASE("Giving up on a name server does not stop the event loop", "[http][dns][cancel]") {
  boost::asio::io_context io;
  CurlClient client(io.get_executor(), for_loopback());
  boost::asio::cancellation_signal stop;
  std::optional<FetchResult> result;
  boost::asio::co_spawn(
      io, client.send(HttpRequest(std::string("http://") + kSilentName)),
      boost::asio::bind_cancellation_slot(
          stop.slot(), [&](const std::exception_ptr&, FetchResult r) { result = std::move(r); }));
  boost::asio::steady_timer timer(io, 100ms);
  timer.async_wait(
      [&](const boost::system::error_code&) { stop.emit(boost::asio::cancellation_type::terminal); });
  const auto start = Steady::now();
  io.run();
  CHECK(Steady::now() - start < 1s);
  REQUIRE(result);
  CHECK(result->error().kind == FetchFailure::cancelled);
}

TEST_CASE("The time to connect includes that for the name", "[http][dns][limits]") {
  ClientOptions options = for_loopback();
  options.connect_timeout = 100ms;
  const auto start = Steady::now();
  const FetchResult result = fetch(options, HttpRequest(std::string("http://") + kSilentName));
  CHECK(Steady::now() - start < 1s);
  REQUIRE_FALSE(result);
  // Nobody was asked, who could charge for it.
  CHECK(result.error().kind == FetchFailure::cannot_connect);
  CHECK(result.error().cause.find("silent.invalid: no connection after 0.") == 0);
}
