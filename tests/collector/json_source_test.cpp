#include "tests/collector/json_setting.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;

namespace {

const UtcTime kNow = at("2026-11-25T12:00:00Z");

/// Up to the paging, which each test has its own of.
const std::string kPlain =
    "name = \"S\"\nnetwork = \"s\"\n[items]\npath = \"/items\"\n[map]\nid = \"/id\"\ntext = \"/text\"\n"
    "created_at = \"/at\"\ntime_format = \"unix\"\n[filter]\nrequire_tag = false\n";

std::string asked(const std::string& url) { return "[request]\nurl = \"" + url + "\"\n"; }

/// `{"items": […], …}` of these ids, an hour apart and the newest first.
std::string items(const std::vector<int>& ids, const std::string& more = "") {
  std::string json = "{\"items\": [";
  for (const int id : ids)
    json += (json.back() == '[' ? "" : ",") + std::string{"{\"id\": "} + std::to_string(id) +
            ", \"text\": \"t\", \"at\": " + std::to_string(1795000000 + 3600 * id) + "}";
  return json + "]" + more + "}";
}

std::int64_t seconds_at(int id) { return 1795000000 + 3600 * id; }

/// When the item of this id was written.
UtcTime hour(int id) { return UtcTime{std::chrono::seconds{seconds_at(id)}}; }

std::string url_of(const Source& source, const Cursor& cursor) {
  const auto request = source.next_request(cursor, nhs_values());
  return request ? request->url : "";
}

PageOfPosts take(const Source& source, Cursor& cursor, const std::string& body) {
  PageOfPosts page = page_in(source.read(answer(200, body), cursor, nhs_values(), kNow));
  cursor = page.cursor;
  return page;
}

const std::string kByToken = kPlain + asked("https://s.example/?q={tag}[?&p={page}?]") +
                             "[paging]\nmode = \"token\"\nnext = \"/next\"\nmax_pages = 3\n";

}  // namespace

TEST_CASE("Ids beyond doubles, fallbacks, joins and false-or-number are mapped", "[json]") {
  const auto source = source_of(described(R"(
name = "Invented"
network = "forum"
[request]
url = "{url}/v1/search?q=%23{tag}[?&cursor={page}?]"
[items]
path = "/result/rows"
[map]
id = "/pk"
text = ["/body/html", "/body/text"]
text_format = ["html", "text"]
author = ["writer:/nick", "/by"]
created_at = "/at"
edited_at = "/edited"
time_format = "unix_ms"
tags = "/labels/*/n"
[[join]]
name = "writer"
list = "/result/people"
key = "/no"
ref = "/by"
[paging]
mode = "token"
next = "/result/more/cursor"
[errors]
pointers = "/errors/0/message"
)"));
  const PageOfPosts page = saved(*source, fixture("generic/token_page_with_join.json"));
  REQUIRE(page.posts.size() == 2);
  CHECK(page.posts[0].id == "90071992547409931");
  CHECK(page.posts[0].text == "Big integer id #NHSvalues");
  CHECK(page.posts[0].author == "gena");
  CHECK(page.posts[0].created_at == UtcTime{std::chrono::seconds{1795166400}});
  CHECK_FALSE(page.posts[0].edited_at);
  CHECK(page.posts[0].tags == std::vector<std::string>{"NHSvalues", "tea"});
  CHECK(page.posts[1].id == "90071992547409930");
  CHECK(page.posts[1].text == "fallback text #nhsvalues");
  CHECK(page.posts[1].author == "8");
  CHECK(page.posts[1].edited_at == UtcTime{std::chrono::seconds{1795166350}});

  const Failed failed =
      failure_in(source->read(answer(200, fixture("generic/error_in_200.json")), "", nhs_values(), kNow));
  CHECK(failed.cause == "Invented answers with an error (HTTP 200, at /errors/0/message)");

  Cursor cursor = source->begin_run("", run_at(kNow));
  CHECK(url_of(*source, cursor) == "https://server.example/v1/search?q=%23NHSvalues");
  take(*source, cursor, fixture("generic/token_page_with_join.json"));
  CHECK(url_of(*source, cursor) == "https://server.example/v1/search?q=%23NHSvalues&cursor=abc%3D%3D");
  take(*source, cursor, fixture("generic/token_page_last.json"));
  CHECK(url_of(*source, cursor).empty());
}

TEST_CASE("An id that only a rounded number gives is no id; without one there is the address or a hash",
          "[json]") {
  const auto source = source_of(described(kPlain + asked("https://s.example/?q={tag}")));
  const PageOfPosts page = saved(*source, R"({"items": [{"id": 123456789012345678901234567890, "text": "a"},
    {"id": 18446744073709551615, "text": "b"}, {"text": "c"}, {"text": "d"}, "nonsense", {"id": 1}]})");
  REQUIRE(page.posts.size() == 3);
  CHECK(page.posts[0].id == "18446744073709551615");
  CHECK(page.posts[1].id.rfind("content:", 0) == 0);
  CHECK(page.posts[1].id != page.posts[2].id);
  CHECK(page.unreadable.size() == 3);
}

TEST_CASE("A walk ends at what is known, and the next starts there", "[json][walk]") {
  const auto source = source_of(described(kByToken));
  Cursor cursor = source->begin_run("", run_at(kNow));
  take(*source, cursor, items({6, 5}, ", \"next\": \"a\""));
  // New posts wait for the end of the first walk, so that it must not pass for one that can wait itself.
  CHECK_FALSE(source->next_is_backfill(cursor));
  take(*source, cursor, items({4, 3}));
  CHECK(url_of(*source, cursor).empty());
  cursor = source->begin_run(cursor, run_at(kNow));
  CHECK_FALSE(source->next_is_backfill(cursor));
  take(*source, cursor, items({7, 6, 5}, ", \"next\": \"b\""));
  CHECK_FALSE(url_of(*source, cursor).empty());
  const PageOfPosts page = take(*source, cursor, items({4, 3}, ", \"next\": \"c\""));
  CHECK_FALSE(page.missed);
  CHECK(url_of(*source, cursor).empty());
}

TEST_CASE("A post dated back, wherever it stands, ends no walk", "[json][walk]") {
  for (const auto& page :
       {std::vector<int>{30, 29, 28, 27, 26, 25, 24, 1}, {30, 1, 29, 28, 27, 26, 25, 24}}) {
    const auto by_token = source_of(described(kByToken));
    Cursor cursor = by_token->begin_run("", run_at(kNow));
    take(*by_token, cursor, items({6, 5}));
    cursor = by_token->begin_run(cursor, run_at(kNow));
    take(*by_token, cursor, items(page, ", \"next\": \"a\""));
    CHECK(url_of(*by_token, cursor) == "https://s.example/?q=NHSvalues&p=a");
    REQUIRE(by_token->unread(cursor));
    CHECK(by_token->unread(cursor)->to == hour(24));

    const auto by_time =
        source_of(described(kPlain + asked("https://s.example/?q={tag}[?&until={page}?]") +
                            "[paging]\nmode = \"until_time\"\n[catch_up]\ntime_format = \"unix\"\n"));
    cursor = by_time->begin_run("", run_at(kNow));
    take(*by_time, cursor, items(page));
    CHECK(url_of(*by_time, cursor) ==
          "https://s.example/?q=NHSvalues&until=" + std::to_string(seconds_at(24) + 1));
    // Nor does a newer one lead back up.
    take(*by_time, cursor, items({22, 23, 24}));
    CHECK(url_of(*by_time, cursor) ==
          "https://s.example/?q=NHSvalues&until=" + std::to_string(seconds_at(22) + 1));
  }
}

TEST_CASE("A post that stands on every page keeps no walk going", "[json][walk]") {
  const auto source = source_of(described(kByToken));
  Cursor cursor = source->begin_run("", run_at(kNow));
  take(*source, cursor, items({6, 5}));
  cursor = source->begin_run(cursor, run_at(kNow));
  take(*source, cursor, items({40, 7, 6}, ", \"next\": \"a\""));
  take(*source, cursor, items({40, 5, 4}, ", \"next\": \"b\""));
  CHECK(url_of(*source, cursor).empty());
  CHECK_FALSE(source->unread(cursor));
}

TEST_CASE("A walk that was broken off goes on at its page, and the newest page is read after it",
          "[json][walk]") {
  const auto source = source_of(described(kByToken));
  Cursor cursor = source->begin_run("", run_at(kNow));
  take(*source, cursor, items({6, 5}));
  cursor = source->begin_run(cursor, run_at(kNow));
  take(*source, cursor, items({20, 19}, ", \"next\": \"a\""));
  REQUIRE(source->unread(cursor));
  CHECK(source->unread(cursor)->to == UtcTime{std::chrono::seconds{1795000000 + 3600 * 19}});

  cursor = source->begin_run(cursor, run_at(kNow));
  CHECK(url_of(*source, cursor) == "https://s.example/?q=NHSvalues&p=a");
  take(*source, cursor, items({7, 6, 5}));
  CHECK(url_of(*source, cursor) == "https://s.example/?q=NHSvalues");
  take(*source, cursor, items({21, 20, 19, 7, 6, 5}));
  CHECK(url_of(*source, cursor).empty());
}

TEST_CASE("A page that the service has forgotten is asked for anew from the first, once", "[json][walk]") {
  const auto source = source_of(described(kByToken));
  Cursor cursor = source->begin_run("", run_at(kNow));
  take(*source, cursor, items({6, 5}));
  cursor = source->begin_run(cursor, run_at(kNow));
  take(*source, cursor, items({20, 19}, ", \"next\": \"a\""));
  const auto refuse = [&] {
    PageOfPosts page = page_in(source->read(answer(400, "{}"), cursor, nhs_values(), kNow));
    cursor = page.cursor;
    return page;
  };
  cursor = source->begin_run(cursor, run_at(kNow));
  CHECK_FALSE(refuse().missed);
  CHECK(url_of(*source, cursor) == "https://s.example/?q=NHSvalues");
  // A refusal of the first page is the service's last word.
  CHECK(failure_in(source->read(answer(400, "{}"), cursor, nhs_values(), kNow)).kind ==
        FailureClass::permanent);
  take(*source, cursor, items({20, 19}, ", \"next\": \"b\""));
  cursor = source->begin_run(cursor, run_at(kNow));
  CHECK(refuse().missed);
}

TEST_CASE("A walk of more pages than a run may read goes on in the next, and nothing is missed",
          "[json][walk]") {
  const auto source = source_of(described(kByToken));
  Cursor cursor = source->begin_run("", run_at(kNow));
  take(*source, cursor, items({5}));
  cursor = source->begin_run(cursor, run_at(kNow));
  take(*source, cursor, items({30}, ", \"next\": \"a\""));
  take(*source, cursor, items({29}, ", \"next\": \"b\""));
  CHECK_FALSE(take(*source, cursor, items({28}, ", \"next\": \"c\"")).missed);
  CHECK(url_of(*source, cursor).empty());
  REQUIRE(source->unread(cursor));
  CHECK(source->unread(cursor)->from <= hour(5));
  CHECK(source->unread(cursor)->to == hour(28));

  cursor = source->begin_run(cursor, run_at(kNow));
  CHECK(url_of(*source, cursor) == "https://s.example/?q=NHSvalues&p=c");
  take(*source, cursor, items({27, 5}, ", \"next\": \"d\""));
  take(*source, cursor, items({4}, ", \"next\": \"e\""));
  // Done with the old; now what came since.
  CHECK(url_of(*source, cursor) == "https://s.example/?q=NHSvalues");
  CHECK_FALSE(take(*source, cursor, items({31, 30})).missed);
  CHECK(url_of(*source, cursor).empty());
  CHECK_FALSE(source->unread(cursor));
}

TEST_CASE("A re-scan that takes several runs is followed by no other before the source has caught up",
          "[json][walk]") {
  const auto source = source_of(described(kByToken));
  Cursor cursor = source->begin_run("", run_at(kNow));
  take(*source, cursor, items({60}));
  RunStart start = run_at(kNow);
  start.rescan = true;
  int runs = 0;
  do {
    REQUIRE(++runs < 10);
    cursor = source->begin_run(cursor, start);
    while (!url_of(*source, cursor).empty()) {
      const std::string url = url_of(*source, cursor);
      const std::size_t at = url.find("&p=");
      const int page = at == std::string::npos ? 0 : std::stoi(url.substr(at + 3));
      take(*source, cursor,
           items({60 - 5 * page, 59 - 5 * page, 58 - 5 * page, 57 - 5 * page, 56 - 5 * page},
                 ", \"next\": \"" + std::to_string(page + 1) + "\""));
    }
  } while (source->unread(cursor));
  CHECK(runs == 2);
}

TEST_CASE("What a service does not lead to in several runs is missed, with its span", "[json][walk]") {
  const auto source = source_of(described(kByToken));
  Cursor cursor = source->begin_run("", run_at(kNow));
  take(*source, cursor, items({5}));
  std::optional<Missed> missed;
  int pages = 0;
  for (int run = 0; run < 4; ++run) {
    cursor = source->begin_run(cursor, run_at(kNow));
    CHECK_FALSE(missed);
    for (int read = 0; read < 3; ++read) {
      const std::string next = ", \"next\": \"" + std::to_string(++pages) + "\"";
      missed = take(*source, cursor, items({30 - pages % 2}, next)).missed;
    }
  }
  REQUIRE(missed);
  REQUIRE(missed->span);
  CHECK(missed->span->from == hour(5));
  CHECK(missed->span->to == hour(29));
}

TEST_CASE("A run of empty pages that lead on has nothing to find", "[json][walk]") {
  const auto source = source_of(described(kByToken));
  Cursor cursor = source->begin_run("", run_at(kNow));
  take(*source, cursor, items({5}));
  cursor = source->begin_run(cursor, run_at(kNow));
  for (const char* next : {"a", "b", "c"})
    CHECK_FALSE(take(*source, cursor, items({}, ", \"next\": \"" + std::string{next} + "\"")).missed);
  CHECK(url_of(*source, cursor).empty());
  CHECK_FALSE(source->unread(cursor));
}

TEST_CASE("A re-scan from the oldest on by id does not begin with the beginning of all time",
          "[json][walk]") {
  const auto source = source_of(
      described(kPlain + asked("https://s.example/?q={tag}[?&since={since}?][?&p={page}?]") +
                "[paging]\nmode = \"token\"\nnext = \"/next\"\norder = \"oldest_first\"\nmax_pages = 2\n"
                "[catch_up]\nmode = \"since_id\"\n"));
  Cursor cursor = source->begin_run("", run_at(kNow));
  take(*source, cursor, items({5, 6}));
  RunStart start = run_at(kNow);
  start.rescan = true;
  cursor = source->begin_run(cursor, start);
  CHECK(url_of(*source, cursor) == "https://s.example/?q=NHSvalues&since=6");
}

TEST_CASE("From the oldest on, a run that has had its parts is gone on with in the next", "[json][walk]") {
  const auto source = source_of(
      described(kPlain + asked("https://s.example/?q={tag}[?&since={since}?]") +
                "[paging]\nmode = \"next_url\"\nnext = \"/next\"\norder = \"oldest_first\"\nmax_pages = 1\n"
                "[catch_up]\nmode = \"since_id\"\n"));
  Cursor cursor = source->begin_run("", run_at(kNow));
  int id = 0;
  while (!url_of(*source, cursor).empty()) {
    REQUIRE(id < 60);
    CHECK_FALSE(take(*source, cursor, items({++id}, ", \"next\": \"https://s.example/next\"")).missed);
  }
  CHECK(source->unread(cursor));
  cursor = source->begin_run(cursor, run_at(kNow));
  CHECK(url_of(*source, cursor) == "https://s.example/?q=NHSvalues&since=" + std::to_string(id));
}

TEST_CASE("A page of which nothing can be read fails, and is asked for again", "[json]") {
  const auto source = source_of(described(kByToken));
  Cursor cursor = source->begin_run("", run_at(kNow));
  take(*source, cursor, items({6, 5}));
  cursor = source->begin_run(cursor, run_at(kNow));
  const auto failed =
      failure_in(source->read(answer(200, R"({"items": [{"id": 8, "body": "x"}, {"id": 7, "body": "y"}]})"),
                              cursor, nhs_values(), kNow));
  CHECK(failed.kind == FailureClass::content);
  CHECK(failed.cause.find("none of 2 items") != std::string::npos);
  CHECK(failed.cause.find("no text where the description says") != std::string::npos);
  // One that can be read is enough, on it or before it.
  const std::string odd = R"({"id": 8, "picture": "x"})";
  CHECK(take(*source, cursor,
             "{\"next\": \"a\", \"items\": [" + odd + R"(, {"id": 7, "text": "t", "at": 1795025200}]})")
            .posts.size() == 1);
  CHECK(take(*source, cursor, "{\"items\": [" + odd + "]}").unreadable.size() == 1);
}

TEST_CASE("With drop_noindex, posts whose authors ask not to be found are left out and stop counting",
          "[json][privacy]") {
  const std::string body =
      R"({"items": [{"id": 1, "text": "a", "hide": true}, {"id": 2, "text": "b", "hide": false}]})";
  const std::string service = kPlain + "unquoted = \"/hide\"\n" + asked("https://s.example/?q={tag}");
  const PageOfPosts all = saved(*source_of(described(service)), body);
  REQUIRE(all.posts.size() == 2);
  CHECK(all.posts[0].quotable == std::optional{false});
  const PageOfPosts page = saved(*source_of(described(service), "", {}, true), body);
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].id == "2");
  REQUIRE(page.withdrawn.size() == 1);
  CHECK(page.withdrawn[0].id == "1");
  CHECK(page.opted_out == 1);
}

TEST_CASE("Whether an answer is a token is for the question to say, not for the answer", "[json][token]") {
  const auto source = source_of(described(kPlain + asked("https://s.example/?q={tag}") +
                                          "[token]\nurl = \"https://s.example/token\"\n"),
                                "id:secret");
  const std::string both = R"({"access_token": "T", "items": [{"id": 1, "text": "a"}]})";
  CHECK(saved(*source, both).posts.size() == 1);
  const Cursor cursor = source->begin_run("", run_at(kNow));
  const auto step = source->read(answer(200, both), cursor, nhs_values(), kNow);
  REQUIRE(std::holds_alternative<Proceed>(step));
  CHECK(source->next_request(std::get<Proceed>(step).cursor, nhs_values())->bearer == "T");
}

TEST_CASE("Counts in a cursor are bounded", "[json][hostile]") {
  const auto source =
      source_of(described(kPlain + asked("https://s.example/?p={page}") + "[paging]\nmode = \"page\"\n"));
  const std::string most = "9223372036854775807";
  Cursor cursor = R"({"walk": {"first": true, "pages": )" + most + R"(, "items": )" + most +
                  R"(, "run_pages": -)" + most + "}}";
  take(*source, cursor, items({1}));
  CHECK(url_of(*source, cursor) == "https://s.example/?p=1000000002");
}

TEST_CASE("Every run ends, whatever a service answers", "[json][hostile]") {
  const std::string two = ", \"next\": \"x\"";
  for (const std::string& body : {items({1, 2}, two), items({}, two), items({3}, ", \"next\": 7")})
    for (const char* paging : {"mode = \"token\"\nnext = \"/next\"\n", "mode = \"page\"\n",
                               "mode = \"offset\"\n", "mode = \"until_id\"\n", "mode = \"until_time\"\n"}) {
      CAPTURE(body, paging);
      const auto source = source_of(described(kPlain + asked("https://s.example/?q={tag}[?&p={page}?]") +
                                              "[paging]\n" + paging + "max_pages = 7\n"));
      Cursor cursor;
      for (int run = 0; run < 3; ++run) {
        cursor = source->begin_run(cursor, run_at(kNow));
        int requests = 0;
        while (!url_of(*source, cursor).empty()) {
          REQUIRE(++requests <= 14);
          take(*source, cursor, body);
        }
      }
    }
}

TEST_CASE("A next page on another server is not asked", "[json][hostile]") {
  const auto source = source_of(described(kPlain + asked("https://s.example/?q={tag}") +
                                          "[paging]\nmode = \"next_url\"\nnext = \"/next\"\n"));
  const auto next_after = [&](const std::string& next) {
    Cursor cursor = source->begin_run("", run_at(kNow));
    const PageOfPosts page = take(*source, cursor, items({1}, ", \"next\": \"" + next + "\""));
    return std::pair{url_of(*source, cursor), page.notice.empty()};
  };
  CHECK(next_after("https://s.example/page/2").first == "https://s.example/page/2");
  CHECK(next_after("/page/2").first == "https://s.example/page/2");
  for (const char* elsewhere : {"https://evil.example/", "http://s.example/", "https://s.example:444/",
                                "//evil.example/", "https://s.example@evil.example/", "javascript:x"}) {
    CAPTURE(elsewhere);
    CHECK(next_after(elsewhere) == std::pair{std::string{}, false});
  }
}

TEST_CASE("The next page may stand in the Link header", "[json]") {
  const auto source = source_of(
      described(kPlain + asked("https://s.example/?q={tag}") + "[paging]\nmode = \"link_header\"\n"));
  const Cursor cursor = source->begin_run("", run_at(kNow));
  const auto page = page_in(source->read(
      answer(200, items({1}),
             {{"Link", "<https://s.example/?p=0>; rel=\"prev\", <https://s.example/?p=2>; rel=\"next\""}}),
      cursor, nhs_values(), kNow));
  CHECK(url_of(*source, page.cursor) == "https://s.example/?p=2");
}

TEST_CASE("Secrets and tags are escaped where they stand, and redirects do not carry them along", "[json]") {
  const auto source =
      source_of(described(kPlain + "[request]\nurl = \"https://s.example/\"\nmethod = \"post\"\n" +
                          "body = '{\"q\": \"{tag}\", \"i\": \"{secret}\"[?, \"untilId\": \"{page}\"?]}'\n" +
                          "[paging]\nmode = \"until_id\"\n"),
                "a\"b");
  Cursor cursor = source->begin_run("", run_at(kNow));
  auto request = source->next_request(cursor, {"caf\u00e9", {}});
  REQUIRE(request);
  CHECK(request->body == "{\"q\": \"caf\u00e9\", \"i\": \"a\\\"b\"}");
  CHECK(request->method == net::Method::post);
  CHECK_FALSE(request->follow_redirects);
  take(*source, cursor, items({9}));
  CHECK(source->next_request(cursor, nhs_values())->body.find(", \"untilId\": \"9\"}") != std::string::npos);
}

TEST_CASE("Of an error only its place and status are shown, never the service's words", "[json][privacy]") {
  const auto source = source_of(described(kPlain + asked("https://s.example/?k={secret}") +
                                          "[errors]\npointers = [\"/why\", \"/a~1b\"]\n"));
  const auto failed =
      failure_in(source->read(answer(500, R"({"a/b": "try later"})"), "", nhs_values(), kNow));
  CHECK(failed.kind == FailureClass::transient);
  CHECK(failed.cause == "S answers with an error (HTTP 500, at /a~1b)");
}
