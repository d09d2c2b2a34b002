#include "collector/sources/bluesky_session.h"

#include <catch2/catch.hpp>

#include "bluesky_collection.h"
#include "collector/sources/bluesky_cursor.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

std::string answered_with(int status, const std::string& body, const BlueskyAccount& account,
                          BlueskySession& session, UtcTime now) {
  const auto outcome = read_session_answer(session, account, answer(status, body), now);
  if (!outcome) return "";
  const auto* failed = std::get_if<Failed>(&*outcome);
  return failed == nullptr ? "limited" : failed->cause;
}

const UtcTime kNow = at("2026-11-20T10:00:00Z");
const BlueskyAccount kAccount{"https://bsky.social", "daemon.values.example", "abcd-efgh"};

BlueskySession begun() {
  BlueskySession session;
  begin_session(session, kAccount, run_at(kNow));
  return session;
}

}  // namespace

TEST_CASE("A login posts the password to the configured server and follows no redirect", "[bluesky]") {
  const auto request = session_request(begun(), kAccount);
  CHECK(request.url == "https://bsky.social/xrpc/com.atproto.server.createSession");
  CHECK(request.method == net::Method::post);
  CHECK(request.body == R"({"identifier": "daemon.values.example", "password": "abcd-efgh"})");
  CHECK_FALSE(request.follow_redirects);
  CHECK(request.bearer.empty());
}

TEST_CASE("A session goes on at the PDS that the service names, and is refreshed there", "[bluesky]") {
  BlueskySession session = begun();
  CHECK(answered_with(200, fixture("bluesky/create_session.json"), kAccount, session, kNow).empty());
  CHECK(session.step == SessionStep::search);
  CHECK(session.server == "https://pds.values.example");
  session.unproven = false;
  reject_session(session, kAccount, kNow);
  const auto request = session_request(session, kAccount);
  CHECK(request.url == "https://pds.values.example/xrpc/com.atproto.server.refreshSession");
  CHECK(request.method == net::Method::post);
  CHECK(request.bearer == "FICTIONAL.REFRESH.JWT");
  CHECK(request.body.empty());
  CHECK_FALSE(request.follow_redirects);
  CHECK(answered_with(200, fixture("bluesky/refresh_session.json"), kAccount, session, kNow).empty());
  CHECK(session.access == "FICTIONAL.ACCESS.JWT2");
  CHECK(session.refresh == "FICTIONAL.REFRESH.JWT2");
}

TEST_CASE("Tokens go to no server less guarded than the configured one", "[bluesky]") {
  struct Row {
    const char* configured;
    const char* endpoint;
    const char* server;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"https://bsky.social", "https://pds.example/", "https://pds.example"},
           {"https://bsky.social", "https://pds.example:8443/x", "https://pds.example:8443"},
           {"https://bsky.social", "http://pds.example", "https://bsky.social"},
           {"https://bsky.social", "https://bsky.social@pds.example", "https://bsky.social"},
           {"https://bsky.social", "ftp://pds.example", "https://bsky.social"},
           {"https://bsky.social", "", "https://bsky.social"},
           {"http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:2"}}) {
    CAPTURE(row.endpoint);
    const BlueskyAccount account{row.configured, "amy", "p"};
    BlueskySession session;
    begin_session(session, account, run_at(kNow));
    const std::string body = std::string{R"({"accessJwt": "a", "refreshJwt": "r", "didDoc": {"service": [
          {"id": "did:plc:x#other", "serviceEndpoint": "https://wrong.example"},
          {"id": "did:plc:x#atproto_pds", "serviceEndpoint": ")"} +
                             row.endpoint + "\"}]}}";
    CHECK(answered_with(200, body, account, session, kNow).empty());
    CHECK(session.server == row.server);
  }
}

TEST_CASE("A token that would end its header is no token", "[bluesky]") {
  for (const char* body : {R"({"accessJwt": "a\r\nX: y", "refreshJwt": "r"})", R"({"accessJwt": "a"})", "{}",
                           "[]", "<html>", ""}) {
    BlueskySession session = begun();
    CHECK(answered_with(200, body, kAccount, session, kNow).find("no session") != std::string::npos);
    CHECK(session.step == SessionStep::log_in);
  }
}

TEST_CASE("One login serves many polls, over restarts", "[bluesky]") {
  BlueskyCollection collection;
  collection.publish(collection.now - 1h);
  for (int poll = 0; poll < 20; ++poll) {
    collection.run(poll % 5 == 0);
    collection.now += 5min;
  }
  CHECK(collection.api.sessions.logins() == 1);
  CHECK(collection.api.sessions.refreshes() == 0);
  CHECK(collection.missing().empty());
}

TEST_CASE("A session that runs out in the middle of a walk is refreshed, and the walk goes on", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.quirks.page_limit = 10;
  collection.api.sessions.access_requests = 3;
  for (int i = 0; i < 200; ++i) collection.publish(collection.now - i * 20min);
  collection.run(true);
  CHECK(collection.failure.empty());
  CHECK(collection.missing().empty());
  CHECK(collection.api.sessions.logins() == 1);
  CHECK(collection.api.sessions.refreshes() >= 6);
}

TEST_CASE("When the refresh token is spent or forgotten, there is one new login", "[bluesky]") {
  BlueskyCollection collection;
  collection.publish(collection.now - 1h);
  collection.run(false);
  collection.api.sessions.end_all();
  collection.publish(collection.now - 1min);
  collection.run(false);
  CHECK(collection.failure.empty());
  CHECK(collection.missing().empty());
  CHECK(collection.api.sessions.logins() == 2);

  // The answer to a refresh is lost: the token is spent, and what it gave never arrived.
  collection.api.sessions.expire_access();
  collection.begin(false);
  CHECK(collection.step());
  collection.ask(*collection.source->next_request(collection.cursor, nhs_values()));
  collection.run(false);
  CHECK(collection.failure.empty());
  CHECK(collection.api.sessions.logins() == 3);
}

TEST_CASE("A refused login is said in words and not tried again within the hour", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.sessions.password = "changed";
  for (int poll = 0; poll < 10; ++poll) {
    collection.run(true);
    CHECK(collection.failure_class == FailureClass::needs_token);
    CHECK(collection.failure.find("app password") != std::string::npos);
    CHECK(collection.failure.find("after 2026-11-20T11:00:00Z") != std::string::npos);
    CHECK(collection.failure.find("abcd") == std::string::npos);
    collection.now += 5min;
  }
  CHECK(collection.api.sessions.logins() == 1);
  collection.now += 10min;
  collection.run(true);
  CHECK(collection.api.sessions.logins() == 2);
}

TEST_CASE("A new password, or another account, is tried at once", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.sessions.password = "changed";
  collection.run(true);
  BlueskyCollection mended{std::nullopt, "changed"};
  collection.source = std::move(mended.source);
  collection.publish(collection.now - 1h);
  collection.run(true);
  CHECK(collection.failure.empty());
  CHECK(collection.missing().empty());

  BlueskyOptions other;
  other.url = "https://pds.example";
  other.account = "@did:plc:monitor00000000000000009";
  other.password = "changed";
  collection.source = make_bluesky_source(other);
  collection.run(false);
  CHECK(collection.failure.empty());
  CHECK(collection.api.sessions.logins() == 3);
}

TEST_CASE("Each way in which a login is refused has its own words", "[bluesky]") {
  struct Row {
    std::function<void(BlueskySessions&)> refusing;
    const char* words;
  };
  for (const Row& row : std::vector<Row>{
           {[](BlueskySessions& sessions) { sessions.wants_code = true; }, "code sent by e-mail"},
           {[](BlueskySessions& sessions) { sessions.taken_down = true; }, "taken the account down"},
           {[](BlueskySessions& sessions) { sessions.inactive = true; }, "not active"},
           {[](BlueskySessions& sessions) { sessions.account = "another"; }, "check `account`"}}) {
    BlueskyCollection collection;
    row.refusing(collection.api.sessions);
    for (int poll = 0; poll < 3; ++poll) collection.run(true);
    CHECK(collection.failure.find(row.words) != std::string::npos);
    CHECK(collection.failure_class == FailureClass::needs_token);
    CHECK(collection.api.sessions.logins() == 1);
  }
}

TEST_CASE("A limit on logins is waited out, and trouble at the server is no refusal", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.sessions.logins_allowed = 0;
  collection.run(true);
  CHECK(collection.limited_until == collection.now + 300s);

  BlueskySession session = begun();
  CHECK(answered_with(502, fixture("bluesky/error_502_upstream.json"), kAccount, session, kNow) ==
        "the server is in trouble (HTTP 502)");
  CHECK(session.step == SessionStep::log_in);
}

TEST_CASE("Logins that a service in trouble does not answer are not held against the account", "[bluesky]") {
  BlueskySession session;
  UtcTime now = kNow;
  for (int poll = 0; poll < 12; ++poll) {
    begin_session(session, kAccount, run_at(now));
    REQUIRE(session.step == SessionStep::log_in);
    CHECK(answered_with(502, "", kAccount, session, now) == "the server is in trouble (HTTP 502)");
    now += 5min;
  }
  begin_session(session, kAccount, run_at(now));
  CHECK(answered_with(200, fixture("bluesky/create_session.json"), kAccount, session, now).empty());
  CHECK(session.step == SessionStep::search);
}

TEST_CASE("A process that dies of every login plans twenty an hour", "[bluesky]") {
  BlueskyProgress progress;
  int planned = 0;
  for (int start = 0; start < 100; ++start) {
    begin_session(progress.session, kAccount, run_at(kNow + start * 30s));
    planned += progress.session.step == SessionStep::log_in;
    progress = bluesky_progress_in(cursor_of(progress));
  }
  CHECK(planned == 20);
  CHECK(answered_with(200, "{}", kAccount, progress.session, kNow + 50min).find("20 times within an hour") !=
        std::string::npos);
  begin_session(progress.session, kAccount, run_at(kNow + 61min));
  CHECK(progress.session.step == SessionStep::log_in);
}

TEST_CASE("An account whose PDS does not answer any more is looked for by a login, now and then",
          "[bluesky]") {
  BlueskySession session = begun();
  CHECK(answered_with(200, fixture("bluesky/create_session.json"), kAccount, session, kNow).empty());
  session.unproven = false;
  int logins = 0;
  for (int failures = 0; failures <= 12; ++failures) {
    RunStart start = run_at(kNow + failures * 1h);
    start.failures = failures;
    begin_session(session, kAccount, start);
    if (session.step != SessionStep::log_in) continue;
    ++logins;
    const auto request = session_request(session, kAccount);
    CHECK(request.url == "https://bsky.social/xrpc/com.atproto.server.createSession");
    CHECK(answered_with(200, fixture("bluesky/create_session.json"), kAccount, session, start.now).empty());
  }
  CHECK(logins == 2);

  // Where the account's own PDS is the one asked, a login finds nothing new.
  BlueskySession at_home = begun();
  CHECK(answered_with(200, R"({"accessJwt": "a", "refreshJwt": "r"})", kAccount, at_home, kNow).empty());
  RunStart start = run_at(kNow + 1h);
  start.failures = 5;
  begin_session(at_home, kAccount, start);
  CHECK(at_home.step == SessionStep::search);
}

TEST_CASE("A service that takes no session which it gives sees one login a run and five an hour",
          "[bluesky][hostile]") {
  BlueskyCollection collection;
  collection.api.sessions.access_requests = 0;
  for (int poll = 0; poll < 11; ++poll) {
    const int before = collection.api.sessions.logins();
    CHECK(collection.run(true) < 10);
    CHECK(collection.failure_class == FailureClass::needs_token);
    CHECK(collection.api.sessions.logins() - before <= 1);
    collection.now += 5min;
  }
  CHECK(collection.api.sessions.logins() <= 5);
  collection.api.sessions.access_requests.reset();
  collection.now += 1h;
  collection.publish(collection.now - 1min);
  collection.run(true);
  CHECK(collection.missing().empty());
}
