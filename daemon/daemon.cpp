#include "daemon/daemon.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>
#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "config/keys_in_force.h"
#include "control/retention_rules.h"
#include "daemon/alerts.h"
#include "daemon/asked_changes.h"
#include "daemon/concern_review.h"
#include "daemon/holding.h"
#include "daemon/housekeeping.h"
#include "daemon/logging.h"
#include "daemon/long_work.h"
#include "daemon/metrics.h"
#include "daemon/purge.h"
#include "daemon/reclassification.h"
#include "daemon/service_manager.h"
#include "daemon/standing.h"
#include "daemon/store_archive.h"
#include "daemon/taking_on.h"
#include "daemon/watchdog.h"
#include "daemon/watching.h"
#include "intake/writing_session.h"

namespace nhs::daemon {
namespace {

namespace asio = boost::asio;

sigset_t reloads() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGHUP);
  return signals;
}

void let_reloads_in() {
  const sigset_t signals = reloads();
  ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

/// Ending must take less than systemd's and a person's patience: what has not stopped by then is left.
constexpr std::chrono::seconds kStopDeadline{4};
/// The first own back-off within `--once`, where somebody waits.
constexpr std::chrono::milliseconds kShortestBackoff{200};
constexpr std::chrono::milliseconds kLongestBackoffWhenOnce{5'000};

collector::Patience patience_of(const DaemonOptions& options) {
  collector::Patience patience;
  if (!options.once) return patience;
  patience.total = options.patience;
  patience.backoff = {kShortestBackoff, kLongestBackoffWhenOnce};
  patience.rescan_every = std::chrono::seconds{0};
  return patience;
}

std::vector<std::string> names_of_sources(const config::Config& config) {
  std::vector<std::string> names;
  for (const config::SourceConfig& source : config.sources) names.push_back(source.name);
  return names;
}

class Daemon {
 public:
  Daemon(DaemonOptions options, config::Config config, intake::WritingSession session)
      : options_(std::move(options)),
        config_(std::move(config)),
        session_(std::move(session)),
        standing_(session_.lock, clock_.now()),
        archive_(session_.store, session_.intake, clock_,
                 [this](const std::string& trouble) { tell_trouble(trouble); }),
        signals_(io_, SIGTERM, SIGINT, SIGHUP),
        deadline_(io_),
        asked_({io_, config_, session_, clock_},
               [this](const control::Change& change) { return follow(change); }),
        watching_({io_, config_, session_.store, archive_, clock_, patience_of(options_)}),
        concern_review_(io_, session_.store, clock_),
        reclassification_(io_, session_.store, session_.intake.classifier()),
        purge_(io_, session_.store, clock_, [this] { return control::retention_rules(config_); }),
        alerts_(io_, session_.store, clock_, config_,
                [this](const std::set<std::string>& rules) { standing_.has_looked_at(rules); }),
        housekeeping_(io_, config_.database, session_.store, clock_),
        metrics_({io_, config_, clock_, archive_.counting(), standing_}),
        watchdog_(io_, [this] { return database_answers(); }),
        holding_(io_, session_.lock, session_.store, [this](const Error& why) { lose(why); }) {}

  Result<ExitStatus> run() {
    auto on = switched_on(config_, session_.store);
    if (!on) return tl::unexpected(on.error());
    // One source that cannot be asked keeps no other from it; where none could be, a start says so at once.
    if (const auto some = check_any_can_be_asked(*on); !some) return tl::unexpected(some.error());
    standing_.goes_by(config::fingerprint(config_), {});
    if (options_.once)
      watching_.run_once(*std::move(on), [this](const auto& behind) { finish_once(behind); });
    else
      watching_.run(
          *std::move(on), [this] { watch_changed(); }, [this] { end(); });
    standing_.watches(watching_.watched().size());
    await_signal();
    let_reloads_in();
    asked_.listen();
    tell_ready(standing_.in_words());
    tell_beginning();
    begin_side_work();
    io_.run();
    if (options_.once && !stopping_) finish_side_work();
    watching_.end();
    return status_;
  }

 private:
  void tell_beginning() const {
    spdlog::info("watching {} sources for #{} into {}", watching_.watched().size(),
                 fmt::join(config_.topics, ", #"), config_.database.string());
    if (!watching_.left_out().empty())
      spdlog::info("left alone, for somebody disabled them: {}", fmt::join(watching_.left_out(), ", "));
    tell_ignored(session_.ignored);
    if (config_.contact == config::kPlaceholderContact)
      spdlog::warn(
          "contact is still the example's: name a page or an address by which server owners can reach you");
  }

  /// What is done beside collecting.
  void begin_side_work() {
    if (session_.concerns_left) concern_review_.start();
    reclassification_.start();
    housekeeping_.start();
    holding_.start();
    if (options_.once) return;
    purge_.start();
    alerts_.start();
    metrics_.start();
    watchdog_.start();
  }

  void stop_side_work() {
    asked_.stop();
    concern_review_.stop();
    reclassification_.stop();
    purge_.stop();
    alerts_.stop();
    housekeeping_.stop();
    metrics_.stop();
    watchdog_.stop();
    holding_.stop();
  }

  /// The same for a daemon that ends when it has caught up. Some of it takes minutes: a signal ends the
  /// process at once. What was collected is kept, each step here is one transaction, and what was not
  /// delivered waits in the outbox.
  void finish_side_work() {
    concern_review_.run_for(options_.patience);
    purge_.run_for(options_.patience);
    alerts_.run_for(options_.patience);
    housekeeping_.finish_erasing();
    metrics_.write();
    // Only now is it known that all of this stays.
    if (const auto held = holding_.look(); !held) tell_lost(held.error());
  }

  Result<void> database_answers() {
    const auto answered = session_.store.disabled_sources();
    if (!answered) return tl::unexpected(answered.error());
    return {};
  }

  /// What somebody changed, where it is about what is being done here.
  Result<void> follow(const control::Change& change) {
    const bool tells = std::holds_alternative<control::TestAlert>(change) ||
                       std::holds_alternative<control::SendDigest>(change);
    if (tells && !options_.once) alerts_.deliver();
    if (!std::holds_alternative<control::SwitchSource>(change)) return {};
    return follow_switches();
  }

  /// A run of `--once` ends soon: the next one goes by it.
  Result<void> follow_switches() {
    if (stopping_ || options_.once) return {};
    auto on = switched_on(config_, session_.store);
    const auto found =
        on ? check_credentials(*on, watching_.watched()) : Result<void>{tl::unexpected(on.error())};
    if (!found)
      return fail(found.error().status,
                  fmt::format("it is noted, but nhsvaluesd goes on as before until it is reloaded, for: {}",
                              found.error().message));
    if (on->left_out == watching_.left_out()) return {};
    spdlog::info("somebody disabled or enabled a source: watching {} now", on->sources.size());
    watching_.change(*std::move(on));
    return {};
  }

  void finish_once(const std::vector<std::string>& behind) {
    if (!behind.empty()) {
      if (status_ == ExitStatus::done) status_ = ExitStatus::try_again;
      spdlog::warn("still behind: {}; run again later", fmt::join(behind, ", "));
    }
    if (status_ == ExitStatus::done && !watching_.without_credential().empty())
      status_ = ExitStatus::configuration;
    end();
  }

  void watch_changed() {
    standing_.watches(watching_.watched().size());
    if (std::exchange(reloading_, false))
      spdlog::info("the new configuration is in force: {} sources", watching_.watched().size());
    tell_ready(standing_.in_words());
    if (std::exchange(reload_again_, false)) reload();
  }

  void await_signal() {
    signals_.async_wait([this](const boost::system::error_code& error, int number) {
      if (error) return;
      if (number == SIGHUP)
        reload();
      else
        stop();
      await_signal();
    });
  }

  /// The database is no longer ours to write to. A new start finds the file that is there by then.
  void lose(const Error& why) {
    tell_lost(why);
    stop();
  }

  void tell_lost(const Error& why) {
    spdlog::error("this ends: {}", why.message);
    standing_.has_trouble(why.message);
    status_ = why.status;
  }

  void stop() {
    if (std::exchange(stopping_, true)) return;
    tell_stopping();
    spdlog::info("stopping");
    stop_side_work();
    watching_.stop();
    deadline_.expires_after(kStopDeadline);
    deadline_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      if (options_.once && status_ == ExitStatus::done) status_ = ExitStatus::try_again;
      io_.stop();
    });
  }

  /// A new configuration is taken on but for what only a start can change, which is named; a wrong one not at
  /// all.
  void reload() {
    if (options_.once || stopping_) return;
    if (watching_.is_changing()) {
      reload_again_ = true;
      return;
    }
    tell_reloading();
    auto taken = take_on(options_.config, {config_, watching_.watched()}, session_, clock_.now());
    if (!taken) return keep_old(taken.error().message);
    config_ = std::move(taken->config);
    start_logging(config_.log, names_of_sources(config_));
    standing_.goes_by(config::fingerprint(config_), taken->waiting_for_restart);
    if (!taken->waiting_for_restart.empty())
      spdlog::warn("these keys keep their old values until nhsvaluesd is restarted: {}",
                   fmt::join(taken->waiting_for_restart, ", "));
    tell_ignored(taken->ignored);
    if (taken->concerns_left) concern_review_.start();
    alerts_.reload();
    metrics_.reload();
    reloading_ = true;
    watching_.change(std::move(taken->on));
  }

  void tell_ignored(const store::IgnoreChanges& changes) const {
    if (changes.set_aside > 0 || changes.restored > 0)
      spdlog::info("the ignore rules changed: {} stored posts set aside, {} count again", changes.set_aside,
                   changes.restored);
  }

  /// Why nothing can be kept, for those who look on; empty when it can again. The metrics, which read the
  /// whole database, tell only that there is trouble, not which.
  void tell_trouble(const std::string& trouble) {
    const bool had_trouble = !standing_.trouble().empty();
    standing_.has_trouble(trouble);
    if (!options_.once && had_trouble == trouble.empty()) metrics_.write();
  }

  void keep_old(const std::string& reason) {
    spdlog::error("the old configuration stays in force: {}", reason);
    standing_.refuses(reason);
    tell_ready(standing_.in_words());
    metrics_.write();
  }

  void end() {
    boost::system::error_code ignored;
    if (options_.once && !stopping_) {
      // Nobody waits for signals from here on: one that comes before finish_side_work() is not lost, either.
      signals_.remove(SIGTERM, ignored);
      signals_.remove(SIGINT, ignored);
    }
    signals_.cancel(ignored);
    deadline_.cancel();
    stop_side_work();
  }

  DaemonOptions options_;
  config::Config config_;
  intake::WritingSession session_;
  SystemClock clock_;
  Standing standing_;
  StoreArchive archive_;
  asio::io_context io_{1};
  asio::signal_set signals_;
  asio::steady_timer deadline_;
  AskedChanges asked_;
  Watching watching_;
  ConcernReview concern_review_;
  Reclassification reclassification_;
  Purge purge_;
  Alerts alerts_;
  Housekeeping housekeeping_;
  Metrics metrics_;
  Watchdog watchdog_;
  Holding holding_;
  /// It is for a new configuration that the watch is made anew.
  bool reloading_ = false;
  /// The configuration changed once more while the last change was being taken on.
  bool reload_again_ = false;
  bool stopping_ = false;
  ExitStatus status_ = ExitStatus::done;
};

}  // namespace

void hold_back_reloads() {
  const sigset_t signals = reloads();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Result<ExitStatus> run(const DaemonOptions& options) {
  auto config = read_config(options.config);
  if (!config) return tl::unexpected(config.error());
  start_logging(config->log, names_of_sources(*config));
  auto session = [&] {
    const LongWork work{"bringing the database up to date"};
    return intake::begin_writing(*config, options.once ? store::kDaemonOnce : store::kDaemon,
                                 store::RulesFrom::daemon);
  }();
  if (!session) return tl::unexpected(session.error());
  Daemon daemon{options, *std::move(config), *std::move(session)};
  return daemon.run();
}

}  // namespace nhs::daemon
