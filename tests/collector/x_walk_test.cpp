#include "collector/sources/x_walk.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "collector/sources/web_address.h"
#include "x_collection.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

std::optional<std::string> asked_by(const std::string& url, const char* name) {
  return query_parameter(url, name);
}

/// Ids of posts that a cursor says were read, or passed over for good, although they were not kept.
std::vector<std::string> skipped(const XCollection& x) {
  const XProgress progress = x_progress_in(x.cursor);
  std::vector<std::string> ids;
  for (const XStoredPost* stored : x.api.posts.newest_first()) {
    const auto id = static_cast<XId>(stored->newest());
    const bool to_come = id > progress.position || (progress.backfill && id < progress.backfill->oldest);
    if (!to_come && x.kept.count(std::to_string(stored->versions.front())) == 0)
      ids.push_back(std::to_string(id));
  }
  return ids;
}

}  // namespace

TEST_CASE("All that the search can reach is read once, and a quiet poll is one question for nothing", "[x]") {
  XCollection x;
  x.api.quirks.page_limit = 10;
  for (int i = 0; i < 95; ++i) x.publish(x.now - 1min - i * 1h);
  CHECK(x.run() == 10);
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
  CHECK(x.api.bill.posts() == 95);
  x.now += 5min;
  CHECK(x.run() == 1);
  CHECK(x.api.bill.posts() == 95);
  CHECK(x.missed.empty());
  CHECK_FALSE(x.source->unread(x.cursor));
}

TEST_CASE("Ids and times never stand in one question, and later runs ask by since_id", "[x]") {
  XCollection x;
  x.api.quirks.page_limit = 10;
  for (int i = 0; i < 50; ++i) x.publish(x.now - 1min - i * 1h);
  x.run();
  const std::size_t first_run = x.asked.size();
  x.now += 1h;
  for (int i = 0; i < 30; ++i) x.publish(x.now - 50min + i * 1min);
  x.run();
  CHECK(x.kept.size() == 80);
  for (std::size_t i = 0; i < x.asked.size(); ++i) {
    const bool by_id = asked_by(x.asked[i], "since_id") || asked_by(x.asked[i], "until_id");
    const bool by_time = asked_by(x.asked[i], "start_time") || asked_by(x.asked[i], "end_time");
    CHECK(by_id != by_time);
    CHECK(by_id == (i >= first_run));
  }
}

TEST_CASE("A backfill shorter than a week reaches as far as it is told", "[x]") {
  XOptions options;
  options.backfill = 10h;
  XCollection x{options};
  for (int i = 0; i < 50; ++i) x.publish(x.now - 1min - i * 1h);
  x.run();
  CHECK(x.kept.size() == 10);
  XOptions none;
  none.backfill = 0s;
  XCollection from_now{none};
  from_now.publish(from_now.now - 2min);
  from_now.run();
  CHECK(from_now.failure.empty());
  CHECK(from_now.kept.empty());
  from_now.publish(from_now.now);
  from_now.now += 5min;
  from_now.run();
  CHECK(from_now.kept.size() == 1);
}

TEST_CASE("What is new comes before what the first reading has left", "[x]") {
  XCollection x;
  x.api.quirks.page_limit = 10;
  for (int i = 0; i < 100; ++i) x.publish(x.now - 1min - i * 1h);
  x.begin_run();
  x.step();
  x.step();  // and then the machine stops
  x.now += 1h;
  x.publish(x.now - 5min);
  x.begin_run();
  CHECK_FALSE(x.source->next_is_backfill(x.cursor));
  x.step();
  CHECK(x.kept.size() == 21);
  CHECK(x.source->next_is_backfill(x.cursor));
  while (x.step()) continue;
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
}

TEST_CASE("A run takes twenty pages, says what is unread, and the next goes on from there", "[x]") {
  XCollection x;
  x.publish(x.now - 2h);
  x.run();
  x.api.quirks.page_limit = 10;
  x.now += 24h;
  for (int i = 0; i < 250; ++i) x.publish(x.now - 1min - i * 5min);
  CHECK(x.run() == 20);
  CHECK(x.kept.size() == 201);
  const auto unread = x.source->unread(x.cursor);
  REQUIRE(unread);
  CHECK(unread->from == x.now - 26h);
  CHECK(unread->to == x.now - 1min - 199 * 5min);
  x.now += 5min;
  x.publish(x.now - 1min);
  CHECK(x.run() == 6);  // the open walk's five pages, then what is new
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
  CHECK(x.api.bill.posts() == 252);
  CHECK_FALSE(x.source->unread(x.cursor));
}

TEST_CASE("A restart within the second in which an open walk began reads what came since, too", "[x]") {
  for (const auto clock_put_back : {0s, 120s}) {
    CAPTURE(clock_put_back.count());
    XCollection x;
    x.api.quirks.page_limit = 10;
    x.api.quirks.search_lag = 0s;
    x.publish(x.now - 2h);
    x.run();
    x.now += 1h;
    for (int i = 0; i < 25; ++i) x.publish(x.now - 30min + i * 1min);
    x.begin_run();
    x.step();
    x.publish(x.now - clock_put_back);
    x.now -= clock_put_back;
    x.run();
    CHECK(x.kept == x.api.in_reach("NHSvalues"));
    CHECK(x.kept.size() == 27);
  }
}

TEST_CASE("An open walk goes on by until_id when X refuses its token", "[x]") {
  const bool first_reading = GENERATE(true, false);
  XCollection x;
  x.api.quirks.page_limit = 10;
  if (!first_reading) {
    x.publish(x.now - 30min);
    x.run();
    x.now += 24h;
  }
  for (int i = 0; i < 35; ++i) x.publish(x.now - 1min - i * 5min);
  x.begin_run();
  x.step();
  x.api.quirks.tokens_refused = true;
  x.run();
  CHECK(x.failure.empty());
  // What came since is asked for after it.
  const auto last = std::find_if(x.asked.rbegin(), x.asked.rend(), [](const std::string& url) {
    return asked_by(url, "until_id").has_value();
  });
  REQUIRE(last != x.asked.rend());
  CHECK(asked_by(*last, "since_id"));
  CHECK_FALSE(asked_by(*last, "start_time"));
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
}

TEST_CASE("A token that X refuses without naming it is forgotten, and the walk goes on by until_id", "[x]") {
  XCollection x;
  x.publish(x.now - 30min);
  x.run();
  x.now += 24h;
  x.api.quirks.page_limit = 10;
  for (int i = 0; i < 35; ++i) x.publish(x.now - 1min - i * 5min);
  x.begin_run();
  x.step();
  REQUIRE(asked_by(x.source->next_request(x.cursor, nhs_values())->url, "next_token"));
  const auto unnamed = answer(400, R"({"title": "Invalid Request"})");
  const auto outcome = x.source->read(unnamed, x.cursor, nhs_values(), x.now);
  REQUIRE(std::holds_alternative<Proceed>(outcome));
  x.cursor = std::get<Proceed>(outcome).cursor;
  CHECK(asked_by(x.source->next_request(x.cursor, nhs_values())->url, "until_id"));
  // Once: after that it is no matter of the token.
  const auto again = x.source->read(unnamed, x.cursor, nhs_values(), x.now);
  REQUIRE(std::holds_alternative<Failed>(again));
  CHECK(std::get<Failed>(again).kind == FailureClass::permanent);
  x.run();
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
}

TEST_CASE("An edited post comes again by itself and is the same post", "[x]") {
  XCollection x;
  const std::string id = x.publish(x.now - 10min);
  x.run();
  x.api.posts.edit(id, "Better words #NHSvalues", x.now - 1min);
  x.now += 5min;
  x.run();
  CHECK(x.kept == std::map<std::string, std::string>{{id, "Better words #NHSvalues"}});
}

TEST_CASE("Each vocabulary is found out, and remembered over runs", "[x]") {
  const auto vocabulary = GENERATE(XVocabulary::tweet_only, XVocabulary::post_only, XVocabulary::both);
  XCollection x;
  x.api.quirks.vocabulary = vocabulary;
  XTestPost long_post;
  long_post.text = std::string(400, 'a') + " & https://values.example/?a=1&b=2 #NHSvalues";
  long_post.created_at = x.now - 1min;
  long_post.picture = true;
  x.api.posts.publish(long_post);
  x.run();
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
  x.now += 5min;
  CHECK(x.run() == 1);
  const bool new_names = asked_by(x.asked.back(), "post.fields").has_value();
  CHECK(new_names == (vocabulary == XVocabulary::post_only));
}

TEST_CASE("A quiet tag is not taken for a week of missed posts", "[x]") {
  XCollection x;
  x.publish(x.now - 1h);
  for (int day = 0; day < 20; ++day) {
    x.run();
    x.now += 24h;
  }
  CHECK(x.missed.empty());
  CHECK(x.failure.empty());
  x.publish(x.now - 1h);
  x.run();
  CHECK(x.kept.size() == 2);
}

TEST_CASE("A tag on which nothing was ever found is read from where reading ended", "[x]") {
  XOptions options;
  options.backfill = 1h;
  XCollection x{options};
  x.run();
  x.now += 24h;
  x.publish(x.now - 20h);
  x.run();
  CHECK(x.kept.size() == 1);
}

TEST_CASE("What grew too old while we were away is told as missed, with its span", "[x]") {
  XCollection x;
  x.publish(x.now - 1h);
  x.run();
  const UtcTime away_since = x.now;
  x.now += 10 * 24h;
  x.publish(x.now - 1h);
  x.run();
  CHECK(x.kept.size() == 2);
  REQUIRE(x.missed.size() == 1);
  REQUIRE(x.missed[0].span);
  CHECK(x.missed[0].span->from == away_since - 5min);
  CHECK(x.missed[0].span->to == x.now - 7 * 24h + 60s);
  x.now += 5min;
  x.run();
  CHECK(x.missed.size() == 1);
}

TEST_CASE("An open walk whose end grew too old reads what is left of it", "[x]") {
  XCollection x;
  x.publish(x.now - 1min);
  x.run();
  const UtcTime read_up_to = x.now - 1min;
  x.api.quirks.page_limit = 10;
  x.now += 6 * 24h;
  for (int i = 0; i < 140; ++i) x.publish(x.now - 1min - i * 1h);
  x.begin_run();
  x.step();
  x.now += 3 * 24h;
  x.run();
  CHECK(x.failure.empty());
  REQUIRE(x.missed.size() == 1);
  CHECK(x.missed[0].span->from == read_up_to);
  CHECK(x.missed[0].span->to == x.now - 7 * 24h + 60s);
  for (const auto& [id, text] : x.api.in_reach("NHSvalues")) {
    const auto number = parse_x_id(id).value();
    if (time_of_x_id(number) > x.now - 7 * 24h + 60s) CHECK(x.kept.count(id) == 1);
  }
}

TEST_CASE("An open walk that lies out of reach altogether is followed by one walk, not by two", "[x]") {
  XCollection x;
  x.publish(x.now - 1min);
  x.run();
  x.api.quirks.page_limit = 10;
  x.now += 6 * 24h;
  for (int i = 0; i < 30; ++i) x.publish(x.now - 1min - i * 1h);
  x.begin_run();
  x.step();
  x.now += 10 * 24h;
  CHECK(x.run() == 1);
  CHECK(x.failure.empty());
}

TEST_CASE("A wait in the middle of a run may push the bound out of reach", "[x]") {
  XCollection x;
  x.api.quirks.page_limit = 10;
  for (int i = 0; i < 160; ++i) x.publish(x.now - 1min - i * 1h);
  x.begin_run();
  x.step();
  x.now += 2h;
  while (x.step()) continue;
  CHECK(x.failure.empty());
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
}

TEST_CASE("A server whose clock is a little ahead is still read", "[x]") {
  XCollection x;
  for (int i = 0; i < 20; ++i) x.publish(x.now - 10min - i * 1h);
  const UtcTime ours = x.now;
  x.api.now = [ours] { return ours + 5min; };
  x.run();
  CHECK(x.failure.empty());
  CHECK(x.kept.size() == 20);
}

TEST_CASE("On a quiet tag a clock of ours that is ahead passes over nothing", "[x]") {
  const auto ahead = GENERATE(60s, 3600s, 2 * 24 * 3600s);
  CAPTURE(ahead.count());
  XOptions options;
  options.backfill = 7 * 24h;
  XCollection x{options};
  x.api.now = [&] { return x.now - ahead; };
  for (int poll = 0; poll < 6; ++poll) {
    x.run();
    CHECK(x.failure.empty());
    x.now += 5min;
  }
  CHECK(x.kept.empty());
  x.publish(x.now - ahead - 3min);
  x.now += 5min;
  x.run();
  CHECK(x.kept.size() == 1);
  CHECK(x.missed.empty());
}

TEST_CASE("What was noted as read by a clock that was ahead is void once the clock is right", "[x]") {
  XCollection x;
  const UtcTime right = x.now;
  x.tells_time = false;
  x.now = right + 1h;
  x.api.now = [right] { return right; };
  x.run();
  x.api.now = [&x] { return x.now; };
  x.now = right + 5min;
  x.publish(right + 2min);
  x.run();
  CHECK(x.failure.empty());
  CHECK(x.kept.size() == 1);
  CHECK(x.missed.empty());
}

TEST_CASE("A first reading that begins now is not refused for ever by a server whose clock is behind",
          "[x]") {
  XOptions options;
  options.backfill = 0s;
  XCollection x{options};
  x.api.now = [&] { return x.now - 1h; };
  x.run();
  CHECK(x.failure.empty());
  x.publish(x.now - 1h + 2min);
  x.now += 5min;
  x.run();
  CHECK(x.kept.size() == 1);
}

TEST_CASE("Pages without posts that lead on are followed", "[x]") {
  XCollection x;
  x.api.quirks.page_limit = 10;
  x.api.quirks.empty_pages = 3;
  for (int i = 0; i < 45; ++i) x.publish(x.now - 1min - i * 1h);
  x.run();
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
  CHECK(x.notices.empty());
}

TEST_CASE("A server that repeats a page whatever the token is read by ids", "[x]") {
  XCollection x;
  x.publish(x.now - 2h);
  x.run();
  x.api.quirks.page_limit = 10;
  x.api.quirks.repeats_page = true;
  x.now += 24h;
  for (int i = 0; i < 60; ++i) x.publish(x.now - 1min - i * 10min);
  CHECK(x.run() <= 20);
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
  CHECK(x.missed.empty());
}

TEST_CASE("A hostile server ends every run, and never moves the position past what was not read", "[x]") {
  const bool empty_pages = GENERATE(true, false);
  CAPTURE(empty_pages);
  XCollection x;
  x.publish(x.now - 2h);
  x.run();
  x.api.quirks.page_limit = 10;
  x.now += 24h;
  for (int i = 0; i < 60; ++i) x.publish(x.now - 1min - i * 10min);
  x.api.quirks.endless_empty_pages = empty_pages;
  x.api.quirks.repeats_page = x.api.quirks.ignores_until_id = !empty_pages;
  for (int runs = 0; runs < 2; ++runs) {
    CHECK(x.run() <= 20);
    CHECK(skipped(x).empty());
    x.now += 5min;
  }
  CHECK_FALSE(x.notices.empty());
  CHECK(x.source->unread(x.cursor));
  // Only when it goes on like that is the rest given up, and told.
  CHECK(x.run() <= 20);
  CHECK(x.missed.size() == 1);
  x.api.quirks = {};
  x.publish(x.now);
  x.now += 5min;
  x.run();
  CHECK(x.kept.count(std::to_string(x.api.posts.newest_first().front()->newest())) == 1);
}

TEST_CASE("A server that comes to its senses in time loses nothing", "[x]") {
  XCollection x;
  x.publish(x.now - 2h);
  x.run();
  x.api.quirks.page_limit = 10;
  x.now += 24h;
  for (int i = 0; i < 60; ++i) x.publish(x.now - 1min - i * 10min);
  x.api.quirks.repeats_page = x.api.quirks.ignores_until_id = true;
  x.run();
  x.run();
  x.api.quirks.repeats_page = x.api.quirks.ignores_until_id = false;
  x.run();
  CHECK(x.missed.empty());
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
}

TEST_CASE("Money that is spent, a window that is used up and an app that is not enrolled end the run",
          "[x]") {
  XCollection x;
  x.publish(x.now - 1h);
  x.api.quirks.out_of_credit = true;
  CHECK(x.run() == 1);
  CHECK(x.failure_class == FailureClass::money);
  x.api.quirks = {};
  x.api.quirks.usage_cap = 0;
  CHECK(x.run() == 1);
  CHECK(x.failure_class == FailureClass::money);
  x.api.quirks = {};
  x.api.quirks.enrolled = false;
  CHECK(x.run() == 1);
  CHECK(x.failure_class == FailureClass::permanent);
  x.api.quirks = {};
  x.api.quirks.rate_limit = XRateLimit{0, 15min};
  CHECK(x.run() == 1);
  CHECK(x.limited_until == x.now + 15min);
  CHECK(x.cost == 0);
  x.api.quirks = {};
  x.run();
  CHECK(x.kept.size() == 1);
}

TEST_CASE("What we reckon a run to cost is what X bills, or more", "[x]") {
  XCollection x;
  x.api.quirks.page_limit = 10;
  for (int i = 0; i < 95; ++i) x.publish(x.now - 1min - i * 1h, "author" + std::to_string(i % 7));
  std::int64_t before = 0;
  x.begin_run();
  while (x.step()) {
    CHECK(x.cost - before <= 100 * (XBill::kPost + XBill::kAuthor));
    before = x.cost;
  }
  CHECK(x.api.bill.posts() == 95);
  CHECK(x.cost >= x.api.bill.total());
  CHECK(x.cost <= x.api.bill.total() + 10 * 7 * XBill::kAuthor);  // authors of several pages
}

TEST_CASE("Lost authors leave posts without one", "[x]") {
  XCollection x;
  x.api.quirks.authors_lost = true;
  x.publish(x.now - 1h);
  x.run();
  CHECK(x.failure.empty());
  CHECK(x.kept == x.api.in_reach("NHSvalues"));
}

TEST_CASE("A restart between any two questions loses nothing and reads nothing twice", "[x]") {
  const bool answer_kept = GENERATE(true, false);
  for (int kill_after = 0; kill_after < 12; ++kill_after) {
    CAPTURE(kill_after, answer_kept);
    XCollection x;
    x.api.quirks.page_limit = 10;
    for (int i = 0; i < 65; ++i) x.publish(x.now - 1min - i * 1h);
    int asked = 0;
    for (int run = 0; run < 4; ++run) {
      x.begin_run();
      while (asked < kill_after && x.step()) ++asked;
      CHECK(skipped(x).empty());
      if (!answer_kept && asked == kill_after)
        if (const auto request = x.source->next_request(x.cursor, nhs_values())) asked_of(x.api, *request);
      x.now += 5min;
      x.publish(x.now - 1min);
      asked = run == 0 ? asked : -100;
    }
    x.now += 5min;
    x.run();
    CHECK(x.kept == x.api.in_reach("NHSvalues"));
    CHECK(x.missed.empty());
    CHECK(x.api.bill.posts() == 69);
    CHECK(x.cost >= 69 * XBill::kPost);
  }
}

TEST_CASE("For random lives of a tag the collection comes to hold what there is", "[x]") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const auto below = [&](std::uint32_t limit) { return static_cast<int>(random() % limit); };
    XCollection x;
    x.api.quirks.page_limit = static_cast<std::size_t>(1 + below(12));
    x.api.quirks.empty_pages = below(3) == 0 ? below(4) : 0;
    x.api.quirks.vocabulary = static_cast<XVocabulary>(below(3));
    std::vector<std::string> ids;
    for (int posts = below(60); posts > 0; --posts) ids.push_back(x.publish(x.now - below(4 * 86'400) * 1s));
    std::set<std::string> removed;
    for (int turn = 0; turn < 25; ++turn) {
      x.begin_run();
      for (int steps = below(30); steps > 0; --steps) {
        if (!x.step()) break;
        REQUIRE(skipped(x).empty());
        x.now += below(20) * 1s;
        if (below(4) == 0) ids.push_back(x.publish(x.now));
        x.api.quirks.tokens_refused = below(6) == 0;
      }
      x.now += below(7'200) * 1s;
      for (int posts = below(8); posts > 0; --posts) ids.push_back(x.publish(x.now - below(20) * 1s));
      const std::string& some =
          ids.empty() ? std::string{} : ids[static_cast<std::size_t>(below(1'000)) % ids.size()];
      if (some.empty() || removed.count(some) != 0) continue;
      if (below(6) == 0) {
        x.api.posts.remove(some);
        removed.insert(some);
      } else if (x.api.posts.may_edit(some, x.now)) {
        x.api.posts.edit(some, "Edited at " + format_utc(x.now) + " #NHSvalues", x.now);
      }
    }
    x.api.quirks.tokens_refused = false;
    x.now += 1min;
    for (int runs = 0; runs < 10; ++runs) x.run();
    CHECK(x.failure.empty());
    for (const std::string& id : removed) x.kept.erase(id);
    CHECK(x.kept == x.api.in_reach("NHSvalues"));
    CHECK(x.missed.empty());
    CHECK(x.cost >= x.api.bill.total());
  }
}
