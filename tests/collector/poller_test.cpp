#include "collector/poller.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <thread>

using namespace nhs;
using namespace nhs::collector;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// Time that only waiting moves.
class MovedClock final : public Clock {
 public:
  UtcTime now() const override { return time; }
  UtcTime time = parse_rfc3339("2026-11-20T09:00:00Z").value();
};

/// Waits by moving the clock, and remembers for how long.
class CountedPause final : public Pause {
 public:
  explicit CountedPause(MovedClock& clock) : clock_(clock) {}
  asio::awaitable<void> wait(std::chrono::milliseconds duration) override {
    if (before_wait) before_wait();
    waits.push_back(duration);
    clock_.time += std::chrono::ceil<std::chrono::seconds>(duration);
    co_return;
  }
  std::vector<std::chrono::milliseconds> waits;
  std::function<void()> before_wait;

 private:
  MovedClock& clock_;
};

/// Answers from a list, in order.
class ScriptedHttp final : public net::HttpClient {
 public:
  asio::awaitable<net::FetchResult> send(net::HttpRequest request) override {
    asked.push_back(request.url);
    if (when_asked) when_asked();
    if (hangs > 0ms) std::this_thread::sleep_for(hangs);
    REQUIRE_FALSE(answers.empty());
    net::FetchResult answer = std::move(answers.front());
    answers.pop_front();
    co_return answer;
  }
  void answer(int status, std::string body) {
    net::HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    answers.emplace_back(std::move(response));
  }
  void fail(net::FetchFailure kind) {
    answers.emplace_back(tl::unexpected(net::FetchError{kind, "it failed"}));
  }

  std::deque<net::FetchResult> answers;
  std::vector<std::string> asked;
  std::chrono::milliseconds hangs{0};
  std::function<void()> when_asked;
};

/// Pages are bodies: "more" has a next page, "last" has none; other bodies name an outcome.
class ScriptedSource final : public Source {
 public:
  Cursor begin_run(const Cursor& cursor, const RunStart& start) const override {
    rescans += start.rescan;
    anchors.push_back(start.overlap_anchor.value_or(""));
    return cursor == "done" ? "start" : cursor;
  }
  std::optional<UtcTime> overlap_before(const Cursor&) const override {
    return parse_rfc3339("2026-11-19T09:00:00Z");
  }
  std::optional<net::HttpRequest> next_request(const Cursor& cursor, const Topic& topic) const override {
    if (cursor == "done") return std::nullopt;
    return net::HttpRequest{"https://one.example/" + topic.tag + "/" + cursor};
  }
  PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, const Topic&,
                   UtcTime now) const override {
    if (response.body == "slow down") return RateLimited{now + 30s};
    if (response.body == "slow down for long") return RateLimited{now + 1h};
    if (response.body == "broken") return Failed{FailureClass::transient, "not JSON"};
    if (response.body == "closed") return Failed{FailureClass::needs_token, "add a token"};
    if (response.body == "same") return Proceed{"done", std::nullopt, ""};
    PageOfPosts page;
    Post post;
    post.text = response.body;
    page.posts.push_back(post);
    page.cursor = response.body == "last" ? "done" : cursor + "+";
    if (response.body == "gap") {
      page.missed = Missed{"nothing was known"};
      page.cursor = "done";
    }
    return page;
  }
  mutable int rescans = 0;
  mutable std::vector<std::string> anchors;
};

class MemoryArchive final : public Archive {
 public:
  Result<SourceState> state(const std::string& source, const std::string& topic) override {
    SourceState fresh;
    fresh.source = source;
    fresh.topic = topic;
    return states.emplace(topic, fresh).first->second;
  }
  Result<Archived> keep(const PageOfPosts& page, const SourceState& after, const std::optional<Gap>& gap,
                        const FetchCounts&) override {
    if (full) return nhs::fail(ExitStatus::io, "the disk is full");
    posts += page.posts.size();
    if (gap) gaps.push_back(*gap);
    states[after.topic] = after;
    return Archived{};
  }
  Result<void> keep_state(const SourceState& state, const FetchCounts&) override {
    states[state.topic] = state;
    return {};
  }
  Result<std::optional<std::string>> newest_local_id_before(const std::string&, UtcTime) override {
    return std::optional<std::string>{"anchor"};
  }
  Result<std::int64_t> spent_since(const std::string&, UtcTime) override { return 0; }
  std::map<std::string, SourceState> states;
  std::size_t posts = 0;
  std::vector<Gap> gaps;
  bool full = false;
};

/// A poller of one scripted source, and all that surrounds it.
struct Setting {
  explicit Setting(std::vector<std::string> tags = {"NHSvalues"}) {
    auto scripted = std::make_unique<ScriptedSource>();
    source = scripted.get();
    watched.name = "one";
    watched.source = std::move(scripted);
    for (const std::string& tag : tags) {
      watched.topics.push_back(Topic{tag, tags});
      archive.state("one", tag);
      archive.states[tag].cursor = "start";
    }
  }

  RunEnd run(const Patience& patience) {
    Poller& asked = poller_with(patience);
    RunEnd end = RunEnd::behind;
    asio::io_context io{1};
    asio::co_spawn(io, asked.run_once(), [&](std::exception_ptr broken, RunEnd ended) {
      if (broken) std::rethrow_exception(broken);
      end = ended;
    });
    io.run();
    return end;
  }

  /// Watches until nothing is left to answer.
  void watch(const Patience& patience) {
    Poller& asked = poller_with(patience);
    asio::io_context io{1};
    asio::cancellation_signal stop;
    pause.before_wait = [&] {
      if (http.answers.empty()) stop.emit(asio::cancellation_type::terminal);
    };
    auto ended = [](std::exception_ptr broken) {
      if (broken) std::rethrow_exception(broken);
    };
    asio::co_spawn(io, asked.run_for_ever(), asio::bind_cancellation_slot(stop.slot(), ended));
    io.run();
  }

  SourceState& state(const std::string& tag = "NHSvalues") { return archive.states[tag]; }

  MovedClock clock;
  CountedPause pause{clock};
  ScriptedHttp http;
  MemoryArchive archive;
  const ScriptedSource* source = nullptr;

 private:
  Poller& poller_with(const Patience& patience) {
    if (!poller)
      poller = std::make_unique<Poller>(
          std::move(watched), PollerSurroundings{http, archive, clock, pause, [] { return 0.5; }}, patience);
    return *poller;
  }

  WatchedSource watched;
  std::unique_ptr<Poller> poller;
};

Patience patient(std::chrono::milliseconds total) {
  Patience patience;
  patience.total = total;
  patience.backoff = {200ms, 5s};
  return patience;
}

}  // namespace

TEST_CASE("A run asks page after page until there is nothing left to ask", "[poller]") {
  Setting setting;
  for (const char* body : {"more", "more", "last"}) setting.http.answer(200, body);
  CHECK(setting.run(Patience{}) == RunEnd::caught_up);
  CHECK(setting.archive.posts == 3);
  CHECK(setting.http.asked.back() == "https://one.example/NHSvalues/start++");
  CHECK(setting.state().caught_up_at == setting.clock.time);
  CHECK(setting.state().failures == 0);
  CHECK(setting.pause.waits.empty());
}

TEST_CASE("A transient failure is tried again from the same page", "[poller]") {
  Setting setting;
  setting.http.answer(200, "more");
  setting.http.fail(net::FetchFailure::cut_off);
  setting.http.answer(200, "broken");
  setting.http.answer(200, "last");
  CHECK(setting.run(Patience{}) == RunEnd::caught_up);
  CHECK(setting.http.asked[1] == setting.http.asked[2]);
  CHECK(setting.http.asked[2] == setting.http.asked[3]);
  CHECK(setting.pause.waits == std::vector<std::chrono::milliseconds>{1s, 2s});
}

TEST_CASE("Without patience a run ends after three failures, and the cursor stays where it was", "[poller]") {
  Setting setting;
  setting.http.answer(200, "more");
  for (int i = 0; i < 3; ++i) setting.http.fail(net::FetchFailure::timed_out);
  CHECK(setting.run(Patience{}) == RunEnd::behind);
  CHECK(setting.state().cursor == "start+");
  CHECK(setting.state().failures == 1);
  CHECK(setting.state().last_error == "it failed");
  CHECK(setting.state().next_poll_at > setting.clock.time);
}

TEST_CASE("With patience a run goes on through any number of failures", "[poller]") {
  Setting setting;
  for (int i = 0; i < 20; ++i) setting.http.fail(net::FetchFailure::cannot_connect);
  setting.http.answer(200, "last");
  CHECK(setting.run(patient(2min)) == RunEnd::caught_up);
  CHECK(setting.pause.waits.front() <= 250ms);
}

TEST_CASE("Patience ends: all waiting of a run together stays under it", "[poller]") {
  Setting setting;
  for (int i = 0; i < 200; ++i) setting.http.fail(net::FetchFailure::cannot_connect);
  CHECK(setting.run(patient(20s)) == RunEnd::behind);
  std::chrono::milliseconds waited{0};
  for (const auto wait : setting.pause.waits) waited += wait;
  CHECK(waited <= 20s);
  CHECK(waited > 10s);
}

TEST_CASE("A server's wish to wait is heeded within patience, and otherwise kept for the next run",
          "[poller]") {
  Setting setting;
  setting.http.answer(429, "slow down");
  setting.http.answer(200, "last");
  CHECK(setting.run(patient(2min)) == RunEnd::caught_up);
  CHECK(setting.pause.waits.front() >= 30s);

  setting.http.answer(429, "slow down for long");
  CHECK(setting.run(patient(2min)) == RunEnd::behind);
  CHECK(setting.state().asked_to_wait_until > setting.clock.time + 50min);
  CHECK(setting.state().failures == 0);

  const std::size_t asked = setting.http.asked.size();
  CHECK(setting.run(patient(2min)) == RunEnd::behind);
  CHECK(setting.http.asked.size() == asked);
}

TEST_CASE("A server's wish to wait holds for all topics that are asked of it", "[poller]") {
  Setting setting{{"NHSvalues", "TeamLeeds", "HeartsAndMinds"}};
  setting.http.answer(429, "slow down for long");
  CHECK(setting.run(Patience{}) == RunEnd::behind);
  CHECK(setting.http.asked.size() == 1);
}

TEST_CASE("No other topic is asked in later turns either, until the server's time is over", "[poller]") {
  Setting setting{{"NHSvalues", "TeamLeeds", "HeartsAndMinds"}};
  setting.http.answer(429, "slow down for long");
  for (int i = 0; i < 3; ++i) setting.http.answer(200, "last");
  const UtcTime started_at = setting.clock.time;
  setting.http.when_asked = [&] {
    if (setting.http.asked.size() == 2) CHECK(setting.clock.time >= started_at + 1h);
  };
  setting.watch(Patience{});
  CHECK(setting.http.asked.size() == 4);
}

TEST_CASE("A topic that rests after failures does not take part in the others' turns", "[poller]") {
  Setting setting{{"broken", "healthy"}};
  setting.http.answer(200, "closed");
  for (int i = 0; i < 10; ++i) setting.http.answer(200, "last");
  setting.state("broken").failures = 8;
  setting.watch(Patience{});
  const auto asked_for = [&](const std::string& tag) {
    return std::count_if(setting.http.asked.begin(), setting.http.asked.end(),
                         [&](const std::string& url) { return url.find(tag) != std::string::npos; });
  };
  CHECK(asked_for("broken") == 1);
  CHECK(asked_for("healthy") == 10);
}

TEST_CASE("A server that hangs uses up patience as waiting does", "[poller]") {
  Setting setting;
  setting.http.hangs = 100ms;
  for (int i = 0; i < 50; ++i) setting.http.fail(net::FetchFailure::timed_out);
  Patience patience = patient(400ms);
  patience.backoff = {1ms, 1ms};
  CHECK(setting.run(patience) == RunEnd::behind);
  CHECK(setting.http.asked.size() <= 5);
}

TEST_CASE("A source that breaks on every second page is left alone longer and longer", "[poller]") {
  Setting setting;
  for (int run = 1; run <= 4; ++run) {
    setting.http.answer(200, "more");
    setting.http.answer(200, "closed");
    setting.run(Patience{});
    CHECK(setting.state().failures == run);
  }
}

TEST_CASE("Our own back-off from earlier runs does not hold up a run that somebody asked for", "[poller]") {
  Setting setting;
  setting.state().failures = 9;
  setting.state().next_poll_at = setting.clock.time + 6h;
  setting.http.answer(200, "last");
  CHECK(setting.run(patient(1s)) == RunEnd::caught_up);
}

TEST_CASE("What no waiting can mend ends the run at once", "[poller]") {
  Setting setting;
  setting.http.answer(200, "closed");
  CHECK(setting.run(patient(2min)) == RunEnd::behind);
  CHECK(setting.pause.waits.empty());
  CHECK(setting.state().last_error == "add a token");
}

TEST_CASE("Failing runs make a source rest longer, up to six hours", "[poller]") {
  Setting setting;
  UtcTime last = setting.clock.time;
  for (int i = 0; i < 12; ++i) {
    setting.http.answer(200, "closed");
    setting.run(Patience{});
    const auto rest = *setting.state().next_poll_at - setting.clock.time;
    CHECK(rest >= 5min);
    CHECK(rest <= 7h);
    last = *setting.state().next_poll_at;
  }
  CHECK(last - setting.clock.time > 5h);
}

TEST_CASE("The overlap is read again when it is due, from the anchor that the archive knows", "[poller]") {
  Setting setting;
  setting.http.answer(200, "last");
  setting.run(Patience{});
  CHECK(setting.source->rescans == 1);
  CHECK(setting.source->anchors.back() == "anchor");

  setting.http.answer(200, "last");
  setting.clock.time += 10min;
  setting.run(Patience{});
  CHECK(setting.source->rescans == 1);
  CHECK(setting.source->anchors.back().empty());

  setting.http.answer(200, "last");
  setting.clock.time += 1h;
  setting.run(Patience{});
  CHECK(setting.source->rescans == 2);
}

TEST_CASE("A page that cannot be kept leaves the cursor, so that it is asked for again", "[poller]") {
  Setting setting;
  setting.archive.full = true;
  setting.http.answer(200, "more");
  CHECK(setting.run(patient(2min)) == RunEnd::behind);
  CHECK(setting.state().cursor == "start");
}

TEST_CASE("A gap is noted from when the source had last caught up", "[poller]") {
  Setting setting;
  setting.http.answer(200, "last");
  setting.run(Patience{});
  CHECK(setting.archive.gaps.empty());
  const UtcTime caught_up = *setting.state().caught_up_at;
  setting.clock.time += 3h;
  setting.http.answer(200, "more");
  setting.http.answer(200, "gap");
  setting.run(Patience{});
  REQUIRE(setting.archive.gaps.size() == 1);
  CHECK(setting.archive.gaps[0].from == caught_up);
  CHECK(setting.archive.gaps[0].to == caught_up + 3h);
}
