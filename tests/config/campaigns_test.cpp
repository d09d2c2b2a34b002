#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "config/config.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::config;
using namespace nhs::test;

namespace {

constexpr const char* kContact = "contact = \"https://example.org/contact\"\n";

Config read(const std::string& toml) {
  const auto config = parse(kContact + toml, "nhsvalues.toml");
  if (!config)
    for (const std::string& line : config.error().lines) FAIL_CHECK(line);
  REQUIRE(config);
  return *config;
}

std::vector<std::string> faults(const std::string& toml) {
  const auto config = parse(kContact + toml, "nhsvalues.toml");
  REQUIRE_FALSE(config);
  return config.error().lines;
}

Campaign of_period(const std::string& period) {
  return read("[[campaign]]\nname = \"launch\"\nperiod = \"" + period + "\"\n").campaigns.at(0);
}

}  // namespace

TEST_CASE("A campaign of one day begins and ends with it", "[campaigns]") {
  const Campaign launch = of_period("2015-05-11");
  CHECK(launch.name == "launch");
  CHECK(title_of(launch) == "launch");
  CHECK(launch.since == day("2015-05-11"));
  CHECK(launch.until == day("2015-05-12"));
}

TEST_CASE("A campaign's period is a week, a month, a year, or a first and a last day that both count",
          "[campaigns]") {
  CHECK(of_period("2026-W46").since == day("2026-11-09"));
  CHECK(of_period("2026-W46").until == day("2026-11-16"));
  CHECK(of_period("2026/27").until == day("2027-04-01"));
  CHECK(of_period("2026-11-02..2026-11-15").since == day("2026-11-02"));
  CHECK(of_period("2026-11-02..2026-11-15").until == day("2026-11-16"));
  CHECK(of_period("2026-01..2026-09").until == day("2026-10-01"));
}

TEST_CASE("A campaign without until is still running", "[campaigns]") {
  const Config config = read("[[campaign]]\nname = \"hearts\"\nsince = \"2026-09-01\"\n");
  CHECK(config.campaigns.at(0).since == day("2026-09-01"));
  CHECK_FALSE(config.campaigns.at(0).until);
}

TEST_CASE("A campaign's days may be written without quotes, as TOML writes dates", "[campaigns]") {
  const Campaign launch =
      read("[[campaign]]\nname = \"launch\"\nsince = 2026-10-09\nuntil = 2026-11-02\n").campaigns.at(0);
  CHECK(launch.since == day("2026-10-09"));
  CHECK(launch.until == day("2026-11-02"));
  CHECK(read("[[campaign]]\nname = \"launch\"\nperiod = 2015-05-11\n").campaigns.at(0).since ==
        day("2015-05-11"));
  const auto with_time = faults("[[campaign]]\nname = \"launch\"\nsince = 2026-10-09T09:00:00Z\n");
  REQUIRE_FALSE(with_time.empty());
  CHECK(with_time.at(0).find("(is a date or time)") != std::string::npos);
}

TEST_CASE("A campaign is for the team alone unless it is called public", "[campaigns]") {
  const std::string launch = "[[campaign]]\nname = \"launch\"\nperiod = \"2015-05-11\"\n";
  CHECK_FALSE(read(launch).campaigns.at(0).is_public);
  CHECK(read(launch + "public = true\n").campaigns.at(0).is_public);
}

TEST_CASE("What the team put down of a campaign is kept in its own words", "[campaigns]") {
  const Config config = read(
      "[[campaign]]\nname = \"hearts\"\ntitle = \"Hearts and Minds\"\nsince = \"2022-01-10\"\n"
      "until = \"2022-10-01\"\ntags = [\"TeamLeeds\"]\naccounts = [\"@trust@example.org\"]\n"
      "values = [\"compassion\", \"working_together\"]\nobjectives = \"More praise.\"\n"
      "inputs = [\"Two people\", \"£4,000\"]\nactivities = []\n");
  const Campaign& hearts = config.campaigns.at(0);
  CHECK(title_of(hearts) == "Hearts and Minds");
  CHECK(hearts.until == day("2022-10-01"));
  CHECK(hearts.tags == std::vector<std::string>{"TeamLeeds"});
  CHECK(hearts.accounts == std::vector<std::string>{"@trust@example.org"});
  CHECK(hearts.values == std::vector<Value>{Value::compassion, Value::working_together});
  CHECK(hearts.objectives == std::vector<std::string>{"More praise."});
  CHECK(hearts.inputs == std::vector<std::string>{"Two people", "£4,000"});
  CHECK(hearts.activities.empty());
}

TEST_CASE("A campaign that does not say when it was is refused", "[campaigns]") {
  CHECK(faults("[[campaign]]\nname = \"launch\"\n") ==
        std::vector<std::string>{"nhsvalues.toml:2: campaign.since: missing; say when it was: period = "
                                 "\"2015-05-11\" for one day, or since and until"});
}

TEST_CASE("A campaign that says twice when it was is refused", "[campaigns]") {
  CHECK(faults("[[campaign]]\nname = \"launch\"\nperiod = \"2015-05-11\"\nuntil = \"2015-05-12\"\n") ==
        std::vector<std::string>{"nhsvalues.toml:5: campaign.until: must not stand beside period, which says "
                                 "when it began and ended"});
}

TEST_CASE("A campaign that ends before it begins is refused, also one of no day", "[campaigns]") {
  const std::vector<std::string> said{
      "nhsvalues.toml:5: campaign.until: must be later than since: it is the day after the last, as after "
      "--until"};
  CHECK(faults("[[campaign]]\nname = \"a\"\nsince = \"2026-11-02\"\nuntil = \"2026-11-02\"\n") == said);
  CHECK(faults("[[campaign]]\nname = \"a\"\nsince = \"2026-11-02\"\nuntil = \"2026-11-01\"\n") == said);
  CHECK(faults("[[campaign]]\nname = \"a\"\nperiod = \"2026-11-15..2026-11-02\"\n").size() == 1);
}

TEST_CASE("A campaign's days do not hang on the day they are read", "[campaigns]") {
  for (const char* moving : {"7d", "yesterday", "today", "12w", "this-week", "last-week", "last-month"}) {
    CAPTURE(moving);
    CHECK(faults(std::string{"[[campaign]]\nname = \"a\"\nsince = \""} + moving + "\"\n").size() == 1);
  }
}

TEST_CASE("Two campaigns of one name, a hashtag with its #, and a value that is none are each refused",
          "[campaigns]") {
  const auto lines = faults(
      "[[campaign]]\nname = \"a\"\nperiod = \"2026-W46\"\ntags = [\"#x\"]\n"
      "[[campaign]]\nname = \"a\"\nperiod = \"2026-W47\"\nvalues = [\"kindness\"]\n");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].find("nhsvalues.toml:5: campaign.tags: must be") == 0);
  CHECK(lines[1] == "nhsvalues.toml:7: campaign.name: must be another one: a is taken in line 3");
  CHECK(lines[2].find("nhsvalues.toml:9: campaign.values: must be") == 0);
}

TEST_CASE("The account of a campaign stands in no message", "[campaigns]") {
  const auto lines =
      faults("[[campaign]]\nname = \"a\"\nperiod = \"2026-W46\"\naccounts = [\"some body\"]\n");
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].find("body") == std::string::npos);
}
