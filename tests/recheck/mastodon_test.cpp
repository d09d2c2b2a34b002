#include "collector/sources/mastodon_source.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>

#include "rechecking.h"
#include "report/posts_view.h"
#include "report/recheck_text.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::hours kDay{24};
using Texts = std::multiset<std::string>;

/// Something else in the way of questions for stored posts.
enum class Fault { none, down, forbidden, says_gone, breaks_off, answers_nothing, knows_no_list };

/// A server whose posts are older than the day that polls read again.
struct Served {
  Served() {
    MastodonOptions options;
    options.around = [this](const HttpServer::Handler& handler) {
      return [this, handler](const SeenRequest& request) {
        return request.path.starts_with("/api/v1/statuses") ? at_fault(request, handler(request))
                                                            : handler(request);
      };
    };
    server = std::make_unique<MastodonServer>(options);
  }

  Reply at_fault(const SeenRequest& request, Reply usual) const {
    Reply reply;
    reply.headers = {{"Content-Type", "application/json"}};
    const bool list = request.path == "/api/v1/statuses";
    switch (fault.load()) {
      case Fault::none:
        return usual;
      case Fault::down:
        reply.status = 503;
        return reply;
      case Fault::forbidden:
        reply.status = 401;
        reply.body = R"({"error": "This method requires an authenticated user"})";
        return reply;
      case Fault::says_gone:
        reply.status = list ? 200 : 404;
        reply.body = list ? "[]" : R"({"error": "Record not found"})";
        return reply;
      case Fault::breaks_off:
        usual.body.resize(usual.body.size() / 2);
        return usual;
      case Fault::answers_nothing:
        reply.body = "[]";
        return reply;
      case Fault::knows_no_list:
        if (!list) return usual;
        reply.status = 404;
        reply.body = R"({"error": "Not Found"})";
        return reply;
    }
    return usual;
  }

  Published publish(const std::string& text, const std::string& created_at = "2026-11-17T08:00:00Z") {
    return server->publish({.text = text + " #NHSvalues", .created_at = *parse_rfc3339(created_at)});
  }

  int lookups() const { return server->requests_for("/api/v1/statuses"); }

  std::atomic<Fault> fault{Fault::none};
  std::unique_ptr<MastodonServer> server;
};

/// Three old posts, of which one is about to disappear; all were asked for once.
struct Setting3 : Rechecking {
  Setting3() {
    first = served.publish("Tea on the ward", "2026-11-17T08:00:00Z");
    second = served.publish("The night sister sat with us", "2026-11-17T09:00:00Z");
    third = served.publish("A long wait in the corridor", "2026-11-17T10:00:00Z");
    watch("one", config::SourceKind::mastodon, served.server->url());
    turn();
    REQUIRE(texts().size() == 3);
  }

  Texts without_second() const {
    return {"Tea on the ward #NHSvalues", "A long wait in the corridor #NHSvalues"};
  }

  Served served;
  Published first, second, third;
};

}  // namespace

TEST_CASE("A post that its network has removed goes when it was gone twice, an hour apart",
          "[recheck][mastodon]") {
  Setting3 s;
  const std::int64_t ref = s.ref_of("The night sister sat with us #NHSvalues");
  s.served.server->remove(s.second.uri);
  s.turn_after(1h);
  CHECK(s.texts().size() == 3);
  CHECK(s.standing("one").called_gone == 1);
  const UtcTime first_gone = s.clock.now();
  s.turn_after(30min);
  CHECK(s.texts().size() == 3);
  s.turn_after(31min);
  CHECK(s.texts() == s.without_second());
  s.check_sound();

  const store::StoredPost gone = s.post(ref);
  REQUIRE(gone.removal);
  CHECK(gone.removal->gone_at == first_gone);
  CHECK(gone.removal->removed_at == s.clock.now());
  CHECK(gone.text.empty());
  CHECK(gone.sealed.empty());
  CHECK_FALSE(gone.author_key);
  CHECK(report::post_explained(gone, std::nullopt, {}, TimeZone::named("Europe/London").value(), {})
            .find("the network no longer shows it") != std::string::npos);
  const auto status = s.reader().status(s.clock.now()).value();
  CHECK(status.posts == 2);
  CHECK(status.removed == 1);
  CHECK(s.standing("one").called_gone == 0);
  CHECK(s.standing("one").posts == 2);
}

TEST_CASE("What was removed is not taken in again from another server, whatever edit that shows",
          "[recheck][mastodon]") {
  Setting3 s;
  s.served.server->remove(s.second.uri);
  s.turn_after(1h);
  s.turn_after(1h);
  REQUIRE(s.texts() == s.without_second());

  MastodonOptions options;
  options.domain = "cache.example";
  MastodonServer cache(options);
  TestPost cached;
  cached.text = "The night sister sat with us #NHSvalues";
  cached.created_at = *parse_rfc3339("2026-11-17T09:00:00Z");
  cached.author = "amy@social.example";
  cached.uri = s.second.uri;
  cached.url = s.second.url;
  cache.publish(cached);
  s.watch("cache", config::SourceKind::mastodon, cache.url());
  s.turn_after(1h);
  CHECK(s.texts() == s.without_second());
  cache.edit(s.second.uri, "The night sister sat with us all night #NHSvalues", s.clock.now() - 1h);
  s.turn_after(kDay);
  CHECK(s.texts() == s.without_second());
  s.check_sound();

  s.served.publish("Thank you once more", "2026-11-21T09:00:00Z");
  s.turn_after(kDay);
  CHECK(s.texts().count("Thank you once more #NHSvalues") == 1);
}

TEST_CASE("A server that calls a post gone once and then shows it again takes nothing away",
          "[recheck][mastodon]") {
  Setting3 s;
  s.served.fault = Fault::says_gone;
  s.turn_after(1h);
  CHECK(s.standing("one").called_gone == 3);
  s.served.fault = Fault::none;
  s.turn_after(1h);
  CHECK(s.texts().size() == 3);
  CHECK(s.standing("one").called_gone == 0);
  s.served.fault = Fault::says_gone;
  s.turn_after(8 * kDay);
  CHECK(s.texts().size() == 3);
}

TEST_CASE("A server that calls everything gone is believed only a day later", "[recheck][mastodon]") {
  Setting3 s;
  s.served.fault = Fault::says_gone;
  s.turn_after(1h);
  for (int hour = 0; hour < 23; ++hour) {
    s.turn_after(1h);
    CHECK(s.texts().size() == 3);
  }
  s.turn_after(1h);
  CHECK(s.texts().empty());
  s.check_sound();
}

TEST_CASE("A server that is down, refuses, or answers nonsense takes nothing away", "[recheck][mastodon]") {
  const Fault fault = GENERATE(Fault::down, Fault::forbidden, Fault::breaks_off, Fault::answers_nothing);
  CAPTURE(static_cast<int>(fault));
  Setting3 s;
  s.served.fault = fault;
  for (int day = 0; day < 4; ++day) s.turn_after(kDay);
  CHECK(s.texts().size() == 3);
  CHECK(s.standing("one").called_gone == 0);
  CHECK(s.standing("one").due > 0);
  CHECK(s.standing("one").due_since <= s.clock.now() - kDay);
  s.served.fault = Fault::none;
  s.turn_after(kDay);
  CHECK(s.texts().size() == 3);
  CHECK(s.standing("one").due == 0);
}

TEST_CASE("A server that knows no list is asked for each post by itself", "[recheck][mastodon]") {
  Setting3 s;
  s.served.fault = Fault::knows_no_list;
  s.served.server->remove(s.second.uri);
  s.turn_after(1h);
  CHECK(s.standing("one").called_gone == 1);
  const int asked = s.served.lookups();
  s.turn_after(1h);
  CHECK(s.texts() == s.without_second());
  CHECK(s.served.lookups() == asked + 1);
}

TEST_CASE("An edit that polls no longer look for is found when the post is asked for again",
          "[recheck][mastodon]") {
  Setting3 s;
  s.served.server->edit(s.second.uri, "The night sister sat with us until morning #NHSvalues", s.clock.now());
  s.turn_after(1h);
  CHECK(s.texts().count("The night sister sat with us until morning #NHSvalues") == 1);
  CHECK(s.texts().size() == 3);
  // As all posts of a campaign look once its hashtag is no longer watched: they stay.
  s.served.server->edit(s.third.uri, "A long wait in the corridor", s.clock.now());
  s.turn_after(8 * kDay);
  CHECK(s.texts().size() == 3);
  s.check_sound();
}

TEST_CASE("Many posts are asked for twenty at a time, and none twice before it is due",
          "[recheck][mastodon]") {
  Served served;
  for (int i = 0; i < 45; ++i) served.publish("Cup " + std::to_string(i), "2026-11-01T08:00:00Z");
  Rechecking setting;
  setting.watch("one", config::SourceKind::mastodon, served.server->url());
  setting.turn();
  CHECK(setting.standing("one").due == 0);
  setting.turn_after(1h);
  CHECK(served.lookups() == 3);
  CHECK(setting.standing("one").due == 0);
  setting.turn_after(1h);
  CHECK(served.lookups() == 3);
  setting.turn_after(7 * kDay);
  CHECK(served.lookups() == 6);
}

TEST_CASE("A source with recheck = false is asked for nothing again, and status says so",
          "[recheck][mastodon]") {
  Setting3 s;
  s.config.sources.front().recheck = false;
  s.served.server->remove(s.second.uri);
  for (int i = 0; i < 3; ++i) s.turn_after(8 * kDay);
  CHECK(s.texts().size() == 3);
  CHECK(s.served.lookups() == 0);
  const auto status = s.reader().status(s.clock.now()).value();
  CHECK(status.rechecks.empty());
  report::WatchedSource source;
  source.name = "one";
  const auto lines = report::recheck_lines(status, {source}, s.clock.now());
  REQUIRE(lines.size() == 1);
  CHECK(lines.front() == "Deletions are not followed on: one.");
}

TEST_CASE("Posts from before there were rechecks are asked for at the next turn", "[recheck][mastodon]") {
  Setting3 s;
  {
    SQLite::Database database(s.config.database.string(), SQLite::OPEN_READWRITE);
    database.exec("DELETE FROM recheck; DELETE FROM recheck_source");
  }
  s.served.server->remove(s.second.uri);
  s.turn();
  CHECK(s.standing("one").called_gone == 1);
}
