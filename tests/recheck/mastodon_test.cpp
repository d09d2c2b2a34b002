#include "collector/sources/mastodon_source.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <atomic>
#include <tuple>

#include "rechecking.h"
#include "report/posts_view.h"
#include "report/recheck_text.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

using Texts = std::multiset<std::string>;

/// Something else in the way of questions for stored posts.
enum class Fault { none, down, forbidden, says_gone, breaks_off, answers_nothing, knows_no_list, stumbles };

/// A server whose posts are older than the day that polls read again.
struct Served {
  Served() {
    MastodonOptions options;
    options.around = [this](const HttpServer::Handler& handler) {
      return [this, handler](const SeenRequest& request) {
        if (all_down) return down();
        return request.path.starts_with("/api/v1/statuses") ? at_fault(request, handler(request))
                                                            : handler(request);
      };
    };
    server = std::make_unique<MastodonServer>(options);
  }

  static Reply down() {
    Reply reply;
    reply.status = 503;
    return reply;
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
      case Fault::stumbles:
        if (!asks_for(request, stumbles_over)) return usual;
        reply.status = 500;
        reply.body = R"({"error": "Something went wrong"})";
        return reply;
    }
    return usual;
  }

  static bool asks_for(const SeenRequest& request, const std::string& id) {
    return request.path.find(id) != std::string::npos ||
           std::any_of(request.query.begin(), request.query.end(),
                       [&](const auto& parameter) { return parameter.second.find(id) != std::string::npos; });
  }

  Published publish(const std::string& text, const std::string& created_at = "2026-11-17T08:00:00Z") {
    return server->publish({.text = text + " #NHSvalues", .created_at = *parse_rfc3339(created_at)});
  }

  int lookups() const { return server->requests_for("/api/v1/statuses"); }

  std::atomic<Fault> fault{Fault::none};
  /// Whatever is asked.
  std::atomic<bool> all_down{false};
  /// The server's own id of a post; set before `fault`.
  std::string stumbles_over;
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
  s.check_sound();
}

TEST_CASE("A post whose author took the hashtag off goes as soon as it is asked for again",
          "[recheck][mastodon]") {
  Setting3 s;
  const std::int64_t ref = s.ref_of("A long wait in the corridor #NHSvalues");
  s.served.server->edit(s.third.uri, "A long wait in the corridor", s.clock.now());
  s.turn_after(1h);
  CHECK(s.texts() == Texts{"Tea on the ward #NHSvalues", "The night sister sat with us #NHSvalues"});
  const store::StoredPost gone = s.post(ref);
  CHECK(gone.withdrawn_at == s.clock.now());
  CHECK(gone.text.empty());
  CHECK_FALSE(gone.removal);
  CHECK(s.standing("one").posts == 2);
  s.check_sound();
}

TEST_CASE(
    "What a campaign brought stays when its hashtag is no longer watched, edits and all, until its author takes "
    "that off",
    "[recheck][mastodon]") {
  Setting3 s;
  s.config.topics = {"TeamLeeds"};
  s.served.server->edit(s.second.uri, "The night sister sat with us until morning #NHSvalues", s.clock.now());
  s.served.server->edit(s.third.uri, "A long wait in the corridor", s.clock.now());
  s.turn_after(1h);
  CHECK(s.texts() ==
        Texts{"Tea on the ward #NHSvalues", "The night sister sat with us until morning #NHSvalues"});
  s.check_sound();
}

TEST_CASE("An edit that is found this way is masked and judged like any post", "[recheck][mastodon]") {
  Setting3 s;
  const std::int64_t ref = s.ref_of("Tea on the ward #NHSvalues");
  REQUIRE(s.post(ref).classification.sentiment->label != Sentiment::negative);
  s.served.server->edit(
      s.first.uri,
      "They were rude and cruel to my mother, nobody listened, write to amy.smith@example.org #NHSvalues",
      s.clock.now());
  s.turn_after(1h);
  const store::StoredPost edited = s.post(ref);
  CHECK(edited.text.find("rude and cruel") != std::string::npos);
  CHECK(edited.text.find("amy.smith") == std::string::npos);
  REQUIRE(edited.classification.sentiment);
  CHECK(edited.classification.sentiment->label == Sentiment::negative);
  s.check_sound();
}

TEST_CASE("One post over which a server stumbles holds up no other, over restarts too",
          "[recheck][mastodon]") {
  Served served;
  std::vector<Published> posts;
  for (int i = 0; i < 45; ++i)
    posts.push_back(
        served.publish("Cup " + std::to_string(i), "2026-11-01T08:00:" + std::to_string(10 + i) + "Z"));
  Rechecking setting;
  setting.watch("one", config::SourceKind::mastodon, served.server->url());
  setting.turn();
  REQUIRE(setting.texts().size() == 45);
  served.stumbles_over = posts[7].id;
  served.fault = Fault::stumbles;
  served.server->remove(posts[30].uri);

  setting.turn_after(1h);
  const UtcTime due_since = setting.clock.now();
  CHECK(setting.standing("one").due == 1);
  CHECK(setting.standing("one").called_gone == 1);
  const int asked = served.lookups();
  CHECK(asked <= 16);
  setting.turn_after(30min);
  CHECK(served.lookups() == asked);
  setting.turn_after(30min);
  CHECK(setting.texts().count("Cup 30 #NHSvalues") == 0);
  CHECK(setting.texts().size() == 44);
  CHECK(setting.standing("one").due == 1);
  CHECK(setting.standing("one").due_since <= due_since);

  const int before = served.lookups();
  for (int half_hour = 0; half_hour < 48; ++half_hour) setting.turn_after(30min);
  CHECK(served.lookups() - before <= 10);
  served.fault = Fault::none;
  setting.turn_after(6h);
  CHECK(setting.standing("one").due == 0);
  CHECK(setting.texts().size() == 44);
}

TEST_CASE("A server that stumbles over everything is left alone, and nothing is gone",
          "[recheck][mastodon]") {
  Served served;
  for (int i = 0; i < 45; ++i)
    served.publish("Cup " + std::to_string(i), "2026-11-01T08:00:" + std::to_string(10 + i) + "Z");
  Rechecking setting;
  setting.watch("one", config::SourceKind::mastodon, served.server->url());
  setting.turn();
  served.stumbles_over = "";
  served.fault = Fault::stumbles;
  setting.turn_after(1h);
  CHECK(served.lookups() <= 7);
  CHECK(setting.standing("one").due == 45);
  for (int day = 0; day < 3; ++day) setting.turn_after(kDay);
  CHECK(setting.texts().size() == 45);
  served.fault = Fault::none;
  setting.turn_after(1h);
  CHECK(setting.standing("one").due == 0);
}

namespace {

/// The same three posts on two servers that are both watched.
struct OnTwoServers : Setting3 {
  explicit OnTwoServers(bool first_is_home = false) {
    for (const auto& [published, text, at] :
         {std::tuple{first, "Tea on the ward", "2026-11-17T08:00:00Z"},
          std::tuple{second, "The night sister sat with us", "2026-11-17T09:00:00Z"},
          std::tuple{third, "A long wait in the corridor", "2026-11-17T10:00:00Z"}})
      show(*cache.server, published, text, at);
    if (first_is_home) {
      at_home.uri = at_home.url = served.server->url() + "/users/amy/statuses/7";
      for (MastodonServer* server : {served.server.get(), cache.server.get()})
        show(*server, at_home, "A smile at the door", "2026-11-17T11:00:00Z");
    }
    watch("two", config::SourceKind::mastodon, cache.server->url());
    turn();
    turn_after(1h);
    turn_after(1h);
    posts = texts().size();
    REQUIRE(posts == (first_is_home ? 4 : 3));
    REQUIRE(standing("two").posts == static_cast<std::int64_t>(posts));
    REQUIRE(standing("two").due == 0);
  }

  static void show(MastodonServer& server, const Published& names, const std::string& text,
                   const std::string& at) {
    TestPost post;
    post.text = text + " #NHSvalues";
    post.created_at = *parse_rfc3339(at);
    post.author = "amy@elsewhere.example";
    post.uri = names.uri;
    post.url = names.url;
    server.publish(post);
  }

  Served cache;
  Published at_home;
  std::size_t posts = 0;
};

}  // namespace

TEST_CASE("A server that dropped its copy removes nothing that another still shows", "[recheck][mastodon]") {
  OnTwoServers s;
  s.served.server->remove(s.second.uri);
  for (int day = 0; day < 20; ++day) s.turn_after(kDay);
  CHECK(s.texts().size() == 3);
  CHECK(s.standing("one").called_gone == 1);
  CHECK(s.standing("two").called_gone == 0);
  s.check_sound();

  s.cache.server->remove(s.second.uri);
  for (int day = 0; day < 8; ++day) s.turn_after(kDay);
  s.turn_after(1h);
  CHECK(s.texts() == s.without_second());
  s.check_sound();
}

TEST_CASE("When one server calls a post gone the others are asked at once, not after a week",
          "[recheck][mastodon]") {
  OnTwoServers s;
  for (int i = 0; i < 9; ++i) s.turn_after(kDay);
  s.served.server->remove(s.second.uri);
  s.cache.server->remove(s.second.uri);
  int hours = 0;
  while (s.standing("one").called_gone == 0 && s.standing("two").called_gone == 0 && ++hours < 200)
    s.turn_after(1h);
  REQUIRE(hours < 200);
  s.turn_after(1h);
  s.turn_after(1h);
  CHECK(s.texts() == s.without_second());
}

TEST_CASE("The server where a post is at home is believed, though copies stand elsewhere",
          "[recheck][mastodon]") {
  OnTwoServers s(true);
  s.served.server->remove(s.at_home.uri);
  for (int day = 0; day < 7; ++day) s.turn_after(kDay);
  s.turn_after(1h);
  CHECK(s.texts().count("A smile at the door #NHSvalues") == 0);
  CHECK(s.texts().size() == 3);
  s.check_sound();
}

TEST_CASE(
    "A server that has no word of a post is waited for a week, and one that is no longer asked not at all",
    "[recheck][mastodon]") {
  const bool no_longer_asked = GENERATE(false, true);
  OnTwoServers s;
  if (no_longer_asked)
    s.config.sources.back().recheck = false;
  else
    s.cache.fault = Fault::down;
  for (int i = 0; i < 7; ++i) s.turn_after(kDay);
  s.served.server->remove(s.second.uri);
  int days = 0;
  while (s.texts().size() == 3 && ++days < 40) s.turn_after(kDay);
  CHECK(s.texts() == s.without_second());
  CHECK(days >= (no_longer_asked ? 1 : 8));
  CHECK(days <= (no_longer_asked ? 9 : 16));
}

TEST_CASE("A source that was switched off for a while goes on with what was planned and said before",
          "[recheck][mastodon]") {
  Setting3 s;
  s.turn_after(1h);
  s.served.server->remove(s.second.uri);
  s.turn_after(7 * kDay);
  REQUIRE(s.standing("one").called_gone == 1);
  const config::SourceConfig source = s.config.sources.front();
  const int asked = s.served.lookups();
  s.config.sources.clear();
  s.turn_after(30min);
  CHECK(s.reader().status(s.clock.now())->rechecks.empty());
  s.config.sources.push_back(source);
  s.turn_after(30min);
  // The two others are not asked for anew, and what was said of the second is not forgotten.
  CHECK(s.texts() == s.without_second());
  CHECK(s.served.lookups() == asked + 1);
  CHECK(s.standing("one").due == 0);
  CHECK(s.standing("one").answered_at == s.clock.now());
}

TEST_CASE("What a source showed while it was not to be asked again is due once it is",
          "[recheck][mastodon]") {
  Setting3 s;
  s.turn_after(1h);
  s.config.sources.front().recheck = false;
  s.served.publish("A kind word", "2026-11-20T08:00:00Z");
  s.turn_after(1h);
  REQUIRE(s.texts().size() == 4);
  const int asked = s.served.lookups();
  s.config.sources.front().recheck = true;
  s.turn_after(1h);
  CHECK(s.served.lookups() == asked + 1);
  CHECK(s.standing("one").posts == 4);
}

TEST_CASE("However seldom a source is polled, its posts are asked for in time", "[recheck][mastodon]") {
  Setting3 s;
  s.config.sources.front().every = 48h;
  s.served.server->remove(s.second.uri);
  s.watch_for(3h);
  CHECK(s.texts() == s.without_second());
}

TEST_CASE("A server that does not answer what is new is not asked for what is old", "[recheck][mastodon]") {
  Setting3 s;
  s.pass(1h);
  const int before = s.served.lookups();
  s.served.all_down = true;
  s.watch_for(20min);
  CHECK(s.served.lookups() == before);
  s.served.all_down = false;
  s.watch_for(3h);
  CHECK(s.served.lookups() > before);
}

TEST_CASE("A post that was first seen in a tag's feed is known again by its address", "[recheck][mastodon]") {
  Served served;
  const Published published = served.publish("Tea on the ward");
  Rechecking s;
  s.watch("feed", config::SourceKind::feed, served.server->url() + "/tags/NHSvalues.rss");
  s.turn();
  s.watch("one", config::SourceKind::mastodon, served.server->url());
  s.turn_after(1min);
  REQUIRE(s.texts() == Texts{"Tea on the ward #NHSvalues"});
  served.server->edit(published.uri, "Tea on the ward, and toast #NHSvalues", s.clock.now() + 1h);
  s.turn_after(2h);
  s.turn_after(2h);
  CHECK(s.texts() == Texts{"Tea on the ward, and toast #NHSvalues"});
  CHECK(s.standing("one").due == 0);
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
