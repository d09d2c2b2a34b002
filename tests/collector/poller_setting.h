#pragma once

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <utility>

#include "collector/poller.h"
#include "tests/support/seen_log.h"

namespace nhs::test {

using namespace std::chrono_literals;
using collector::SteadyTime;

/// Time that only waiting moves.
class MovedClock final : public Clock {
 public:
  UtcTime now() const override { return time; }
  UtcTime time = parse_rfc3339("2026-11-20T09:00:00Z").value();
};

/// Waits by moving both clocks by whole seconds, and remembers for how long.
class CountedPause final : public collector::Pause {
 public:
  explicit CountedPause(MovedClock& clock) : clock_(clock) {}
  SteadyTime now() const override { return steady; }
  boost::asio::awaitable<void> wait(std::chrono::milliseconds duration) override {
    if (before_wait) before_wait();
    waits.push_back(duration);
    const auto passed = std::chrono::ceil<std::chrono::seconds>(duration);
    clock_.time += passed;
    steady += passed;
    co_return;
  }
  SteadyTime steady{1'000h};
  std::vector<std::chrono::milliseconds> waits;
  std::function<void()> before_wait;

 private:
  MovedClock& clock_;
};

/// Answers from a list, in order.
class ScriptedHttp final : public net::HttpClient {
 public:
  explicit ScriptedHttp(CountedPause& pause) : pause_(pause) {}
  boost::asio::awaitable<net::FetchResult> send(net::HttpRequest request) override {
    asked.push_back(request.url);
    asked_at.push_back(pause_.now());
    if (when_asked) when_asked();
    pause_.steady += hangs;
    if (answers.empty() && !always.empty()) answer(200, always);
    REQUIRE_FALSE(answers.empty());
    net::FetchResult answer = std::move(answers.front());
    answers.pop_front();
    co_return answer;
  }
  using Headers = std::vector<std::pair<std::string, std::string>>;
  void answer(int status, std::string body, Headers headers = {}) {
    net::HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    response.headers = std::move(headers);
    answers.emplace_back(std::move(response));
  }
  void fail(net::FetchFailure kind) {
    answers.emplace_back(tl::unexpected(net::FetchError{kind, "it failed"}));
  }

  std::deque<net::FetchResult> answers;
  /// The body of every answer beyond those; empty for none.
  std::string always;
  std::vector<std::string> asked;
  std::vector<SteadyTime> asked_at;
  std::chrono::milliseconds hangs{0};
  std::function<void()> when_asked;

 private:
  CountedPause& pause_;
};

/// Pages are bodies: "more" has a next page, "last" has none, "old" is followed by older posts, after "rest"
/// the next run goes on; other bodies name an outcome.
class ScriptedSource final : public collector::Source {
 public:
  collector::Cursor begin_run(const collector::Cursor& cursor,
                              const collector::RunStart& start) const override {
    rescans += start.rescan;
    anchors.push_back(start.overlap_anchor.value_or(""));
    if (rests(cursor)) return "walk" + cursor.substr(4);
    return cursor == "done" || cursor.empty() ? "start" : cursor;
  }
  std::optional<UtcTime> overlap_before(const collector::Cursor&) const override {
    return parse_rfc3339("2026-11-19T09:00:00Z");
  }
  std::optional<net::HttpRequest> next_request(const collector::Cursor& cursor,
                                               const collector::Topic& topic) const override {
    if (cursor == "done" || rests(cursor)) return std::nullopt;
    return net::HttpRequest{"https://one.example/" + topic.tag + "/" + cursor};
  }
  bool next_is_backfill(const collector::Cursor& cursor) const override {
    return cursor.rfind("old", 0) == 0 || cursor.rfind("rest old", 0) == 0;
  }
  std::optional<TimeSpan> unread(const collector::Cursor& cursor) const override {
    if (cursor != "start+" && !rests(cursor) && cursor.rfind("walk", 0) != 0) return std::nullopt;
    return TimeSpan{UtcTime{1h}, UtcTime{100h} - pluses(cursor) * 1h};
  }
  collector::PollOutcome read(const net::HttpResponse& response, const collector::Cursor& cursor,
                              const collector::Topic&, UtcTime now) const override {
    using namespace collector;
    const std::string& body = response.body;
    if (body == "slow down") return RateLimited{now + 30s};
    if (body == "slow down for long") return RateLimited{now + 1h};
    if (body == "broken") return Failed{FailureClass::transient, "not JSON"};
    if (body == "garbage") return Failed{FailureClass::content, "a proxy's page"};
    if (body == "closed") return Failed{FailureClass::needs_token, "add a token"};
    if (body == "gone") return Failed{FailureClass::permanent, "gone for good"};
    if (body == "poor") return Failed{FailureClass::money, "the credit is used up"};
    if (body == "same") return Proceed{"done", std::nullopt, ""};
    if (body == "signed in") return Proceed{cursor + "+", std::nullopt, ""};
    PageOfPosts page;
    Post post;
    post.text = body;
    if (body != "nothing") page.posts.push_back(post);
    page.cost = page_cost;
    page.cursor = cursor + "+";
    if (body == "last" || body == "nothing" || body == "warns") page.cursor = "done";
    if (body == "old" && !next_is_backfill(cursor)) page.cursor = "old";
    if (body == "stuck") page.cursor = cursor;
    if (body == "round") page.cursor = cursor == "start" ? "start+" : "start";
    if (body == "rest") page.cursor = "rest" + std::string(pluses(cursor) + 1, '+');
    if (body == "rest here") page.cursor = "rest" + std::string(pluses(cursor), '+');
    if (body == "rest there") page.cursor = pluses(cursor) == 1 ? "rest++" : "rest+";
    if (body == "rest of the old") page.cursor = "rest old";
    if (body == "warns") page.notice = "the key runs out on Friday";
    if (body == "opted out") page.opted_out = 2;
    if (body == "gap") {
      page.missed = Missed{"nothing was known"};
      page.cursor = "done";
    }
    return page;
  }
  std::int64_t page_cost = 0;
  mutable int rescans = 0;
  mutable std::vector<std::string> anchors;

 private:
  /// Nothing is asked before the next run, though not all was read.
  static bool rests(const collector::Cursor& cursor) { return cursor.rfind("rest", 0) == 0; }
  static std::size_t pluses(const collector::Cursor& cursor) {
    return static_cast<std::size_t>(std::count(cursor.begin(), cursor.end(), '+'));
  }
};

class MemoryArchive final : public collector::Archive {
 public:
  explicit MemoryArchive(const MovedClock& clock) : clock_(clock) {}
  Result<SourceState> state(const std::string& source, const std::string& topic) override {
    SourceState fresh;
    fresh.source = source;
    fresh.topic = topic;
    return states.emplace(std::pair{source, topic}, fresh).first->second;
  }
  Result<collector::Archived> keep(const collector::PageOfPosts& page, const SourceState& after,
                                   const std::optional<Gap>& gap, const FetchCounts& fetches) override {
    if (full) return nhs::fail(ExitStatus::io, "the disk is full");
    posts += page.posts.size();
    if (gap) gaps.push_back(*gap);
    take(after, fetches);
    collector::Archived archived;
    (news ? archived.added : archived.unchanged) = static_cast<int>(page.posts.size());
    return archived;
  }
  Result<void> keep_state(const SourceState& state, const FetchCounts& fetches) override {
    if (full) return nhs::fail(ExitStatus::io, "the disk is full");
    take(state, fetches);
    return {};
  }
  Result<std::optional<std::string>> newest_local_id_before(const std::string&, UtcTime) override {
    return std::optional<std::string>{"anchor"};
  }
  Result<std::int64_t> spent_since(const std::string& source, UtcTime moment) override {
    std::int64_t units = 0;
    for (const auto& [who, when, spent] : spending)
      if (who == source && when >= moment) units += spent;
    return units;
  }

  std::map<std::pair<std::string, std::string>, SourceState> states;
  FetchCounts counted;
  std::vector<SourceState> kept;
  std::vector<std::tuple<std::string, UtcTime, std::int64_t>> spending;
  std::size_t posts = 0;
  std::vector<Gap> gaps;
  bool full = false;
  /// Whether what is kept is new.
  bool news = false;

 private:
  void take(const SourceState& state, const FetchCounts& fetches) {
    states[{state.source, state.topic}] = state;
    kept.push_back(state);
    counted.asked += fetches.asked;
    counted.answered += fetches.answered;
    counted.throttled += fetches.throttled;
    counted.failed += fetches.failed;
    counted.opted_out += fetches.opted_out;
    if (fetches.spent != 0) spending.emplace_back(state.source, clock_.now(), fetches.spent);
  }

  const MovedClock& clock_;
};

/// What pollers share, moved by hand.
struct World {
  void pass(std::chrono::seconds duration) {
    clock.time += duration;
    pause.steady += duration;
  }

  collector::PollerSurroundings surroundings() {
    return {http, archive, clock, pause, hosts, [] { return 0.5; }};
  }

  collector::RunEnd run(collector::Poller& poller) {
    collector::RunEnd end = collector::RunEnd::behind;
    boost::asio::io_context io{1};
    boost::asio::co_spawn(io, poller.run_once(), [&](std::exception_ptr broken, collector::RunEnd ended) {
      if (broken) std::rethrow_exception(broken);
      end = ended;
    });
    io.run();
    return end;
  }

  void watch(collector::Poller& poller, const std::function<bool()>& enough) {
    boost::asio::io_context io{1};
    boost::asio::cancellation_signal stop;
    pause.before_wait = [&] {
      if (enough()) stop.emit(boost::asio::cancellation_type::terminal);
    };
    auto ended = [](std::exception_ptr broken) {
      if (broken) std::rethrow_exception(broken);
    };
    boost::asio::co_spawn(io, poller.run_for_ever(), boost::asio::bind_cancellation_slot(stop.slot(), ended));
    io.run();
    pause.before_wait = nullptr;
  }

  /// Told to stop while the next question is under way: its answer arrives all the same.
  void watch_until_asked(collector::Poller& poller) {
    boost::asio::io_context io{1};
    boost::asio::cancellation_signal stop;
    http.when_asked = [&] { stop.emit(boost::asio::cancellation_type::terminal); };
    auto ended = [](std::exception_ptr broken) {
      if (broken) std::rethrow_exception(broken);
    };
    boost::asio::co_spawn(io, poller.run_for_ever(), boost::asio::bind_cancellation_slot(stop.slot(), ended));
    io.run();
    http.when_asked = nullptr;
  }

  MovedClock clock;
  CountedPause pause{clock};
  ScriptedHttp http{pause};
  MemoryArchive archive{clock};
  collector::Hosts hosts;
};

/// A poller of one scripted source, and all that surrounds it.
struct Setting : World {
  explicit Setting(std::vector<std::string> tags = {"NHSvalues"}) {
    auto scripted = std::make_unique<ScriptedSource>();
    source = scripted.get();
    watched.name = "one";
    watched.source = std::move(scripted);
    for (const std::string& tag : tags) {
      watched.topics.push_back(collector::Topic{tag, tags});
      archive.state("one", tag);
      state(tag).cursor = "start";
    }
  }

  collector::RunEnd run(const collector::Patience& patience) { return World::run(poller_with(patience)); }

  /// Watches until nothing is left to answer.
  void watch(const collector::Patience& patience) {
    World::watch(poller_with(patience), [this] { return http.answers.empty(); });
  }

  /// Watches for about so long.
  void watch_for(std::chrono::seconds duration, const collector::Patience& patience = {}) {
    const SteadyTime end = pause.now() + duration;
    World::watch(poller_with(patience), [this, end] { return pause.now() >= end; });
  }

  void watch_until_asked() { World::watch_until_asked(poller_with(collector::Patience{})); }

  SourceState& state(const std::string& tag = "NHSvalues") { return archive.states[{"one", tag}]; }

  /// To be set up before the first run.
  collector::WatchedSource watched;
  ScriptedSource* source = nullptr;

 private:
  collector::Poller& poller_with(const collector::Patience& patience) {
    if (!poller) poller = std::make_unique<collector::Poller>(std::move(watched), surroundings(), patience);
    return *poller;
  }

  std::unique_ptr<collector::Poller> poller;
};

inline collector::Patience patient(std::chrono::milliseconds total) {
  collector::Patience patience;
  patience.total = total;
  patience.backoff = {200ms, 5s};
  return patience;
}

}  // namespace nhs::test
