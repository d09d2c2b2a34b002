#include "tests/support/x_server.h"

#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/support/loopback_client.h"
#include "tests/support/noon.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

XServerOptions at_noon() {
  XServerOptions options;
  options.now = [] { return kNoon; };
  return options;
}

Answer ask(const XServer& server, const std::string& query, const std::string& token = "any") {
  return get(server.url() + "/2/tweets/search/recent?query=%23NHSvalues%20-is:retweet%20-is:nullcast" + query,
             {{"Authorization", "Bearer " + token}});
}

JsonDocument parsed(const Answer& answer) {
  auto document = JsonDocument::parse(answer.body());
  REQUIRE(document);
  return *std::move(document);
}

std::vector<std::string> ids_in(const Answer& answer) {
  const JsonDocument document = parsed(answer);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < document.root()["data"].size(); ++i)
    ids.push_back(document.root()["data"].at(i)["id"].text_or_empty());
  return ids;
}

std::string token_in(const Answer& answer) {
  const JsonDocument document = parsed(answer);
  return document.root()["meta"]["next_token"].text_or_empty();
}

std::vector<std::string> publish_minutes(XServer& server, int count) {
  std::vector<std::string> ids;
  for (int i = count; i > 0; --i)
    ids.push_back(server.publish({.text = "Tea #nhsVALUES", .created_at = kNoon - i * 1min}));
  return ids;
}

std::string refused_parameter(const Answer& answer, const std::string& name) {
  const JsonDocument document = parsed(answer);
  CHECK(answer.result_int() == 400);
  CHECK(document.root()["type"].text_or_empty() == "https://api.x.com/2/problems/invalid-request");
  return document.root()["errors"].at(0)["parameters"][name].exists() ? name : answer.body();
}

}  // namespace

TEST_CASE("X's search gives the newest first, ten unless asked for more, and a token for the rest", "[x]") {
  XServer server{at_noon()};
  const auto ids = publish_minutes(server, 25);
  const Answer first = ask(server, "");
  CHECK(ids_in(first) == std::vector<std::string>(ids.rbegin(), ids.rbegin() + 10));
  const Answer second = ask(server, "&next_token=" + token_in(first));
  CHECK(ids_in(second) == std::vector<std::string>(ids.rbegin() + 10, ids.rbegin() + 20));
  const Answer third = ask(server, "&next_token=" + token_in(second));
  CHECK(ids_in(third).size() == 5);
  CHECK(token_in(third).empty());
  CHECK(ids_in(ask(server, "&max_results=100")).size() == 25);
  // A token is good for its own question only.
  CHECK(refused_parameter(ask(server, "&max_results=20&next_token=" + token_in(first)), "next_token") ==
        "next_token");
}

TEST_CASE("X's bounds are exclusive for ids, and from inclusive to exclusive for times", "[x]") {
  XServer server{at_noon()};
  const auto ids = publish_minutes(server, 5);
  using Ids = std::vector<std::string>;
  CHECK(ids_in(ask(server, "&since_id=" + ids[2])) == Ids{ids[4], ids[3]});
  CHECK(ids_in(ask(server, "&until_id=" + ids[2])) == Ids{ids[1], ids[0]});
  CHECK(ids_in(ask(server, "&start_time=2026-11-20T11:57:00Z&end_time=2026-11-20T11:59:00Z")) ==
        Ids{ids[3], ids[2]});
}

TEST_CASE("X refuses bounds that are mixed, too old, too new or no bounds", "[x]") {
  XServer server{at_noon()};
  const auto ids = publish_minutes(server, 1);
  CHECK(refused_parameter(ask(server, "&since_id=" + ids[0] + "&start_time=2026-11-20T11:00:00Z"),
                          "since_id") == "since_id");
  const std::string old_id = std::to_string(x_snowflake(kNoon - 8 * 24h, 0));
  CHECK(refused_parameter(ask(server, "&since_id=" + old_id), "since_id") == "since_id");
  for (const char* time :
       {"2026-11-13T11:59:59Z", "2026-11-20T11:59:55Z", "2026-11-20T11:00:00.000Z", "noon"})
    CHECK(refused_parameter(ask(server, std::string{"&start_time="} + time), "start_time") == "start_time");
  for (const char* results : {"9", "101", "many"})
    CHECK(refused_parameter(ask(server, std::string{"&max_results="} + results), "max_results") ==
          "max_results");
  CHECK(get(server.url() + "/2/tweets/search/recent?query=-is:retweet", {{"Authorization", "Bearer a"}})
            .result_int() == 400);
}

TEST_CASE("X shows neither the last half minute nor what is older than seven days", "[x]") {
  XServer server{at_noon()};
  server.publish({.text = "Too new #NHSvalues", .created_at = kNoon - 10s});
  server.publish({.text = "Too old #NHSvalues", .created_at = kNoon - 7 * 24h - 1s});
  server.publish({.text = "Another tag", .created_at = kNoon - 1h});
  server.publish({.text = "RT #NHSvalues", .created_at = kNoon - 1h, .retweets = "5"});
  server.publish({.text = "Advert #NHSvalues", .created_at = kNoon - 1h, .nullcast = true});
  const Answer answer = ask(server, "");
  CHECK(answer.result_int() == 200);
  const JsonDocument document = parsed(answer);
  CHECK_FALSE(document.root()["data"].exists());
  CHECK(document.root()["meta"]["result_count"].integer() == 0);
}

TEST_CASE("X knows the names of one vocabulary, or of both", "[x]") {
  XServer server{at_noon()};
  publish_minutes(server, 1);
  const auto has = [&](const std::string& query, const char* member) {
    const JsonDocument document = parsed(ask(server, query));
    return document.root()["data"].at(0)[member].exists();
  };
  CHECK(has("&tweet.fields=created_at", "edit_history_tweet_ids"));
  CHECK(has("&post.fields=created_at", "edit_history_post_ids"));
  server.with([](XApi& api) { api.quirks.vocabulary = XVocabulary::post_only; });
  CHECK(refused_parameter(ask(server, "&tweet.fields=created_at"), "tweet.fields") == "tweet.fields");
  CHECK(refused_parameter(ask(server, "&post.fields=note_tweet"), "post.fields") == "post.fields");
  server.with([](XApi& api) { api.quirks.vocabulary = XVocabulary::tweet_only; });
  CHECK(refused_parameter(ask(server, "&post.fields=created_at"), "post.fields") == "post.fields");
}

TEST_CASE("On X an edit is a new id that remembers the old ones", "[x]") {
  XServer server{at_noon()};
  const std::string first = server.publish({.text = "Tea #NHSvalues", .created_at = kNoon - 20min});
  const std::string second = server.edit(first, "Coffee #NHSvalues", kNoon - 10min);
  const JsonDocument document = parsed(ask(server, ""));
  REQUIRE(document.root()["data"].size() == 1);
  const JsonView post = document.root()["data"].at(0);
  CHECK(post["id"].text_or_empty() == second);
  CHECK(post["edit_history_tweet_ids"].at(0).text_or_empty() == first);
  CHECK(post["text"].text_or_empty() == "Coffee #NHSvalues");
  CHECK_THROWS_AS(server.edit(first, "Too late #NHSvalues", kNoon + 15min), std::logic_error);
  server.remove(second);
  CHECK(ids_in(ask(server, "")).empty());
  server.publish({.text = "Private #NHSvalues", .created_at = kNoon - 1h, .author = "bo"});
  server.with([](XApi& api) { api.posts.protect("bo"); });
  CHECK(ids_in(ask(server, "")).empty());
}

TEST_CASE("X's texts are escaped, their links shortened, and long ones cut with the whole beside", "[x]") {
  XServer server{at_noon()};
  server.publish({.text = "Tea & toast https://values.example/a #NHSvalues " + std::string(300, 'x'),
                  .created_at = kNoon - 1h,
                  .picture = true});
  const JsonDocument document = parsed(ask(server, "&tweet.fields=entities,note_tweet,lang"));
  const JsonView post = document.root()["data"].at(0);
  const std::string text = post["text"].text_or_empty();
  CHECK(text.starts_with("Tea &amp; toast https://t.co/"));
  CHECK(text.ends_with("…"));
  CHECK(post["note_tweet"]["text"].text_or_empty().size() > text.size());
  CHECK(post["entities"]["urls"].at(0)["expanded_url"].text_or_empty() == "https://values.example/a");
  CHECK(post["note_tweet"]["entities"]["urls"].size() == 2);
  CHECK(post["entities"]["hashtags"].at(0)["tag"].text_or_empty() == "NHSvalues");
}

TEST_CASE("X bills each post and each author once a day, and no question that it refuses", "[x]") {
  UtcTime now = kNoon;
  XServerOptions options;
  options.now = [&now] { return now; };
  XServer server{options};
  publish_minutes(server, 3);
  server.publish({.text = "Bo's #NHSvalues", .created_at = kNoon - 10min, .author = "bo"});
  const auto bill = [&] {
    std::int64_t total = 0;
    server.with([&](XApi& api) { total = api.bill.total(); });
    return total;
  };
  ask(server, "&max_results=5");
  CHECK(bill() == 0);
  ask(server, "");
  CHECK(bill() == 4 * XBill::kPost);
  ask(server, "&expansions=author_id");
  CHECK(bill() == 4 * XBill::kPost + 2 * XBill::kAuthor);
  now += 24h;
  ask(server, "");
  CHECK(bill() == 8 * XBill::kPost + 2 * XBill::kAuthor);
}

TEST_CASE("X says who may not ask, and when to come back", "[x]") {
  XServer server{at_noon()};
  publish_minutes(server, 1);
  CHECK(get(server.url() + "/2/tweets/search/recent?query=%23NHSvalues").result_int() == 401);
  server.with([](XApi& api) { api.quirks.token = "right"; });
  CHECK(ask(server, "", "wrong").result_int() == 401);
  CHECK(ask(server, "", "right").result_int() == 200);
  server.with([](XApi& api) { api.quirks = {.rate_limit = XRateLimit{1, 15min}}; });
  const Answer last = ask(server, "");
  CHECK(header(last, "x-rate-limit-remaining") == "0");
  const Answer refused = ask(server, "");
  CHECK(refused.result_int() == 429);
  CHECK(header(refused, "x-rate-limit-reset") == std::to_string((kNoon + 15min).time_since_epoch().count()));
  server.with([](XApi& api) { api.quirks = {.enrolled = false}; });
  CHECK(ask(server, "").result_int() == 403);
  server.with([](XApi& api) { api.quirks = {.out_of_credit = true}; });
  CHECK(ask(server, "").result_int() == 402);
  server.with([](XApi& api) { api.quirks = {.usage_cap = 1}; });
  CHECK(ask(server, "").body().find("usage-capped") != std::string::npos);
}
