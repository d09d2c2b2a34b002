#include <algorithm>
#include <catch2/catch.hpp>

#include "core/json.h"
#include "core/period.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

std::string post(int id, const std::string& text, const std::string& day,
                 const std::string& author = "@trust@a.example") {
  return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) + R"(", "author": ")" +
         author + R"(", "text": ")" + text + R"(", "created_at": ")" + day +
         R"(T09:30:00Z", "language": "en"})" + "\n";
}

/// Post 1 is a pledge on compassion, as a person says; the days around it have posts.
struct Promised : Desk {
  Promised() {
    std::string posts = post(1, "We pledge to sit with every patient who is alone", "2026-06-15");
    int id = 2;
    for (int day = 1; day <= 28; ++day) {
      const std::string number = (day < 10 ? "0" : "") + std::to_string(day);
      for (const char* month : {"2026-06-", "2026-07-"}) {
        posts += post(id, "The nurse was so kind and caring to Mum, number " + std::to_string(id),
                      month + number, "@someone" + std::to_string(id) + "@b.example");
        ++id;
      }
    }
    const Ended imported = run({"import", write("posts.ndjson", posts)});
    INFO(imported.err);
    REQUIRE(imported.status == 0);
    REQUIRE(run({"label", ref(), "--kind", "pledge", "--value", "compassion:mentioned", "--sentiment",
                 "positive"})
                .status == 0);
  }
  std::string ref() const { return "1"; }
  JsonDocument asked(std::vector<std::string> words) const {
    words.insert(words.end(), {"--format", "json"});
    const Ended ended = run(words);
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    return JsonDocument::parse(ended.out).value();
  }
};

}  // namespace

TEST_CASE("A pledge is found, followed up with a note, and open again when that is taken back", "[pledges]") {
  const Promised desk;
  const JsonDocument open = desk.asked({"pledges", "--open", "--value", "compassion"});
  CHECK(open.root()["schema"].text() == "nhsvalues.pledges/1");
  REQUIRE(open.root()["rows"].size() == 1);
  CHECK(open.root()["rows"].at(0)["text"].text() == "We pledge to sit with every patient who is alone");
  const std::string maker = open.root()["rows"].at(0)["made_by"].text_or_empty();
  CHECK(maker.size() == std::string{"author 3f2a9c"}.size());

  const Ended noted = desk.run({"pledges", "follow-up", desk.ref(), "--note",
                                "Asked jo@example.org: it began", "--by", "Sam", "--on", "2026-07-01"});
  INFO(noted.err);
  CHECK(noted.status == 0);
  CHECK(noted.out == "1 is followed up.\n");
  CHECK(desk.asked({"pledges", "--open"}).root()["rows"].size() == 0);
  const JsonDocument followed = desk.asked({"pledges", "--followed-up"});
  const JsonView note = followed.root()["rows"].at(0)["follow_ups"].at(0);
  CHECK(note["note"].text() == "Asked [email]: it began");
  CHECK(note["by"].text() == "Sam");
  CHECK(note["day"].text() == "2026-07-01");
  const Ended table = desk.run({"pledges"});
  CHECK(holds(table.out, "Followed up on 2026-07-01: Asked [email]: it began (Sam)"));
  CHECK(holds(desk.run({"pledges", "--format", "csv"}).out, "\"Asked [email]: it began\""));
  CHECK(holds(desk.run({"pledges", "--format", "ndjson"}).out, "\"state\": \"followed_up\""));

  CHECK(desk.run({"pledges", "follow-up", desk.ref(), "--undo"}).out == "1 is open.\n");
  CHECK(desk.run({"pledges", "follow-up", desk.ref(), "--undo"}).status == 66);
}

TEST_CASE("What cannot be followed up is one line that says why", "[pledges]") {
  const Promised desk;
  const auto fails = [&](const std::vector<std::string>& words, int status, const std::string& why) {
    const Ended ended = desk.run(words);
    INFO(ended.err);
    CHECK(ended.status == status);
    CHECK(holds(ended.err, why));
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  };
  fails({"pledges", "follow-up", "1"}, 64, "--note");
  fails({"pledges", "follow-up", "1", "--note", " "}, 64, "--note");
  fails({"pledges", "follow-up", "1", "--undo", "--by", "Sam"}, 64, "--undo");
  fails({"pledges", "follow-up", "2", "--note", "x"}, 64, "no pledge");
  fails({"pledges", "follow-up", "999", "--note", "x"}, 66, "no post");
  fails({"pledges", "follow-up", "1", "--note", "x", "--on", "2026-01-01"}, 64, "before the pledge");
  fails({"pledges", "follow-up", "1", "--note", "x", "--on", "2999-01-01"}, 64, "future");
  for (const char* longer : {"2026-07", "2026-W28", "2026-Q3", "2026/27"})
    fails({"pledges", "follow-up", "1", "--note", "x", "--on", longer}, 64, "more than a day");
  fails({"pledges", "follow-up", "1", "--note", "x", "--by", "a\nb"}, 64, "--by must be a line");
  fails({"pledges", "--limit", "0"}, 64, "--limit");
  fails({"pledges", "--open", "--followed-up"}, 64, "--help");
  fails({"pledges", "--kind", "news"}, 64, "--help");
  fails({"pledges", "trend", "2"}, 64, "no pledge");
}

TEST_CASE("The trend of a pledge compares as many days before as after, the day itself left out",
          "[pledges]") {
  const Promised desk;
  const JsonDocument trend = desk.asked({"pledges", "trend", desk.ref(), "--weeks", "2"});
  const JsonView root = trend.root();
  CHECK(root["made_on"].text() == "2026-06-15");
  CHECK(root["days"].integer() == 14);
  CHECK(root["before"]["since"].text() == "2026-06-01");
  CHECK(root["before"]["classified"].integer() == 14);
  CHECK(root["after"]["until"].text() == "2026-06-30");
  CHECK(root["after"]["classified"].integer() == 13);
  CHECK(root["rows"].size() == 4);
  const JsonDocument whole = desk.asked({"pledges", "trend", desk.ref()});
  CHECK(whole.root()["days"].integer().value() % 7 == 0);
  const Ended table = desk.run({"pledges", "trend", desk.ref()});
  CHECK(holds(table.out, "not what the pledge did"));
  CHECK(holds(desk.run({"pledges", "trend", desk.ref(), "--format", "csv"}).out,
              "value,direction,before_posts"));
}

TEST_CASE("A report on posts of other kinds counts no pledge, and says of what it is", "[pledges]") {
  const Promised desk;
  const auto told = [&](const std::string& kind) {
    return desk.run({"report", "--period", "2026-06", "--kind", kind, "--format", "markdown"}).out;
  };
  CHECK(holds(told("pledge"), " made a pledge among the posts asked for ("));
  CHECK(holds(told("experience"), "No pledge was made in this period among the posts asked for ("));
  CHECK_FALSE(holds(told("experience"), " made a pledge."));
}

TEST_CASE("A pledge of today has no after yet", "[pledges]") {
  const Desk desk;
  const std::string today = format_day(TimeZone::named("Europe/London")->day_of(SystemClock{}.now()));
  const std::string moment = format_utc(SystemClock{}.now());
  const std::string line =
      R"({"text": "We pledge to sit with every patient who is alone", "created_at": ")" + moment + "\"}\n";
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", line)}).status == 0);
  REQUIRE(desk.run({"label", "1", "--kind", "pledge", "--sentiment", "neutral"}).status == 0);
  const Ended ended = desk.run({"pledges", "trend", "1"});
  CHECK(ended.status == 64);
  CHECK(holds(ended.err, "too young"));
}
