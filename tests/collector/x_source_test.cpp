#include "collector/sources/x_source.h"

#include <catch2/catch.hpp>
#include <set>

#include "collector/sources/web_address.h"
#include "collector/sources/x_setup.h"
#include "source_fixtures.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = at("2026-11-20T09:31:00Z");

std::unique_ptr<Source> source(XDialect dialect = XDialect::either, bool authors = true) {
  XOptions options;
  options.url = "https://api.x.com/";
  options.bearer = "SECRET";
  options.dialect = dialect;
  options.authors = authors;
  return make_x_source(options);
}

Cursor fresh() { return source()->begin_run("", run_at(kNow)); }

PollOutcome read(const net::HttpResponse& response, XDialect dialect = XDialect::either) {
  return source(dialect)->read(response, fresh(), nhs_values(), kNow);
}

PageOfPosts page_of(const std::string& body) {
  const auto outcome = read(answer(200, body));
  if (const auto* failed = std::get_if<Failed>(&outcome)) FAIL(failed->cause);
  return std::get<PageOfPosts>(outcome);
}

Failed failure_of(const net::HttpResponse& response, XDialect dialect = XDialect::either) {
  return std::get<Failed>(read(response, dialect));
}

std::string url_for(const Cursor& cursor, XDialect dialect = XDialect::either, bool authors = true) {
  const auto request = source(dialect, authors)->next_request(cursor, nhs_values());
  return request ? request->url : "";
}

std::string refusal_naming(const std::string& parameter) {
  return R"({"errors": [{"parameters": {")" + parameter +
         R"(": ["x"]}, "message": "no"}], "title": "Invalid Request",
         "type": "https://api.x.com/2/problems/invalid-request"})";
}

config::SourceConfig x_config() {
  config::SourceConfig config;
  config.name = "x";
  config.kind = config::SourceKind::x;
  config.url = "https://api.x.com";
  config.x.spend_per_day = 5.0;
  config.x.spend_per_month = 50.25;
  return config;
}

}  // namespace

TEST_CASE("The first question asks for the tag's posts of the last seven days, less a minute", "[x]") {
  const auto request = source()->next_request(fresh(), nhs_values());
  REQUIRE(request);
  CHECK(request->bearer == "SECRET");
  CHECK(request->url.rfind("https://api.x.com/2/tweets/search/recent?", 0) == 0);
  CHECK(request->url.find("SECRET") == std::string::npos);
  CHECK(query_parameter(request->url, "query") == "#NHSvalues -is:retweet -is:nullcast");
  CHECK(query_parameter(request->url, "max_results") == "100");
  CHECK(query_parameter(request->url, "start_time") == "2026-11-13T09:32:00Z");
  CHECK_FALSE(query_parameter(request->url, "since_id"));
  CHECK(query_parameter(request->url, "expansions") == "author_id");
  CHECK(query_parameter(request->url, "tweet.fields").value().find("author_id") != std::string::npos);
}

TEST_CASE("Authors are asked for only where they are wanted", "[x]") {
  for (const auto dialect : {XDialect::tweet, XDialect::post}) {
    const std::string url = url_for(fresh(), dialect, false);
    CHECK(url.find("author_id") == std::string::npos);
    CHECK(url.find("expansions") == std::string::npos);
    CHECK(url.find("user.fields") == std::string::npos);
  }
}

TEST_CASE("Each dialect asks by its own names", "[x]") {
  CHECK(url_for(fresh(), XDialect::tweet).find("post.fields") == std::string::npos);
  CHECK(url_for(fresh(), XDialect::post).find("tweet.fields") == std::string::npos);
  CHECK(url_for(fresh(), XDialect::post).find("note_post") != std::string::npos);
  CHECK(url_for(fresh()) == url_for(fresh(), XDialect::tweet));
}

TEST_CASE("Names that X refuses are changed for the others once, and that is remembered", "[x]") {
  const auto outcome = read(answer(400, refusal_naming("tweet.fields")));
  REQUIRE(std::holds_alternative<Proceed>(outcome));
  Cursor cursor = std::get<Proceed>(outcome).cursor;
  CHECK(url_for(cursor).find("post.fields") != std::string::npos);
  const auto again = source()->read(answer(400, refusal_naming("post.fields")), cursor, nhs_values(), kNow);
  REQUIRE(std::holds_alternative<Failed>(again));
  CHECK(std::get<Failed>(again).kind == FailureClass::permanent);
  cursor = source()->begin_run(cursor, run_at(kNow + 5min));
  CHECK(url_for(cursor).find("post.fields") != std::string::npos);

  const auto told = failure_of(answer(400, refusal_naming("tweet.fields")), XDialect::tweet);
  CHECK(told.kind == FailureClass::permanent);
  CHECK(told.cause.find("`tweet.fields`") != std::string::npos);
  CHECK(told.cause.find("dialect") != std::string::npos);
}

TEST_CASE("X's way to refuse an unknown parameter by its message is understood too", "[x]") {
  const std::string body =
      R"({"errors": [{"message": "The query parameter [tweet.fields] is not one of [query]"}]})";
  CHECK(std::holds_alternative<Proceed>(read(answer(400, body))));
}

TEST_CASE("A page's posts come with what it cost: posts, and each author once", "[x]") {
  const auto first = page_of(fixture("x/recent_page1_tweet_names.json"));
  CHECK(first.posts.size() == 2);
  CHECK(first.unreadable.empty());
  // Two posts, two authors and, sent though not asked for, one picture.
  CHECK(first.cost == 3 * 5'000 + 2 * 10'000);
  CHECK(page_of(fixture("x/recent_page1_post_names.json")).cost == first.cost);
  CHECK(page_of(fixture("x/recent_page2_last.json")).cost == 15'000);
  CHECK(page_of(fixture("x/recent_empty.json")).cost == 0);
  const auto twice = page_of(R"({"data": [{"id": "1", "text": "a"}, {"id": "2", "text": "b"}], "meta": {},
    "includes": {"users": [{"id": "7"}, {"id": "7"}], "tweets": [{"id": "9"}]}})");
  CHECK(twice.cost == 3 * 5'000 + 10'000);
}

TEST_CASE("Errors beside posts take nothing away from them and cost nothing", "[x]") {
  const auto page = page_of(fixture("x/recent_partial_errors.json"));
  CHECK(page.posts.size() == 2);
  CHECK(page.cost == 3 * 5'000 + 2 * 10'000);
  CHECK_FALSE(page.missed);
  CHECK(page.notice.empty());
}

TEST_CASE("The next page is asked for by its token, with all else the same", "[x]") {
  const auto page = page_of(fixture("x/recent_page1_tweet_names.json"));
  const std::string next = url_for(page.cursor);
  // New posts are looked for anew at the next run; this is what the first reading has left.
  CHECK(query_parameter(next, "next_token") == "b26v89c19zqg8o3fictional");
  CHECK(query_parameter(next, "start_time") == "2026-11-13T09:32:00Z");
  CHECK(source()->next_is_backfill(page.cursor));
  const auto unread = source()->unread(page.cursor);
  REQUIRE(unread);
  CHECK(format_utc(unread->from) == "2026-11-13T09:32:00Z");
  CHECK(format_utc(unread->to) == "2026-11-20T09:25:00Z");
}

TEST_CASE("An item that is no post does not keep the others from us", "[x]") {
  const auto page =
      page_of(R"({"data": [7, {"id": "2123705406059446272", "text": "a #NHSvalues"}, {"id": "x"}],
    "meta": {"result_count": 3}})");
  CHECK(page.posts.size() == 1);
  REQUIRE(page.unreadable.size() == 2);
  CHECK(page.unreadable[0].item != page.unreadable[1].item);
  CHECK(page.cost == 15'000);
}

TEST_CASE("A post without the tag is withdrawn, not kept", "[x]") {
  const auto page = page_of(R"({"data": [{"id": "2123705406059446272", "text": "a #other"}], "meta": {}})");
  CHECK(page.posts.empty());
  CHECK(page.withdrawn.size() == 1);
}

TEST_CASE("Every error of X's is told in words that say what to do", "[x]") {
  struct Row {
    const char* file;
    int status;
    FailureClass kind;
    const char* says;
  };
  const Row rows[] = {
      {"error_400_mixed_ids_and_times.json", 400, FailureClass::permanent, "newer version"},
      {"error_401.json", 401, FailureClass::needs_token, "make a new Bearer token"},
      {"error_403_client_not_enrolled.json", 403, FailureClass::permanent, "enrol"},
      {"error_usage_capped.json", 429, FailureClass::money, "add credit"},
      {"error_usage_capped.json", 403, FailureClass::money, "add credit"},
      {"error_usage_capped.json", 200, FailureClass::money, "add credit"},
      {"error_503.json", 402, FailureClass::money, "add credit"},
      {"error_503.json", 503, FailureClass::transient, "503"},
      {"error_401.json", 404, FailureClass::permanent, "url"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.file, row.status);
    Cursor cursor = fresh();
    auto outcome =
        source()->read(answer(row.status, fixture(std::string{"x/"} + row.file)), cursor, nhs_values(), kNow);
    for (int i = 0; i < 5 && std::holds_alternative<Proceed>(outcome); ++i) {
      cursor = std::get<Proceed>(outcome).cursor;
      outcome = source()->read(answer(row.status, fixture(std::string{"x/"} + row.file)), cursor,
                               nhs_values(), kNow);
    }
    REQUIRE(std::holds_alternative<Failed>(outcome));
    CHECK(std::get<Failed>(outcome).kind == row.kind);
    CHECK(std::get<Failed>(outcome).cause.find(row.says) != std::string::npos);
    CHECK(std::get<Failed>(outcome).cause.find("SECRET") == std::string::npos);
  }
}

TEST_CASE("The end of a rate window is X's word on when to come back", "[x]") {
  const auto outcome =
      read(answer_with_headers("x/error_429_rate_limit.headers", fixture("x/error_429_rate_limit.json")));
  REQUIRE(std::holds_alternative<RateLimited>(outcome));
  CHECK(std::get<RateLimited>(outcome).until == UtcTime{1795167900s});
}

TEST_CASE("A since_id that X finds too old gives way to a time", "[x]") {
  auto page = page_of(fixture("x/recent_page2_last.json"));
  Cursor cursor = source()->begin_run(page.cursor, run_at(kNow + 1h));
  REQUIRE(query_parameter(url_for(cursor), "since_id") == "2123705406059446272");
  // X's clock says that more than seven days have passed.
  const auto outcome = source()->read(answer(400, fixture("x/error_400_since_id_too_old.json")), cursor,
                                      nhs_values(), kNow + 7 * 24h);
  REQUIRE(std::holds_alternative<Proceed>(outcome));
  const std::string url = url_for(std::get<Proceed>(outcome).cursor);
  CHECK_FALSE(query_parameter(url, "since_id"));
  CHECK(query_parameter(url, "start_time") == "2026-11-20T09:42:00Z");
}

TEST_CASE("Answers that are no search results fail as what they are", "[x]") {
  for (const char* body : {"", "<html>proxy</html>", "[]", "{\"data\": []}", "{\"meta\": {}, \"data\": {}}",
                           "{\"data\": [", "null", "{\"data\": [{\"id\": 5}], \"meta\": {}}"}) {
    CAPTURE(body);
    CHECK(failure_of(answer(200, body)).kind == FailureClass::content);
  }
  std::string many;
  for (int i = 0; i < 501; ++i) many += "{},";
  CHECK(failure_of(answer(200, "{\"data\": [" + many + "{}], \"meta\": {}}")).kind == FailureClass::content);
}

TEST_CASE("A cursor that cannot be read begins anew", "[x]") {
  for (const char* cursor : {"", "nonsense", "[]", "{\"catch_up\": 5, \"pages_left\": \"many\"}",
                             "{\"position\": -9223372036854775808, \"pages_left\": 99999999999}",
                             "{\"backfill\": {\"token\": \"x\"}}"}) {
    CAPTURE(cursor);
    const Cursor begun = source()->begin_run(cursor, run_at(kNow));
    CHECK(query_parameter(url_for(begun), "start_time") == "2026-11-13T09:32:00Z");
  }
}

TEST_CASE("The configuration's money is counted in millionths, by X's days", "[x]") {
  const auto made = make_x(x_config(), config::Config{}, "SECRET");
  REQUIRE(made);
  CHECK(made->asks_by_tag);
  REQUIRE(made->allowance);
  CHECK(made->allowance->per_day == 5'000'000);
  CHECK(made->allowance->per_month == 50'250'000);
  CHECK(made->allowance->per_request == 0);
  CHECK(made->allowance->page_at_most == 41 * 15'000);
  CHECK(format_utc(day_began(*made->allowance, at("2026-07-01T00:30:00Z"))) == "2026-07-01T00:00:00Z");
  auto without_authors = x_config();
  without_authors.x.authors = false;
  CHECK(make_x(without_authors, config::Config{}, "SECRET")->allowance->page_at_most == 500'000);
}

TEST_CASE("The less may be spent, the smaller are the pages, so that many of them fit", "[x]") {
  auto config = x_config();
  const auto page_at = [&](double per_day, double per_month) {
    config.x.spend_per_day = per_day;
    config.x.spend_per_month = per_month;
    const auto made = make_x(config, config::Config{}, "SECRET");
    const Cursor begun = made->source->begin_run({}, run_at(kNow));
    const auto asked = made->source->next_request(begun, {"NHSvalues", {"NHSvalues"}});
    const std::string posts = query_parameter(asked.value().url, "max_results").value();
    CHECK(made->allowance->page_at_most == std::stoi(posts) * 15'000);
    return posts;
  };
  CHECK(page_at(100, 1000) == "100");
  CHECK(page_at(6, 1000) == "50");
  CHECK(page_at(100, 3) == "25");
  CHECK(page_at(0.5, 1000) == "10");
}

TEST_CASE("Nothing may be spent where no sum is named", "[x]") {
  auto config = x_config();
  config.x.spend_per_day = config.x.spend_per_month = 0;
  const auto made = make_x(config, config::Config{}, "SECRET");
  CHECK(affordable_from(*made->allowance, Spent{}, kNow));
}

TEST_CASE("A hashtag too long for X's search is an error of the configuration", "[x]") {
  config::Config config;
  config.topics = {std::string(600, 'a')};
  const auto made = make_source(x_config(), config, "SECRET");
  REQUIRE_FALSE(made);
  CHECK(made.error().status == ExitStatus::configuration);
  config.topics = {"NHSvalues"};
  CHECK(make_source(x_config(), config, "SECRET"));
}
