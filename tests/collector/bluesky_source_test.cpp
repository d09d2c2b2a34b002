#include "collector/sources/bluesky_source.h"

#include <catch2/catch.hpp>

#include "bluesky_collection.h"
#include "collector/sources/make_sources.h"
#include "collector/sources/web_address.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = at("2026-11-20T10:10:00Z");

std::unique_ptr<Source> source(bool drop_noindex = false) {
  BlueskyOptions options;
  options.account = "daemon.values.example";
  options.password = "abcd-efgh";
  options.drop_noindex = drop_noindex;
  return make_bluesky_source(options);
}

/// Signed in, at the first page.
Cursor signed_in() {
  const auto bluesky = source();
  const Cursor begun = bluesky->begin_run("", run_at(kNow));
  const auto outcome =
      bluesky->read(answer(200, fixture("bluesky/create_session.json")), begun, nhs_values(), kNow);
  return std::get<Proceed>(outcome).cursor;
}

PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, bool drop_noindex = false) {
  return source(drop_noindex)->read(response, cursor, nhs_values(), kNow);
}

PageOfPosts page_of(const std::string& body, const Cursor& cursor, bool drop_noindex = false) {
  const auto outcome = read(answer(200, body), cursor, drop_noindex);
  if (const auto* failed = std::get_if<Failed>(&outcome)) FAIL(failed->cause);
  return std::get<PageOfPosts>(outcome);
}

std::string asked_for(const Cursor& cursor, const std::string& parameter) {
  const auto request = source()->next_request(cursor, nhs_values());
  return request ? query_parameter(request->url, parameter).value_or("") : "nothing";
}

std::string a_post(int number, const std::string& second) {
  return R"({"uri": "at://did:plc:a/app.bsky.feed.post/)" + std::to_string(number) +
         R"(", "indexedAt": "2026-11-20T09:00:)" + second +
         R"(Z", "author": {"did": "did:plc:a", "handle": "amy.example"},
            "record": {"text": "#NHSvalues", "createdAt": "2026-11-20T09:00:)" +
         second + R"(Z"}})";
}

/// Runs against a server that answers searches with this; how many requests the run takes.
int run_against(const std::function<std::string(int)>& body, int most, std::string* failure = nullptr) {
  const auto bluesky = source();
  Cursor cursor = signed_in();
  cursor = bluesky->begin_run(cursor, run_at(kNow));
  int requests = 0;
  while (bluesky->next_request(cursor, nhs_values())) {
    REQUIRE(requests < most);
    const auto outcome = bluesky->read(answer(200, body(requests)), cursor, nhs_values(), kNow);
    ++requests;
    if (const auto* failed = std::get_if<Failed>(&outcome)) {
      if (failure != nullptr) *failure = failed->cause;
      return requests;
    }
    cursor = std::get<PageOfPosts>(outcome).cursor;
  }
  return requests;
}

}  // namespace

TEST_CASE("The search asks the account's PDS for the newest posts of the tag", "[bluesky]") {
  const auto request = source()->next_request(signed_in(), nhs_values());
  REQUIRE(request);
  CHECK(request->url ==
        "https://pds.values.example/xrpc/app.bsky.feed.searchPosts?q=%23NHSvalues&sort=latest&limit=100"
        "&since=2026-11-19T10%3A10%3A00Z");
  CHECK(request->bearer == "FICTIONAL.ACCESS.JWT");
  CHECK_FALSE(request->follow_redirects);
  CHECK_FALSE(source()->overlap_before(signed_in()));
}

TEST_CASE("The fixtures' pages are walked to the end", "[bluesky]") {
  const PageOfPosts first = page_of(fixture("bluesky/search_page1.json"), signed_in());
  CHECK(first.posts.size() == 2);
  CHECK(first.undated_edits);
  CHECK(asked_for(first.cursor, "cursor") == "2");
  const PageOfPosts empty = page_of(fixture("bluesky/search_page2_empty_but_cursor.json"), first.cursor);
  CHECK(empty.posts.empty());
  CHECK(asked_for(empty.cursor, "cursor") == "4");
  const PageOfPosts last = page_of(fixture("bluesky/search_page3_last.json"), empty.cursor);
  CHECK(last.posts.size() == 2);
  CHECK(last.withdrawn.empty());
  CHECK(asked_for(last.cursor, "cursor").empty());
  CHECK(asked_for(last.cursor, "until") == "2026-11-20T07:59:01Z");
  const PageOfPosts v2 = page_of(fixture("bluesky/search_v2_style_cursor.json"), signed_in());
  CHECK(asked_for(v2.cursor, "cursor") == "eyJzb3J0IjpbMTc5NTE2ODEyMDAwMF19");
}

TEST_CASE("A post without a topic is not kept, and one we have stops counting", "[bluesky]") {
  const auto page = page_of(R"({"posts": [{"uri": "at://did:plc:a/app.bsky.feed.post/1",
      "indexedAt": "2026-11-20T09:00:00Z", "record": {"text": "no tag any more"}}]})",
                            signed_in());
  CHECK(page.posts.empty());
  CHECK(page.withdrawn.size() == 1);
}

TEST_CASE("Who asks not to be shown is never quoted, and left out where the configuration says so",
          "[bluesky]") {
  const std::string body = R"({"posts": [{"uri": "at://did:plc:a/app.bsky.feed.post/1",
      "indexedAt": "2026-11-20T09:00:00Z", "record": {"text": "#NHSvalues"},
      "author": {"did": "did:plc:a", "labels": [{"val": "!no-unauthenticated"}]}}]})";
  const auto kept = page_of(body, signed_in());
  REQUIRE(kept.posts.size() == 1);
  CHECK(kept.posts[0].quotable == false);
  CHECK(kept.opted_out == 0);
  const auto dropped = page_of(body, signed_in(), true);
  CHECK(dropped.posts.empty());
  CHECK(dropped.withdrawn.size() == 1);  // it may have been kept before
  CHECK(dropped.opted_out == 1);
}

TEST_CASE("A broken item is set aside, a page of nothing else is a failure", "[bluesky]") {
  const auto page = page_of(R"({"posts": [5, {}, )" + a_post(1, "01") + "]}", signed_in());
  CHECK(page.posts.size() == 1);
  REQUIRE(page.unreadable.size() == 2);
  CHECK(page.unreadable[0].cause == "a post is not a JSON object");
  CHECK(page.unreadable[0].item != page.unreadable[1].item);
  CHECK(std::holds_alternative<Failed>(read(answer(200, R"({"posts": [5, {}]})"), signed_in())));
}

TEST_CASE("What an answer means goes by its error's name and status", "[bluesky]") {
  struct Row {
    int status;
    std::string body;
    FailureClass kind;
    const char* words;
  };
  for (const Row& row : std::vector<Row>{
           {403, fixture("bluesky/error_403_html.html"), FailureClass::needs_token, "does not let us search"},
           {403, fixture("bluesky/error_403_forbidden.json"), FailureClass::needs_token,
            "does not let us search"},
           {502, fixture("bluesky/error_502_upstream.json"), FailureClass::transient, "HTTP 502"},
           {400, R"({"error": "BadQueryString", "message": "x"})", FailureClass::permanent, "`topics`"},
           {400, R"({"error": "InvalidRequest", "message": "x"})", FailureClass::permanent, "HTTP 400"},
           {400, fixture("bluesky/error_400_invalid_cursor.json"), FailureClass::permanent, "HTTP 400"},
           {404, R"({"error": "XRPCNotSupported"})", FailureClass::permanent, "HTTP 404"},
           {501, R"({"error": "MethodNotImplemented"})", FailureClass::permanent, "no search"},
           {200, "<html>hello</html>", FailureClass::transient, "web page"},
           {200, R"({"posts": [)", FailureClass::transient, "break off"},
           {200, R"({"error": "x"})", FailureClass::transient, "no posts"},
           {200, "[]", FailureClass::transient, "no posts"}}) {
    CAPTURE(row.status, row.body);
    const auto outcome = read(answer(row.status, row.body), signed_in());
    const auto* failed = std::get_if<Failed>(&outcome);
    REQUIRE(failed != nullptr);
    CHECK(failed->kind == row.kind);
    CHECK(failed->cause.find(row.words) != std::string::npos);
    CHECK(failed->cause.find("FICTIONAL") == std::string::npos);
  }
}

TEST_CASE("A rate limit is waited out as long as the server says", "[bluesky]") {
  const auto response = answer_with_headers("bluesky/error_429_rate_limit.headers",
                                            fixture("bluesky/error_429_rate_limit.json"));
  const UtcTime sent = at("2026-11-20T09:21:00Z");
  const auto outcome = source()->read(response, signed_in(), nhs_values(), sent);
  CHECK(std::get<RateLimited>(outcome).until == sent + 120s);
}

TEST_CASE("Every way to say that a session has ended leads to a refresh or a login", "[bluesky]") {
  const Cursor proven = page_of(fixture("bluesky/search_page1.json"), signed_in()).cursor;
  for (const auto& [status, name] :
       std::vector<std::pair<int, std::string>>{{400, "error_400_expired_token"},
                                                {401, "error_400_expired_token"},
                                                {401, "error_401_auth_missing"},
                                                {401, "error_401_auth_required"}}) {
    const auto outcome = read(answer(status, fixture("bluesky/" + name + ".json")), proven);
    const auto request = source()->next_request(std::get<Proceed>(outcome).cursor, nhs_values());
    CHECK(request->url == "https://pds.values.example/xrpc/com.atproto.server.refreshSession");
  }
}

TEST_CASE("Every run ends, whatever the server answers", "[bluesky][hostile]") {
  std::string failure;
  const auto cursor = [](int i) { return R"(, "cursor": "c)" + std::to_string(i) + "\"}"; };

  CHECK(run_against([&](int i) { return R"({"posts": [])" + cursor(i); }, 30, &failure) <= 30);
  CHECK(failure.find("page after page without a post") != std::string::npos);
  // One page for ever, under a new cursor each time.
  CHECK(run_against([&](int i) { return R"({"posts": [)" + a_post(1, "01") + "]" + cursor(i); }, 200) <= 200);
  // The same cursor for ever.
  CHECK(run_against([&](int) { return R"({"posts": [)" + a_post(1, "01") + "]" + cursor(7); }, 20) <= 20);
  // Two cursors by turns.
  CHECK(run_against([&](int i) { return R"({"posts": [)" + a_post(1, "01") + "]" + cursor(i % 2); }, 200) <=
        200);
  // A new post each time, in the same second.
  CHECK(run_against([&](int i) { return R"({"posts": [)" + a_post(i, "01") + "]" + cursor(i); }, 2'500) <=
        2'500);
  // Posts without any date.
  const std::string undated = R"({"posts": [{"uri": "at://did:plc:a/app.bsky.feed.post/1",
      "record": {"text": "#NHSvalues"}}])";
  CHECK(run_against([&](int i) { return undated + cursor(i); }, 200) <= 200);
  // A cursor of a megabyte.
  CHECK(run_against([&](int) { return R"({"posts": [], "cursor": ")" + std::string(1'000'000, 'c') + "\"}"; },
                    10) <= 10);
}

TEST_CASE("A forged history is broken off and its rest named as missed", "[bluesky][hostile]") {
  const auto forged = [](int i) {
    const std::string date = format_utc(at("2026-11-18T00:00:00Z") - std::chrono::minutes{i});
    return R"({"cursor": "c)" + std::to_string(i) +
           R"(", "posts": [{"uri": "at://did:plc:a/app.bsky.feed.post/)" + std::to_string(i) +
           R"(", "indexedAt": ")" + date + R"(", "record": {"text": "#NHSvalues"}}]})";
  };
  CHECK(run_against(forged, 6'000) > 4'500);
}

TEST_CASE("More posts than were asked for are refused", "[bluesky][hostile]") {
  std::string body = R"({"posts": [)" + a_post(0, "01");
  for (int i = 1; i < 500; ++i) body += "," + a_post(i, "01");
  const auto outcome = read(answer(200, body + "]}"), signed_in());
  CHECK(std::get<Failed>(outcome).cause == "bsky.social sent 500 posts where 100 were asked for");
}

TEST_CASE("Cursors that die at once are a failure, not the end", "[bluesky][hostile]") {
  const PageOfPosts first = page_of(R"({"cursor": "1", "posts": []})", signed_in());
  const auto outcome = read(answer(400, fixture("bluesky/error_400_invalid_cursor.json")), first.cursor);
  CHECK(std::get<Failed>(outcome).cause.find("refuses the cursors") != std::string::npos);
}

TEST_CASE("A cursor of another make begins afresh", "[bluesky]") {
  for (const char* cursor : {"", "null", "[]", "5", "{", R"({"session": 5, "news": {"depth": []}})"}) {
    const auto begun = source()->begin_run(cursor, run_at(kNow));
    const auto request = source()->next_request(begun, nhs_values());
    REQUIRE(request);
    CHECK(request->url == "https://bsky.social/xrpc/com.atproto.server.createSession");
  }
}

TEST_CASE("A configured source of kind bluesky is one", "[bluesky]") {
  config::SourceConfig configured;
  configured.name = "bsky";
  configured.kind = config::SourceKind::bluesky;
  configured.url = "https://pds.example";
  configured.account = "amy.example";
  const auto made = make_source(configured, config::defaults(), "abcd");
  REQUIRE(made);
  CHECK(made->asks_by_tag);
  const Cursor begun = made->source->begin_run("", run_at(kNow));
  CHECK(made->source->next_request(begun, nhs_values())->url ==
        "https://pds.example/xrpc/com.atproto.server.createSession");
}
