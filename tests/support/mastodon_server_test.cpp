#include "tests/support/mastodon_server.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <set>
#include <thread>

#include "core/json.h"
#include "tests/support/loopback_client.h"
#include "tests/support/noon.h"
#include "tests/support/rate_limit.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> statuses_in(const Answer& answer) {
  const auto document = JsonDocument::parse(answer.body());
  REQUIRE(document);
  REQUIRE(document->root().is_array());
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < document->root().size(); ++i)
    ids.push_back(document->root().at(i)["id"].text_or_empty());
  return ids;
}

std::string timeline(const MastodonServer& server, const std::string& query) {
  return server.url() + "/api/v1/timelines/tag/NHSvalues" + query;
}

std::vector<std::string> page(const MastodonServer& server, const std::string& query) {
  return statuses_in(get(timeline(server, query)));
}

std::vector<std::string> publish_six(MastodonServer& server) {
  std::vector<std::string> ids;
  for (const TestPost& post : posts_every_minute(6, kNoon)) ids.push_back(server.publish(post).id);
  return ids;
}

std::set<std::string> keys_of(JsonView object, const std::vector<std::string>& expected) {
  std::set<std::string> missing;
  for (const std::string& key : expected) {
    if (!object[key].exists()) missing.insert(key);
  }
  return missing;
}

}  // namespace

TEST_CASE("Paging takes the page that the documentation's example takes", "[mastodon]") {
  MastodonServer server;
  const auto id = publish_six(server);
  using Ids = std::vector<std::string>;
  CHECK(page(server, "?limit=2&max_id=" + id[2]) == Ids{id[1], id[0]});
  CHECK(page(server, "?limit=2&since_id=" + id[2]) == Ids{id[5], id[4]});
  CHECK(page(server, "?limit=2&min_id=" + id[2]) == Ids{id[4], id[3]});
  CHECK(page(server, "?limit=2&min_id=" + id[0] + "&max_id=" + id[3]) == Ids{id[2], id[1]});
  CHECK(page(server, "?limit=2&since_id=" + id[0] + "&max_id=" + id[5]) == Ids{id[4], id[3]});
  CHECK(page(server, "?min_id=" + id[5]).empty());
  CHECK(page(server, "?max_id=" + id[0]).empty());
  CHECK(page(server, "?min_id=" + id[4] + "&max_id=" + id[1]).empty());
}

TEST_CASE("A page holds twenty statuses, at most forty, newest first", "[mastodon]") {
  MastodonServer server;
  server.publish(posts_every_minute(50, kNoon));
  CHECK(page(server, "").size() == 20);
  CHECK(page(server, "?limit=1000").size() == 40);
  const auto ids = page(server, "?limit=40");
  CHECK(std::is_sorted(ids.rbegin(), ids.rend(), OlderId{}));
  server.page_limit(15);
  CHECK(page(server, "?limit=40").size() == 15);
}

TEST_CASE("Links lead to the older and the newer page, and are absent from an empty one", "[mastodon]") {
  MastodonServer server;
  const auto id = publish_six(server);
  const std::string base = timeline(server, "?limit=2&");
  CHECK(header(get(base + "max_id=" + id[4]), "Link") ==
        "<" + base + "max_id=" + id[2] + ">; rel=\"next\", <" + base + "min_id=" + id[3] + ">; rel=\"prev\"");
  CHECK(header(get(base + "max_id=" + id[1]), "Link") == "<" + base + "min_id=" + id[0] + ">; rel=\"prev\"");
  CHECK(header(get(base + "min_id=" + id[5]), "Link").empty());
}

TEST_CASE("A server whose min_id is since_id gives the newest page and no way back", "[mastodon]") {
  MastodonServer server;
  const auto id = publish_six(server);
  server.min_id_is_since_id();
  const Answer answer = get(timeline(server, "?limit=2&min_id=" + id[0]));
  CHECK(statuses_in(answer) == std::vector<std::string>{id[5], id[4]});
  CHECK(header(answer, "Link").find("prev") == std::string::npos);
}

TEST_CASE("Tags are found without regard to case; unknown ones are empty or 404", "[mastodon]") {
  MastodonServer server;
  server.publish({.text = "Thank you, ward 7 #nhsVALUES", .created_at = kNoon});
  CHECK(statuses_in(get(server.url() + "/api/v1/timelines/tag/NHSvalues")).size() == 1);
  const std::string unknown = server.url() + "/api/v1/timelines/tag/nobody";
  CHECK(statuses_in(get(unknown)).empty());
  server.unknown_tag_is_404();
  CHECK(get(unknown).result_int() == 404);
  CHECK(server.requests_for("/timelines/tag/nhsvalues") == 1);
  CHECK(server.requests_for("/timelines/tag/") == 3);
}

TEST_CASE("A post that arrives late gets an id below the newer ones", "[mastodon]") {
  const auto style = GENERATE(IdStyle::snowflake, IdStyle::ulid, IdStyle::flake);
  MastodonServer server{{.domain = "late.example", .ids = style}};
  server.publish(posts_every_minute(3, kNoon));
  const std::string newest = page(server, "?limit=1").front();
  const Published late = server.publish_late({.text = "Late #NHSvalues", .created_at = kNoon - 90s});
  CHECK(OlderId{}(late.id, newest));
  CHECK(page(server, "?min_id=" + newest).empty());
  CHECK(page(server, "").at(2) == late.id);
  CHECK_THROWS_AS(server.publish_late({.text = "On time", .created_at = kNoon + 1s}), std::logic_error);
}

TEST_CASE("Ids tell the time in the way of their style", "[mastodon]") {
  const std::chrono::milliseconds since_1970 = kNoon.time_since_epoch();
  CHECK(std::stoull(local_id(IdStyle::snowflake, kNoon, 3)) >> 16 ==
        static_cast<std::uint64_t>(since_1970.count()));
  // The example of the ULID specification: 1469918176385 ms begins with 01ARYZ6S41; here without the 385.
  CHECK(local_id(IdStyle::ulid, UtcTime{1469918176s}, 0).substr(0, 8) == "01ARYZ6R");
  CHECK(local_id(IdStyle::ulid, kNoon, 1).size() == 26);
  CHECK(local_id(IdStyle::flake, kNoon, 1).size() == 18);
  CHECK(OlderId{}(local_id(IdStyle::flake, kNoon, 99), local_id(IdStyle::flake, kNoon + 1s, 1)));
  CHECK(OlderId{}(local_id(IdStyle::flake, kNoon, 61), local_id(IdStyle::flake, kNoon, 62)));
}

TEST_CASE("A status has all that the documented one has, and says what was written", "[mastodon]") {
  MastodonServer server;
  const Published names = server.publish({.text = "Dignity & <respect> #NHSvalues #TeamLeeds",
                                          .created_at = kNoon,
                                          .author = "amy",
                                          .language = ""});
  const Answer answer = get(timeline(server, ""));
  CHECK(header(answer, "Content-Type") == "application/json; charset=utf-8");
  const auto document = JsonDocument::parse(answer.body());
  REQUIRE(document);
  const JsonView status = document->root().at(0);
  CHECK(status["created_at"].text_or_empty() == "2026-11-20T12:00:00.000Z");
  CHECK(status["language"].is_null());
  CHECK(status["uri"].text_or_empty() == "https://social.example/users/amy/statuses/" + names.id);
  CHECK(status["url"].text_or_empty() == "https://social.example/@amy/" + names.id);
  CHECK(status["account"]["acct"].text_or_empty() == "amy");
  CHECK(status["tags"].size() == 2);
  CHECK(status["tags"].at(1)["name"].text_or_empty() == "teamleeds");
  CHECK(status["content"].text_or_empty().starts_with("<p>Dignity &amp; &lt;respect&gt; <a href="));
  CHECK(keys_of(status, {"in_reply_to_id", "sensitive", "spoiler_text", "visibility", "replies_count",
                         "reblogs_count", "favourites_count", "edited_at", "reblog", "application",
                         "media_attachments", "mentions", "emojis", "card", "poll"})
            .empty());
  CHECK(keys_of(status["account"], {"id", "username", "display_name", "bot", "discoverable", "indexable",
                                    "note", "url", "uri", "avatar", "header", "emojis", "fields"})
            .empty());
}

TEST_CASE("A post seen on two servers has one uri and two ids", "[mastodon]") {
  MastodonServer home{{.domain = "home.example"}};
  MastodonServer other{{.domain = "other.example"}};
  TestPost post{.text = "Round the fediverse #NHSvalues", .created_at = kNoon};
  const Published at_home = home.publish(post);
  post.author = "amy@home.example";
  post.uri = at_home.uri;
  post.url = at_home.url;
  const Published elsewhere = other.publish(post);
  CHECK(elsewhere.uri == at_home.uri);
  CHECK(elsewhere.url == at_home.url);
  CHECK(elsewhere.id != at_home.id);
  const auto document = JsonDocument::parse(get(timeline(other, "")).body());
  CHECK(document->root().at(0)["account"]["acct"].text_or_empty() == "amy@home.example");
  CHECK_THROWS_AS(other.publish(post), std::logic_error);
}

TEST_CASE("An edit changes the text under the same id and moves the post between timelines", "[mastodon]") {
  MastodonServer server;
  const Published names = server.publish({.text = "Before #NHSvalues", .created_at = kNoon});
  server.edit(names.uri, "After #NHSvalues", kNoon + 5min);
  const auto document = JsonDocument::parse(get(timeline(server, "")).body());
  const JsonView status = document->root().at(0);
  CHECK(status["id"].text_or_empty() == names.id);
  CHECK(status["edited_at"].text_or_empty() == "2026-11-20T12:05:00.000Z");
  CHECK(status["content"].text_or_empty().starts_with("<p>After"));

  server.edit(names.uri, "No tag any more", kNoon + 6min);
  CHECK(page(server, "").empty());
}

TEST_CASE("A server may go on listing a post whose tag was edited away", "[mastodon]") {
  MastodonServer server;
  server.keep_edited_in_timelines();
  const Published names = server.publish({.text = "Before #NHSvalues", .created_at = kNoon});
  server.edit(names.uri, "No tag any more", kNoon + 6min);
  server.edit(names.uri, "Still no tag", kNoon + 7min);
  const auto document = JsonDocument::parse(get(timeline(server, "")).body());
  REQUIRE(document->root().size() == 1);
  CHECK(document->root().at(0)["tags"].size() == 0);
}

TEST_CASE("A removed post is nowhere", "[mastodon]") {
  MastodonServer server;
  const Published names = server.publish({.text = "Regret #NHSvalues", .created_at = kNoon});
  server.remove(names.uri);
  CHECK(page(server, "").empty());
  CHECK_THROWS_AS(server.remove(names.uri), std::logic_error);
}

TEST_CASE("A server that wants to know who asks says so", "[mastodon]") {
  MastodonServer server;
  server.publish({.text = "Members only #NHSvalues", .created_at = kNoon});
  server.hide_tag_timelines();
  CHECK(get(timeline(server, "")).result_int() == 422);
  CHECK(get(server.url() + "/tags/NHSvalues.rss").result_int() == 200);
  CHECK(get(server.url() + "/api/v2/instance").body().find("authenticated") != std::string::npos);
  CHECK(get(timeline(server, ""), {{"Authorization", "Bearer any"}}).result_int() == 200);

  server.require_token("right");
  CHECK(get(server.url() + "/api/v2/instance").result_int() == 401);
  CHECK(get(timeline(server, ""), {{"Authorization", "Bearer wrong"}}).result_int() == 401);
  CHECK(get(timeline(server, ""), {{"Authorization", "Bearer right"}}).result_int() == 200);
}

TEST_CASE("Tag pages may be switched off or empty for visitors, and the instance says so", "[mastodon]") {
  MastodonServer server;
  server.publish({.text = "Unseen #NHSvalues", .created_at = kNoon});
  const auto access = [&] {
    const auto document = JsonDocument::parse(get(server.url() + "/api/v2/instance").body());
    REQUIRE(document);
    return document->root()["configuration"]["timelines_access"]["hashtag_feeds"]["remote"].text_or_empty();
  };
  CHECK(access() == "public");
  server.empty_tag_timelines_for_visitors();
  CHECK(page(server, "").empty());
  CHECK(statuses_in(get(timeline(server, ""), {{"Authorization", "Bearer any"}})).size() == 1);
  CHECK(access() == "authenticated");
  server.switch_tag_timelines_off();
  CHECK(statuses_in(get(timeline(server, ""), {{"Authorization", "Bearer any"}})).empty());
  CHECK(access() == "disabled");
  server.describe_nothing();
  CHECK(get(server.url() + "/api/v2/instance").result_int() == 404);
}

TEST_CASE("Statuses are found again by their ids, and missed when they are gone", "[mastodon]") {
  MastodonServer server;
  const auto id = publish_six(server);
  const std::string statuses = server.url() + "/api/v1/statuses";
  const std::string both = statuses + "?id[]=" + id[0] + "&id[]=" + id[5];
  CHECK(statuses_in(get(both)).size() == 2);
  CHECK(get(statuses + "/" + id[0]).result_int() == 200);
  const auto document = JsonDocument::parse(get(statuses + "/" + id[0]).body());
  server.remove(document->root()["uri"].text_or_empty());
  CHECK(statuses_in(get(both)) == std::vector<std::string>{id[5]});
  CHECK(get(statuses + "/" + id[0]).result_int() == 404);
}

TEST_CASE("What an author says of search engines stands in the account", "[mastodon]") {
  MastodonServer server;
  server.publish({.text = "Quiet #NHSvalues", .created_at = kNoon, .indexable = false, .noindex = true});
  server.publish({.text = "Elsewhere #NHSvalues", .created_at = kNoon + 1s, .indexable = std::nullopt});
  const auto document = JsonDocument::parse(get(timeline(server, "")).body());
  CHECK_FALSE(document->root().at(0)["account"]["indexable"].exists());
  CHECK(document->root().at(1)["account"]["indexable"].boolean() == false);
  CHECK(document->root().at(1)["account"]["noindex"].boolean() == true);
}

TEST_CASE("Requests beyond the limit get 429 without Retry-After", "[mastodon]") {
  MastodonServer server;
  server.publish(posts_every_minute(1, kNoon));
  server.rate_limit(2, 1h);
  const Answer first = get(timeline(server, ""));
  CHECK(header(first, "X-RateLimit-Limit") == "2");
  CHECK(header(first, "X-RateLimit-Remaining") == "1");
  CHECK(header(first, "X-RateLimit-Reset").size() == std::string("2026-11-20T10:05:00.000000Z").size());
  CHECK(get(timeline(server, "")).result_int() == 200);
  const Answer third = get(timeline(server, ""));
  CHECK(third.result_int() == 429);
  CHECK(header(third, "X-RateLimit-Remaining") == "0");
  CHECK(header(third, "Retry-After").empty());
}

TEST_CASE("A window ends at a multiple of its length, told to the microsecond, and a new one begins",
          "[mastodon]") {
  const std::chrono::sys_time<std::chrono::milliseconds> in_window = kNoon + 1250ms;
  RateLimit limit(2, 500ms);
  CHECK(limit.admits(in_window));
  CHECK(limit.admits(in_window + 100ms));
  CHECK_FALSE(limit.admits(in_window + 249ms));
  CHECK(limit.headers().back().second == "2026-11-20T12:00:01.500000Z");
  CHECK(limit.admits(in_window + 250ms));
  CHECK(limit.headers().at(1).second == "1");
}

TEST_CASE("A tag's feed holds the newest twenty, and 304 for who has them", "[mastodon]") {
  MastodonServer server;
  server.publish(posts_every_minute(30, kNoon));
  const std::string url = server.url() + "/tags/NHSvalues.rss";
  const Answer answer = get(url);
  const std::string rss = answer.body();
  const auto count = [&](const std::string& part) {
    int times = 0;
    for (std::size_t at = rss.find(part); at != std::string::npos; at = rss.find(part, at + 1)) ++times;
    return times;
  };
  CHECK(count("<item>") == 20);
  CHECK(count("<title>") == 1);
  CHECK(rss.find("cup 30.") < rss.find("cup 29."));
  CHECK(rss.find("<pubDate>Fri, 20 Nov 2026 12:00:00 +0000</pubDate>") != std::string::npos);

  const std::vector<std::pair<std::string, std::string>> validators = {
      {"If-None-Match", header(answer, "ETag")}};
  const Answer again = get(url, validators);
  CHECK(again.result_int() == 304);
  CHECK(again.body().empty());
  CHECK(get(url, {{"If-Modified-Since", header(answer, "Last-Modified")}}).result_int() == 304);
  server.publish_late({.text = "Late #NHSvalues", .created_at = kNoon - 30s});
  CHECK(get(url, validators).result_int() == 200);
  CHECK(get(url, {{"If-Modified-Since", header(answer, "Last-Modified")}}).result_int() == 200);
}

TEST_CASE("Posts may be published while pages are read", "[mastodon]") {
  MastodonServer server;
  std::thread writer([&] { server.publish(posts_every_minute(300, kNoon)); });
  std::size_t read = 0;
  while (read < 40) read = page(server, "?limit=40").size();
  writer.join();
  CHECK(page(server, "?limit=40").size() == 40);
}
