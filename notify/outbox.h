#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "config/config.h"
#include "core/time.h"
#include "store/post_store.h"

namespace nhs::notify {

/// Delivers what waits in the store's outbox, one message a target at a time and all targets beside each
/// other, and notes what came of each. A message is in the outbox until it was delivered, or given up
/// (retry.h): what a process that ended had under way, the next one sends, again where the end came between
/// sending and noting; then under the same key, by which its receiver can tell.
class Outbox {
 public:
  /// What is told to the log: a message that could not be delivered for the first time, or was given up.
  using Tell = std::function<void(const std::string& line)>;

  /// store, clock: outlive it.  unit_random: uniform in [0, 1).
  Outbox(boost::asio::any_io_executor executor, store::PostStore& store, const Clock& clock,
         std::function<double()> unit_random, Tell tell);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  /// What becomes of what is on its way to targets that a configuration does not have: only nhsvaluesd knows
  /// that there are no more of them, others may go by a configuration made for a trial.
  enum class OtherTargets : std::uint8_t { given_up, left_alone };

  /// The targets from now on. What is under way is sent anew.
  void use(const config::Config& config, OtherTargets others);

  /// From now on this message alone is delivered, and whatever else is due stays for another process: a
  /// configuration made for a trial may call another place by the name of a target.
  void take_only(std::int64_t alert);

  /// Begins with what is due. To be called now and then: what could not be delivered becomes due again.
  void look();

  /// Nothing is under way.
  bool idle() const;

  /// Ends what is under way; it stays in the outbox.
  void stop();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace nhs::notify
