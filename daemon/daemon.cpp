#include "daemon/daemon.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <algorithm>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <random>

#include "collector/monitor.h"
#include "collector/watched_sources.h"
#include "config/in_force.h"
#include "control/retention_rules.h"
#include "control/socket_place.h"
#include "control/wire.h"
#include "daemon/alerts.h"
#include "daemon/concern_review.h"
#include "daemon/control_socket.h"
#include "daemon/housekeeping.h"
#include "daemon/purge.h"
#include "daemon/reclassification.h"
#include "daemon/service_manager.h"
#include "daemon/store_archive.h"
#include "intake/writing_session.h"
#include "net/curl_client.h"
#include "store/file_owner.h"

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
        archive_(session_.store, session_.intake, clock_,
                 [this](const std::string& trouble) { tell_trouble(trouble); }),
        signals_(io_, SIGTERM, SIGINT, SIGHUP),
        deadline_(io_),
        control_(io_, [this](std::string_view line, uid_t user) { return answer(line, user); }),
        concern_review_(io_, session_.store, clock_),
        reclassification_(io_, session_.store, session_.intake.classifier()),
        purge_(io_, session_.store, clock_, [this] { return control::retention_rules(config_); }),
        alerts_(io_, session_.store, clock_, config_),
        housekeeping_(io_, config_.database, session_.store, clock_) {}

  Result<ExitStatus> run() {
    auto on = switched_on(config_);
    if (!on) return tl::unexpected(on.error());
    disabled_ = std::move(on->left_out);
    start_watch(std::move(on->sources));
    await_signal();
    listen();
    tell_ready(fmt::format("watching {} sources", watched_));
    spdlog::info("watching {} sources for #{} into {}", watched_, fmt::join(config_.topics, ", #"),
                 config_.database.string());
    if (!disabled_.empty())
      spdlog::info("left alone, for somebody disabled them: {}", fmt::join(disabled_, ", "));
    tell_ignored(session_.ignored);
    if (config_.contact == config::kPlaceholderContact)
      spdlog::warn(
          "contact is still the example's: name a page or an address by which server owners can reach you");
    if (session_.concerns_left) concern_review_.start();
    reclassification_.start();
    housekeeping_.start();
    if (!options_.once) {
      purge_.start();
      alerts_.start();
    }
    io_.run();
    if (options_.once && !stopping_) {
      concern_review_.run_for(options_.patience);
      purge_.run_for(options_.patience);
      alerts_.run_for(options_.patience);
      housekeeping_.finish_erasing();
    }
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

  struct SwitchedOn {
    std::vector<collector::WatchedSource> sources;
    std::vector<std::string> left_out;  ///< configured too, but somebody disabled them
  };

  Result<SwitchedOn> switched_on(config::Config config) {
    const auto disabled = session_.store.disabled_sources();
    if (!disabled) return tl::unexpected(disabled.error());
    SwitchedOn on;
    const auto is_disabled = [&](const config::SourceConfig& source) {
      return std::any_of(disabled->begin(), disabled->end(),
                         [&](const store::DisabledSource& each) { return each.source == source.name; });
    };
    for (const config::SourceConfig& source : config.sources)
      if (is_disabled(source)) on.left_out.push_back(source.name);
    config.sources.erase(std::remove_if(config.sources.begin(), config.sources.end(), is_disabled),
                         config.sources.end());
    auto sources = collector::watched_sources(config);
    if (!sources) return tl::unexpected(sources.error());
    on.sources = *std::move(sources);
    return on;
  }

  /// Collecting comes first: without the socket the owner alone can change things, and not before this ends.
  void listen() {
    // Who may read the database may ask for changes of it, and nobody else.
    struct stat database {};
    const gid_t group = ::stat(config_.database.c_str(), &database) == 0 ? database.st_gid : ::getegid();
    const auto socket = control::socket_of(config_);
    const auto listening = control_.listen_at(socket, group);
    if (!listening)
      spdlog::error("{}; until a restart nobody can label posts, or switch sources",
                    listening.error().message);
    else if (!control_.is_for_group())
      spdlog::warn(
          "{}: for its owner only, because nhsvaluesd is not in the database's group {}; run it in that "
          "group to let its members label posts, or switch sources",
          socket.string(), store::group_name(group));
  }

  /// What a person wants changed, and what comes of it.
  std::string answer(std::string_view line, uid_t user) {
    const auto request = control::read_request(line);
    if (!request) return control::refusal_line(request.error());
    if (request->database != database_)
      return control::refusal_line(
          {ExitStatus::configuration,
           "the nhsvaluesd that listens there keeps another database; let control_socket name the right one"});
    const control::Office office{
        session_.store, config_, {clock_.now(), store::person_of(user)}, &session_.intake.pseudonymiser()};
    std::string said = control::carried_out(request->change, office);
    if (std::holds_alternative<control::TestAlert>(request->change) && !options_.once) alerts_.deliver();
    if (!std::holds_alternative<control::SwitchSource>(request->change)) return said;
    const auto followed = follow_switches();
    return followed ? said : control::refusal_line(followed.error());
  }

  /// A run of `--once` ends soon: the next one goes by it.
  Result<void> follow_switches() {
    if (stopping_ || options_.once) return {};
    auto on = switched_on(config_);
    if (!on)
      return fail(on.error().status,
                  fmt::format("it is noted, but nhsvaluesd goes on as before until it is reloaded, for: {}",
                              on.error().message));
    if (on->left_out == disabled_) return {};
    disabled_ = std::move(on->left_out);
    spdlog::info("somebody disabled or enabled a source: watching {} now", on->sources.size());
    change_watch(std::move(on->sources));
    return {};
  }

  /// The watch is made anew once the one that runs has ended.
  void change_watch(std::vector<collector::WatchedSource> sources) {
    const bool ends_already = next_sources_.has_value();
    next_sources_ = std::move(sources);
    if (!ends_already) watch_->monitor.stop();
  }

  void start_watch(std::vector<collector::WatchedSource> sources) {
    watched_ = sources.size();
    tell_rechecked(sources);
    watch_ = std::make_unique<Watch>(io_, config_, std::move(sources), archive_, clock_, hosts_, patience());
    if (options_.once)
      watch_->monitor.run_once([this](const std::vector<std::string>& behind) { finish_once(behind); });
    else
      watch_->monitor.run_for_ever([this] { watch_ended(); });
  }

  /// The store plans when stored posts are asked for again; it has to know of whom that can be.
  void tell_rechecked(const std::vector<collector::WatchedSource>& sources) {
    std::vector<store::RecheckedSource> rechecked;
    for (const collector::WatchedSource& each : sources) {
      const collector::Rechecker* rechecker = each.source->rechecker();
      if (rechecker == nullptr || !each.rechecks) continue;
      const auto pace = rechecker->manner({}, clock_.now()).pace;
      rechecked.push_back({each.name, collector::first_recheck(pace)});
    }
    const auto told = session_.store.set_rechecked_sources(rechecked, clock_.now());
    if (!told) spdlog::error("stored posts are not asked for again: {}", told.error().message);
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
      tell_ready(fmt::format("watching {} sources", watched_));
      if (std::exchange(reloading_, false))
        spdlog::info("the new configuration is in force: {} sources", watched_);
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
    control_.stop();
    concern_review_.stop();
    reclassification_.stop();
    purge_.stop();
    alerts_.stop();
    housekeeping_.stop();
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
    if (config->database != config_.database || config->control_socket != config_.control_socket ||
        config->key_file != config_.key_file || config->timezone != config_.timezone ||
        config->organisations != config_.organisations)
      return keep_old(
          "database, control_socket, privacy.key_file, privacy.organisations and report.timezone need a "
          "restart");
    auto on = switched_on(*config);
    if (!on) return keep_old(on.error().message);
    const auto ignored =
        session_.store.apply_ignore_rules(session_.intake.ignore_rules(config->ignore), clock_.now());
    if (!ignored) return keep_old(ignored.error().message);
    tell_ignored(*ignored);
    const auto concerns_left = session_.store.begin_concern_rules(
        intake::Intake::concern_rules(config->concerns, config->concerns_look_back));
    if (!concerns_left) return keep_old(concerns_left.error().message);
    if (*concerns_left) concern_review_.start();
    config_ = *std::move(config);
    alerts_.reload();
    disabled_ = std::move(on->left_out);
    reloading_ = true;
    change_watch(std::move(on->sources));
  }

  void tell_ignored(const store::IgnoreChanges& changes) const {
    if (changes.set_aside > 0 || changes.restored > 0)
      spdlog::info("the ignore rules changed: {} stored posts set aside, {} count again", changes.set_aside,
                   changes.restored);
  }

  /// Why nothing can be kept, for `nhsvalues status` and systemctl; empty when it can again.
  void tell_trouble(const std::string& trouble) {
    session_.lock.note_trouble(trouble);
    tell_status(trouble.empty() ? fmt::format("watching {} sources", watched_)
                                : "nothing is asked, for it could not be kept: " + trouble);
  }

  void keep_old(const std::string& reason) {
    spdlog::error("the old configuration stays in force: {}", reason);
    tell_ready("the old configuration stays in force, see the log");
  }

  void end() {
    boost::system::error_code ignored;
    signals_.cancel(ignored);
    control_.stop();
    deadline_.cancel();
    concern_review_.stop();
    reclassification_.stop();
    purge_.stop();
    alerts_.stop();
    housekeeping_.stop();
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
  ControlSocket control_;
  ConcernReview concern_review_;
  Reclassification reclassification_;
  Purge purge_;
  Alerts alerts_;
  Housekeeping housekeeping_;
  std::unique_ptr<Watch> watch_;
  /// Sources that the watch has.
  std::size_t watched_ = 0;
  /// As requests name it.
  const std::string database_ = control::name_of_database(config_.database);
  /// Sources of config_ that are not watched, for somebody switched them off.
  std::vector<std::string> disabled_;
  std::optional<std::vector<collector::WatchedSource>> next_sources_;
  /// It is for a new configuration that the watch is made anew.
  bool reloading_ = false;
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
