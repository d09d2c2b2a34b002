#include <set>

#include "tests/collector/json_setting.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;

namespace {

const UtcTime kNow = at("2026-11-25T12:00:00Z");

}  // namespace

TEST_CASE("YouTube's films are mapped: title and description, channel, address", "[json][youtube]") {
  const auto source = source_of(shipped("youtube"));
  const PageOfPosts page = saved(*source, fixture("other/youtube_search.json"));
  REQUIRE(page.posts.size() == 1);
  const Post& post = page.posts[0];
  CHECK(post.network == "youtube");
  CHECK(post.id == "FICTvideo01");
  CHECK(post.url == "https://www.youtube.com/watch?v=FICTvideo01");
  CHECK(post.author == "UCfictional");
  CHECK(post.text == "Values & vending machines #NHSvalues\n\nInvented film");
  CHECK(post.created_at == at("2026-11-20T09:00:00Z"));
  CHECK(post.tags == std::vector<std::string>{"NHSvalues"});
  CHECK(saved(*source, fixture("other/youtube_search_empty_inconsistent.json")).posts.empty());
}

TEST_CASE("YouTube is asked for what is newer than a day before the newest, one page at a time",
          "[json][youtube]") {
  const auto source = source_of(shipped("youtube"));
  Cursor cursor = source->begin_run("", run_at(kNow));
  auto request = source->next_request(cursor, nhs_values());
  REQUIRE(request);
  CHECK(request->url ==
        "https://www.googleapis.com/youtube/v3/"
        "search?part=snippet&type=video&order=date&maxResults=50&q=%23NHSvalues&key=s3cret");
  CHECK_FALSE(request->follow_redirects);
  cursor =
      page_in(source->read(answer(200, fixture("other/youtube_search.json")), cursor, nhs_values(), kNow))
          .cursor;
  CHECK_FALSE(source->next_request(cursor, nhs_values()));
  request = source->next_request(source->begin_run(cursor, run_at(kNow)), nhs_values());
  REQUIRE(request);
  CHECK(request->url.find("&publishedAfter=2026-11-19T09%3A00%3A00Z&key=") != std::string::npos);
}

TEST_CASE("YouTube's used-up quota is a matter of quota, not of the key", "[json][youtube]") {
  const auto source = source_of(shipped("youtube"));
  const Failed failed = failure_in(
      source->read(answer(403, fixture("other/youtube_error_403_quota.json")), "", nhs_values(), kNow));
  CHECK(failed.kind == FailureClass::money);
  CHECK(failed.cause.find("quota") != std::string::npos);
}

TEST_CASE("YouTube's throttle, told with the status of a bad key, is waited out like any other",
          "[json][youtube]") {
  const auto source = source_of(shipped("youtube"));
  for (const char* reason : {"rateLimitExceeded", "userRateLimitExceeded"}) {
    const std::string body =
        std::string{R"({"error": {"code": 403, "message": "m", "errors": [{"reason": ")"} + reason + "\"}]}}";
    const auto limited = source->read(answer(403, body), "", nhs_values(), kNow);
    REQUIRE(std::holds_alternative<RateLimited>(limited));
    CHECK(std::get<RateLimited>(limited).until == kNow + std::chrono::minutes{5});
    const auto named = source->read(answer(403, body, {{"Retry-After", "90"}}), "", nhs_values(), kNow);
    CHECK(std::get<RateLimited>(named).until == kNow + std::chrono::seconds{90});
  }
  const std::string bad_key = R"({"error": {"code": 403, "errors": [{"reason": "forbidden"}]}})";
  CHECK(failure_in(source->read(answer(403, bad_key), "", nhs_values(), kNow)).kind ==
        FailureClass::needs_token);
}

TEST_CASE("Two days' numbers of Threads' searches fit into what it grants for any 24 hours",
          "[json][threads]") {
  CHECK(2 * shipped("threads").limit.requests_per_day <= 2200);
}

TEST_CASE("Reddit's posts are mapped: Markdown, edits, links, and what was removed", "[json][reddit]") {
  const auto source = source_of(shipped("reddit"), "id:secret");
  const PageOfPosts page = saved(*source, fixture("reddit/search_new_raw_json.json"));
  REQUIRE(page.posts.size() == 2);
  const Post& post = page.posts[0];
  CHECK(post.network == "reddit");
  CHECK(post.id == "t3_1fict3");
  CHECK(post.url == "https://www.reddit.com/r/FictionalNHS/comments/1fict3/x/");
  CHECK(post.author == "made_up_medic");
  CHECK(post.text ==
        "NHS values poster & the kettle\n\nRespect > rotas?\n\n* compassion\n* dignity #NHSvalues\n\nlink");
  CHECK(post.created_at == UtcTime{std::chrono::seconds{1795165800}});
  CHECK(post.edited_at == UtcTime{std::chrono::seconds{1795166100}});
  CHECK(page.posts[1].text == "Link post about #NHSvalues");
  CHECK_FALSE(page.posts[1].edited_at);
  CHECK_FALSE(page.undated_edits);

  const PageOfPosts last = saved(*source, fixture("reddit/search_new_last.json"));
  CHECK(last.posts.empty());
  REQUIRE(last.withdrawn.size() == 1);
  CHECK(last.withdrawn[0].id == "t3_1fict1");
  CHECK(saved(*source, fixture("reddit/listing_empty.json")).posts.empty());
}

TEST_CASE("Reddit's token is fetched first, kept, renewed once when refused, and never sent elsewhere",
          "[json][reddit]") {
  const auto source = source_of(shipped("reddit"), "id:secret");
  Cursor cursor = source->begin_run("", run_at(kNow));
  auto request = source->next_request(cursor, nhs_values());
  REQUIRE(request);
  CHECK(request->url == "https://www.reddit.com/api/v1/access_token");
  CHECK(request->method == net::Method::post);
  CHECK(request->authorization == "Basic aWQ6c2VjcmV0");
  CHECK(request->body == "grant_type=client_credentials&scope=read");
  CHECK_FALSE(request->follow_redirects);
  const auto token = [&] {
    const auto outcome = source->read(answer(200, fixture("reddit/token.json")), cursor, nhs_values(), kNow);
    REQUIRE(std::holds_alternative<Proceed>(outcome));
    cursor = std::get<Proceed>(outcome).cursor;
  };
  token();
  request = source->next_request(cursor, nhs_values());
  CHECK(request->url ==
        "https://oauth.reddit.com/search?q=NHSvalues&sort=new&t=all&type=link&limit=100&raw_json=1");
  CHECK(request->bearer == "FICTIONAL");
  CHECK(request->headers[0].first == "User-Agent");

  // Refused in the midst: a new one, and after that no more.
  const auto refused =
      source->read(answer(401, fixture("reddit/error_401.json")), cursor, nhs_values(), kNow);
  REQUIRE(std::holds_alternative<Proceed>(refused));
  cursor = std::get<Proceed>(refused).cursor;
  CHECK(source->next_request(cursor, nhs_values())->url == "https://www.reddit.com/api/v1/access_token");
  token();
  CHECK(failure_in(source->read(answer(401, "{}"), cursor, nhs_values(), kNow)).kind ==
        FailureClass::needs_token);

  // Kept for the next run, until a minute before its end.
  cursor =
      page_in(source->read(answer(200, fixture("reddit/listing_empty.json")), cursor, nhs_values(), kNow))
          .cursor;
  const auto asked_at = [&](UtcTime now) {
    return source->next_request(source->begin_run(cursor, run_at(now)), nhs_values())->bearer;
  };
  CHECK(asked_at(kNow + std::chrono::seconds{86339}) == "FICTIONAL");
  CHECK(asked_at(kNow + std::chrono::seconds{86340}).empty());
}

TEST_CASE("Reddit's refusal of id and secret is told without them", "[json][reddit]") {
  const auto source = source_of(shipped("reddit"), "theid:thesecret");
  const Cursor cursor = source->begin_run("", run_at(kNow));
  const Failed failed =
      failure_in(source->read(answer(401, fixture("reddit/error_401.json")), cursor, nhs_values(), kNow));
  CHECK(failed.kind == FailureClass::needs_token);
  CHECK(failed.cause.find("thesecret") == std::string::npos);
  CHECK(std::holds_alternative<RateLimited>(
      source->read(answer(429, fixture("reddit/error_429.json")), cursor, nhs_values(), kNow)));
}

TEST_CASE("Threads' posts are mapped, their tag counts, and an expired token is told as such",
          "[json][threads]") {
  const auto source = source_of(shipped("threads"));
  const PageOfPosts page = saved(*source, fixture("other/threads_keyword_search.json"));
  REQUIRE(page.posts.size() == 1);
  const Post& post = page.posts[0];
  CHECK(post.network == "threads");
  CHECK(post.id == "18000000000000001");
  CHECK(post.url == "https://www.threads.net/@made.up.medic/post/FICT1");
  CHECK(post.author == "@made.up.medic");
  CHECK(post.text == "Respect starts at the desk #NHSvalues");
  CHECK(post.created_at == at("2026-11-20T09:00:03Z"));
  CHECK(post.tags == std::vector<std::string>{"NHSvalues"});
  CHECK(saved(*source, fixture("other/threads_empty_sensitive_or_none.json")).posts.empty());

  const Failed failed = failure_in(
      source->read(answer(400, fixture("other/meta_error_token_expired.json")), "", nhs_values(), kNow));
  CHECK(failed.kind == FailureClass::needs_token);
}

TEST_CASE("Threads, not strictly sorted and with posts dated back, is walked back by time to its end",
          "[json][threads]") {
  const auto source = source_of(shipped("threads"));
  // 230 posts a minute apart, in its index's order: neighbours out of order, and now and then an old one.
  std::vector<std::pair<int, UtcTime>> index;
  for (int id = 0; id < 230; ++id) {
    const bool dated_back = id % 40 == 39;
    index.emplace_back(id, kNow - (dated_back ? std::chrono::hours{24 * 30} : std::chrono::minutes{id ^ 3}));
  }
  const auto answer_to = [&](const std::string& url) {
    const std::size_t at = url.find("&until=");
    const auto until =
        at == std::string::npos ? kNow.time_since_epoch().count() + 1 : std::stoll(url.substr(at + 7));
    std::string body;
    int given = 0;
    for (const auto& [id, date] : index) {
      if (given == 100 || date.time_since_epoch().count() >= until) continue;
      ++given;
      body += (body.empty() ? "" : ",") + std::string{R"({"id": ")"} + std::to_string(id) +
              R"(", "text": "#NHSvalues", "timestamp": ")" + format_utc(date).substr(0, 19) + "+0000\"}";
    }
    return "{\"data\": [" + body + "]}";
  };
  Cursor cursor = source->begin_run("", run_at(kNow));
  std::set<std::string> found;
  int requests = 0;
  while (const auto request = source->next_request(cursor, nhs_values())) {
    REQUIRE(++requests <= 5);
    const PageOfPosts page =
        page_in(source->read(answer(200, answer_to(request->url)), cursor, nhs_values(), kNow));
    CHECK_FALSE(page.missed);
    for (const Post& post : page.posts) found.insert(post.id);
    cursor = page.cursor;
  }
  CHECK(found.size() == index.size());
}
