#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/daemon/setting.h"
#include "tests/support/bluesky_server.h"
#include "tests/support/careopinion_server.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/midnight.h"
#include "tests/support/times.h"
#include "tests/support/x_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

void watch_bluesky(Setting& setting, const BlueskyServer& server) {
  const BlueskySessions sessions;
  setting.watch("blue", "bluesky", server.url(),
                fmt::format("account = \"{}\"\ncredential = \"{}\"\n", sessions.account,
                            setting.keep_secret("bluesky.password", sessions.password)));
}

void watch_x(Setting& setting, const XServer& server, double per_day, const std::string& more = "") {
  setting.watch("ex", "x", server.url(),
                fmt::format("credential = \"{}\"\nspend_per_day = {:.1f}\nspend_per_month = 50.0\n{}",
                            setting.keep_secret("x.token", "AAAA-bearer-of-x"), per_day, more));
}

std::string collected(const Setting& setting) {
  const Ended ended = setting.collect("20s");
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  return ended.err;
}

/// A document that a command writes with --format json.
JsonDocument answer_to(const Setting& setting, std::vector<std::string> words) {
  words.insert(words.end(), {"--format", "json"});
  const Ended ended = setting.ask(words);
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  return JsonDocument::parse(ended.out).value();
}

/// The element of a list whose member has this text.
JsonView element_with(JsonView list, const char* member, const std::string& text) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list.at(i)[member].text() == text) return list.at(i);
  FAIL("none has " << member << " " << text);
  return list;
}

std::vector<XTestPost> x_posts_every_minute(int count, UtcTime last) {
  std::vector<XTestPost> posts;
  for (int i = 1; i <= count; ++i) {
    XTestPost post;
    post.text = fmt::format("Kindness on ward {} #NHSvalues", i);
    post.created_at = last - std::chrono::minutes{count - i};
    post.author = fmt::format("patient{}", i);
    posts.push_back(post);
  }
  return posts;
}

}  // namespace

TEST_CASE("Bluesky's posts are stored once each; one login serves for several runs", "[networks][bluesky]") {
  BlueskyServer server;
  for (int i = 0; i < 130; ++i)
    server.publish({.text = fmt::format("Kindness number {} #NHSvalues", i),
                    .created_at = now() - std::chrono::minutes{i + 1}});
  Setting setting;
  watch_bluesky(setting, server);
  collected(setting);
  const auto stored = setting.stored_posts();
  CHECK(stored.size() == 130);

  collected(setting);
  CHECK(setting.stored_posts() == stored);
  CHECK(server.requests_for("createSession") == 1);
  CHECK(server.requests_for("refreshSession") == 0);

  server.with([](BlueskyApi& api) { api.sessions.expire_access(); });
  server.publish({.text = "After the night shift #NHSvalues", .created_at = now() - 5s});
  collected(setting);
  CHECK(setting.stored_posts().size() == 131);
  CHECK(server.requests_for("createSession") == 1);
  CHECK(server.requests_for("refreshSession") == 1);
  CHECK(setting.rollups_hold());
}

TEST_CASE("X's posts are stored once each, and no post is paid for in a second run", "[networks][x]") {
  XServer server;
  for (const XTestPost& post : x_posts_every_minute(130, now() - 2min)) server.publish(post);
  Setting setting;
  watch_x(setting, server, 10.0);
  collected(setting);
  const auto stored = setting.stored_posts();
  CHECK(stored.size() == 130);
  std::int64_t bill = 0;
  server.with([&](XApi& api) { bill = api.bill.total(); });
  CHECK(bill == 130 * (XBill::kPost + XBill::kAuthor));

  collected(setting);
  CHECK(setting.stored_posts() == stored);
  server.with([&](XApi& api) { CHECK(api.bill.total() == bill); });
}

TEST_CASE("Asking X stops before a cap that the next page might pass, says so, and goes on when it may",
          "[networks][x]") {
  keep_clear_of_midnight("UTC");
  XServer server;
  for (const XTestPost& post : x_posts_every_minute(250, now() - 2min)) server.publish(post);
  Setting setting;
  // A page comes to an eighth of that at the most: sixteen posts by as many people are $0.24. Nothing is kept
  // for rechecks, which just after midnight would have their turn on the same day.
  watch_x(setting, server, 2.0, "recheck = false\n");
  const Ended stopped = setting.collect("5s");
  INFO(stopped.err);
  CHECK(stopped.status == 75);
  CHECK(stopped.err.find("the day's allowance is used up until") != std::string::npos);
  server.with([&](XApi& api) {
    CHECK(api.bill.total() > 0);
    CHECK(api.bill.of_day(now()) <= 2'000'000);
  });
  CHECK(setting.stored_posts().size() == 128);
  CHECK(setting.ask({"status"}).out.find("the day's allowance is used up") != std::string::npos);
  CHECK(setting.ask({"sources", "list"}).out.find("$1.92 of $2.00 today, $1.92 of $50.00 this month") !=
        std::string::npos);

  setting.change_config("spend_per_day = 2.0", "spend_per_day = 9.0");
  collected(setting);
  CHECK(setting.stored_posts().size() == 250);
  server.with([&](XApi& api) { CHECK(api.bill.posts() == 250); });
}

TEST_CASE("Care Opinion's stories are stored once each, tagged or not", "[networks][careopinion]") {
  CareOpinionServer server;
  for (int i = 1; i <= 150; ++i)
    server.publish({.id = i,
                    .title = "My stay",
                    .body = fmt::format("Nurse number {} was kind.", i),
                    .published = now() - std::chrono::hours{i}});
  Setting setting;
  setting.watch("care", "careopinion", server.url(),
                fmt::format("credential = \"{}\"\n", setting.keep_secret("care.key", "right")));
  collected(setting);
  const auto stored = setting.stored_posts();
  CHECK(stored.size() == 150);
  server.publish({.id = 151, .title = "Hm", .body = "Nobody listened.", .published = now() - 2h});
  collected(setting);
  CHECK(setting.stored_posts().size() == 151);
  collected(setting);
  CHECK(setting.stored_posts().size() == 151);
}

TEST_CASE("A service that a file describes is read page by page, and each post is stored once",
          "[networks][json]") {
  const std::string post = R"({{"no": {0}, "says": "Kindness, {0} #NHSvalues", "at": {1}, "by": "w{0}"}})";
  const auto posts = [&](int from, int to) {
    std::string list;
    for (int i = from; i <= to; ++i)
      list += (list.empty() ? "" : ", ") +
              fmt::format(fmt::runtime(post), i, (now() - std::chrono::hours{i}).time_since_epoch().count());
    return list;
  };
  HttpServer server{[&](const SeenRequest& request) {
    const bool second = request.parameter("page") == "more";
    Reply reply;
    reply.headers = {{"Content-Type", "application/json"}};
    reply.body = fmt::format(R"({{"rows": [{}], "next": {}}})", second ? posts(4, 6) : posts(1, 3),
                             second ? "null" : "\"more\"");
    return reply;
  }};
  Setting setting;
  write_whole(setting.folder() / "forum.toml",
              "name = \"A forum\"\nnetwork = \"forum\"\n[request]\n"
              "url = \"{url}/search?q={tag}[?&page={page}?]\"\nheaders = [\"X-Key: {secret}\"]\n"
              "[items]\npath = \"/rows\"\n[map]\nid = \"/no\"\ntext = \"/says\"\nauthor = \"/by\"\n"
              "created_at = \"/at\"\ntime_format = \"unix\"\n[paging]\nmode = \"token\"\nnext = \"/next\"\n");
  setting.watch("forum", "json", server.url(),
                fmt::format("service = \"forum.toml\"\ncredential = \"{}\"\n",
                            setting.keep_secret("forum.key", "forum-key-5")));
  collected(setting);
  const auto stored = setting.stored_posts();
  CHECK(stored.size() == 6);
  collected(setting);
  CHECK(setting.stored_posts() == stored);
  CHECK(setting.stored_texts().count(privacy::to_text(setting.pseudonymiser().post_key("forum", "4"))) == 1);
  CHECK(server.requests().front().headers.at("x-key") == "forum-key-5");
}

TEST_CASE("Who asks not to be found is counted and not quoted", "[networks]") {
  MastodonServer server;
  server.publish(TestPost{.text = "The nurse was so kind and caring. #NHSvalues",
                          .created_at = now() - 2h,
                          .author = "hidden",
                          .noindex = true});
  server.publish(TestPost{.text = "Cold tea again. #NHSvalues", .created_at = now() - 1h});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  collected(setting);
  const JsonDocument trends = answer_to(setting, {"trends", "--since", "7d"});
  std::int64_t counted = 0;
  for (std::size_t i = 0; i < trends.root()["rows"].size(); ++i)
    counted += trends.root()["rows"].at(i)["posts"].integer().value_or(0) +
               trends.root()["rows"].at(i)["unclassified"].integer().value_or(0);
  CHECK(counted == 2);
  const std::string shown = setting.ask({"posts"}).out;
  CHECK(shown.find("Cold tea") != std::string::npos);
  CHECK(shown.find("kind and caring") == std::string::npos);
  CHECK(setting.ask({"posts", "--query", "caring"}).out.find("caring.") == std::string::npos);
  CHECK(answer_to(setting, {"coverage"}).root()["posts_not_quotable"].integer() == 1);
}

TEST_CASE("Coverage tells what only one of several servers had", "[networks]") {
  MastodonServer one{{.domain = "one.example"}};
  MastodonServer two{{.domain = "two.example"}};
  MastodonServer three{{.domain = "three.example"}};
  const auto on = [](MastodonServer& home, const std::vector<MastodonServer*>& others,
                     const std::string& text) {
    TestPost post{.text = text + " #NHSvalues", .created_at = now() - 1h};
    const Published names = home.publish(post);
    post.author += "@" + home.domain();
    post.uri = names.uri;
    post.url = names.url;
    for (MastodonServer* other : others) other->publish(post);
  };
  on(one, {&two, &three}, "Everywhere");
  on(one, {&two}, "On two");
  on(two, {}, "Only on the second");
  on(three, {}, "Only on the third");
  on(three, {}, "This too");
  Setting setting;
  setting.watch("first", "mastodon", one.url());
  setting.watch("second", "mastodon", two.url());
  setting.watch("third", "mastodon", three.url());
  collected(setting);
  CHECK(setting.stored_posts().size() == 5);
  const JsonDocument coverage = answer_to(setting, {"coverage"});
  const auto of = [&](const char* source, const char* what) {
    return element_with(coverage.root()["sources"], "source", source)[what].integer();
  };
  CHECK(of("first", "posts") == 2);
  CHECK(of("first", "posts_only_here") == 0);
  CHECK(of("second", "posts") == 3);
  CHECK(of("second", "posts_only_here") == 1);
  CHECK(of("third", "posts") == 3);
  CHECK(of("third", "posts_only_here") == 2);
}

TEST_CASE("A trial of a source shows what it would take in, or says in words why not", "[networks]") {
  MastodonServer open;
  open.publish(TestPost{.text = "Kind as ever #NHSvalues", .created_at = now() - 1h});
  BlueskyServer refusing;
  refusing.with([](BlueskyApi& api) { api.sessions.password = "another"; });
  Setting setting;
  setting.watch("open", "mastodon", open.url());
  watch_bluesky(setting, refusing);
  const Ended works = setting.ask({"sources", "test", "open"});
  CHECK(works.status == 0);
  CHECK(works.out.find("open works: 1 post would be taken in") != std::string::npos);
  CHECK(works.out.find("Kind as ever") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(setting.database()));

  const Ended refused = setting.ask({"sources", "test", "blue"});
  CHECK(refused.status == 2);
  CHECK(refused.out.find("refused the account or its password") != std::string::npos);
  CHECK(refused.out.find("make a new app password") != std::string::npos);
}
