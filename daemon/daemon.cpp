#include "daemon/daemon.h"

#include <fmt/format.h>
#include <signal.h>
#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <random>

#include "collector/monitor.h"
#include "collector/watched_sources.h"
#include "config/in_force.h"
#include "daemon/reclassification.h"
#include "daemon/service_manager.h"
#include "daemon/store_archive.h"
#include "intake/writing_session.h"
#include "net/curl_client.h"

namespace nhs::daemon {
namespace {

namespace asio = boost::asio;

/// Ending must take less than systemd's and a person's patience: what has not stopped by then is left.
constexpr std::chrono::seconds kStopDeadline{4};
/// The first own back-off within `--once`, where somebody waits.
constexpr std::chrono::milliseconds kShortestBackoff{200};
constexpr std::chrono::milliseconds kLongestBackoffWhenOnce{5'000};

/// Unlike a question, watching needs a file: without one there is nothing to watch.
Result<config::Config> read_config(const std::string& option) {
  auto config = config::in_force(option, "");
  if (config && config->file.empty())
    return fail(ExitStatus::configuration,
                "there is no configuration; write /etc/nhsvalues/nhsvalues.toml, or name one with --config");
  return config;
}

/// What is built anew for each configuration: the sources, the way to them, and their watch.
struct Watch {
  Watch(asio::io_context& io, const config::Config& config, std::vector<collector::WatchedSource> sources,
        collector::Archive& archive, const Clock& clock, collector::Hosts& hosts,
        collector::Patience patience)
      : http(io.get_executor(), collector::client_options(config)),
        pause(io.get_executor()),
        monitor(io.get_executor(), std::move(sources),
                collector::PollerSurroundings{http, archive, clock, pause, hosts,
                                              [this] { return std::uniform_real_distribution<>{}(random); }},
                patience) {}

  std::mt19937 random{std::random_device{}()};
  net::CurlClient http;
  collector::TimerPause pause;
  collector::Monitor monitor;
};

class Daemon {
 public:
  Daemon(DaemonOptions options, config::Config config, intake::WritingSession session)
      : options_(std::move(options)),
        config_(std::move(config)),
        session_(std::move(session)),
        archive_(session_.store, session_.intake, clock_),
        signals_(io_, SIGTERM, SIGINT, SIGHUP),
        deadline_(io_),
        reclassification_(io_, session_.store, session_.intake.classifier()) {}

  Result<ExitStatus> run() {
    auto sources = collector::watched_sources(config_);
    if (!sources) return tl::unexpected(sources.error());
    const std::size_t count = sources->size();
    start_watch(*std::move(sources));
    await_signal();
    tell_ready(fmt::format("watching {} sources", count));
    spdlog::info("watching {} sources for #{} into {}", count, fmt::join(config_.topics, ", #"),
                 config_.database.string());
    tell_ignored(session_.ignored);
    if (config_.contact == config::kPlaceholderContact)
      spdlog::warn(
          "contact is still the example's: name a page or an address by which server owners can reach you");
    reclassification_.start();
    io_.run();
    watch_.reset();
    return status_;
  }

 private:
  collector::Patience patience() const {
    collector::Patience patience;
    if (!options_.once) return patience;
    patience.total = options_.patience;
    patience.backoff = {kShortestBackoff, kLongestBackoffWhenOnce};
    patience.rescan_every = std::chrono::seconds{0};
    return patience;
  }

  void start_watch(std::vector<collector::WatchedSource> sources) {
    watch_ = std::make_unique<Watch>(io_, config_, std::move(sources), archive_, clock_, hosts_, patience());
    if (options_.once)
      watch_->monitor.run_once([this](const std::vector<std::string>& behind) { finish_once(behind); });
    else
      watch_->monitor.run_for_ever([this] { watch_ended(); });
  }

  void finish_once(const std::vector<std::string>& behind) {
    if (!behind.empty()) {
      status_ = ExitStatus::try_again;
      spdlog::warn("still behind: {}; run again later", fmt::join(behind, ", "));
    }
    end();
  }

  /// Either the old watch made room for a new configuration, or it is time to go.
  void watch_ended() {
    if (stopping_ || !next_sources_) return end();
    // The ended watch is on this call's stack: it is replaced once the stack is empty.
    asio::post(io_, [this] {
      if (stopping_) return end();
      auto sources = std::exchange(next_sources_, std::nullopt);
      watch_.reset();
      start_watch(*std::move(sources));
      tell_ready(fmt::format("watching {} sources", config_.sources.size()));
      spdlog::info("the new configuration is in force: {} sources", config_.sources.size());
      if (std::exchange(reload_again_, false)) reload();
    });
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

  void stop() {
    if (std::exchange(stopping_, true)) return;
    tell_stopping();
    spdlog::info("stopping");
    reclassification_.stop();
    watch_->monitor.stop();
    deadline_.expires_after(kStopDeadline);
    deadline_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      if (options_.once) status_ = ExitStatus::try_again;
      io_.stop();
    });
  }

  /// A new configuration is taken whole or not at all; what only a start can change is named.
  void reload() {
    if (options_.once || stopping_) return;
    if (next_sources_) {
      reload_again_ = true;
      return;
    }
    tell_reloading();
    auto config = read_config(options_.config);
    if (!config) return keep_old(config.error().message);
    if (config->database != config_.database || config->key_file != config_.key_file ||
        config->timezone != config_.timezone || config->organisations != config_.organisations)
      return keep_old("database, privacy.key_file, privacy.organisations and report.timezone need a restart");
    auto sources = collector::watched_sources(*config);
    if (!sources) return keep_old(sources.error().message);
    const auto ignored =
        session_.store.apply_ignore_rules(session_.intake.ignore_rules(config->ignore), clock_.now());
    if (!ignored) return keep_old(ignored.error().message);
    tell_ignored(*ignored);
    config_ = *std::move(config);
    next_sources_ = *std::move(sources);
    watch_->monitor.stop();
  }

  void tell_ignored(const store::IgnoreChanges& changes) const {
    if (changes.set_aside > 0 || changes.restored > 0)
      spdlog::info("the ignore rules changed: {} stored posts set aside, {} count again", changes.set_aside,
                   changes.restored);
  }

  void keep_old(const std::string& reason) {
    spdlog::error("the old configuration stays in force: {}", reason);
    tell_ready("the old configuration stays in force, see the log");
  }

  void end() {
    boost::system::error_code ignored;
    signals_.cancel(ignored);
    deadline_.cancel();
    reclassification_.stop();
  }

  DaemonOptions options_;
  config::Config config_;
  intake::WritingSession session_;
  SystemClock clock_;
  StoreArchive archive_;
  /// Outlives a change of the configuration: no server is asked more for that.
  collector::Hosts hosts_;
  asio::io_context io_{1};
  asio::signal_set signals_;
  asio::steady_timer deadline_;
  Reclassification reclassification_;
  std::unique_ptr<Watch> watch_;
  std::optional<std::vector<collector::WatchedSource>> next_sources_;
  /// The configuration changed once more while the last change was being taken up.
  bool reload_again_ = false;
  bool stopping_ = false;
  ExitStatus status_ = ExitStatus::done;
};

}  // namespace

Result<ExitStatus> run(const DaemonOptions& options) {
  auto config = read_config(options.config);
  if (!config) return tl::unexpected(config.error());
  auto session = intake::begin_writing(*config, "nhsvaluesd", store::RulesFrom::daemon);
  if (!session) return tl::unexpected(session.error());
  Daemon daemon{options, *std::move(config), *std::move(session)};
  return daemon.run();
}

}  // namespace nhs::daemon
