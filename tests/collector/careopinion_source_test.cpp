#include "collector/sources/careopinion_source.h"

#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <random>

#include "collector/run_tally.h"
#include "collector/sources/web_address.h"
#include "source_fixtures.h"
#include "tests/support/careopinion_api.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = at("2026-11-20T10:00:00Z");
const std::string kSite = "https://www.careopinion.org.uk";

std::unique_ptr<Source> source(std::optional<std::chrono::seconds> backfill = std::nullopt) {
  return make_careopinion_source({kSite + "/", "secret", backfill});
}

PollOutcome read(const net::HttpResponse& response) {
  const auto stories = source();
  return stories->read(response, stories->begin_run("", run_at(kNow)), nhs_values(), kNow);
}

PageOfPosts page_of(const std::string& body) {
  const auto outcome = read(answer(200, body, {{"Content-Type", "application/json"}}));
  if (const auto* failed = std::get_if<Failed>(&outcome)) FAIL(failed->cause);
  return std::get<PageOfPosts>(outcome);
}

/// Asks the service in process, as the engine would.
struct Reading {
  CareOpinionApi& service;
  std::unique_ptr<Source> stories = source();
  UtcTime now = kNow;
  Cursor cursor{};
  std::map<std::string, Post> kept{};
  int gaps = 0;
  int unreadable = 0;
  int requests = 0;
  std::string failure{};
  std::function<void()> after_each_page = [] {};

  SeenRequest seen(const net::HttpRequest& request) const {
    SeenRequest seen{"GET", std::string{path_of(request.url)}, {}, {}};
    for (const char* name : {"take", "skip", "publishedafter", "dateofpublicationorder"})
      if (const auto value = query_parameter(request.url, name)) seen.query.emplace(name, *value);
    seen.headers["authorization"] = request.authorization;
    return seen;
  }

  bool step() {
    const auto request = stories->next_request(cursor, nhs_values());
    if (!request) return false;
    ++requests;
    const Reply reply = service.answer(seen(*request), kSite);
    const auto outcome =
        stories->read(answer(reply.status, reply.body, reply.headers), cursor, nhs_values(), now);
    if (const auto* failed = std::get_if<Failed>(&outcome)) {
      failure = failed->cause;
      return false;
    }
    const auto& page = std::get<PageOfPosts>(outcome);
    for (const Post& post : page.posts) kept[post.id] = post;
    gaps += page.missed ? 1 : 0;
    unreadable += items_in(page.unreadable);
    cursor = page.cursor;
    after_each_page();
    return true;
  }

  int run() {
    const int before = requests;
    cursor = stories->begin_run(cursor, run_at(now));
    while (step()) REQUIRE(requests - before < 10'000);
    return requests - before;
  }

  std::vector<int> missing() const {
    std::vector<int> ids;
    for (const auto& [id, story] : service.stories())
      if (kept.count(std::to_string(id)) == 0) ids.push_back(id);
    return ids;
  }
};

void publish(CareOpinionApi& service, int first, int count, UtcTime from, std::chrono::seconds apart) {
  for (int i = 0; i < count; ++i)
    service.publish(
        {first + i, "Kindness " + std::to_string(first + i), "They **cared**.", from + i * apart});
}

}  // namespace

TEST_CASE("Stories read as posts without authors", "[careopinion]") {
  const auto page = page_of(fixture("careopinion/opinions_take2_skip0.json"));
  REQUIRE(page.posts.size() == 2);
  const Post& first = page.posts[0];
  CHECK(first.network == "careopinion");
  CHECK(first.id == "9000001");
  CHECK(first.local_id == "9000001");
  CHECK(first.url == kSite + "/9000001");  // rel self is an address of the API
  CHECK(first.author.empty());
  CHECK(first.text ==
        "Kindness on an invented ward\n\nThey lived the values on the poster.\n\nEveryone counted.");
  CHECK(format_utc(first.created_at.value()) == "2026-11-18T10:00:00Z");
  CHECK_FALSE(first.quotable);
  CHECK(page.undated_edits);
  CHECK(page.withdrawn.empty());
}

TEST_CASE("A story's own page is taken where the service names it", "[careopinion]") {
  const auto url_of = [](const std::string& href) {
    return page_of(R"([{"id": "5", "title": "t", "links": [{"rel": "alternate", "href": ")" + href + "\"}]}]")
        .posts.at(0)
        .url;
  };
  CHECK(url_of("/opinions/5") == kSite + "/opinions/5");
  CHECK(url_of("https://elsewhere.example/5") == kSite + "/5");
  CHECK(url_of("javascript:alert(1)") == kSite + "/5");
}

TEST_CASE("Dates of submission stand in for those of publication", "[careopinion]") {
  const auto page = page_of(R"([{"id": 5, "title": "t", "dateOfSubmission": "2026-11-19T08:00:00Z"},
                                {"id": 6, "body": "b", "dateOfPublication": "2099-01-01T00:00:00Z"}])");
  CHECK(page.posts.at(0).created_at == at("2026-11-19T08:00:00Z"));
  CHECK_FALSE(page.posts.at(1).created_at);
}

TEST_CASE("What is no story is set aside and the page goes on", "[careopinion]") {
  const auto page = page_of(fixture("careopinion/opinions_take2_skip2_with_bad_element.json"));
  CHECK(page.posts.size() == 1);
  CHECK(page.unreadable.size() == 1);
  const auto worse = page_of(R"([7, null, [], {}, {"id": {}}, {"id": 1}, {"id": "../x", "title": "t"},
                                 {"id": 2, "title": 3, "body": null}, {"id": 3, "title": "whole"}])");
  CHECK(worse.posts.size() == 1);
  CHECK(worse.unreadable.size() == 8);
  for (const Unreadable& one : worse.unreadable) CHECK_FALSE(one.cause.empty());
}

TEST_CASE("The question names key, page and order, and follows nobody", "[careopinion]") {
  const auto stories = source(30 * 24h);
  const auto request = stories->next_request(stories->begin_run("", run_at(kNow)), nhs_values());
  REQUIRE(request);
  CHECK(request->url == kSite +
                            "/api/v2/opinions?take=100&skip=0&dateofpublicationorder=ascending"
                            "&publishedafter=2026-10-21");
  CHECK(request->authorization == "SUBSCRIPTION_KEY secret");
  CHECK(request->bearer.empty());
  CHECK_FALSE(request->follow_redirects);
}

TEST_CASE("A refused key is told of, however the service refuses it", "[careopinion]") {
  const std::string login = fixture("careopinion/bad_key_login.html");
  for (const auto& response :
       {answer_with_headers("careopinion/bad_key_redirect.headers", ""),
        answer(200, login, {{"Content-Type", "text/html; charset=utf-8"}}),
        answer(200, login, {{"Content-Type", "application/json"}}), answer(401, "{}"), answer(403, "no")}) {
    const auto outcome = read(response);
    const auto& failed = std::get<Failed>(outcome);
    CHECK(failed.kind == FailureClass::needs_token);
    CHECK(failed.cause.find("the key was refused") != std::string::npos);
    CHECK(failed.cause.find("secret") == std::string::npos);
  }
  CHECK(std::holds_alternative<RateLimited>(read(answer(403, "", {{"Retry-After", "9"}}))));
  CHECK(std::holds_alternative<RateLimited>(read(answer(429, ""))));
  CHECK(std::get<Failed>(read(answer(503, login))).kind == FailureClass::transient);
}

TEST_CASE("What is no list of stories fails with its cause", "[careopinion][hostile]") {
  std::string many = "[0";
  for (int i = 0; i < 600; ++i) many += ",0";
  for (const std::string& body : {std::string{}, std::string{"{}"}, std::string{"[{\"id\": 1"},
                                  std::string(100'000, '['), many + "]"}) {
    const auto outcome = read(answer(200, body));
    CHECK(std::get<Failed>(outcome).kind == FailureClass::content);
  }
}

TEST_CASE("A walk through stories whose notes cannot be read starts afresh", "[careopinion]") {
  for (const char* cursor : {"", "x", "[]", R"({"walk": 5})", R"({"walk": {"began_at": "x", "skip": -5}})"}) {
    const auto request = source()->next_request(source()->begin_run(cursor, run_at(kNow)), nhs_values());
    CHECK(request->url.find("skip=0&") != std::string::npos);
  }
}

TEST_CASE("All stories are read, and later only those since the day before the last", "[careopinion]") {
  CareOpinionApi service{"secret"};
  service.quirks.after_is_a_day = GENERATE(false, true);
  service.quirks.no_publication_dates = GENERATE(false, true);
  publish(service, 1, 450, kNow - 450h, 1h);
  Reading reading{service};
  CHECK(reading.run() == 6);
  CHECK(reading.kept.size() == 450);
  publish(service, 1001, 3, kNow - 30min, 1min);
  reading.now += 1h;
  CHECK(reading.run() <= 2);
  CHECK(reading.missing().empty());
  CHECK(reading.gaps == 0);
}

TEST_CASE("A subscription without stories is no failure", "[careopinion]") {
  CareOpinionApi service{"secret"};
  Reading reading{service};
  CHECK(reading.run() == 1);
  CHECK(reading.failure.empty());
  publish(service, 1, 1, kNow - 1h, 1h);
  CHECK(reading.run() == 2);
  CHECK(reading.missing().empty());
}

TEST_CASE("The first walk tells what it has yet to read, and is unfinished until it has read all",
          "[careopinion]") {
  CareOpinionApi service{"secret"};
  publish(service, 1, 250, kNow - 250h, 1h);
  Reading reading{service};
  reading.cursor = reading.stories->begin_run("", run_at(kNow));
  CHECK_FALSE(reading.stories->unread(reading.cursor));
  reading.step();
  const auto unread = reading.stories->unread(reading.cursor);
  REQUIRE(unread);
  CHECK(unread->from == kNow - 151h);
  CHECK(unread->to == kNow);
  // A run that was broken off goes on where it was.
  CHECK(reading.run() == 3);
  CHECK(reading.missing().empty());
  CHECK_FALSE(reading.stories->unread(reading.cursor));
}

TEST_CASE("A long first walk takes several turns, and says of none that it has caught up", "[careopinion]") {
  CareOpinionApi service{"secret"};
  publish(service, 1, 4'500, kNow - 4'500h, 1h);
  Reading reading{service};
  for (int turn = 0; turn < 2; ++turn) {
    CHECK(reading.run() == 20);
    CHECK(reading.stories->unread(reading.cursor));
    // Older stories come first: what is left is what is new.
    CHECK_FALSE(reading.stories->next_is_backfill(reading.cursor));
    reading.now += 24h;
  }
  // What the walk has yet to read goes up to when it went on.
  reading.cursor = reading.stories->begin_run(reading.cursor, run_at(reading.now));
  CHECK(reading.stories->unread(reading.cursor)->to == reading.now);
  reading.run();
  CHECK_FALSE(reading.stories->unread(reading.cursor));
  CHECK(reading.missing().empty());
}

TEST_CASE("A story withdrawn while others are read hides none of them", "[careopinion]") {
  CareOpinionApi service{"secret"};
  publish(service, 1, 500, kNow - 500h, 1h);
  Reading reading{service};
  int page = 0;
  reading.after_each_page = [&] {
    if (++page == 2) service.withdraw(7);
    if (page == 4) service.withdraw(static_cast<int>(service.stories().rbegin()->first));
  };
  reading.run();
  CHECK(reading.missing().empty());
  CHECK(reading.gaps == 0);
}

TEST_CASE("Stories far apart that were read and are withdrawn between two pages hide none", "[careopinion]") {
  CareOpinionApi service{"secret"};
  publish(service, 1, 250, kNow - 250 * 24h, 24h);
  Reading reading{service};
  int page = 0;
  reading.after_each_page = [&] {
    if (++page != 1) return;
    service.withdraw(7);
    service.withdraw(8);
  };
  reading.run();
  CHECK(reading.missing().empty());
  CHECK(reading.gaps == 0);
}

TEST_CASE("A page of nothing but apologies is asked for again, and its stories are read then",
          "[careopinion]") {
  CareOpinionApi service{"secret"};
  publish(service, 1, 150, kNow - 150 * 24h, 24h);
  for (std::size_t i = 0; i < 150; ++i) service.quirks.apologies.emplace(i, "Sorry!");
  Reading reading{service};
  CHECK(reading.run() == 1);
  CHECK(reading.failure.find("nothing can be read: ") != std::string::npos);
  service.quirks.apologies.clear();
  reading.run();
  CHECK(reading.missing().empty());
}

TEST_CASE("Apologies among the stories are counted and cost no story but those they replace",
          "[careopinion]") {
  CareOpinionApi service{"secret"};
  publish(service, 1, 300, kNow - 300h, 1h);
  service.quirks.apologies = {
      {0, "Sorry! Something went wrong."}, {99, "Sorry!"}, {150, "Sorry!"}, {299, "Sorry!"}};
  Reading reading{service};
  reading.run();
  CHECK(reading.unreadable >= 4);
  CHECK(reading.missing() == std::vector<int>{1, 100, 151, 300});
  service.quirks.apologies.clear();
  reading.run();
  CHECK(reading.missing() == std::vector<int>{1, 100, 151});  // those of the last day come after all
}

TEST_CASE("A list that moves under every page is read all the same, and said to be unsteady",
          "[careopinion]") {
  CareOpinionApi service{"secret"};
  publish(service, 1, 1'000, kNow - 1'000min, 1min);
  Reading reading{service};
  int next = 1;
  reading.after_each_page = [&] {
    if (next < 200) service.withdraw(next++);
  };
  reading.run();
  CHECK(reading.failure.empty());
  CHECK(reading.gaps >= 1);
  reading.after_each_page = [] {};
  reading.run();
  CHECK(reading.missing().empty());
}

TEST_CASE("A service that knows nothing of pages does not hold us for ever", "[careopinion][hostile]") {
  const auto stories = source();
  std::string body = "[";
  for (int i = 0; i < 100; ++i)
    body += (i > 0 ? ", " : "") + std::string{R"({"id": )"} + std::to_string(i + 1) + R"(, "title": "t"})";
  const auto always = answer(200, body + "]");
  for (const auto& response : {always, answer(200, R"(["Sorry!"])")}) {
    Cursor cursor;
    for (int run = 0; run < 2; ++run) {
      cursor = stories->begin_run(cursor, run_at(kNow));
      int requests = 0;
      while (stories->next_request(cursor, nhs_values())) {
        REQUIRE(++requests <= 2'001);
        const auto outcome = stories->read(response, cursor, nhs_values(), kNow);
        if (std::holds_alternative<Failed>(outcome)) break;
        cursor = std::get<PageOfPosts>(outcome).cursor;
      }
    }
  }
}

TEST_CASE("Whatever is published and withdrawn meanwhile, every story in reach is delivered",
          "[careopinion][property]") {
  for (unsigned seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const auto up_to = [&](int most) { return std::uniform_int_distribution<int>{0, most}(random); };
    CareOpinionApi service{"secret"};
    service.quirks.largest_page = up_to(2) == 0 ? 7 : 200;
    service.quirks.after_is_a_day = up_to(1) == 0;
    service.quirks.no_publication_dates = up_to(3) == 0;
    int id = 1;
    Reading reading{service};
    for (int i = up_to(300); i > 0; --i)
      service.publish({id++, "t", "b", kNow - std::chrono::minutes{up_to(60 * 24 * 60)}});
    for (int event = 0; event < 20; ++event) {
      reading.now += std::chrono::minutes{up_to(300)};
      // Several bear the same moment.
      for (int i = up_to(30); i > 0; --i)
        service.publish({id++, "t", "b", reading.now - std::chrono::minutes{up_to(10)}});
      reading.cursor = reading.stories->begin_run(reading.cursor, run_at(reading.now));
      for (int pages = up_to(12); pages > 0 && reading.step(); --pages)
        if (up_to(9) == 0 && !service.stories().empty()) {
          auto some = service.stories().begin();
          std::advance(some, up_to(static_cast<int>(service.stories().size()) - 1));
          service.withdraw(some->first);
        }
    }
    // The first walk takes a turn for every twenty pages.
    while (reading.run() == 20) {
    }
    // The service may have changed too often under one walk; then the gap is told of.
    if (reading.gaps == 0) CHECK(reading.missing().empty());
    CHECK(reading.failure.empty());
  }
}
