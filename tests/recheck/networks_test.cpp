#include "rechecking.h"
#include "report/recheck_text.h"
#include "tests/support/bluesky_server.h"
#include "tests/support/feed_server.h"
#include "tests/support/x_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

struct OnBluesky : Rechecking {
  OnBluesky() {
    for (int i = 0; i < 30; ++i) {
      BlueskyPost post;
      post.text = "Kindness " + std::to_string(i) + " #NHSvalues";
      post.created_at = clock.now() - 10 * kDay - i * 1min;
      post.indexed_at = post.created_at;
      uris.push_back(server.publish(post));
    }
    config::SourceConfig& source = watch("blue", config::SourceKind::bluesky, server.url());
    source.account = BlueskySessions{}.account;
    source.credential = keep_secret(BlueskySessions{}.password);
    turn();
    REQUIRE(texts().size() == 30);
  }

  BlueskyServer server{{.clock = [this] { return clock.now(); }}};
  std::vector<std::string> uris;
};

struct OnX : Rechecking {
  explicit OnX(double per_day = 10, int posts = 3, bool authors = true) {
    for (int i = 0; i < posts; ++i) {
      XTestPost post;
      post.text = "Kindness " + std::to_string(i) + " #NHSvalues";
      post.created_at = clock.now() - kDay - i * 1min;
      ids.push_back(server.publish(post));
    }
    config::SourceConfig& source = watch("ex", config::SourceKind::x, server.url());
    source.credential = keep_secret("AAAA-bearer");
    source.x.spend_per_day = per_day;
    source.x.spend_per_month = 1000;
    source.x.authors = authors;
    turn();
    REQUIRE(texts().size() == static_cast<std::size_t>(posts));
  }

  int lookups() const {
    int count = 0;
    for (const SeenRequest& request : server.requests()) count += request.path == "/2/tweets";
    return count;
  }

  XServer server{{.around = {}, .now = [this] { return clock.now(); }}};
  std::vector<std::string> ids;
};

}  // namespace

TEST_CASE("Bluesky's posts are asked for twenty-five at a time; what is gone twice goes, an edit is taken in",
          "[recheck][bluesky]") {
  OnBluesky s;
  s.server.remove(s.uris[4]);
  s.server.with([&](BlueskyApi& api) { api.change(s.uris[5], "Kindness, and a smile #NHSvalues"); });
  s.turn_after(1h);
  CHECK(s.server.requests_for("getPosts") == 2);
  CHECK(s.texts().size() == 30);
  CHECK(s.texts().count("Kindness, and a smile #NHSvalues") == 1);
  s.turn_after(1h);
  CHECK(s.texts().size() == 29);
  CHECK(s.texts().count("Kindness 4 #NHSvalues") == 0);
  s.check_sound();
}

TEST_CASE("A post on Bluesky or X that lost its hashtag by an edit goes", "[recheck][bluesky][x]") {
  SECTION("on Bluesky, which does not date edits") {
    OnBluesky s;
    s.server.with([&](BlueskyApi& api) { api.change(s.uris[5], "Kindness, and a smile"); });
    s.turn_after(1h);
    CHECK(s.texts().size() == 29);
    s.check_sound();
  }
  SECTION("on X") {
    OnX s;
    s.server.with(
        [&](XApi& api) { api.posts.edit(s.ids[1], "Kindness in the morning", s.clock.now() - kDay + 5min); });
    s.turn_after(20h);
    CHECK(s.texts().size() == 2);
    s.check_sound();
  }
}

TEST_CASE("A session that has run out is refreshed for a recheck too, without a login",
          "[recheck][bluesky]") {
  OnBluesky s;
  const int logins = s.server.requests_for("createSession");
  int asked = 0;
  s.server.remove(s.uris[4]);
  for (int turn = 0; turn < 2; ++turn) {
    s.server.with([](BlueskyApi& api) { api.sessions.expire_access(); });
    s.turn_after(1h);
    ++asked;
  }
  CHECK(asked == 2);
  CHECK(s.server.requests_for("createSession") == logins);
  CHECK(s.texts().size() == 29);
}

TEST_CASE("On X a post that was deleted goes within a day of the first word", "[recheck][x]") {
  OnX s;
  s.server.remove(s.ids[1]);
  s.turn_after(20h);
  CHECK(s.lookups() == 1);
  CHECK(s.texts().size() == 3);
  s.turn_after(1h);
  CHECK(s.texts().size() == 2);
  CHECK(s.texts().count("Kindness 1 #NHSvalues") == 0);
  s.check_sound();
  s.turn_after(20h);
  CHECK(s.standing("ex").due == 0);
}

TEST_CASE("An edit on X keeps the author that the search told of", "[recheck][x]") {
  OnX s;
  const std::int64_t ref = s.ref_of("Kindness 1 #NHSvalues");
  const auto author = s.post(ref).author_key;
  REQUIRE(author);
  s.server.with([&](XApi& api) {
    api.posts.edit(s.ids[1], "Kindness in the morning #NHSvalues", s.clock.now() - kDay + 5min);
  });
  s.turn_after(20h);
  const store::StoredPost edited = s.post(ref);
  CHECK(edited.text == "Kindness in the morning #NHSvalues");
  CHECK(edited.author_key == author);
  const auto identity = s.session->intake.pseudonymiser().unseal_identity(edited.sealed);
  REQUIRE(identity);
  CHECK(identity->author == "@amy");
}

TEST_CASE("A post that X's answer leaves out without a word is not gone", "[recheck][x]") {
  OnX s;
  s.server.with([&](XApi& api) { api.quirks.lost_in_lookups.insert(s.ids[1]); });
  for (int i = 0; i < 5; ++i) s.turn_after(20h);
  CHECK(s.texts().size() == 3);
  CHECK(s.standing("ex").called_gone == 0);
}

TEST_CASE("Rechecks on X leave polls what they need, and status tells how late they are", "[recheck][x]") {
  // Of $0.40 half is for rechecks; at five in the morning, a tenth of what polls have left of theirs is too.
  OnX s(0.4, 60, false);
  s.turn_after(20h);
  CHECK(s.lookups() == 1);
  CHECK(s.standing("ex").due == 12);
  s.config.sources.front().x.spend_per_day = 0.0;
  s.turn_after(28h);
  const auto status = s.reader().status(s.clock.now()).value();
  report::WatchedSource source;
  source.name = "ex";
  source.kind = "x";
  const auto warnings = report::recheck_warnings(status, {source}, s.clock.now());
  REQUIRE(warnings.size() == 1);
  INFO(warnings.front());
  CHECK(warnings.front().find("a day and 24 h more") != std::string::npos);
}

TEST_CASE("On X polls do not use up what rechecks need, and both together stay within the day's sum",
          "[recheck][x]") {
  OnX s(1, 60, false);
  s.pass(19h);
  // More than a day's money can read.
  for (int i = 0; i < 400; ++i) {
    XTestPost post;
    post.text = "Busy " + std::to_string(i) + " #NHSvalues";
    post.created_at = s.clock.now() - 1h + std::chrono::seconds{i};
    s.server.publish(post);
  }
  s.server.remove(s.ids[1]);
  s.turn_after(1min);
  const std::size_t read = s.texts().size();
  CHECK(read > 100);
  CHECK(s.reader().status(s.clock.now())->sources.at(0).notice.find("kept for asking") != std::string::npos);
  for (int half_hour = 0; half_hour < 5; ++half_hour) s.turn_after(30min);
  CHECK(s.standing("ex").due == 0);
  CHECK(s.texts().count("Kindness 1 #NHSvalues") == 0);
  s.server.with([&](XApi& api) { CHECK(api.bill.of_day(s.clock.now()) <= 1'000'000); });
}

TEST_CASE(
    "On X posts are asked for within a day, and what is gone an hour later, however seldom it is polled",
    "[recheck][x]") {
  OnX s;
  s.config.sources.front().every = 72h;
  s.server.remove(s.ids[1]);
  s.watch_for(22h);
  CHECK(s.texts().size() == 2);
  s.watch_for(50h);
  CHECK(s.lookups() >= 4);
  CHECK(s.standing("ex").due == 0);
}

TEST_CASE("On X stored posts are asked for though polls have reached their limit", "[recheck][x]") {
  OnX s;
  // No search fits into that, but ten posts do.
  s.config.sources.front().x.spend_per_day = 0.1;
  s.turn_after(20h);
  CHECK(s.lookups() == 1);
}

TEST_CASE("Out of credit, X is not asked again for a day, and nothing is gone", "[recheck][x]") {
  OnX s;
  s.server.with([](XApi& api) { api.quirks.out_of_credit = true; });
  for (int i = 0; i < 4; ++i) s.turn_after(20h);
  CHECK(s.texts().size() == 3);
}

TEST_CASE("The items of a plain feed cannot be asked for again", "[recheck][feed]") {
  FeedServer server;
  Rechecking setting;
  setting.watch("news", config::SourceKind::feed, server.url());
  setting.turn();
  CHECK(setting.reader().status(setting.clock.now()).value().rechecks.empty());
}
