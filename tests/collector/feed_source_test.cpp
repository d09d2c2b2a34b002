#include "collector/sources/feed_source.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "collector/sources/post_text.h"
#include "source_fixtures.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = at("2026-11-20T10:00:00Z");

std::unique_ptr<Source> source(const std::string& url = "https://ward-blog.example/feed.xml",
                               bool match_all = false) {
  FeedOptions options;
  options.url = url;
  options.match_all = match_all;
  return make_feed_source(options);
}

PollOutcome read_body(std::string body, bool match_all = true, const char* type = "application/xml") {
  const auto feed = source("https://feed.example/feed.xml", match_all);
  return feed->read(answer(200, std::move(body), {{"Content-Type", type}}), feed->begin_run("", run_at(kNow)),
                    nhs_values(), kNow);
}

PageOfPosts page_of(std::string body, bool match_all = true, const char* type = "application/xml") {
  const auto outcome = read_body(std::move(body), match_all, type);
  if (const auto* failed = std::get_if<Failed>(&outcome)) FAIL(failed->cause);
  return std::get<PageOfPosts>(outcome);
}

Failed failure_of(std::string body) { return std::get<Failed>(read_body(std::move(body))); }

std::string rss(const std::string& items) {
  return "<rss version=\"2.0\"><channel><title>t</title>" + items + "</channel></rss>";
}

std::string utc(const std::optional<UtcTime>& time) { return time ? format_utc(*time) : "none"; }

std::string header(const net::HttpRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers)
    if (key == name) return value;
  return "";
}

}  // namespace

TEST_CASE("An RSS blog reads as posts; what lacks the tag is set apart", "[feed]") {
  const auto feed = source();
  const auto cursor = feed->begin_run("", run_at(kNow));
  const auto outcome =
      feed->read(answer_with_headers("feeds/rss20_blog.headers", fixture("feeds/rss20_blog.xml")), cursor,
                 nhs_values(), kNow);
  const auto& page = std::get<PageOfPosts>(outcome);
  REQUIRE(page.posts.size() == 2);
  CHECK(page.posts[0].network == "feed");
  CHECK(page.posts[0].id == "https://ward-blog.example/feed.xml#ward-blog-1042");
  CHECK(page.posts[0].url == "https://ward-blog.example/2026/11/six-words/");
  CHECK(page.posts[0].author == "Nurse Nonesuch");
  CHECK(page.posts[0].text == "Six words & a kettle\n\nEveryone counts, says the kettle. #NHSvalues");
  CHECK(utc(page.posts[0].created_at) == "2026-11-20T09:15:30Z");
  CHECK(page.posts[0].tags == std::vector<std::string>{"NHSvalues", "tea"});
  CHECK(page.posts[0].language == "en-gb");
  CHECK(page.posts[0].local_id.empty());
  CHECK(page.posts[1].id == "https://ward-blog.example/2026/11/relative/");
  CHECK(page.posts[1].url == "https://ward-blog.example/2026/11/relative/");
  CHECK(page.posts[1].author == "Ed Itor");
  CHECK(page.posts[1].text ==
        "No guid, relative link\n\nCommitment to quality of care & biscuits #nhsvalues");
  CHECK(utc(page.posts[1].created_at) == "2026-11-19T23:59:00Z");
  REQUIRE(page.withdrawn.size() == 1);
  CHECK(page.withdrawn[0].url == "https://ward-blog.example/?p=1040");
  CHECK(utc(page.withdrawn[0].created_at) == "2026-11-18T07:00:00Z");
  CHECK(page.ask_again_in == 1h);  // ttl 60 beats max-age 1800
  CHECK_FALSE(page.missed);
  CHECK_FALSE(feed->next_request(page.cursor, nhs_values()));
}

TEST_CASE("Atom entries keep their dates, languages, bases and markup apart", "[feed]") {
  const auto page = page_of(fixture("feeds/atom10.xml"));
  REQUIRE(page.posts.size() == 2);
  CHECK(page.posts[0].id == "tag:atom.values.example,2026:1");
  CHECK(page.posts[0].url == "https://atom.values.example/posts/1");
  CHECK(page.posts[0].text == "Compassion & cake\n\nImproving lives one slice at a time. #NHSvalues");
  CHECK(page.posts[0].author == "Feed Author (fictional)");
  CHECK(page.posts[0].language == "en-GB");
  CHECK(utc(page.posts[0].created_at) == "2026-11-20T09:00:00Z");
  CHECK(utc(page.posts[0].edited_at) == "2026-11-20T09:30:00Z");
  CHECK(page.posts[1].text == "Only a summary\n\nPlain text with 3 < 4 and no tag");
  CHECK(page.posts[1].author == "Guest Ghost");
  CHECK(utc(page.posts[1].created_at) == "2026-11-20T03:00:00Z");
  CHECK_FALSE(page.posts[1].edited_at);
}

TEST_CASE("A Google Alert leads to the page it found", "[feed]") {
  const auto page = page_of(fixture("feeds/google_alerts.xml"));
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].url == "https://gazette.example/2026/11/values?id=7&x=1");
  CHECK(page.posts[0].text ==
        "Made-up trust rewrites its NHS values - Gazette & Bugle\n\n"
        "... the NHS values of respect and dignity, said nobody real ...");
  CHECK(page.posts[0].author.empty());
}

TEST_CASE("JSON Feed 1.1 and 1.0 are read", "[feed]") {
  const auto page = page_of(fixture("feeds/jsonfeed11.json"), true, "application/feed+json");
  REQUIRE(page.posts.size() == 2);
  CHECK(page.posts[0].id == "https://json.values.example/1");
  CHECK(page.posts[0].text == "Everyone counts\n\nWorking together for patients. #NHSvalues");
  CHECK(page.posts[0].author == "Guest Ghost");
  CHECK(utc(page.posts[0].edited_at) == "2026-11-20T09:10:00Z");
  CHECK(page.posts[1].id == "https://feed.example/feed.xml#2");
  CHECK(page.posts[1].text == "Numeric id, 5 < 6 & no html");
  CHECK(page.posts[1].author == "Old style 1.0 author");
  CHECK_FALSE(page.posts[1].created_at);
}

TEST_CASE("Items that share a guid are told apart, and stay so when another comes on top", "[feed]") {
  const auto page = page_of(fixture("feeds/broken_duplicate_guid.xml"));
  REQUIRE(page.posts.size() == 3);
  CHECK(page.posts[0].id == "https://feed.example/feed.xml#dup|https://dup.example/1");
  CHECK(page.posts[1].id == "https://feed.example/feed.xml#dup|https://dup.example/2");
  CHECK(page.posts[2].id.find("#dup|") != std::string::npos);
  CHECK(utc(page.posts[0].created_at) == "2026-11-20T09:00:00Z");
  CHECK(utc(page.posts[1].created_at) == "2026-11-20T08:01:00Z");
  CHECK_FALSE(page.posts[2].created_at);  // 31 June, 25 o'clock

  const auto later =
      page_of(rss("<item><title>New</title><link>https://dup.example/9</link>"
                  "<guid isPermaLink=\"false\">dup</guid></item>"
                  "<item><title>One #NHSvalues</title><link>https://dup.example/1</link>"
                  "<guid isPermaLink=\"false\">dup</guid></item>"));
  REQUIRE(later.posts.size() == 2);
  CHECK(later.posts[1].id == page.posts[0].id);
}

TEST_CASE("A link that several items share is no item's address", "[feed]") {
  const auto page =
      page_of(rss("<item><title>a</title><link>https://x.example/</link></item>"
                  "<item><title>b</title><link>https://x.example/</link></item>"
                  "<item><title>c</title><link>https://x.example/c</link></item>"));
  REQUIRE(page.posts.size() == 3);
  CHECK(page.posts[0].url.empty());
  CHECK(page.posts[1].url.empty());
  CHECK(page.posts[0].id != page.posts[1].id);
  CHECK(page.posts[2].url == "https://x.example/c");
}

TEST_CASE("The same item twice in a document is one post", "[feed]") {
  const std::string item = "<item><title>a</title><guid>https://x.example/1</guid></item>";
  CHECK(page_of(rss(item + item)).posts.size() == 1);
}

TEST_CASE("Feeds that are not well-formed are read as far as they go", "[feed]") {
  const auto page = page_of(fixture("feeds/broken_not_wellformed.xml"), false);
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].text == "Bare & ampersand entity control\n\n#NHSvalues");
  CHECK(page.posts[0].url == "https://broken.example/?a=1&b=2");
  CHECK(page.unreadable.empty());
}

TEST_CASE("A feed cut off within an item gives the whole items and counts what it lost", "[feed]") {
  const auto feed = source();
  const std::string whole =
      rss("<item><guid>https://x.example/1</guid><description>first #NHSvalues</description></item>"
          "<item><guid>https://x.example/2</guid><description>second, whole, long "
          "#NHSvalues</description></item>");
  const std::string cut = whole.substr(0, whole.find("whole,"));
  const auto outcome = feed->read(answer(200, cut, {{"ETag", "\"v1\""}}), feed->begin_run("", run_at(kNow)),
                                  nhs_values(), kNow);
  const auto& page = std::get<PageOfPosts>(outcome);
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].text == "first #NHSvalues");
  REQUIRE(page.unreadable.size() == 1);
  CHECK(page.unreadable.front().cause.find("breaks off") != std::string::npos);
  // Its validator would have the server say "not modified" and the rest never be read.
  const auto request = feed->next_request(feed->begin_run(page.cursor, run_at(kNow)), nhs_values());
  REQUIRE(request);
  CHECK(header(*request, "If-None-Match").empty());
}

TEST_CASE("Windows-1252 that says it is UTF-8 keeps its letters", "[feed]") {
  const auto page = page_of(fixture("feeds/broken_windows1252_declared_utf8.xml"), false);
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].text == "£5 for “respect” #NHSvalues");
}

TEST_CASE("A Mastodon tag feed without titles reads as posts", "[feed]") {
  const auto page = page_of(fixture("mastodon/tag.rss"), false);
  REQUIRE(page.posts.size() == 2);
  CHECK(page.posts[0].url == "https://social.example/@ward_seven_amy/117648007503544327");
  CHECK(page.posts[0].tags == std::vector<std::string>{"NHSvalues"});
  CHECK(page.posts[1].tags == std::vector<std::string>{"NHSValues", "NHSFunding"});
}

TEST_CASE("A Mastodon tag feed belongs to its network, whoever configured it as what", "[feed]") {
  const auto page_at = [](const std::string& url, const std::string& body) {
    const auto feed = source(url);
    return std::get<PageOfPosts>(
        feed->read(answer(200, body), feed->begin_run("", run_at(kNow)), nhs_values(), kNow));
  };
  const std::string body = fixture("mastodon/tag.rss");
  const auto page = page_at("https://social.example/tags/NHSvalues.rss", body);
  REQUIRE(page.posts.size() == 2);
  CHECK(page.posts[0].network == "mastodon");
  CHECK(page.posts[0].author == "@ward_seven_amy@social.example");
  CHECK(page.posts[1].author == "@bo_porter@hospital-porters.example");
  CHECK_FALSE(page.undated_edits);
  CHECK(page_at("https://mirror.example/feed", body).posts[0].network == "mastodon");

  std::string nameless = body;
  const auto begin = nameless.find("<generator>");
  REQUIRE(begin != std::string::npos);
  nameless.erase(begin, nameless.find("</generator>") + 12 - begin);
  CHECK(page_at("https://social.example/tags/NHSvalues.rss", nameless).posts[0].network == "mastodon");
  const auto elsewhere = page_at("https://mirror.example/feed", nameless);
  CHECK(elsewhere.posts[0].network == "feed");
  CHECK(elsewhere.undated_edits);
  // A blog's tag page has such an address too.
  const auto blog =
      page_at("https://blog.example/tags/nhs.rss",
              rss("<item><title>a #NHSvalues</title><link>https://blog.example/a</link></item>"));
  CHECK(blog.posts[0].network == "feed");
}

TEST_CASE("Items that are re-dated and re-ordered stay the same items", "[feed]") {
  const auto item = [](int n, const char* date) {
    const std::string name = std::to_string(n);
    return "<item><guid isPermaLink=\"false\">" + name + "</guid><title>No " + name +
           " #NHSvalues</title><pubDate>" + date + "</pubDate></item>";
  };
  const auto ids = [](const PageOfPosts& page) {
    std::set<std::string> all;
    for (const Post& post : page.posts) all.insert(post.id);
    return all;
  };
  const auto feed = source();
  const auto poll = [&](const Cursor& cursor, const std::string& items) {
    return std::get<PageOfPosts>(
        feed->read(answer(200, rss(items)), feed->begin_run(cursor, run_at(kNow)), nhs_values(), kNow));
  };
  const auto first = poll("", item(1, "2026-11-18") + item(2, "2026-11-17") + item(3, "2026-11-16"));
  const auto bumped =
      poll(first.cursor, item(3, "2026-11-19") + item(1, "2026-11-18") + item(2, "2020-01-01"));
  CHECK(ids(first) == ids(bumped));
  CHECK_FALSE(bumped.missed);
}

TEST_CASE("An item without guid and link is known by its words", "[feed]") {
  const std::string item = "<item><title>Tea on the ward #NHSvalues</title></item>";
  const auto before = page_of(rss(item));
  const auto after = page_of(rss("<item><title>Another</title></item>" + item));
  REQUIRE(after.posts.size() == 2);
  CHECK(after.posts[1].id == before.posts.at(0).id);
  CHECK(after.posts[0].id != after.posts[1].id);
}

namespace {

std::string json_feed(const std::vector<int>& items, const std::string& more) {
  std::string body =
      R"({"version": "https://jsonfeed.org/version/1.1", "title": "t", )" + more + "\"items\": [";
  for (std::size_t i = 0; i < items.size(); ++i)
    body += (i > 0 ? ", {\"id\": \"" : "{\"id\": \"") + std::to_string(items[i]) +
            R"(", "content_text": "Number #NHSvalues"})";
  return body + "]}";
}

std::string next(const std::string& url) { return R"("next_url": ")" + url + "\", "; }

/// A run over a feed of several pages, by address; what came, and what was asked.
struct PagedFeed {
  std::map<std::string, std::string> pages;
  std::unique_ptr<Source> feed = source("https://feed.example/feed.json", true);
  Cursor cursor{};
  std::vector<std::string> asked{};
  std::set<std::string> kept{};
  int gaps = 0;
  std::string failure{};

  void run() {
    asked.clear();
    gaps = 0;
    cursor = feed->begin_run(cursor, run_at(kNow));
    while (const auto request = feed->next_request(cursor, nhs_values())) {
      REQUIRE(asked.size() < 100);
      asked.push_back(request->url);
      const auto found = pages.find(request->url);
      const auto response = found == pages.end() ? answer(404, "") : answer(200, found->second);
      const auto outcome = feed->read(response, cursor, nhs_values(), kNow);
      if (const auto* failed = std::get_if<Failed>(&outcome)) {
        failure = failed->cause;
        return;
      }
      const auto& page = std::get<PageOfPosts>(outcome);
      for (const Post& post : page.posts) kept.insert(post.id);
      gaps += page.missed ? 1 : 0;
      cursor = page.cursor;
    }
  }
};

const std::string kFirst = "https://feed.example/feed.json";

}  // namespace

TEST_CASE("A long JSON feed is followed down to what is known, and no further", "[feed]") {
  PagedFeed paged{{{kFirst, json_feed({6, 5}, next("/feed.json?page=2"))},
                   {kFirst + "?page=2", json_feed({4, 3}, next(kFirst + "?page=3"))},
                   {kFirst + "?page=3", json_feed({2, 1}, "")}}};
  paged.run();
  CHECK(paged.kept.size() == 6);
  CHECK(paged.asked.size() == 3);
  CHECK(paged.gaps == 0);

  paged.pages[kFirst] = json_feed({7, 6}, next("/feed.json?page=2"));
  paged.run();
  CHECK(paged.asked == std::vector<std::string>{kFirst});

  paged.pages[kFirst] = json_feed({12, 11}, next("/feed.json?page=2"));
  paged.pages[kFirst + "?page=2"] = json_feed({10, 9}, next("/feed.json?page=3"));
  paged.pages[kFirst + "?page=3"] = json_feed({8, 7}, next("/feed.json?page=4"));
  paged.run();
  CHECK(paged.asked.size() == 3);
  CHECK(paged.kept.size() == 12);
  CHECK(paged.gaps == 0);
}

TEST_CASE("A walk through a feed that was broken off starts over", "[feed]") {
  PagedFeed paged{{{kFirst, json_feed({2, 1}, "")}}};
  paged.run();
  paged.pages = {{kFirst, json_feed({6, 5}, next("/2"))},
                 {"https://feed.example/2", "not JSON"},
                 {"https://feed.example/3", json_feed({2, 1}, "")}};
  const auto feed = source(kFirst, true);
  auto cursor = feed->begin_run(paged.cursor, run_at(kNow));
  const auto first =
      feed->read(answer(200, paged.pages[kFirst], {{"ETag", "\"a\""}}), cursor, nhs_values(), kNow);
  cursor = std::get<PageOfPosts>(first).cursor;
  CHECK(std::holds_alternative<RateLimited>(feed->read(answer(429, ""), cursor, nhs_values(), kNow)));
  const auto request = feed->next_request(feed->begin_run(cursor, run_at(kNow)), nhs_values());
  REQUIRE(request);
  CHECK(request->url == kFirst);
  CHECK(header(*request, "If-None-Match").empty());
}

TEST_CASE("A page that is not there ends the walk, and is told of", "[feed]") {
  PagedFeed paged{{{kFirst, json_feed({2, 1}, "")}}};
  paged.run();
  paged.pages = {{kFirst, json_feed({6, 5}, next("/2"))}};
  paged.run();
  CHECK(paged.failure.empty());
  CHECK(paged.gaps == 1);
  CHECK(paged.kept.size() == 4);
  paged.run();
  CHECK(paged.asked.size() == 1);
  CHECK(paged.gaps == 0);
}

TEST_CASE("A feed that leads round in circles, to others or on for ever is left", "[feed][hostile]") {
  PagedFeed circle{
      {{kFirst, json_feed({1}, next("/2"))}, {"https://feed.example/2", json_feed({2}, next("/feed.json"))}}};
  circle.run();
  CHECK(circle.asked.size() == 2);

  for (const char* elsewhere :
       {"https://other.example/2", "http://feed.example/2", "https://feed.example:8443/2",
        "https://feed.example@other.example/2", "javascript:alert(1)", "//other.example/2"}) {
    CAPTURE(elsewhere);
    PagedFeed led_astray{{{kFirst, json_feed({1}, next(elsewhere))}}};
    led_astray.run();
    CHECK(led_astray.asked.size() == 1);
  }

  PagedFeed endless{};
  for (int i = 0; i < 200; ++i)
    endless.pages[i == 0 ? kFirst : "https://feed.example/" + std::to_string(i)] =
        json_feed({i}, next("/" + std::to_string(i + 1)));
  endless.run();
  CHECK(endless.asked.size() == 50);
}

TEST_CASE("A feed that has expired gives what it holds, then fails in plain words", "[feed]") {
  PagedFeed paged{{{kFirst, json_feed({2, 1}, "\"expired\": true, ")}}};
  paged.run();
  CHECK(paged.kept.size() == 2);
  CHECK(paged.failure.empty());
  paged.run();
  CHECK(paged.failure.find("ended") != std::string::npos);
  const auto feed = source(kFirst, true);
  const auto same =
      feed->read(answer(304, ""), feed->begin_run(paged.cursor, run_at(kNow)), nhs_values(), kNow);
  CHECK(std::get<Failed>(same).kind == FailureClass::permanent);
  paged.pages[kFirst] = json_feed({3, 2, 1}, "\"expired\": false, ");
  paged.failure.clear();
  paged.run();
  CHECK(paged.failure.empty());
}

TEST_CASE("Namespaces count, not prefixes", "[feed]") {
  const auto page = page_of(
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
      "xmlns:d='http://purl.org/dc/elements/1.1/' xmlns:content='urn:something-else'>"
      "<channel><title>c</title></channel>"
      "<item rdf:about='https://x.example/1'><title>t</title><description>real</description>"
      "<content:encoded>not this</content:encoded><d:creator>D "
      "C</d:creator><d:date>2026-11-20</d:date></item>"
      "</rdf:RDF>");
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].text == "t\n\nreal");
  CHECK(page.posts[0].author == "D C");
  CHECK(page.posts[0].id == "https://x.example/1");
  CHECK(utc(page.posts[0].created_at) == "2026-11-20T00:00:00Z");
}

TEST_CASE("A title that the text begins with is not said twice", "[feed]") {
  const auto page =
      page_of(rss("<item><title>Night shift sharing…</title>"
                  "<description>Night shift sharing the last biscuit</description></item>"));
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].text == "Night shift sharing the last biscuit");
}

TEST_CASE("A post from the future stays undated", "[feed]") {
  const auto page =
      page_of(rss("<item><title>a</title><pubDate>2031-01-01</pubDate></item>"
                  "<item><title>b</title><pubDate>1970-01-01</pubDate></item>"));
  REQUIRE(page.posts.size() == 2);
  for (const Post& post : page.posts) CHECK_FALSE(post.created_at);
}

TEST_CASE("Validators go back as they came, and a 304 keeps everything", "[feed]") {
  const auto feed = source();
  const auto first =
      feed->read(answer_with_headers("feeds/rss20_blog.headers", fixture("feeds/rss20_blog.xml")),
                 feed->begin_run("", run_at(kNow)), nhs_values(), kNow);
  const auto cursor = feed->begin_run(std::get<PageOfPosts>(first).cursor, run_at(kNow));
  const auto request = feed->next_request(cursor, nhs_values());
  REQUIRE(request);
  CHECK(header(*request, "If-None-Match") == "W/\"fict-1042\"");
  CHECK(header(*request, "If-Modified-Since") == "Fri, 20 Nov 2026 09:15:31 GMT");

  const auto second =
      feed->read(answer_with_headers("feeds/not_modified_304.headers", ""), cursor, nhs_values(), kNow);
  const auto& same = std::get<Proceed>(second);
  CHECK_FALSE(feed->next_request(same.cursor, nhs_values()));
  const auto again = feed->next_request(feed->begin_run(same.cursor, run_at(kNow)), nhs_values());
  REQUIRE(again);
  CHECK(header(*again, "If-None-Match") == "W/\"fict-1042\"");
}

TEST_CASE("Validators of another address or topic are not sent", "[feed]") {
  const auto first = source()->read(answer(200, rss(""), {{"ETag", "\"a\""}}), "", nhs_values(), kNow);
  const auto cursor = source()->begin_run(std::get<PageOfPosts>(first).cursor, run_at(kNow));
  CHECK(header(*source()->next_request(cursor, nhs_values()), "If-None-Match") == "\"a\"");
  const Topic more{"NHSvalues", {"NHSvalues", "TeamLeeds"}};
  CHECK(header(*source()->next_request(cursor, more), "If-None-Match").empty());
  CHECK(header(*source("https://new.example/feed")->next_request(cursor, nhs_values()), "If-None-Match")
            .empty());
}

TEST_CASE("A validator that cannot be kept is not, and the run still ends", "[feed]") {
  const auto outcome = source()->read(answer(200, rss(""), {{"ETag", "\"\xFF\""}}), "", nhs_values(), kNow);
  CHECK_FALSE(source()->next_request(std::get<PageOfPosts>(outcome).cursor, nhs_values()));
}

TEST_CASE("A document without a known item is a gap; one that shares an item is none", "[feed]") {
  const auto feed = source();
  const auto item = [](int n) {
    return "<item><guid>https://x.example/" + std::to_string(n) + "</guid></item>";
  };
  Cursor cursor;
  const auto poll = [&](const std::string& items) {
    const auto outcome =
        feed->read(answer(200, rss(items)), feed->begin_run(cursor, run_at(kNow)), nhs_values(), kNow);
    const auto& page = std::get<PageOfPosts>(outcome);
    cursor = page.cursor;
    return page.missed.has_value();
  };
  CHECK_FALSE(poll(item(1) + item(2)));
  CHECK_FALSE(poll(item(2) + item(3)));
  CHECK(poll(item(8) + item(9)));
  CHECK_FALSE(poll(""));
  CHECK_FALSE(poll(item(9) + item(10)));
  CHECK(poll(item(20)));
}

TEST_CASE("The publisher's wish is remembered with what was read, until an answer without one", "[feed]") {
  const auto feed = source();
  const auto read = [&](int status, const Cursor& cursor, const std::string& seconds) {
    const auto response =
        answer(status, status == 200 ? rss("") : "", {{"Cache-Control", "max-age=" + seconds}});
    const auto outcome = feed->read(response, feed->begin_run(cursor, run_at(kNow)), nhs_values(), kNow);
    if (const auto* same = std::get_if<Proceed>(&outcome)) return same->cursor;
    return std::get<PageOfPosts>(outcome).cursor;
  };
  CHECK(feed->ask_again_in("") == std::nullopt);
  const Cursor page = read(200, "", "7200");
  CHECK(feed->ask_again_in(page) == 2h);
  CHECK(feed->ask_again_in(feed->begin_run(page, run_at(kNow))) == 2h);
  const Cursor same = read(304, page, "600");
  CHECK(feed->ask_again_in(same) == 10min);
  CHECK(feed->ask_again_in(read(200, same, "0")) == std::nullopt);
  CHECK(feed->ask_again_in(R"({"ask_again_in": 999999999999})") == 24h);
}

TEST_CASE("The publisher's wish is at most a day", "[feed]") {
  const auto wish = [](std::vector<std::pair<std::string, std::string>> headers, const std::string& items) {
    const auto outcome = source()->read(answer(200, rss(items), std::move(headers)), "", nhs_values(), kNow);
    return std::get<PageOfPosts>(outcome).ask_again_in;
  };
  CHECK(wish({}, "") == std::nullopt);
  CHECK(wish({{"Cache-Control", "max-age=600"}}, "") == 10min);
  CHECK(wish({{"Cache-Control", "max-age=31536000"}}, "") == 24h);
  CHECK(wish({{"Cache-Control", "max-age=600"}}, "<ttl>20</ttl>") == 20min);
  CHECK(wish({}, "<ttl>-5</ttl>") == std::nullopt);
  CHECK(wish({}, "<ttl>99999999999999999999</ttl>") == std::nullopt);
}

TEST_CASE("What is no feed fails with its cause and leaves the cursor alone", "[feed][hostile]") {
  struct Row {
    std::string body;
    const char* word;
  };
  const std::string deep_open(100'000 * 3, 'x');
  std::string deep = "<rss><channel>";
  for (int i = 0; i < 100'000; ++i) deep += "<d>";
  std::string wide = "<rss ";
  for (int i = 0; i < 1'000; ++i) wide += "a" + std::to_string(i) + "='' ";
  wide += "><channel/></rss>";
  std::string many = "<rss><channel>";
  for (int i = 0; i < 600'000; ++i) many += "<a/>";
  const Row rows[] = {
      {fixture("feeds/html_challenge_200.html"), "web page"},
      {"<!-- x --><html><body>hello</body></html>", "web page"},
      {"<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\" \"x\"><html xmlns=\"x\"/>", "web page"},
      {fixture("feeds/billion_laughs_must_be_refused.xml"), "entities"},
      {"", "empty"},
      {" \n ", "empty"},
      {std::string("\0\0\0", 3), "empty"},
      {"hello", "no feed"},
      {"<svg/>", "neither RSS nor Atom"},
      {"<rss><channel><title>cut of", "breaks off"},
      {"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": \"1\"", "breaks off"},
      {"{\"error\": \"x\"}", "no JSON Feed"},
      {"[]", "no JSON Feed"},
      {std::string(1'000'000, '['), "nested"},
      {deep, "deeper"},
      {wide, "attributes"},
      {many, "tags"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body.substr(0, 60));
    const Failed failed = failure_of(row.body);
    CHECK(failed.kind == FailureClass::content);
    CHECK(failed.cause.find(row.word) != std::string::npos);
    CHECK(failed.cause.find('\n') == std::string::npos);
  }
}

TEST_CASE("An entity in a text is not an entity declared", "[feed]") {
  const auto page = page_of(rss("<item><title>On &lt;!ENTITY and <![CDATA[<!ENTITY a>]]></title></item>"));
  CHECK(page.posts.size() == 1);
  CHECK(page_of("<!DOCTYPE rss PUBLIC \"-//Netscape//DTD RSS 0.91//EN\" \"x.dtd\">" +
                rss("<item><title>a</title></item>"))
            .posts.size() == 1);
}

TEST_CASE("An item that holds nothing is counted, the rest is read", "[feed]") {
  const auto page = page_of(rss("<item/><item><title>a</title></item>"));
  CHECK(page.posts.size() == 1);
  CHECK(page.unreadable.size() == 1);
}

TEST_CASE("A feed of ten thousand items is read to its limit and the rest counted", "[feed][hostile]") {
  std::string items;
  for (int i = 0; i < 10'000; ++i)
    items += "<item><guid>https://x.example/" + std::to_string(i) + "</guid></item>";
  const auto page = page_of(rss(items));
  CHECK(page.posts.size() == 1'000);
  REQUIRE(page.unreadable.size() == 1);
  CHECK(page.unreadable.front().items == 9'000);
}

TEST_CASE("A very long text is cut, between characters", "[feed][hostile]") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "é";
  const auto page = page_of(rss("<item><title>t</title><description>" + text + "</description></item>"));
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].text.size() <= 50'000);
  CHECK(page.posts[0].text.substr(page.posts[0].text.size() - 2) == "é");
}

TEST_CASE("A feed that is gone is gone, one that throttles is waited for", "[feed]") {
  const auto gone = source()->read(answer_with_headers("feeds/gone_410.headers", ""), "", nhs_values(), kNow);
  CHECK(std::get<Failed>(gone).kind == FailureClass::permanent);
  const auto later =
      source()->read(answer_with_headers("feeds/too_many_429.headers", ""), "", nhs_values(), kNow);
  CHECK(std::get<RateLimited>(later).until > kNow);
}

TEST_CASE("What all items of a feed share is not kept once for each when it is out of measure", "[feed]") {
  const std::string name(100'000, 'a');
  std::string items;
  for (int i = 0; i < 50; ++i)
    items += "<item><guid>" + std::to_string(i) + "</guid><link>/" + std::to_string(i) +
             "</link><title>Kind #NHSvalues</title></item>";
  const auto page = page_of("<rss xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xml:base=\"https://" + name +
                            ".example/\" version=\"2.0\"><channel><dc:creator>" + name +
                            "</dc:creator><language>" + name + "</language>" + items + "</channel></rss>");
  REQUIRE(page.posts.size() == 50);
  CHECK(page.posts[0].author.size() == kMaxNameBytes);
  CHECK(page.posts[0].language.size() <= kMaxNameBytes);
  CHECK(page.posts[0].url == "https://feed.example/0");
}

TEST_CASE("Of a post that carries hashtags without end the first few hundred are kept", "[feed]") {
  std::string tags = "<category>NHSvalues</category>";
  for (int i = 0; i < 2'000; ++i) tags += "<category>tag" + std::to_string(i) + "</category>";
  const auto page = page_of(rss("<item><guid>1</guid><title>Kind</title>" + tags + "</item>"));
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].tags.size() == kMaxTags);
}
