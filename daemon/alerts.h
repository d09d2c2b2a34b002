#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>

#include "config/config.h"
#include "core/time.h"
#include "notify/observing.h"
#include "notify/outbox.h"
#include "store/post_store.h"

namespace nhs::daemon {

/// Looks at the rules of alerts now and then, beside collection and on its thread, keeps what came of it,
/// says it in the log, and has the outbox delivered. A look counts a day or some weeks of posts, which a
/// large database takes a part of a second for. Collection waits for no delivery, but a reload and the end
/// wait up to a second for mail that is under way (net/mailer.h).
class Alerts {
 public:
  /// Which rules were looked at, by the configuration in force.
  using TellLookedAt = std::function<void(const std::set<std::string>& rules)>;

  /// store, clock, config: outlive it. config: that in force; it may change between calls of `reload`.
  /// tell_looked_at: called whenever these become others.
  Alerts(boost::asio::io_context& io, store::PostStore& store, const Clock& clock,
         const config::Config& config, TellLookedAt tell_looked_at);

  /// Keeps the io_context at work until `stop` is called.
  void start();
  void stop();

  /// Another configuration is in force.
  void reload();

  /// Delivers what somebody put into the outbox.
  void deliver() { outbox_.look(); }

  /// The same for a daemon that ends when it has caught up: one look, and what is due is delivered, or tried,
  /// for no longer than that.
  void run_for(std::chrono::steady_clock::duration most);

 private:
  void use_targets();
  void begin_anew();
  void look_after(std::chrono::seconds rest);
  void look(bool at_all_rules);
  using Rules = std::vector<const config::AlertRule*>;
  Rules due(bool at_all_rules, UtcTime now) const;
  /// What a look found, by the rules that could be looked at.
  struct Seen {
    store::AlertChanges changes;
    Rules rules;
  };
  Result<Seen> seen(const Rules& due, UtcTime now);
  void tell_fault(const config::AlertRule& rule, const Error& fault);
  Result<notify::Surroundings> surroundings(const TimeZone& zone, UtcTime now);

  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;
  store::PostStore& store_;
  const Clock& clock_;
  const config::Config& config_;
  std::mt19937 random_{std::random_device{}()};
  notify::Outbox outbox_;
  const TellLookedAt tell_looked_at_;
  std::map<std::string, UtcTime> looked_at_;  ///< by rule; from a start on, before it was (looked_at_before)
  std::set<std::string> truly_looked_at_;     ///< rules, by the configuration in force
  std::set<std::string> faulty_;              ///< rules that could not be looked at, and that was said
  UtcTime swept_at_{};
  bool failing_ = false;
  bool stopped_ = false;
};

}  // namespace nhs::daemon
