#include "tests/collector/poller_setting.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;

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

TEST_CASE(
    "A server that asks to wait a moment, and never answers, is not asked more often than one that does",
    "[poller]") {
  Setting setting;
  setting.http.answer(429, "slow down");
  const UtcTime asked_at = setting.clock.time;
  const auto every = setting.watched.every;
  CHECK(setting.run(Patience{}) == RunEnd::behind);
  CHECK(setting.state().asked_to_wait_until <= asked_at + 1min);
  CHECK(setting.state().next_poll_at >= asked_at + every);
  // It fails, as one that refuses or breaks off: nothing is counted as a failure, but it is told since when.
  CHECK(setting.state().failures == 0);
  CHECK(setting.state().failing_since);
  setting.pass(every);
  setting.http.answer(200, "last");
  CHECK(setting.run(Patience{}) == RunEnd::caught_up);
  CHECK_FALSE(setting.state().failing_since);
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
    for (int attempt = 0; attempt < 3; ++attempt) setting.http.answer(200, "broken");
    setting.run(Patience{});
    const auto rest = *setting.state().next_poll_at - setting.clock.time;
    CHECK(rest >= 5min);
    CHECK(rest <= 7h);
    last = *setting.state().next_poll_at;
    setting.pass(7h);
  }
  CHECK(last - setting.clock.time + 7h > 5h);
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

TEST_CASE("What was asked is counted with what it led to, and once", "[poller]") {
  Setting setting;
  setting.http.answer(200, "more");
  setting.http.fail(net::FetchFailure::cut_off);
  setting.http.answer(200, "broken");
  setting.http.answer(200, "opted out");
  setting.http.answer(429, "slow down");
  setting.http.answer(304, "same");
  CHECK(setting.run(patient(2min)) == RunEnd::caught_up);
  const FetchCounts& counted = setting.archive.counted;
  CHECK(counted.asked == 6);
  CHECK(counted.answered == 3);
  CHECK(counted.throttled == 1);
  CHECK(counted.failed == 2);
  CHECK(counted.opted_out == 2);
  setting.http.answer(200, "last");
  setting.run(patient(2min));
  CHECK(counted.asked == 7);
}

TEST_CASE("What could not be counted, for the archive was full, is counted later", "[poller]") {
  Setting setting;
  setting.archive.full = true;
  setting.http.answer(200, "last");
  setting.run(Patience{});
  setting.archive.full = false;
  setting.http.answer(200, "last");
  setting.run(Patience{});
  CHECK(setting.archive.counted.asked == 2);
}

TEST_CASE("A step without posts is kept at once", "[poller]") {
  Setting setting;
  setting.http.answer(200, "signed in");
  for (int i = 0; i < 3; ++i) setting.http.fail(net::FetchFailure::timed_out);
  CHECK(setting.run(Patience{}) == RunEnd::behind);
  CHECK(setting.archive.kept.front().cursor == "start+");
  CHECK(setting.archive.kept.front().last_success_at);
  CHECK(setting.state().cursor == "start+");
}

TEST_CASE("A server that leads on and on, without posts or round in a circle, fails", "[poller]") {
  const std::string body = GENERATE("signed in", "stuck");
  Setting setting;
  setting.http.always = body;
  CHECK(setting.run(patient(2min)) == RunEnd::behind);
  CHECK(setting.http.asked.size() == 51);
  CHECK(setting.state().failure == FailureClass::content);
}

TEST_CASE("What a walk has yet to read is kept with every page, and gone at its end", "[poller]") {
  Setting setting;
  setting.http.answer(200, "more");
  setting.http.answer(200, "last");
  setting.run(Patience{});
  REQUIRE(setting.archive.kept.size() >= 2);
  CHECK(setting.archive.kept.front().unread);
  CHECK_FALSE(setting.state().unread);
}

TEST_CASE("The class of a failure and since when it lasts are kept until a run succeeds", "[poller]") {
  Setting setting;
  const UtcTime began = setting.clock.time;
  setting.http.answer(200, "closed");
  setting.run(Patience{});
  CHECK(setting.state().failure == FailureClass::needs_token);
  CHECK(setting.state().failing_since == began);
  setting.pass(2h);
  setting.http.answer(200, "gone");
  setting.run(Patience{});
  CHECK(setting.state().failure == FailureClass::permanent);
  CHECK(setting.state().failing_since == began);
  setting.http.answer(200, "last");
  setting.run(Patience{});
  CHECK_FALSE(setting.state().failure);
  CHECK_FALSE(setting.state().failing_since);
}

TEST_CASE("A notice is logged when it changes, and goes with the first run that has none", "[poller]") {
  const SeenLog log;
  Setting setting;
  for (int i = 0; i < 3; ++i) {
    setting.http.answer(200, "warns");
    setting.run(Patience{});
    CHECK(setting.state().notice == "the key runs out on Friday");
  }
  CHECK(log.times("the key runs out on Friday") == 1);
  setting.http.answer(200, "last");
  setting.run(Patience{});
  CHECK(setting.state().notice.empty());
}

TEST_CASE("A gap is never told backwards, whatever the clock did", "[poller]") {
  Setting setting;
  setting.state().caught_up_at = setting.clock.time + 24h;
  setting.http.answer(200, "gap");
  setting.run(Patience{});
  REQUIRE(setting.archive.gaps.size() == 1);
  CHECK(setting.archive.gaps[0].from <= setting.archive.gaps[0].to);
}

TEST_CASE("An answer that is in hand when the source is told to stop is kept, and nothing else asked",
          "[poller]") {
  Setting setting;
  setting.http.answer(200, "more");
  setting.http.answer(200, "last");
  setting.watch_until_asked();
  CHECK(setting.http.asked.size() == 1);
  CHECK(setting.archive.posts == 1);
  CHECK(setting.state().cursor == "start+");
  CHECK(setting.archive.counted.answered == 1);
}

TEST_CASE("A step that is in hand when the source is told to stop is kept: it may hold the only good token",
          "[poller]") {
  Setting setting;
  setting.http.answer(200, "signed in");
  setting.watch_until_asked();
  CHECK(setting.state().cursor == "start+");
}

TEST_CASE("A server's wish to wait that arrives with the word to stop holds for the next process",
          "[poller]") {
  Setting setting;
  setting.http.answer(429, "slow down for long");
  setting.watch_until_asked();
  CHECK(setting.state().asked_to_wait_until >= setting.clock.time + 59min);
}

TEST_CASE("A request that is broken off by the word to stop is neither answered nor failed", "[poller]") {
  Setting setting;
  setting.http.fail(net::FetchFailure::cancelled);
  setting.watch_until_asked();
  CHECK(setting.archive.counted.asked == 0);
  CHECK(setting.archive.counted.failed == 0);
  CHECK(setting.state().failures == 0);
}

TEST_CASE("A walk that is left for the next turn has not caught up, and goes on soon", "[poller]") {
  const SeenLog log;
  Setting setting;
  setting.watched.slowest = 1h;
  setting.state().quiet_runs = 30;
  setting.state().failures = 2;
  setting.http.answer(200, "more");
  setting.http.answer(200, "rest");
  CHECK(setting.run(Patience{}) == RunEnd::behind);
  CHECK_FALSE(setting.state().caught_up_at);
  CHECK(setting.state().unread);
  CHECK(setting.state().failures == 0);
  CHECK(*setting.state().next_poll_at - setting.clock.time < 6min);
  CHECK(log.times("more to read at the next turn") == 1);
  setting.http.answer(200, "last");
  CHECK(setting.run(Patience{}) == RunEnd::caught_up);
}

TEST_CASE("Older posts that are left for the next turn do not make a source behind", "[poller]") {
  Setting setting;
  setting.http.answer(200, "rest of the old");
  CHECK(setting.run(Patience{}) == RunEnd::caught_up);
  CHECK(setting.state().caught_up_at);
}

TEST_CASE("`--once` goes on run after run, while each reads some of what was left", "[poller]") {
  Setting setting;
  SECTION("to the end") {
    for (const char* body : {"rest", "rest", "rest", "last"}) setting.http.answer(200, body);
    CHECK(setting.run(patient(2min)) == RunEnd::caught_up);
    CHECK(setting.http.asked.size() == 4);
  }
  SECTION("until one reads nothing of it") {
    for (const char* body : {"rest", "rest", "rest here"}) setting.http.answer(200, body);
    CHECK(setting.run(patient(2min)) == RunEnd::behind);
    CHECK(setting.http.asked.size() == 3);
    CHECK_FALSE(setting.state().caught_up_at);
  }
}

TEST_CASE("A server that has something new whatever is asked does not keep a run going for ever",
          "[poller]") {
  const std::string body = GENERATE("round", "rest there");
  Setting setting{{"endless", "finite"}};
  setting.http.always = body;
  setting.http.when_asked = [&] {
    if (setting.http.asked.back().find("finite") != std::string::npos) setting.http.answer(200, "last");
  };
  CHECK(setting.run(patient(2min)) == RunEnd::behind);
  CHECK(setting.http.asked.size() == 10'001);
  CHECK(setting.state("endless").failure == FailureClass::content);
  CHECK(setting.state("endless").last_error.find("10000 answers") != std::string::npos);
  CHECK(setting.state("finite").caught_up_at);
}

TEST_CASE("A failure of another kind is waited out from the beginning, and counted with the others",
          "[poller]") {
  Setting setting;
  Patience impatient;
  impatient.tries_in_a_row = 1;
  const auto rest_after = [&](const char* body) {
    setting.http.answer(200, body);
    setting.run(impatient);
    return *setting.state().next_poll_at - setting.clock.time;
  };
  for (int i = 0; i < 4; ++i) rest_after("broken");
  CHECK(rest_after("garbage") >= 80min);
  setting.pass(6h);
  CHECK(rest_after("closed") <= 70min);
  CHECK(setting.state().failures == 6);
  setting.pass(6h);
  CHECK(rest_after("closed") >= 2h);
  setting.pass(6h);
  CHECK(rest_after("broken") <= 6min);
  CHECK(setting.state().failures == 8);
}

TEST_CASE("Posts left out at their authors' wish are not counted again by a re-scan", "[poller]") {
  Setting setting;
  for (int i = 0; i < 3; ++i) {
    setting.http.answer(200, "opted out");
    setting.http.answer(200, "last");
    CHECK(setting.run(Patience{}) == RunEnd::caught_up);
    setting.pass(2h);
  }
  CHECK(setting.source->rescans == 3);
  CHECK(setting.archive.counted.opted_out == 2);
}
