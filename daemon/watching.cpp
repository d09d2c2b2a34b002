#include "daemon/watching.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <random>
#include <utility>

#include "daemon/long_work.h"
#include "net/curl_client.h"

namespace nhs::daemon {
namespace {

tl::unexpected<Error> lacks_credential(const collector::SourceWithoutCredential& source) {
  return fail(ExitStatus::configuration,
              fmt::format("{}: {}; until then `nhsvalues sources disable {}` leaves this source out",
                          source.name, source.cause, source.name));
}

}  // namespace

struct Watching::Watch {
  Watch(const Surroundings& around, std::vector<collector::WatchedSource> sources, collector::Hosts& hosts)
      : http(around.io.get_executor(), collector::client_options(around.config)),
        pause(around.io.get_executor()),
        monitor(around.io.get_executor(), std::move(sources),
                collector::PollerSurroundings{http, around.archive, around.clock, pause, hosts,
                                              [this] { return std::uniform_real_distribution<>{}(random); }},
                around.patience) {}

  std::mt19937 random{std::random_device{}()};
  net::CurlClient http;
  collector::TimerPause pause;
  collector::Monitor monitor;
};

Result<SwitchedOn> switched_on(config::Config config, store::PostStore& store) {
  const auto disabled = store.disabled_sources();
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
  on.sources = std::move(sources->ready);
  on.without_credential = std::move(sources->without_credential);
  return on;
}

Result<void> check_credentials(const SwitchedOn& on, const std::vector<std::string>& watched) {
  for (const collector::SourceWithoutCredential& source : on.without_credential)
    if (std::find(watched.begin(), watched.end(), source.name) != watched.end())
      return lacks_credential(source);
  return {};
}

Result<void> check_any_can_be_asked(const SwitchedOn& on) {
  if (!on.sources.empty() || on.without_credential.empty()) return {};
  return lacks_credential(on.without_credential.front());
}

Watching::Watching(Surroundings around) : around_(std::move(around)) {}
Watching::~Watching() = default;

void Watching::run_once(SwitchedOn on, std::function<void(const std::vector<std::string>&)> ended) {
  make_watch(std::move(on));
  watch_->monitor.run_once(std::move(ended));
}

void Watching::run(SwitchedOn on, std::function<void()> changed, std::function<void()> ended) {
  changed_ = std::move(changed);
  ended_ = std::move(ended);
  make_watch(std::move(on));
  keep_running();
}

void Watching::change(SwitchedOn on) {
  const bool ends_already = is_changing();
  left_out_ = on.left_out;
  next_ = std::move(on);
  if (!ends_already) watch_->monitor.stop();
}

void Watching::stop() {
  stopping_ = true;
  if (watch_) watch_->monitor.stop();
}

void Watching::end() { watch_.reset(); }

void Watching::make_watch(SwitchedOn on) {
  left_out_ = std::move(on.left_out);
  bind_to_servers(on.sources);
  note_without_credential(on.without_credential);
  watched_.clear();
  for (const collector::WatchedSource& source : on.sources) watched_.push_back(source.name);
  tell_rechecked(on.sources);
  watch_ = std::make_unique<Watch>(around_, std::move(on.sources), hosts_);
}

void Watching::keep_running() {
  watch_->monitor.run_for_ever([this] { watch_ended(); });
}

/// Either the old watch made room for another, or it is time to go.
void Watching::watch_ended() {
  if (stopping_ || !next_) return ended_();
  // The ended watch is on this call's stack: it is replaced once the stack is empty.
  boost::asio::post(around_.io, [this] {
    if (stopping_) return ended_();
    auto on = std::exchange(next_, std::nullopt);
    watch_.reset();
    make_watch(*std::move(on));
    keep_running();
    changed_();
  });
}

/// Another server knows other posts by the ids that one has given: where an address changed, what was kept of
/// the old one must not be asked of the new. A source for which that cannot be put down is not asked.
void Watching::bind_to_servers(std::vector<collector::WatchedSource>& sources) {
  const LongWork work{"beginning anew where a source asks another server"};
  for (const config::SourceConfig& source : around_.config.sources) {
    const std::string server = collector::server_of(source, around_.config);
    if (server.empty()) continue;
    const auto anew = around_.store.bind_source(source.name, server);
    if (anew && *anew)
      spdlog::warn("{}: it asks another server than before, so its reading begins anew", source.name);
    if (anew) continue;
    spdlog::error("{}: not asked until the next start or reload: {}", source.name, anew.error().message);
    sources.erase(std::remove_if(sources.begin(), sources.end(),
                                 [&](const auto& each) { return each.name == source.name; }),
                  sources.end());
  }
  if (const auto kept = around_.store.forget_unbound_servers(); !kept)
    spdlog::error("{}; it is tried again at the next start or reload", kept.error().message);
}

/// They stand with those that fail, for whoever asks how it goes.
void Watching::note_without_credential(const std::vector<collector::SourceWithoutCredential>& sources) {
  without_credential_.clear();
  for (const collector::SourceWithoutCredential& source : sources) {
    without_credential_.push_back(source.name);
    const std::string why = fmt::format(
        "{}; then reload nhsvaluesd, or restart it where systemd hands the credential over", source.cause);
    spdlog::error("{}: not asked: {}; `nhsvalues sources disable {}` leaves it out", source.name, why,
                  source.name);
    for (const collector::Topic& topic : source.topics) {
      auto state = around_.archive.state(source.name, topic.tag);
      if (!state) {
        spdlog::error("{}: {}", source.name, state.error().message);
        continue;
      }
      state->failures = state->failures_alike = 0;
      state->failure = FailureClass::needs_token;
      state->last_error = why;
      if (!state->failing_since) state->failing_since = around_.clock.now();
      state->next_poll_at.reset();
      if (const auto kept = around_.archive.keep_state(*state, {}); !kept)
        spdlog::error("{}: {}", source.name, kept.error().message);
    }
  }
}

/// The store plans when stored posts are asked for again; it has to know of whom that can be.
void Watching::tell_rechecked(const std::vector<collector::WatchedSource>& sources) {
  std::vector<store::RecheckedSource> rechecked;
  for (const collector::WatchedSource& each : sources) {
    const collector::Rechecker* rechecker = each.source->rechecker();
    if (rechecker == nullptr || !each.rechecks) continue;
    const auto pace = rechecker->manner({}, around_.clock.now()).pace;
    rechecked.push_back({each.name, collector::first_recheck(pace)});
  }
  // Every stored post of a source that is asked for the first time gets its turn.
  const LongWork work{"planning when stored posts are asked for again"};
  const auto told = around_.store.set_rechecked_sources(rechecked, around_.clock.now());
  if (!told) spdlog::error("stored posts are not asked for again: {}", told.error().message);
}

}  // namespace nhs::daemon
