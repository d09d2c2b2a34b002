#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "privacy/mask.h"
#include "tests/daemon/setting.h"
#include "tests/schedules/bluesky_network.h"
#include "tests/schedules/feed_network.h"
#include "tests/schedules/mastodon_network.h"
#include "tests/schedules/x_network.h"
#include "tests/support/chaos.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// What the configuration says of a network besides its address.
struct Watching {
  std::string kind;
  std::string secret = {};
  std::string more = {};
  /// Over how long a time that has passed people publish, which for us is a few seconds.
  std::chrono::seconds life = 3h;
};

/// A model network behind a real server with faults.
class LivingServer {
 public:
  LivingServer(std::unique_ptr<ModelNetwork> network, std::uint64_t seed, std::chrono::seconds life)
      : network_(std::move(network)),
        life_(seed),
        chaos_(seed, kRates),
        lived_(SystemClock{}.now() - life),
        passes_(life > 0s) {
    network_->show_at_once();
    network_->begin(life_, lived_);
    http_ = std::make_unique<HttpServer>(
        chaos_.around([this](const SeenRequest& request) { return answer(request); }));
    const std::lock_guard lock(mutex_);
    network_->base_url = http_->url();
  }

  void live_on() {
    const std::lock_guard lock(mutex_);
    live_on_locked();
  }

  /// No faults any more, and nobody publishes.
  void settle() {
    const std::lock_guard lock(mutex_);
    quiet_ = true;
    chaos_.stop();
  }

  std::string url() const { return http_->url(); }
  int faults() const { return chaos_.faults(); }
  /// What was asked for, a line each: for whoever looks into a failure.
  std::string asked() const {
    std::string lines;
    for (const SeenRequest& request : http_->requests()) {
      lines += request.method + " " + request.path;
      for (const auto& [name, value] : request.query) lines += fmt::format(" {}={}", name, value);
      lines += '\n';
    }
    return lines;
  }
  int requests() const { return static_cast<int>(http_->requests().size()); }
  /// When it is quiet.
  const ModelNetwork& network() const { return *network_; }

 private:
  static constexpr ChaosRates kRates{.throttled = 0.01,
                                     .dropped = 0.07,
                                     .cut = 0.07,
                                     .server_error = 0.05,
                                     .challenged = 0.03,
                                     .delayed = 0.6,
                                     .longest_delay = 60ms};

  Reply answer(const SeenRequest& request) {
    const std::lock_guard lock(mutex_);
    if (!quiet_ && life_.one_in(5)) live_on_locked();
    return network_->answer(request, SystemClock{}.now());
  }

  void live_on_locked() {
    const UtcTime now = SystemClock{}.now();
    lived_ = passes_ ? std::min(lived_ + std::chrono::seconds{life_.below(300)}, now) : now;
    network_->live_on(life_, lived_);
  }

  std::mutex mutex_;
  std::unique_ptr<ModelNetwork> network_;
  Chance life_;
  Chaos chaos_;
  UtcTime lived_;
  bool passes_;
  bool quiet_ = false;
  // Last, so that it goes first: its thread uses what stands above.
  std::unique_ptr<HttpServer> http_;
};

struct Tally {
  int kills = 0;
  int faults = 0;
  int requests = 0;
  std::size_t posts = 0;
};

/// The daemon is killed at some moment, or runs until it thinks that it is done.
void disturbed_run(const Setting& setting, Chance& chance, Tally& tally) {
  if (chance.one_in(4)) {
    const Ended ended = setting.collect("1s");
    INFO(ended.err);
    CHECK((ended.status == 0 || ended.status == 75));
    return;
  }
  const std::vector<std::string> once = {"--once", "--patience", "30s"};
  // Whoever runs for ever waits long after a fault; nothing is then left to be killed in the middle of.
  Program daemon{NHSVALUESD, setting.arguments(chance.one_in(3) ? std::vector<std::string>{} : once),
                 setting.folder()};
  std::this_thread::sleep_for(std::chrono::milliseconds{100 + chance.below(400)});
  daemon.signal(SIGKILL);
  const auto ended = daemon.wait();
  REQUIRE(ended);
  INFO(ended->err);
  const bool killed = ended->status == 128 + SIGKILL;
  CHECK((killed || ended->status == 0 || ended->status == 75));
  tally.kills += killed ? 1 : 0;
}

void collect_in_peace(const Setting& setting) {
  Ended ended;
  for (int tries = 0; tries < 3 && ended.status != 0; ++tries) ended = setting.collect("20s");
  INFO(ended.err);
  REQUIRE(ended.status == 0);
}

/// What is wrong with what is stored, in words; empty when nothing is.
std::string fault_in(const Setting& setting, const ModelNetwork& network, const std::string& name) {
  const privacy::Pseudonymiser pseudonymiser = setting.pseudonymiser();
  const auto key_of = [&](const std::string& id) {
    return privacy::to_text(pseudonymiser.post_key(name, id));
  };
  const auto stored = setting.stored_texts();
  std::string faults;
  for (const auto& [id, text] : network.in_reach()) {
    const auto [from, to] = stored.equal_range(key_of(id));
    const auto times = std::distance(from, to);
    if (times != 1)
      faults += fmt::format("{} is there and stored {} times: {}\n", id, times, text);
    else if (from->second != privacy::masked(text))
      faults += fmt::format("{} says \"{}\", stored is \"{}\"\n", id, text, from->second);
  }
  std::set<std::string> ever;
  for (const std::string& id : network.ever_published()) ever.insert(key_of(id));
  for (const auto& [key, text] : stored)
    if (!ever.contains(key)) faults += fmt::format("was never there: {}\n", text);
  return faults;
}

template <typename Network>
void run_http_schedule(std::uint64_t seed, const Watching& watching, Tally& tally) {
  INFO("run this one alone with NHS_SEED=" << seed);
  Chance chance{seed};
  LivingServer server{std::make_unique<Network>(chance), seed + 1, watching.life};
  Setting setting;
  std::string more = watching.more;
  if (!watching.secret.empty())
    more += "\ncredential = \"" + setting.keep_secret("secret", watching.secret) + "\"\n";
  setting.watch("model", watching.kind, server.url(), more);
  for (std::size_t runs = 3 + chance.below(4); runs > 0; --runs) {
    for (std::size_t events = chance.below(4); events > 0; --events) server.live_on();
    disturbed_run(setting, chance, tally);
  }
  server.settle();
  collect_in_peace(setting);
  INFO(server.asked());
  CHECK(fault_in(setting, server.network(), watching.kind) == "");
  CHECK(setting.rollups_hold());
  tally.faults += server.faults();
  tally.requests += server.requests();
  tally.posts += server.network().in_reach().size();
}

/// NHS_SEED=… runs that schedule alone. What a process is doing when it is killed is chance all the same.
template <typename Network>
void http_schedules_hold(std::uint64_t first_seed, int schedules, const Watching& watching) {
  if (const char* wanted = std::getenv("NHS_SEED")) {
    first_seed = std::strtoull(wanted, nullptr, 10);
    schedules = 1;
  }
  Tally tally;
  for (int i = 0; i < schedules; ++i)
    run_http_schedule<Network>(first_seed + static_cast<std::uint64_t>(i), watching, tally);
  // Else nothing was tested.
  CHECK(tally.requests > schedules);
  CHECK((tally.kills > 0 || schedules == 1));
  CHECK((tally.faults > 0 || schedules == 1));
  CHECK((tally.posts > 0 || schedules == 1));
  WARN(fmt::format("{} schedules from seed {}: {} posts kept, {} requests, {} faults, {} kills", schedules,
                   first_seed, tally.posts, tally.requests, tally.faults, tally.kills));
}

}  // namespace

TEST_CASE("Killed at any moment beside a troubled Mastodon server, the daemon keeps every post once",
          "[http-schedules][mastodon]") {
  http_schedules_hold<MastodonNetwork>(21'261'125, 10, {"mastodon"});
}

TEST_CASE("Killed at any moment beside Bluesky's troubled search, the daemon keeps every post once",
          "[http-schedules][bluesky]") {
  const BlueskySessions sessions;
  http_schedules_hold<BlueskyNetwork>(
      31'261'125, 5, {"bluesky", sessions.password, "account = \"" + sessions.account + "\"\n"});
}

TEST_CASE("Killed at any moment beside X's troubled search, the daemon keeps every post once",
          "[http-schedules][x]") {
  // X gives its ids by the clock and shows posts in that order: what is dated before the last look never
  // comes.
  http_schedules_hold<XNetwork>(41'261'125, 3,
                                {"x", "a-bearer", "spend_per_day = 1000.0\nspend_per_month = 10000.0\n", 0s});
}

TEST_CASE("Killed at any moment beside a troubled feed, the daemon keeps every item once",
          "[http-schedules][feed]") {
  http_schedules_hold<FeedNetwork>(51'261'125, 2, {"feed"});
}
