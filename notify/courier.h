#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "config/config.h"
#include "core/time.h"
#include "store/alert.h"

namespace nhs::notify {

/// What came of carrying a message. No aggregate: it crosses co_await (docs/adr/0003-coroutines.md).
class Carried {
 public:
  enum class Outcome : std::uint8_t { delivered, failed, cancelled };

  explicit Carried(Outcome what, std::string why = {}) : outcome(what), trouble(std::move(why)) {}

  Outcome outcome;
  /// Why it failed, in words without a secret, a whole address of a webhook, or a server's own words.
  std::string trouble;
};
static_assert(!std::is_aggregate_v<Carried>);

/// Carries messages to the targets of a configuration, and to no other place. On the executor's one thread.
class Courier {
 public:
  /// clock: outlives it.
  Courier(boost::asio::any_io_executor executor, const config::Config& config, const Clock& clock);
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  /// Its credential is read each time, so that a new one needs no restart. A message may have arrived
  /// although this fails: then the next try brings it again, under the same key.
  boost::asio::awaitable<Carried> carry(std::string target, store::AlertMessage message);

  /// Ends what is under way, as cancelled, and carries nothing more.
  void stop();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace nhs::notify
