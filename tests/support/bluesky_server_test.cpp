#include "tests/support/bluesky_server.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <set>

#include "core/json.h"
#include "tests/support/loopback_client.h"
#include "tests/support/noon.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// The service alone, at a time that the test moves, and somebody signed in to it.
struct Service {
  Service() { access = signed_in()["accessJwt"]; }

  std::map<std::string, std::string> signed_in() {
    const Reply reply = post("com.atproto.server.createSession", "",
                             R"({"identifier": "monitor.example", "password": "abcd-efgh-ijkl-mnop"})");
    REQUIRE(reply.status == 200);
    return tokens(reply);
  }

  static std::map<std::string, std::string> tokens(const Reply& reply) {
    const auto json = JsonDocument::parse(reply.body);
    return {{"accessJwt", json->root()["accessJwt"].text_or_empty()},
            {"refreshJwt", json->root()["refreshJwt"].text_or_empty()}};
  }

  Reply post(const std::string& method, const std::string& bearer, const std::string& body = "") {
    SeenRequest request;
    request.method = "POST";
    request.path = "/xrpc/" + method;
    request.body = body;
    if (!body.empty()) request.headers["content-type"] = "application/json";
    if (!bearer.empty()) request.headers["authorization"] = "Bearer " + bearer;
    return api.answer(request, "http://127.0.0.1:1");
  }

  Reply search(const std::multimap<std::string, std::string>& query) {
    SeenRequest request;
    request.method = "GET";
    request.path = "/xrpc/app.bsky.feed.searchPosts";
    request.query = query;
    request.query.emplace("q", "#NHSvalues");
    request.headers["authorization"] = "Bearer " + access;
    return api.answer(request, "http://127.0.0.1:1");
  }

  UtcTime now = kNoon;
  BlueskyApi api{[this] { return now; }};
  std::string access;
};

struct Results {
  std::vector<std::string> uris;
  std::string cursor;
};

Results results(const Reply& reply) {
  REQUIRE(reply.status == 200);
  const auto json = JsonDocument::parse(reply.body);
  REQUIRE(json);
  Results read;
  read.cursor = json->root()["cursor"].text_or_empty();
  for (std::size_t i = 0; i < json->root()["posts"].size(); ++i)
    read.uris.push_back(json->root()["posts"].at(i)["uri"].text_or_empty());
  return read;
}

std::string error_name(const Reply& reply) {
  const auto json = JsonDocument::parse(reply.body);
  return json ? json->root()["error"].text_or_empty() : "";
}

BlueskyPost post_at(UtcTime moment) {
  BlueskyPost post;
  post.text = "Tea on the ward #NHSvalues";
  post.created_at = moment;
  post.indexed_at = moment;
  return post;
}

using Uris = std::vector<std::string>;

}  // namespace

TEST_CASE("Search gives what is between since and until, newest first, and says when there is more",
          "[bluesky]") {
  for (const bool v2 : {false, true}) {
    Service service;
    service.api.quirks.v2_cursors = v2;
    Uris uris;
    for (int i = 0; i < 5; ++i) uris.push_back(service.api.publish(post_at(kNoon - 5h + i * 1h)));
    CHECK(results(service.search({})).uris == Uris{uris[4], uris[3], uris[2], uris[1], uris[0]});
    const Results window =
        results(service.search({{"since", "2026-11-20T08:00:00Z"}, {"until", "2026-11-20T10:00:00Z"}}));
    CHECK(window.uris == Uris{uris[2], uris[1]});
    CHECK(window.cursor.empty());
    const Results first = results(service.search({{"limit", "3"}}));
    CHECK(first.uris == Uris{uris[4], uris[3], uris[2]});
    const Results last = results(service.search({{"limit", "3"}, {"cursor", first.cursor}}));
    CHECK(last.uris == Uris{uris[1], uris[0]});
    CHECK(last.cursor.empty());
  }
}

TEST_CASE("Posts that are gone leave short and empty pages behind, with a cursor", "[bluesky]") {
  Service service;
  Uris uris;
  for (int i = 0; i < 4; ++i) uris.push_back(service.api.publish(post_at(kNoon - 5h + i * 1h)));
  service.api.remove(uris[3]);
  service.api.remove(uris[2]);
  const Results page = results(service.search({{"limit", "2"}}));
  CHECK(page.uris.empty());
  CHECK_FALSE(page.cursor.empty());
  CHECK(service.api.found_now("nhsvalues") == Uris{uris[1], uris[0]});
}

TEST_CASE("A post is sorted by the earlier of its two dates, and found after the index lag", "[bluesky]") {
  Service service;
  service.api.quirks.index_lag = 10min;
  BlueskyPost early = post_at(kNoon - 1h);
  early.indexed_at = kNoon;
  BlueskyPost boastful = post_at(kNoon + 24h * 365);
  boastful.indexed_at = kNoon - 30min;
  const std::string first = service.api.publish(early);
  const std::string second = service.api.publish(boastful);
  CHECK(results(service.search({})).uris.empty());
  service.now += 10min;
  CHECK(results(service.search({})).uris == Uris{second, first});
}

TEST_CASE("A cursor of the other backend is refused", "[bluesky]") {
  Service service;
  for (int i = 0; i < 4; ++i) service.api.publish(post_at(kNoon - 1h * i));
  const std::string number = results(service.search({{"limit", "2"}})).cursor;
  CHECK(number == "2");
  service.api.quirks.v2_cursors = true;
  const Reply refused = service.search({{"limit", "2"}, {"cursor", number}});
  CHECK(refused.status == 400);
  CHECK(refused.body.find("Invalid cursor format") != std::string::npos);
}

TEST_CASE("Tokens run out, and a refresh token is good for one refresh", "[bluesky]") {
  Service service;
  const auto session = service.signed_in();
  service.access = session.at("accessJwt");
  CHECK(service.search({}).status == 200);
  service.now += 2h;
  CHECK(error_name(service.search({})) == "ExpiredToken");
  const Reply refreshed = service.post("com.atproto.server.refreshSession", session.at("refreshJwt"));
  REQUIRE(refreshed.status == 200);
  service.access = Service::tokens(refreshed)["accessJwt"];
  CHECK(service.search({}).status == 200);
  CHECK(error_name(service.post("com.atproto.server.refreshSession", session.at("refreshJwt"))) ==
        "ExpiredToken");
  service.access.clear();
  CHECK(error_name(service.search({})) == "AuthMissing");
}

TEST_CASE("Sign-ins are counted and limited", "[bluesky]") {
  Service service;
  service.api.sessions.logins_allowed = 2;
  const std::string wrong = R"({"identifier": "monitor.example", "password": "x"})";
  CHECK(error_name(service.post("com.atproto.server.createSession", "", wrong)) == "AuthenticationRequired");
  const Reply limited = service.post("com.atproto.server.createSession", "", wrong);
  CHECK(limited.status == 429);
  CHECK(error_name(limited) == "RateLimitExceeded");
  CHECK(service.api.sessions.logins() == 3);
}

TEST_CASE("The rate limit resets at a moment in Unix seconds", "[bluesky]") {
  Service service;
  service.api.quirks.rate_limit = 1;
  CHECK(service.search({}).status == 200);
  const Reply limited = service.search({});
  CHECK(limited.status == 429);
  const std::multimap<std::string, std::string> headers{limited.headers.begin(), limited.headers.end()};
  CHECK(headers.find("RateLimit-Reset")->second == "1795176300");
  CHECK(headers.find("Retry-After")->second == "300");
  service.now += 5min;
  CHECK(service.search({}).status == 200);
}

TEST_CASE("Facets count bytes, and a changed post has another hash and the same dates", "[bluesky]") {
  Service service;
  BlueskyPost post = post_at(kNoon - 1h);
  post.text = "Ünïcode first, then #NHSvalues";
  const std::string uri = service.api.publish(post);
  const auto view = [&] {
    const auto json = JsonDocument::parse(service.search({}).body);
    return json->root()["posts"].at(0).to_text();
  };
  const std::string before = view();
  const auto json = JsonDocument::parse(before);
  const JsonView index = json->root()["record"]["facets"].at(0)["index"];
  CHECK(index["byteStart"].integer() == 22);
  CHECK(index["byteEnd"].integer() == 32);
  service.api.change(uri, "Another text #NHSvalues");
  const auto changed = JsonDocument::parse(view());
  CHECK(changed->root()["cid"].text() != json->root()["cid"].text());
  CHECK(changed->root()["indexedAt"].text() == json->root()["indexedAt"].text());
}

TEST_CASE("A PDS on loopback answers over HTTP", "[bluesky]") {
  BlueskyServer server;
  CHECK(get(server.url() + "/xrpc/com.atproto.server.describeServer").result_int() == 200);
  CHECK(get(server.url() + "/xrpc/app.bsky.feed.searchPosts?q=%23NHSvalues").result_int() == 401);
  server.with([](BlueskyApi& api) { api.quirks.blocked = true; });
  const Answer blocked = get(server.url() + "/xrpc/app.bsky.feed.searchPosts?q=%23NHSvalues");
  CHECK(blocked.result_int() == 403);
  CHECK(header(blocked, "Content-Type") == "text/html");
  CHECK(server.requests_for("searchPosts") == 2);
}
