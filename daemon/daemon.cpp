#include "daemon/daemon.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>
#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "config/keys_in_force.h"
#include "daemon/asked_changes.h"
#include "daemon/logging.h"
#include "daemon/long_work.h"
#include "daemon/service_manager.h"
#include "daemon/side_work.h"
#include "daemon/standing.h"
#include "daemon/store_archive.h"
#include "daemon/taking_on.h"
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
        side_work_({io_, config_, session_, clock_, archive_.counting(), standing_},
                   [this](const Error& why) { lose(why); }) {}

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
    if (options_.once)
      side_work_.start_once();
    else
      side_work_.start();
    io_.run();
    if (options_.once && !stopping_)
      if (const auto held = side_work_.finish_once(options_.patience); !held) tell_lost(held.error());
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

  /// What somebody changed, where it is about what is being done here.
  Result<void> follow(const control::Change& change) {
    const bool tells = std::holds_alternative<control::TestAlert>(change) ||
                       std::holds_alternative<control::SendDigest>(change);
    if (tells && !options_.once) side_work_.deliver();
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
    asked_.stop();
    side_work_.stop();
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
    start_logging(config_.log, config::source_names(config_));
    standing_.goes_by(config::fingerprint(config_), taken->waiting_for_restart);
    if (!taken->waiting_for_restart.empty())
      spdlog::warn("these keys keep their old values until nhsvaluesd is restarted: {}",
                   fmt::join(taken->waiting_for_restart, ", "));
    tell_ignored(taken->ignored);
    side_work_.reload(taken->concerns_left);
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
    if (!options_.once && had_trouble == trouble.empty()) side_work_.write_metrics();
  }

  void keep_old(const std::string& reason) {
    spdlog::error("the old configuration stays in force: {}", reason);
    standing_.refuses(reason);
    tell_ready(standing_.in_words());
    side_work_.write_metrics();
  }

  void end() {
    boost::system::error_code ignored;
    if (options_.once && !stopping_) {
      // Nobody waits for signals from here on: one that comes before the side work is finished is not lost,
      // either.
      signals_.remove(SIGTERM, ignored);
      signals_.remove(SIGINT, ignored);
    }
    signals_.cancel(ignored);
    deadline_.cancel();
    asked_.stop();
    side_work_.stop();
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
  SideWork side_work_;
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
  start_logging(config->log, config::source_names(*config));
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
