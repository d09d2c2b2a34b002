#include "bench/collector/scheduling.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>
#include <map>
#include <random>
#include <vector>

#include "bench/collector/full_page.h"
#include "collector/monitor.h"
#include "collector/sources/feed_source.h"
#include "collector/sources/mastodon_source.h"

namespace nhs::bench {
namespace {

using namespace collector;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using Milliseconds = std::chrono::duration<double, std::milli>;

/// Servers that answer after a while, by real timers.
class SlowServers final : public net::HttpClient {
 public:
  explicit SlowServers(std::mt19937& random) : random_(random) {}

  asio::awaitable<net::FetchResult> send(net::HttpRequest request) override {
    ++asked;
    const std::chrono::milliseconds latency{std::uniform_int_distribution<>{20, 400}(random_)};
    asio::steady_timer timer(co_await asio::this_coro::executor, latency);
    boost::system::error_code stopped;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
    if (request.url.find("//broken") != std::string::npos) co_return net::FetchResult{tl::unexpect, broken_};
    net::HttpResponse response;
    response.status = 200;
    response.body = body_for(request.url);
    co_return net::FetchResult{std::move(response)};
  }

  std::size_t asked = 0;

 private:
  const std::string& body_for(const std::string& url) const {
    if (url.find("/feed") != std::string::npos) return feed_;
    return url.find("_id=") == std::string::npos ? timeline_ : nothing_;
  }

  std::mt19937& random_;
  net::FetchError broken_{net::FetchFailure::cannot_connect, "no connection"};
  std::string feed_ = full_xml_page("feeds/rss20_blog.xml", "item", "ward-blog-1042", 20);
  std::string timeline_ = full_json_page("mastodon/tag_page1_newest.json", {}, {"id"}, 40);
  std::string nothing_ = "[]";
};

/// Keeps states and counts posts: what a store takes is measured elsewhere.
class CountingArchive final : public Archive {
 public:
  Result<SourceState> state(const std::string& source, const std::string& topic) override {
    SourceState& known = states_[source];
    known.source = source;
    known.topic = topic;
    return known;
  }
  Result<Archived> keep(const PageOfPosts& page, const SourceState& after, const std::optional<Gap>&,
                        const FetchCounts&) override {
    posts += page.posts.size();
    states_[after.source] = after;
    return Archived{};
  }
  Result<void> keep_state(const SourceState& state, const FetchCounts&) override {
    states_[state.source] = state;
    return {};
  }
  Result<std::int64_t> spent_since(const std::string&, UtcTime) override { return 0; }
  Result<std::optional<std::string>> newest_local_id_before(const std::string&, UtcTime) override {
    return std::optional<std::string>{};
  }

  std::size_t posts = 0;

 private:
  std::map<std::string, SourceState> states_;
};

/// Notes how much later than it was due each wait ends.
class TimedPause final : public Pause {
 public:
  explicit TimedPause(asio::any_io_executor executor) : pause_(std::move(executor)) {}
  SteadyTime now() const override { return pause_.now(); }
  asio::awaitable<void> wait(std::chrono::milliseconds duration) override {
    const SteadyTime due = now() + duration;
    co_await pause_.wait(duration);
    // One that was told to stop ends before it is due.
    if (now() >= due) lags.push_back(now() - due);
  }

  std::vector<Milliseconds> lags;

 private:
  TimerPause pause_;
};

std::vector<WatchedSource> watched(int sources, std::chrono::seconds every) {
  std::vector<WatchedSource> all;
  for (int i = 0; i < sources; ++i) {
    WatchedSource one;
    one.name = fmt::format("source-{}", i);
    const std::string url = fmt::format("https://{}{}.example", i % 100 == 0 ? "broken" : "s", i);
    if (i % 2 == 0) {
      MastodonOptions options;
      options.url = url;
      one.source = make_mastodon_source(std::move(options));
    } else {
      one.source = make_feed_source({url + "/feed", "feed", true, ""});
    }
    one.topics.push_back(Topic{"NHSvalues", {"NHSvalues"}});
    one.every = one.slowest = every;
    one.phase = std::chrono::milliseconds{1000 * every.count() * i / sources};
    all.push_back(std::move(one));
  }
  return all;
}

std::chrono::duration<double> cpu_time() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return std::chrono::seconds{used.ru_utime.tv_sec + used.ru_stime.tv_sec} +
         std::chrono::microseconds{used.ru_utime.tv_usec + used.ru_stime.tv_usec};
}

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  long all = 0;
  long resident = 0;
  statm >> all >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

Milliseconds quantile(std::vector<Milliseconds>& sorted, double share) {
  if (sorted.empty()) return Milliseconds{0};
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

void measure_scheduling(int sources, std::chrono::seconds every, std::chrono::seconds duration) {
  asio::io_context io;
  std::mt19937 random{20261120};
  SlowServers http{random};
  CountingArchive archive;
  const SystemClock clock;
  TimedPause pause{io.get_executor()};
  Hosts hosts;
  const PollerSurroundings surroundings{
      http, archive, clock, pause, hosts, [&] { return std::uniform_real_distribution<>{}(random); }};
  Monitor monitor{io.get_executor(), watched(sources, every), surroundings, Patience{}};

  const auto cpu_before = cpu_time();
  asio::steady_timer end{io, duration};
  double resident = 0;
  end.async_wait([&](const boost::system::error_code&) {
    resident = resident_mib();
    monitor.stop();
  });
  monitor.run_for_ever([] {});
  io.run();
  const auto cpu = cpu_time() - cpu_before;

  std::sort(pause.lags.begin(), pause.lags.end());
  fmt::print("{} sources, each asked every {} s, 1 % failing, for {} s on one thread\n", sources,
             every.count(), duration.count());
  fmt::print("requests/s {:.0f}   posts/s {:.0f}   CPU {:.1f} %   RSS {:.0f} MiB\n",
             static_cast<double>(http.asked) / static_cast<double>(duration.count()),
             static_cast<double>(archive.posts) / static_cast<double>(duration.count()),
             100 * cpu.count() / static_cast<double>(duration.count()), resident);
  fmt::print("scheduling lag of {} turns: p50 {:.2f} ms   p99 {:.2f} ms   most {:.2f} ms\n",
             pause.lags.size(), quantile(pause.lags, 0.5).count(), quantile(pause.lags, 0.99).count(),
             quantile(pause.lags, 1).count());
}

}  // namespace nhs::bench
