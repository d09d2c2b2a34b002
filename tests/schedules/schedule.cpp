#include "tests/schedules/schedule.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <set>

#include "collector/poller.h"
#include "tests/schedules/reference_archive.h"
#include "tests/schedules/simulated_time.h"
#include "tests/schedules/unreliable_http.h"

namespace nhs::test {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// A source that asks more than this in one schedule never comes to an end.
constexpr int kMostRequests = 20'000;

class Schedule {
 public:
  Schedule(std::uint64_t seed, const NetworkMaker& make_network)
      : chance_(seed),
        network_(make_network(chance_)),
        allowance_(network_->allowance()),
        archive_(chance_, clock_),
        http_(*network_, chance_, clock_) {}

  ScheduleResult run() {
    network_->begin(chance_, clock_.now());
    http_.misfortunes = {.drop = 12, .cut = 15, .trouble = 12, .throttle = 15, .kill = 12, .meanwhile = 4};
    archive_.kill_one_in = 15;
    for (std::size_t rounds = 5 + chance_.below(25); rounds > 0; --rounds) {
      clock_.advance(std::chrono::seconds{chance_.below(chance_.one_in(10) ? 12 * 3600 : 1800)});
      for (std::size_t events = chance_.below(4); events > 0; --events)
        network_->live_on(chance_, clock_.now());
      days_.insert(std::chrono::floor<std::chrono::days>(clock_.now()));
      run_poller(false);
      days_.insert(std::chrono::floor<std::chrono::days>(clock_.now()));
    }
    compare_bill();
    // The rest is for what is kept, and nobody waits a day for it.
    allowance_.reset();
    settle();
    if (result_.fault.empty()) compare();
    result_.requests = http_.requests;
    return result_;
  }

 private:
  /// True when the run had caught up.
  bool run_poller(bool patient) {
    collector::Patience patience;
    if (patient || chance_.one_in(4)) patience.total = 10min;
    if (patient) patience.rescan_every = 0s;
    // A process of its own: it knows what the archive knows.
    collector::Hosts hosts;
    collector::Poller poller{watched(), surroundings(hosts), patience};
    asio::io_context io;
    bool caught_up = false;
    std::exception_ptr broken;
    asio::co_spawn(io, poller.run_once(), [&](std::exception_ptr thrown, collector::RunEnd end) {
      broken = thrown;
      caught_up = !thrown && end == collector::RunEnd::caught_up;
    });
    io.run();
    if (!broken) return caught_up;
    try {
      std::rethrow_exception(broken);
    } catch (const Killed&) {
      ++result_.kills;
    }
    return false;
  }

  collector::WatchedSource watched() const {
    collector::WatchedSource watched;
    watched.name = "model";
    watched.source = network_->source();
    watched.topics = {collector::Topic{"NHSvalues", {"NHSvalues"}}};
    watched.allowance = allowance_;
    return watched;
  }

  collector::PollerSurroundings surroundings(collector::Hosts& hosts) {
    return {http_, archive_, clock_, pause_, hosts, [this] { return chance_.unit(); }};
  }

  void settle() {
    http_.misfortunes = {};
    archive_.kill_one_in = 0;
    clock_.advance(network_->settles_within());
    // Twice: a re-scan that was broken off ends before the next one begins.
    for (int rounds = 0, caught_up = 0; rounds < 60 && caught_up < 2; ++rounds) {
      caught_up += run_poller(true);
      clock_.advance(7min);
      if (http_.requests > kMostRequests) break;
    }
  }

  /// What the network has billed was reckoned with when it was asked, and never passed what was allowed.
  void compare_bill() {
    if (!allowance_) return;
    for (const UtcTime day : days_) {
      const std::int64_t billed = network_->billed_for_day(day);
      result_.billed += billed;
      if (billed > *allowance_->per_day) wrong(fmt::format("{} is billed for one day", billed));
    }
    for (const UtcTime day : days_) {
      std::int64_t billed = 0;
      for (auto later = days_.lower_bound(day); later != days_.end(); ++later)
        billed += network_->billed_for_day(*later);
      const std::int64_t reckoned = archive_.reckoned_since(day);
      if (billed > reckoned) wrong(fmt::format("{} is billed, and {} reckoned", billed, reckoned));
    }
  }

  void compare() {
    const auto stored = archive_.posts();
    result_.posts = stored.size();
    const auto there = network_->in_reach();
    for (const auto& [id, text] : there) {
      const auto found = stored.find(id);
      if (found == stored.end()) return wrong(fmt::format("{} is there and not stored", id));
      if (found->second != text)
        return wrong(fmt::format("{} says \"{}\", stored is \"{}\"", id, text, found->second));
    }
    for (const auto& [id, text] : stored)
      if (!network_->ever_published().contains(id)) return wrong(fmt::format("{} was never there", id));
    if (http_.requests > kMostRequests) wrong("asks without end");
  }

  void wrong(std::string fault) { result_.fault = std::move(fault); }

  Chance chance_;
  SimulatedClock clock_;
  SimulatedPause pause_{clock_};
  std::unique_ptr<ModelNetwork> network_;
  std::optional<collector::Allowance> allowance_;
  /// On which anything was asked.
  std::set<UtcTime> days_;
  ReferenceArchive archive_;
  UnreliableHttp http_;
  ScheduleResult result_;
};

}  // namespace

ScheduleResult run_schedule(std::uint64_t seed, const NetworkMaker& make_network) {
  return Schedule{seed, make_network}.run();
}

}  // namespace nhs::test
