#include <algorithm>
#include <catch2/catch.hpp>

#include "core/json.h"
#include "core/time.h"
#include "store/writer_lock.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

std::string post(int id, const std::string& text, std::chrono::hours ago = std::chrono::hours{3}) {
  return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) +
         R"(", "author": "@someone@a.example", "text": ")" + text + R"(", "created_at": ")" +
         format_utc(SystemClock{}.now() - ago) + R"(", "language": "en"})" + "\n";
}

/// Post 1 and 3 have words of rules, 2 has not.
struct Worrying : Desk {
  Worrying() {
    const Ended imported = run({"import", write("posts.ndjson", post(1, "I just want to die") +
                                                                    post(2, "The ward sister was lovely") +
                                                                    post(3, "He threatened to kill her"))});
    INFO(imported.err);
    REQUIRE(imported.status == 0);
  }
  JsonDocument asked(std::vector<std::string> words) const {
    words.insert(words.end(), {"--format", "json"});
    const Ended ended = run(words);
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    return JsonDocument::parse(ended.out).value();
  }
  void fails(const std::vector<std::string>& words, int status, const std::string& why) const {
    const Ended ended = run(words);
    INFO(ended.err);
    CHECK(ended.status == status);
    CHECK(holds(ended.err, why));
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  }
};

}  // namespace

TEST_CASE("Concerns wait with rule, words, age and a notice, until somebody acknowledges them",
          "[concerns]") {
  const Worrying desk;
  const Ended table = desk.run({"concerns"});
  CHECK(table.status == 0);
  CHECK(table.out.rfind("Internal: contains posts; not for publication.\n\nFor internal eyes only", 0) == 0);
  CHECK(holds(table.out, "no safeguarding"));
  CHECK(holds(table.out, "call 999"));
  CHECK(holds(table.out, "2 posts wait to be acknowledged, the oldest for less than a minute."));
  CHECK(holds(table.out, "self_harm: \"want to die\""));
  CHECK(holds(table.out, "I just want to die"));
  CHECK_FALSE(holds(table.out, "lovely"));

  const JsonDocument json = desk.asked({"concerns", "list"});
  CHECK(json.root()["schema"].text() == "nhsvalues.concerns/1");
  CHECK(json.root()["open"].integer() == 2);
  REQUIRE(json.root()["rows"].size() == 2);
  CHECK(json.root()["rows"].at(0)["concerns"].at(0)["rule"].text() == "self_harm");
  const auto newest = json.root()["newest"].integer().value();
  CHECK(desk.asked({"concerns", "--above", std::to_string(newest)}).root()["rows"].size() == 0);

  CHECK(holds(desk.run({"show", "1"}).out, "Waits to be acknowledged since"));
  CHECK_FALSE(holds(desk.run({"show", "2"}).out, "acknowledged"));
  const Ended done = desk.run(
      {"concerns", "acknowledge", "1", "--by", "Ana", "--note", "Rang jo@example.org, lead informed"});
  INFO(done.err);
  CHECK(done.status == 0);
  CHECK(done.out == "1 post acknowledged.\n");
  CHECK(holds(desk.run({"show", "1"}).out, "Raised the concern self_harm: acknowledged on"));
  CHECK(desk.asked({"show", "1"}).root()["concerns"].at(0)["rule"].text() == "self_harm");
  CHECK(desk.asked({"concerns"}).root()["rows"].size() == 1);
  const Ended all = desk.run({"concerns", "--all"});
  CHECK(holds(all.out, "acknowledged by Ana"));
  CHECK(holds(all.out, "Rang [email], lead informed"));
  CHECK(holds(desk.run({"concerns", "--all", "--format", "csv"}).out, "\"Rang [email], lead informed\""));
  CHECK(desk.run({"concerns", "acknowledge", "1", "--undo"}).out == "1 post opened again.\n");

  CHECK(desk.run({"concerns", "acknowledge", "1", "--by", "Ana", "--note", "-"}, "\n").status == 66);
  CHECK(desk.run({"concerns", "acknowledge", "1", "--by", "Ana", "--note", "-"}, "Told the lead.\n").status ==
        0);
  CHECK(holds(desk.run({"concerns", "--all", "--format", "csv"}).out, "Told the lead."));
  CHECK(desk.run({"concerns", "acknowledge", "1", "--undo"}).status == 0);
  CHECK(desk.asked({"concerns"}).root()["rows"].size() == 2);
}

TEST_CASE("A check for monitoring is one line without any text, and fails while some wait", "[concerns]") {
  const Worrying desk;
  const Ended open = desk.run({"concerns", "--check"});
  CHECK(open.status == 2);
  CHECK(open.out ==
        "CONCERNS CRITICAL: 2 posts wait to be acknowledged, the oldest for less than a minute\n");
  REQUIRE(desk.run({"concerns", "acknowledge", "3", "1", "--by", "Ana", "--note", "seen"}).status == 0);
  const Ended none = desk.run({"concerns", "--check"});
  CHECK(none.status == 0);
  CHECK(none.out == "CONCERNS OK: no post waits to be acknowledged\n");
}

TEST_CASE("What cannot be acknowledged is one line that says why", "[concerns]") {
  const Worrying desk;
  desk.fails({"concerns", "acknowledge", "1"}, 64, "--by");
  desk.fails({"concerns", "acknowledge", "1", "--by", "Ana"}, 64, "--note");
  desk.fails({"concerns", "acknowledge", "1", "--by", " ", "--note", "x"}, 64, "--by");
  desk.fails({"concerns", "acknowledge", "1", "--undo", "--by", "Ana"}, 64, "--undo");
  desk.fails({"concerns", "acknowledge", "1", "--undo"}, 66, "nobody");
  desk.fails({"concerns", "acknowledge", "2", "--by", "Ana", "--note", "x"}, 66, "no concern");
  desk.fails({"concerns", "--check", "--rules"}, 64, "--help");
}

TEST_CASE("The rules in force are printed, built-in and configured", "[concerns]") {
  const Desk desk;
  const Ended built_in = desk.run({"concerns", "--rules"});
  CHECK(built_in.status == 0);
  for (const char* part : {"no safeguarding", "\nself_harm\n", "\nfgm\n", "suicid*"})
    CHECK(holds(built_in.out, part));
  const std::string file = desk.write("nhsvalues.toml",
                                      "contact = \"https://example.org/contact\"\n"
                                      "[safeguarding]\nwhat_to_do = \"Ring Pat.\"\n"
                                      "[[concern]]\nname = \"fgm\"\non = false\n"
                                      "[[concern]]\nname = \"ours\"\nphrases = [\"purple elephants\"]\n");
  const Ended ours = desk.run({"--config", file, "concerns", "--rules"});
  INFO(ours.err);
  CHECK(holds(ours.out, "Ring Pat."));
  CHECK(holds(ours.out, "\nours\n  purple elephants\n"));
  CHECK_FALSE(holds(ours.out, "\nfgm\n"));
  CHECK(holds(desk.run({"--config", file, "concerns", "--rules", "--format", "csv"}).out,
              "ours,for,\"purple elephants\""));
  const std::string faulty = desk.write("faulty.toml",
                                        "contact = \"https://example.org/contact\"\n"
                                        "[[concern]]\nname = \"ours\"\n"
                                        "[[concern]]\nname = \"fgm\"\nphrases = [\"a\"]\n");
  const Ended refused = desk.run({"--config", faulty, "concerns", "--rules"});
  CHECK(refused.status == 78);
  CHECK(holds(refused.err, "needs at least one"));
  CHECK(holds(refused.err, "concern.phrases"));
}

TEST_CASE("How long ago a post may have been published to raise a concern, the configuration says",
          "[concerns]") {
  const Desk desk;
  const auto looking_back = [&](const std::string& how_far) {
    return desk.write(
        how_far + ".toml",
        "contact = \"https://example.org/contact\"\n[safeguarding]\nlook_back = \"" + how_far + "\"\n");
  };
  const auto open_after_import = [&](const std::string& how_far, int id, int days) {
    const std::string posts =
        desk.write("posts.ndjson", post(id, "I just want to die", std::chrono::hours{24 * days}));
    const Ended imported = desk.run({"--config", looking_back(how_far), "import", posts});
    INFO(imported.err);
    REQUIRE(imported.status == 0);
    return JsonDocument::parse(desk.run({"concerns", "--format", "json"}).out)
        .value()
        .root()["open"]
        .integer();
  };
  CHECK(open_after_import("30d", 1, 40) == 0);
  CHECK(open_after_import("30d", 2, 20) == 1);
  // Whoever looks further back finds what was passed over.
  CHECK(open_after_import("50d", 3, 60) == 2);
  const Ended refused = desk.run({"--config", looking_back("12h"), "concerns", "--rules"});
  CHECK(refused.status == 78);
  CHECK(holds(refused.err, "safeguarding.look_back: must be a duration of at least 1d"));
}

TEST_CASE("A rule is replayed over as many days as are asked for", "[concerns]") {
  const Desk desk;
  const std::string config = desk.write("nhsvalues.toml",
                                        "contact = \"https://example.org/contact\"\n"
                                        "[[alert]]\nname = \"groups\"\nkind = \"inclusion_group\"\n");
  const std::string homeless = "No fixed abode, so no GP. That's how it works here. #NHSvalues";
  REQUIRE(
      desk.run({"import", desk.write("posts.ndjson", post(1, homeless, std::chrono::hours{24 * 5}) +
                                                         post(2, homeless, std::chrono::hours{24 * 100}))})
          .status == 0);
  const auto replayed = [&](std::vector<std::string> days) {
    std::vector<std::string> words = {"--config", config, "alerts", "explain", "groups"};
    words.insert(words.end(), days.begin(), days.end());
    return desk.run(words);
  };
  CHECK(holds(replayed({"--days", "2"}).out, "it would not have fired"));
  CHECK(holds(replayed({"--days", "10"}).out, "it would have fired once"));
  CHECK(holds(replayed({}).out, "it would have fired once"));
  CHECK(holds(replayed({"--days", "110"}).out, "it would have fired 2 times"));
  CHECK(replayed({"--days", "0"}).status == 64);
}

TEST_CASE("A consent is noted, shown, told by posts and show, and withdrawn", "[consent]") {
  const Worrying desk;
  CHECK(desk.run({"consent"}).out == "Nobody has agreed that a post be quoted.\n");
  const Ended noted =
      desk.run({"consent", "2", "--how", "mail from jo@example.org, kept in the shared box", "--by", "Ana"});
  CHECK(holds(noted.err, "Its author cannot agree for others: read it for their names (nhsvalues show 2)"));
  INFO(noted.err);
  CHECK(noted.status == 0);
  CHECK(noted.out == "2: a public output may print it word for word.\n");
  const JsonDocument list = desk.asked({"consent"});
  CHECK(list.root()["schema"].text() == "nhsvalues.consent/1");
  CHECK(list.root()["rows"].at(0)["how"].text() == "mail from [email], kept in the shared box");
  CHECK(list.root()["rows"].at(0)["may_be_printed"].boolean() == true);
  CHECK(desk.asked({"show", "2"}).root()["consented"].boolean() == true);
  CHECK(holds(desk.run({"show", "2"}).out, "May be quoted word for word"));
  CHECK(holds(desk.run({"posts", "--format", "ndjson"}).out, "\"consented\": true"));
  CHECK(holds(desk.run({"consent", "--format", "csv"}).out, "\"2\",holds"));

  CHECK(desk.run({"consent", "2", "--withdraw", "--by", "Sam"}).out ==
        "2: withdrawn: no public output prints it.\n");
  CHECK(holds(desk.run({"audit", "--format", "ndjson"}).out, "\"by Sam\""));
  CHECK(desk.asked({"show", "2"}).root()["consented"].boolean() == false);
  CHECK(holds(desk.run({"consent", "1", "--how", "x", "--by", "Ana"}).out, "raised a concern"));
}

TEST_CASE("What is no consent is one line that says why", "[consent]") {
  const Worrying desk;
  desk.fails({"consent", "2", "--how", "phone"}, 64, "--by is missing");
  desk.fails({"consent", "2", "--how", "phone", "--by", std::string(201, 'x')}, 64,
             "--by must be a line of text of at most 200 bytes");
  desk.fails({"consent", "2", "--withdraw", "--how", "phone"}, 64, "--withdraw");
  desk.fails({"consent", "2", "--withdraw", "--by", "a\nb"}, 64, "--by must be");
  desk.fails({"consent", "2", "--withdraw", "--by", " "}, 64, "--by must name somebody");
  desk.fails({"consent", "2", "--by", "Ana"}, 64, "--how");
  desk.fails({"consent", "--how", "phone", "--by", "Ana"}, 64, "name the post");
  desk.fails({"consent", "--withdraw"}, 64, "--withdraw");
  desk.fails({"consent", "2", "--withdraw"}, 66, "no consent");
  desk.fails({"consent", "99", "--how", "phone", "--by", "Ana"}, 66, "no post");
  desk.fails({"consent", "2", "--how", "phone", "--by", "Ana", "--on", "2999-01-01"}, 64, "future");
  for (const char* longer : {"2026-07", "last-week", "2026/27"})
    desk.fails({"consent", "2", "--how", "phone", "--by", "Ana", "--on", longer}, 64, "more than a day");
}

TEST_CASE("Where no daemon ever ran, no rule was looked at, and alerts says so", "[concerns]") {
  const Worrying desk;
  const Ended alerts = desk.run({"alerts"});
  INFO(alerts.out << alerts.err);
  CHECK(holds(alerts.out, "not looked at yet"));
  CHECK_FALSE(holds(alerts.out, "quiet"));
  CHECK(holds(alerts.out, "nhsvaluesd is not running: no rule is looked at now"));
}

TEST_CASE("A rule that the running nhsvaluesd has not looked at yet is not called quiet", "[concerns]") {
  const Worrying desk;
  auto lock = store::WriterLock::take(desk.database(), "nhsvaluesd");
  REQUIRE(lock);
  lock->note_looked_at({"disk-space"});
  const Ended alerts = desk.run({"alerts"});
  INFO(alerts.out << alerts.err);
  CHECK(holds(alerts.out, "stale-source  stale_source  not looked at yet"));
  CHECK(holds(alerts.out, "disk-space    disk_space    quiet"));
  const JsonDocument document = desk.asked({"alerts"});
  const JsonView rules = document.root()["rules"];
  REQUIRE(rules.size() == 3);
  CHECK(rules.at(0)["looked_at"].boolean() == false);
  CHECK(rules.at(1)["looked_at"].boolean() == true);
}
