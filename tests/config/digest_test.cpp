#include <catch2/catch.hpp>

#include "config/config.h"

using namespace nhs;
using namespace nhs::config;

namespace {

/// With a mailbox `team` and a file `log`.
std::string with(const std::string& digest) {
  return "contact = \"https://example.org/contact\"\n" + digest +
         "\n[[notify]]\nname = \"team\"\nkind = \"email\"\nserver = \"mail.example.org\"\n"
         "from = \"nhsvalues@example.org\"\nrecipients = [\"team@example.org\"]\n"
         "[[notify]]\nname = \"log\"\nkind = \"file\"\npath = \"alerts.ndjson\"\n";
}

std::vector<std::string> faults_of(const std::string& digest) {
  const auto config = parse(with(digest), "nhsvalues.toml");
  return config ? std::vector<std::string>{} : config.error().lines;
}

}  // namespace

TEST_CASE("Without a word nobody gets a digest, and a quiet one is sent too", "[config]") {
  const auto config = parse(with(""), "nhsvalues.toml");
  REQUIRE(config);
  CHECK(config->digest.daily.empty());
  CHECK(config->digest.weekly.empty());
  CHECK(config->digest.when_nothing_happened == WhenNothingHappened::send);
}

TEST_CASE("Digests go to mailboxes by their names", "[config]") {
  const auto config =
      parse(with("[digest]\ndaily = [\"team\"]\nweekly = [\"team\"]\nwhen_nothing_happened = \"skip\""),
            "nhsvalues.toml");
  REQUIRE(config);
  CHECK(config->digest.daily == std::vector<std::string>{"team"});
  CHECK(config->digest.weekly == std::vector<std::string>{"team"});
  CHECK(config->digest.when_nothing_happened == WhenNothingHappened::skip);
}

TEST_CASE("A digest to nobody known, or to what is no mailbox, is refused with its line", "[config]") {
  CHECK(faults_of("[digest]\ndaily = [\"ward\"]") ==
        std::vector<std::string>{
            "nhsvalues.toml:3: digest.daily: must name targets of kind \"email\", each by the "
            "name of a [[notify]] (ward is none)"});
  CHECK(faults_of("[digest]\nweekly = [\"log\"]").size() == 1);
  CHECK(faults_of("[digest]\nwhen_nothing_happened = \"maybe\"").size() == 1);
  CHECK(faults_of("[digest]\nmonthly = [\"team\"]").size() == 1);
}
