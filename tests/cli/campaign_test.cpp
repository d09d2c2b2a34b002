#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "core/json.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

std::string post(int id, const std::string& text, const std::string& day, const std::string& tags) {
  return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) + R"(", "author": "@a)" +
         std::to_string(id % 30) + R"(@a.example", "text": ")" + text + R"(", "created_at": ")" + day +
         R"(T09:30:00Z", "language": "en", "tags": [)" + tags + "]}\n";
}

/// May 2026, with a campaign in its third full week in which other things are said under a tag of its own.
struct Campaigning : Desk {
  Campaigning() {
    std::string posts;
    int id = 1;
    for (int day = 4; day <= 24; ++day)
      for (int each = 0; each < 6; ++each) {
        const bool during = day >= 18;
        const std::string said = during && each < 5
                                     ? "The nurse was so kind and caring to Mum, number "
                                     : "Nobody cared. They left her in pain and were rude, number ";
        posts += post(id, said + std::to_string(id),
                      "2026-05-" + std::string(day < 10 ? "0" : "") + std::to_string(day),
                      during && each < 2 ? R"("NHSvalues", "TeamLeeds")" : R"("NHSvalues")");
        ++id;
      }
    const Ended imported = run({"import", write("posts.ndjson", posts)});
    INFO(imported.err);
    REQUIRE(imported.status == 0);
    configure(
        "[[campaign]]\nname = \"hearts-and-minds\"\ntitle = \"Hearts and Minds\"\n"
        "period = \"2026-05-18..2026-05-24\"\ntags = [\"TeamLeeds\"]\naccounts = [\"@A20@a.example\"]\n"
        "objectives = \"More kindness is told.\"\n"
        "[[campaign]]\nname = \"stall\"\nperiod = \"2026-05-16\"\n"
        "[[campaign]]\nname = \"planned\"\nsince = \"2099-01-01\"\n");
  }
  void configure(const std::string& campaigns) {
    surroundings["NHSVALUES_CONFIG"] =
        write("nhsvalues.toml", "contact = \"https://trust.example\"\n" + campaigns);
  }
  std::string asked(const std::vector<std::string>& words) const {
    const Ended ended = run(words);
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    return ended.out;
  }
};

}  // namespace

TEST_CASE("A campaign is held against as many days before it, under the six headings", "[campaigns]") {
  const Campaigning desk;
  const std::string text = desk.asked({"compare", "--campaign", "hearts-and-minds"});
  INFO(text);
  CHECK(holds(text, "Hearts and Minds: 2026-05-18 to 2026-05-24 (7 days)."));
  CHECK(holds(text, "Baseline: 2026-05-11 to 2026-05-17, as many days on the same weekdays, 1 week\n"));
  CHECK(holds(text, "In the baseline another campaign ran, whose posts count there: stall\n"));
  CHECK(holds(text, "\nObjective: More kindness is told.\n"));
  CHECK(holds(text, "Whether the campaign did it"));
  CHECK(holds(text, "#TeamLeeds                      0       14"));
  CHECK(holds(text, "#TeamLeeds is not among the topics"));
  CHECK(holds(text, "42 posts by"));
  CHECK(holds(text, "Positive posts: more, 0% in the baseline and 83% in the campaign"));
  CHECK(holds(text, "Posts alone cannot show it."));
  for (const char* stage : {"\nInputs\n", "\nOutputs\n", "\nOuttakes\n", "\nOutcomes\n", "\nImpact\n",
                            "\nLearning and innovation\n"})
    CHECK(holds(text, stage));
}

TEST_CASE("Own posts are told from others by their accounts, where the key may be read", "[campaigns]") {
  const Campaigning desk;
  const auto own = [&] {
    const auto document =
        JsonDocument::parse(desk.asked({"compare", "--campaign", "hearts-and-minds", "--format", "json"}));
    REQUIRE(document);
    return document->root()["campaign"]["outputs"]["second"]["own"].integer();
  };
  // Of thirty people who take turns, the twentieth writes first or second of six in one day of seven.
  const auto told = own();
  REQUIRE(told);
  CHECK(*told > 0);
  CHECK(*told < 14);
  std::filesystem::remove(desk.path("pseudonym.key"));
  CHECK_FALSE(own());
  CHECK(holds(desk.asked({"compare", "--campaign", "hearts-and-minds"}),
              "Which posts are your own cannot be told: that needs the key"));
}

TEST_CASE("Who asks what is held is told that an account is among a campaign's own", "[campaigns][access]") {
  const Campaigning desk;
  CHECK(holds(desk.asked({"access", "@a20@a.example"}), "among our own accounts that post for the campaign"));
  CHECK_FALSE(holds(desk.asked({"access", "@a21@a.example"}), "our own accounts"));
}

TEST_CASE("Values that a campaign is about are compared alone", "[campaigns]") {
  Campaigning desk;
  desk.configure(
      "[[campaign]]\nname = \"kind\"\nperiod = \"2026-05-18..2026-05-24\"\nvalues = [\"compassion\"]\n");
  const std::string rows = desk.asked({"compare", "--campaign", "kind", "--format", "csv"});
  CHECK(std::count(rows.begin(), rows.end(), '\n') == 5);
  CHECK(holds(rows, "compassion,,,2026-05-11..2026-05-17,"));
  CHECK_FALSE(holds(rows, "everyone_counts"));
}

TEST_CASE("The year before is another baseline, and that nothing was collected then is said", "[campaigns]") {
  const Campaigning desk;
  const std::string text =
      desk.asked({"compare", "--campaign", "hearts-and-minds", "--baseline", "year-before"});
  CHECK(holds(text, "Baseline: 2025-05-19 to 2025-05-25"));
  CHECK(holds(text, "Of the baseline nothing was collected"));
}

TEST_CASE("Without a name the campaigns are listed; what is no name is refused with what was meant",
          "[campaigns]") {
  Campaigning desk;
  CHECK(holds(desk.asked({"compare", "--campaign"}),
              "hearts-and-minds  2026-05-18  2026-05-24  Hearts and Minds\n"));
  CHECK(holds(desk.asked({"compare", "--campaign", "--format", "json"}), "\"nhsvalues.campaigns/1\""));
  const auto refused = [&](const std::vector<std::string>& words) {
    const Ended ended = desk.run(words);
    CHECK(ended.status == 64);
    return ended.err;
  };
  CHECK(holds(refused({"compare", "--campaign", "heart-and-minds"}), "did you mean hearts-and-minds?"));
  CHECK(holds(refused({"compare", "--campaign", "planned"}), "begins on 2099-01-01"));
  CHECK(holds(refused({"compare", "2026-W19", "2026-W20", "--campaign", "stall"}), "leave 2026-W19 out"));
  CHECK(holds(refused({"compare", "2026-W19", "2026-W20", "--baseline", "before"}), "--campaign"));
  desk.configure("");
  CHECK(holds(desk.asked({"compare", "--campaign"}), "No campaign is in the configuration"));
  CHECK(holds(refused({"compare", "--campaign", "stall"}), "the configuration has no [[campaign]]"));
}

TEST_CASE("Trends, signals, coverage and the report name the campaigns of their time", "[campaigns]") {
  const Campaigning desk;
  const std::vector<std::string> time{"--since", "2026-05-04", "--until", "2026-05-25"};
  const auto with_time = [&](std::vector<std::string> words) {
    words.insert(words.end(), time.begin(), time.end());
    return desk.asked(words);
  };
  const std::string trends = with_time({"trends"});
  CHECK(holds(trends, "2026-W21^"));
  CHECK(holds(trends, "2026-W20^"));
  CHECK_FALSE(holds(trends, "2026-W19^"));
  CHECK(holds(trends, "^ campaigns ran: stall (2026-05-16); Hearts and Minds (2026-05-18 to"));
  for (const char* command : {"trends", "signals", "coverage"})
    CHECK(holds(with_time({command, "--format", "json"}), "\"campaigns\": [{\"name\": \"stall\""));
  CHECK(holds(desk.asked({"report", "--period", "2026-W21", "--format", "markdown"}),
              "Campaign in this time: Hearts and Minds (18 to 24 May 2026)."));
}

TEST_CASE("Others are told of a campaign only what the team calls public, by title and days", "[campaigns]") {
  Campaigning desk;
  const auto for_others = [&](const std::string& format) {
    return desk.asked({"trends", "--by", "month", "--audience", "public", "--since", "2026-05", "--until",
                       "2026-06", "--format", format});
  };
  const auto page_for_others = [&] {
    return desk.asked({"report", "--period", "2026-05", "--audience", "public", "--format", "markdown"});
  };
  for (const std::string& text :
       {for_others("table"), for_others("json"), for_others("chart"), page_for_others()}) {
    INFO(text);
    for (const char* kept : {"2026-05^", "Hearts", "hearts", "stall", "TeamLeeds"})
      CHECK_FALSE(holds(text, kept));
  }
  CHECK(holds(for_others("json"), "\"campaigns\": []"));
  desk.configure(
      "[[campaign]]\nname = \"hearts-and-minds\"\ntitle = \"Hearts and Minds\"\npublic = true\n"
      "period = \"2026-05-18..2026-05-24\"\ntags = [\"TeamLeeds\"]\nvalues = [\"compassion\"]\n"
      "[[campaign]]\nname = \"stall\"\nperiod = \"2026-05-16\"\n");
  CHECK(holds(for_others("json"),
              "\"campaigns\": [{\"title\": \"Hearts and Minds\", \"since\": \"2026-05-18\", \"until\": "
              "\"2026-05-25\"}]"));
  CHECK(holds(for_others("table"), "^ a campaign ran: Hearts and Minds (2026-05-18 to"));
  CHECK(holds(page_for_others(), "Hearts and Minds"));
  CHECK_FALSE(holds(page_for_others(), "stall"));
}

TEST_CASE("Own posts of the baseline are told also on a network that the campaign's days have none of",
          "[campaigns]") {
  const Campaigning desk;
  const Ended imported = desk.run(
      {"import", desk.write("earlier.ndjson",
                            R"({"network": "bluesky", "id": "at://b/1", "author": "@a20@a.example", "text": )"
                            R"("The nurse was so kind to Mum", "created_at": "2026-05-13T09:30:00Z", )"
                            R"("language": "en", "tags": ["NHSvalues", "TeamLeeds"]})"
                            "\n")});
  INFO(imported.err);
  REQUIRE(imported.status == 0);
  const auto document =
      JsonDocument::parse(desk.asked({"compare", "--campaign", "hearts-and-minds", "--format", "json"}));
  REQUIRE(document);
  CHECK(document->root()["campaign"]["outputs"]["first"]["own"].integer() == 1);
}

TEST_CASE("A report on posts of one sentiment tells nothing of how people felt", "[report]") {
  const Campaigning desk;
  const std::string page =
      desk.asked({"report", "--period", "2026-W21", "--sentiment", "negative", "--format", "markdown"});
  CHECK_FALSE(holds(page, "% were positive"));
  CHECK(holds(page, "Only negative posts were asked for"));
}

TEST_CASE("For the public, months before the first post are not told as not collected", "[report]") {
  const Campaigning desk;
  const std::string page =
      desk.asked({"report", "--period", "2026-05", "--audience", "public", "--format", "markdown"});
  CHECK_FALSE(holds(page, "2026-04"));
  CHECK_FALSE(holds(page, "2025-"));
}
