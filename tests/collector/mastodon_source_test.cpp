#include "collector/sources/mastodon_source.h"
#include "collector/run_tally.h"

#include <catch2/catch.hpp>

#include "collector/sources/mastodon_status.h"
#include "source_fixtures.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = at("2026-11-20T10:10:00Z");

std::unique_ptr<Source> source(const std::string& bearer = "") {
  return make_mastodon_source({"https://social.example/", bearer, std::nullopt});
}

PollOutcome read(const net::HttpResponse& response, const std::string& bearer = "") {
  const auto mastodon = source(bearer);
  return mastodon->read(response, mastodon->begin_run("", run_at(kNow)), nhs_values(), kNow);
}

PageOfPosts page_of(std::string body) {
  const auto outcome = read(answer(200, std::move(body)));
  if (const auto* failed = std::get_if<Failed>(&outcome)) FAIL(failed->cause);
  return std::get<PageOfPosts>(outcome);
}

std::string url_after(const Cursor& cursor) {
  const auto request = source()->next_request(cursor, nhs_values());
  return request ? request->url : "";
}

constexpr const char* kInstance = "https://social.example/api/v2/instance";
constexpr const char* kTimeline = "https://social.example/api/v1/timelines/tag/NHSvalues?limit=40";

/// A status of which one member is replaced or added.
std::string status_with(const std::string& member) {
  return "[{" + member + (member.empty() ? "" : ", ") +
         R"("id": "5", "uri": "https://a.example/5", "url": null, "created_at": "2026-11-20T09:00:00.000Z",
  "visibility": "public", "content": "<p>#NHSvalues</p>", "reblog": null, "spoiler_text": "",
  "account": {"acct": "amy", "url": "https://a.example/@amy", "note": ""}}])";
}

}  // namespace

TEST_CASE("A page of statuses reads as posts", "[mastodon]") {
  const auto outcome = read(
      answer_with_headers("mastodon/tag_page1_newest.headers", fixture("mastodon/tag_page1_newest.json")));
  const auto& page = std::get<PageOfPosts>(outcome);
  REQUIRE(page.posts.size() == 3);
  CHECK(page.opted_out == 0);
  CHECK(page.posts[0].quotable != false);
  CHECK(page.posts[2].quotable == false);  // catbot's account says noindex
  CHECK(page.unreadable.empty());
  const Post& first = page.posts[0];
  CHECK(first.network == "mastodon");
  CHECK(first.id == "https://social.example/users/ward_seven_amy/statuses/117648007503544327");
  CHECK(first.url == "https://social.example/@ward_seven_amy/117648007503544327");
  CHECK(first.local_id == "117648007503544327");
  CHECK(first.author == "@ward_seven_amy@social.example");
  CHECK(first.text ==
        "Respect & dignity is not a poster on a wall.\nIt is the night shift sharing the last biscuit. "
        "#NHSvalues\n\n"
        "Café notes: https://board-papers.example/2026/11/values/compassion-and-respect-report.pdf");
  CHECK(format_utc(first.created_at.value()) == "2026-11-20T09:15:30Z");
  CHECK(first.language == "en");
  CHECK(first.tags == std::vector<std::string>{"NHSvalues"});
  CHECK(first.in_reply_to.empty());

  const Post& second = page.posts[1];
  CHECK(second.author == "@bo_porter@hospital-porters.example");
  CHECK(second.text.rfind("Rant about car parks\n\n#NHSValues #NHSFunding", 0) == 0);
  CHECK(second.tags == std::vector<std::string>{"NHSValues", "NHSFunding"});
  CHECK(format_utc(second.edited_at.value()) == "2026-11-20T09:12:44Z");
  CHECK(second.in_reply_to.empty());  // the API gives a server's own number, which names no post elsewhere

  CHECK_FALSE(page.ask_again_in);
}

TEST_CASE("Other servers' statuses read alike", "[mastodon]") {
  const auto gotosocial = page_of(fixture("mastodon/gotosocial_tag.json"));
  REQUIRE(gotosocial.posts.size() == 1);
  CHECK(gotosocial.posts[0].text == "Compassion first. #NHSvalues");
  CHECK(gotosocial.posts[0].local_id == "01KAGX7Q2V3W4X5Y6Z7A8B9C0D");
  CHECK(format_utc(gotosocial.posts[0].created_at.value()) == "2026-11-20T09:15:30Z");
  const auto pleroma = page_of(fixture("mastodon/pleroma_tag.json"));
  REQUIRE(pleroma.posts.size() == 1);
  CHECK(pleroma.posts[0].text == "Everyone counts #NHSvalues");
  CHECK(pleroma.posts[0].author == "@plworker@pleroma.example");
}

TEST_CASE("Ids are compared by length, then bytes, never as numbers", "[mastodon]") {
  CHECK(id_before("9", "10"));
  CHECK(id_before("99999999999999999999", "100000000000000000000"));
  CHECK(id_before("01KAGX7Q2V3W4X5Y6Z7A8B9C0D", "01KAGX7Q2V3W4X5Y6Z7A8B9C0E"));
  CHECK_FALSE(id_before("10", "10"));
  CHECK(id_before("", "1"));
}

TEST_CASE("A status is kept, left out or counted by what it says", "[mastodon]") {
  struct Row {
    const char* name;
    std::string body;
    int kept, withdrawn, opted_out, unreadable;
    std::optional<bool> quotable = std::nullopt;
  };
  const Row rows[] = {
      {"plain, without url", status_with(""), 1, 0, 0, 0},
      {"unlisted", status_with(R"("visibility": "unlisted")"), 1, 0, 0, 0},
      {"for followers", status_with(R"("visibility": "private")"), 0, 0, 0, 0},
      {"direct", status_with(R"("visibility": "direct")"), 0, 0, 0, 0},
      {"boost", status_with(R"("reblog": {"id": "4"})"), 0, 0, 0, 0},
      {"tag edited away", status_with(R"("content": "<p>nothing</p>")"), 0, 1, 0, 0},
      {"tag in tags only", status_with(R"("content": "<p>x</p>", "tags": [{"name": "nhsvalues"}])"), 1, 0, 0,
       0},
      {"tag in warning only", status_with(R"("content": "<p>x</p>", "spoiler_text": "#NHSvalues")"), 1, 0, 0,
       0},
      {"noindex", status_with(R"("account": {"acct": "a", "noindex": true})"), 1, 0, 0, 0, false},
      {"nobot",
       status_with(R"("account": {"acct": "a", "note": "<p>Nurse. <a>#<span>NoBot</span></a></p>"})"), 0, 1,
       1, 0},
      {"not indexable", status_with(R"("account": {"acct": "a", "indexable": false, "noindex": false})"), 1,
       0, 0, 0, false},
      {"indexable", status_with(R"("account": {"acct": "a", "indexable": true})"), 1, 0, 0, 0, true},
      {"indexable, and not", status_with(R"("account": {"acct": "a", "indexable": true, "noindex": true})"),
       1, 0, 0, 0, false},
      {"says nothing of search", status_with(R"("account": {"acct": "a", "indexable": null})"), 1, 0, 0, 0},
      {"nobot and noindex", status_with(R"("account": {"acct": "a", "noindex": true, "note": "#nobot"})"), 0,
       1, 1, 0},
      {"no account", status_with(R"("account": null)"), 0, 0, 0, 1},
      {"no content", status_with(R"("content": null)"), 0, 0, 0, 1},
      {"no visibility", status_with(R"("visibility": 7)"), 0, 0, 0, 1},
      {"one of two broken", R"([7, )" + status_with("").substr(1), 1, 0, 0, 1},
      {"one of two without id", R"([{"id": 8}, )" + status_with("").substr(1), 1, 0, 0, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto page = page_of(row.body);
    CHECK(page.posts.size() == static_cast<std::size_t>(row.kept));
    CHECK(page.withdrawn.size() == static_cast<std::size_t>(row.withdrawn));
    CHECK(page.opted_out == row.opted_out);
    CHECK(items_in(page.unreadable) == row.unreadable);
    for (const Post& post : page.posts) CHECK(post.quotable == row.quotable);
  }
}

TEST_CASE("Where the configuration says so, those who stay out of search are left out, and counted",
          "[mastodon]") {
  const auto mastodon = make_mastodon_source({"https://social.example", "", std::nullopt, true});
  const auto page_for = [&](const char* account) {
    const auto outcome = mastodon->read(answer(200, status_with(std::string{"\"account\": "} + account)),
                                        mastodon->begin_run("", run_at(kNow)), nhs_values(), kNow);
    return std::get<PageOfPosts>(outcome);
  };
  for (const char* account : {R"({"acct": "a", "noindex": true})", R"({"acct": "a", "indexable": false})"}) {
    const auto page = page_for(account);
    CHECK(page.posts.empty());
    CHECK(page.opted_out == 1);
    CHECK(page.withdrawn.size() == 1);  // it may have been kept before
  }
  CHECK(page_for(R"({"acct": "a", "indexable": true})").posts.size() == 1);
}

TEST_CASE("A date that cannot be leaves a post undated", "[mastodon]") {
  for (const char* date : {"\"2031-01-01T00:00:00Z\"", "\"1970-01-01T00:00:00Z\"", "\"soon\"", "null", "5"}) {
    CAPTURE(date);
    const auto page = page_of(status_with(std::string{"\"created_at\": "} + date));
    REQUIRE(page.posts.size() == 1);
    CHECK_FALSE(page.posts[0].created_at);
  }
}

TEST_CASE("The first run walks back from the newest page to an empty one, then looks for newer",
          "[mastodon]") {
  const auto mastodon = source();
  auto cursor = mastodon->begin_run("", run_at(kNow));
  CHECK(url_after(cursor) == kTimeline);
  const auto step = [&](const std::string& file) {
    const auto outcome = mastodon->read(answer(200, fixture("mastodon/" + file)), cursor, nhs_values(), kNow);
    cursor = std::get<PageOfPosts>(outcome).cursor;
    return url_after(cursor);
  };
  CHECK(step("tag_page1_newest.json") == std::string{kTimeline} + "&max_id=117647946481729539");
  CHECK(step("tag_page2_max_id.json") == std::string{kTimeline} + "&max_id=117647828615168009");
  CHECK(step("tag_empty.json") == std::string{kTimeline} + "&min_id=117648007503544327");
  CHECK(step("tag_empty.json").empty());

  // The next run: pages just above, each from the greatest id of the last, once nothing is left between.
  cursor = mastodon->begin_run(cursor, run_at(kNow));
  CHECK(url_after(cursor) == std::string{kTimeline} + "&min_id=117648007503544327");
  CHECK(step("gap_min_id_limit2_a.json") == std::string{kTimeline} + "&max_id=117648186408960001");
  CHECK(step("tag_page1_newest.json") == std::string{kTimeline} + "&min_id=117648190341120002");
  CHECK(step("gap_min_id_limit2_b.json") == std::string{kTimeline} + "&max_id=117648194273280003");
  CHECK(step("gap_min_id_limit2_a.json") == std::string{kTimeline} + "&min_id=117648198205440004");
  CHECK(step("gap_min_id_limit2_c.json") == std::string{kTimeline} + "&max_id=117648202137600005");
  CHECK(step("gap_min_id_limit2_b.json") == std::string{kTimeline} + "&min_id=117648202137600005");
  CHECK(step("tag_empty.json").empty());
}

TEST_CASE("What a page may hide below itself is asked for before going on", "[mastodon]") {
  const auto mastodon = source();
  auto cursor = mastodon->begin_run("", run_at(kNow));
  const auto step = [&](const std::string& body) {
    const auto outcome = mastodon->read(answer(200, body), cursor, nhs_values(), kNow);
    cursor = std::get<PageOfPosts>(outcome).cursor;
    return url_after(cursor);
  };
  step(fixture("mastodon/tag_page2_max_id.json"));
  step("[]");
  step("[]");
  cursor = mastodon->begin_run(cursor, run_at(kNow));
  // The server answers min_id as if it were since_id: items 1 to 3 are not on its page.
  CHECK(step(fixture("mastodon/gap_since_id_limit2.json")) ==
        std::string{kTimeline} + "&max_id=117648198205440004");
  CHECK(step(fixture("mastodon/gap_min_id_limit2_a.json")) ==
        std::string{kTimeline} + "&max_id=117648186408960001");
  CHECK(step("[]") == std::string{kTimeline} + "&min_id=117648202137600005");
}

TEST_CASE("The overlap is the day before the newest post", "[mastodon]") {
  const auto mastodon = source();
  CHECK_FALSE(mastodon->overlap_before(""));
  const auto page = page_of(fixture("mastodon/tag_page1_newest.json"));
  CHECK(mastodon->overlap_before(page.cursor) == at("2026-11-19T09:15:30Z"));
}

TEST_CASE("No posts yet is not a failure, whichever way a server says it", "[mastodon]") {
  for (const auto& response :
       {answer(200, fixture("mastodon/tag_empty.json")), answer(404, fixture("mastodon/error_404.json"))}) {
    const auto outcome = read(response);
    const auto& page = std::get<PageOfPosts>(outcome);
    CHECK(page.posts.empty());
    CHECK(url_after(page.cursor) == kInstance);
    CHECK(url_after(source()->begin_run(page.cursor, run_at(kNow))) == kTimeline);
  }
  CHECK(std::get<Failed>(read(answer(404, "<html>not here</html>"))).kind == FailureClass::permanent);
}

namespace {

std::string access(const char* local, const char* remote) {
  return std::string{R"({"configuration": {"timelines_access": {"hashtag_feeds": {"local": ")"} + local +
         R"(", "remote": ")" + remote + R"("}}}})";
}

/// The notice after an empty timeline and this answer of the instance.
std::string notice_after(const net::HttpResponse& instance, const std::string& bearer = "") {
  const auto empty = std::get<PageOfPosts>(read(answer(200, "[]"), bearer));
  CHECK(empty.notice.empty());
  const auto outcome = source(bearer)->read(instance, empty.cursor, nhs_values(), kNow);
  const auto& told = std::get<Proceed>(outcome);
  CHECK(url_after(told.cursor).empty());
  return told.notice;
}

}  // namespace

TEST_CASE("An empty timeline that nobody may see is told from one that nobody wrote in", "[mastodon]") {
  struct Row {
    const char *local, *remote, *words;
  };
  const Row rows[] = {
      {"public", "public", ""},
      {"authenticated", "authenticated", "hides its tag pages from visitors; add a token"},
      {"public", "authenticated", "hides its tag pages from visitors; add a token"},
      {"disabled", "disabled", "has switched its tag pages off, so"},
      {"public", "disabled", "off for posts from other servers"},
      {"disabled", "public", "off for posts of its own people"},
      {"neither", "nor", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.local, row.remote);
    const std::string notice = notice_after(answer(200, access(row.local, row.remote)));
    CHECK(notice.empty() == (*row.words == '\0'));
    CHECK(notice.find(row.words) != std::string::npos);
  }
  CHECK(notice_after(answer(200, access("authenticated", "authenticated")), "token").empty());
  CHECK(notice_after(answer(200, fixture("mastodon/instance_v2_excerpt.json"))).find("add a token") !=
        std::string::npos);
}

TEST_CASE("A server that does not describe itself is none the worse for it", "[mastodon]") {
  for (const auto& response :
       {answer(404, fixture("mastodon/error_404.json")), answer(401, fixture("mastodon/error_401.json")),
        answer(500, "oh"), answer(200, "<html>"), answer(200, "[]"), answer(200, R"({"version": "4.2"})")})
    CHECK(notice_after(response).empty());
  const auto empty = std::get<PageOfPosts>(read(answer(200, "[]")));
  const auto throttled = source()->read(answer(429, ""), empty.cursor, nhs_values(), kNow);
  CHECK(std::holds_alternative<RateLimited>(throttled));
}

TEST_CASE("The instance is asked once a day while no post was seen, its word kept meanwhile", "[mastodon]") {
  const auto mastodon = source();
  auto empty = std::get<PageOfPosts>(read(answer(200, "[]")));
  const auto told = std::get<Proceed>(
      mastodon->read(answer(200, access("disabled", "disabled")), empty.cursor, nhs_values(), kNow));
  const auto empty_again = [&](const Cursor& cursor, UtcTime now) {
    return std::get<PageOfPosts>(
        mastodon->read(answer(200, "[]"), mastodon->begin_run(cursor, run_at(now)), nhs_values(), now));
  };
  const auto soon = empty_again(told.cursor, kNow + 23h);
  CHECK(soon.notice == told.notice);
  CHECK(url_after(soon.cursor).empty());
  const auto later = empty_again(soon.cursor, kNow + 24h);
  CHECK(later.notice.empty());
  CHECK(url_after(later.cursor) == kInstance);

  const auto posts = std::get<PageOfPosts>(
      mastodon->read(answer(200, status_with("")), mastodon->begin_run(soon.cursor, run_at(kNow + 48h)),
                     nhs_values(), kNow + 48h));
  CHECK(posts.notice.empty());
  CHECK(url_after(posts.cursor) == std::string{kTimeline} + "&max_id=5");
}

TEST_CASE("Once posts were seen, a 404 is a fault and an empty page no closed door", "[mastodon]") {
  const auto mastodon = source();
  const auto seen = std::get<PageOfPosts>(read(answer(200, status_with("")))).cursor;
  const auto gone = mastodon->read(answer(404, fixture("mastodon/error_404.json")), seen, nhs_values(), kNow);
  CHECK(std::get<Failed>(gone).kind == FailureClass::permanent);
  const auto end = std::get<PageOfPosts>(mastodon->read(answer(200, "[]"), seen, nhs_values(), kNow));
  CHECK(url_after(end.cursor) == std::string{kTimeline} + "&min_id=5");
}

TEST_CASE("A refusal in the middle of the backfill leaves its place alone", "[mastodon]") {
  const auto mastodon = source();
  const auto seen = std::get<PageOfPosts>(read(answer(200, status_with("")))).cursor;
  CHECK(mastodon->next_is_backfill(seen));
  const auto refused = std::get<PageOfPosts>(
      mastodon->read(answer(422, fixture("mastodon/error_422.json")), seen, nhs_values(), kNow));
  CHECK_FALSE(mastodon->next_is_backfill(refused.cursor));
  auto cursor = mastodon->begin_run(refused.cursor, run_at(kNow + 24h));
  CHECK(url_after(cursor) == std::string{kTimeline} + "&min_id=5");
  cursor = std::get<PageOfPosts>(mastodon->read(answer(200, "[]"), cursor, nhs_values(), kNow + 24h)).cursor;
  CHECK(url_after(cursor) == std::string{kTimeline} + "&max_id=5");
}

TEST_CASE("A server that refuses the token is told of in plain words", "[mastodon]") {
  for (const auto& [status, file] :
       {std::pair{401, "error_401"}, std::pair{403, "error_403"}, std::pair{422, "error_422"}}) {
    CAPTURE(status);
    const auto outcome =
        read(answer(status, fixture(std::string{"mastodon/"} + file + ".json")), "secret-token");
    const auto& failed = std::get<Failed>(outcome);
    CHECK(failed.kind == FailureClass::needs_token);
    CHECK(failed.cause.rfind("social.example refused the token", 0) == 0);
    CHECK(failed.cause.find("secret-token") == std::string::npos);
  }
}

TEST_CASE("A server that wants a token where there is none is read by its tag feed for a day", "[mastodon]") {
  const auto mastodon = source();
  for (const int status : {401, 403, 422}) {
    CAPTURE(status);
    const auto refused = read(answer(status, fixture("mastodon/error_422.json")));
    const auto& first = std::get<PageOfPosts>(refused);
    CHECK(first.posts.empty());
    CHECK(first.notice.find("token") != std::string::npos);
    CHECK(url_after(first.cursor) == "https://social.example/tags/NHSvalues.rss");

    const auto feed = mastodon->read(answer(200, fixture("mastodon/tag.rss"), {{"ETag", "\"f\""}}),
                                     first.cursor, nhs_values(), kNow);
    const auto& page = std::get<PageOfPosts>(feed);
    REQUIRE(page.posts.size() == 2);
    CHECK(page.posts[0].network == "mastodon");
    CHECK(page.posts[0].author == "@ward_seven_amy@social.example");
    CHECK(page.posts[1].author == "@bo_porter@hospital-porters.example");
    CHECK(page.posts[0].local_id.empty());
    CHECK(url_after(page.cursor).empty());

    const auto soon = mastodon->begin_run(page.cursor, run_at(kNow + 23h));
    CHECK(url_after(soon) == "https://social.example/tags/NHSvalues.rss");
    const auto same = mastodon->read(answer(304, ""), soon, nhs_values(), kNow + 23h);
    CHECK(url_after(std::get<Proceed>(same).cursor).empty());

    const auto with_token =
        source("secret-token")->begin_run(std::get<Proceed>(same).cursor, run_at(kNow + 23h));
    CHECK(url_after(with_token) == kTimeline);
    // Refused by a clock that was ahead.
    CHECK(url_after(mastodon->begin_run(std::get<Proceed>(same).cursor, run_at(kNow - 1h))) == kTimeline);

    const auto later = mastodon->begin_run(std::get<Proceed>(same).cursor, run_at(kNow + 24h));
    CHECK(url_after(later) == kTimeline);
  }
}

TEST_CASE("A server that shows neither timeline nor feed needs a token", "[mastodon]") {
  const auto refused = std::get<PageOfPosts>(read(answer(401, "{}")));
  for (const int status : {401, 403, 404}) {
    const auto outcome = source()->read(answer(status, "no"), refused.cursor, nhs_values(), kNow);
    CHECK(std::get<Failed>(outcome).kind == FailureClass::needs_token);
  }
  const auto broken = source()->read(answer(502, "no"), refused.cursor, nhs_values(), kNow);
  CHECK(std::get<Failed>(broken).kind == FailureClass::transient);
}

TEST_CASE("A refusal that is no refusal does not send us to the feed", "[mastodon]") {
  CHECK(std::holds_alternative<RateLimited>(read(answer(403, "", {{"Retry-After", "60"}}))));
  CHECK(std::get<Failed>(read(answer(403, "<html>", {{"cf-mitigated", "challenge"}}))).kind ==
        FailureClass::transient);
  const auto throttled =
      read(answer_with_headers("mastodon/error_429.headers", fixture("mastodon/error_429.json")));
  CHECK(std::get<RateLimited>(throttled).until > kNow);
  CHECK(std::get<Failed>(read(answer(503, fixture("mastodon/error_503.json")))).kind ==
        FailureClass::transient);
}

TEST_CASE("What is no timeline fails with its cause", "[mastodon][hostile]") {
  const std::string whole = fixture("mastodon/tag_page1_newest.json");
  struct Row {
    std::string body;
    const char* word;
  };
  const Row rows[] = {
      {"<!DOCTYPE html><title>Just a moment...</title>", "web page"},
      {whole.substr(0, whole.size() / 2), "breaks off"},
      {"", "breaks off"},
      {"{\"error\": \"x\"}", "no timeline"},
      {"\"text\"", "no timeline"},
      {"[1, 2, 3]", "nothing can be read"},
      {"[\"\xFF\"]", "cannot be read"},
      {std::string(1'000'000, '['), "nested deeper"},
      {"[{\"id\": \"" + std::string(100'000, '9') + "\"}]", "nothing can be read"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body.substr(0, 60));
    const auto outcome = read(answer(200, row.body));
    const auto* failed = std::get_if<Failed>(&outcome);
    REQUIRE(failed != nullptr);
    CHECK(failed->kind == FailureClass::content);
    CHECK(failed->cause.find(row.word) != std::string::npos);
  }
}

TEST_CASE("Tags and tokens go where they belong in the question", "[mastodon]") {
  const auto mastodon = make_mastodon_source({"https://social.example", "secret", std::nullopt});
  const Topic topic{"#café", {"café"}};
  const auto request = mastodon->next_request(mastodon->begin_run("", run_at(kNow)), topic);
  REQUIRE(request);
  CHECK(request->url == "https://social.example/api/v1/timelines/tag/caf%C3%A9?limit=40");
  CHECK(request->bearer == "secret");
}

TEST_CASE("A cursor that cannot be read starts afresh", "[mastodon]") {
  for (const char* cursor : {"", "x", "[]", "{\"position\": 5}", "{\"back\": []}"})
    CHECK(url_after(source()->begin_run(cursor, run_at(kNow))) == kTimeline);
}

TEST_CASE("After a page that was too large fewer posts are asked for, until one was read", "[mastodon]") {
  const auto mastodon = source();
  Cursor cursor = mastodon->begin_run("", run_at(kNow));
  const auto asked = [&] { return mastodon->next_request(cursor, nhs_values()).value().url; };
  CHECK(holds(asked(), "?limit=40"));
  for (const char* limit : {"?limit=20", "?limit=10", "?limit=5", "?limit=2", "?limit=1"}) {
    cursor = mastodon->with_smaller_page(cursor).value();
    CHECK(holds(asked(), limit));
  }
  CHECK_FALSE(mastodon->with_smaller_page(cursor));
  const auto outcome =
      mastodon->read(answer(200, fixture("mastodon/tag_page1_newest.json")), cursor, nhs_values(), kNow);
  cursor = std::get<PageOfPosts>(outcome).cursor;
  CHECK(holds(asked(), "?limit=40"));
}
