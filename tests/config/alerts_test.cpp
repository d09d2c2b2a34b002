#include <catch2/catch.hpp>

#include "config/config.h"

using namespace nhs;
using namespace nhs::config;
using namespace std::chrono_literals;

namespace {

using Lines = std::vector<std::string>;

std::string with(const std::string& toml) { return "contact = \"https://trust.example\"\n" + toml; }

Lines faults(const std::string& toml) {
  const auto config = parse(with(toml), "n.toml");
  return config ? Lines{} : config.error().lines;
}

}  // namespace

TEST_CASE("Silent sources, the disk and concerns are watched without a setting", "[config]") {
  const auto config = parse(with(""), "n.toml");
  REQUIRE(config);
  std::vector<AlertKind> kinds;
  for (const AlertRule& rule : config->alerts) {
    CHECK(rule.on);
    kinds.push_back(rule.kind);
  }
  CHECK(kinds == std::vector<AlertKind>{AlertKind::stale_source, AlertKind::disk_space, AlertKind::concern});
  CHECK(defaults().alerts.size() == 3);
}

TEST_CASE("A rule takes the place of the usual one of its kind, and can switch it off", "[config]") {
  const auto config =
      parse(with("[[alert]]\nname = \"room\"\nkind = \"disk_space\"\nfree_mib = 5000\nafter = \"5m\"\n"
                 "[[alert]]\nname = \"no-concerns\"\nkind = \"concern\"\non = false\non_recovery = false\n"),
            "n.toml");
  REQUIRE(config);
  REQUIRE(config->alerts.size() == 3);
  CHECK(config->alerts[0].name == "room");
  CHECK(config->alerts[0].free_mib == 5000);
  CHECK(config->alerts[0].after == 5min);
  CHECK(config->alerts[0].repeat_every == 24h);
  CHECK(config->alerts[0].on_recovery);
  CHECK_FALSE(config->alerts[1].on);
  CHECK_FALSE(config->alerts[1].on_recovery);
  CHECK(config->alerts[2].kind == AlertKind::stale_source);
}

TEST_CASE("A rule watches one direction where it names one", "[config]") {
  const std::string moves = "[[alert]]\nname = \"a\"\nkind = \"direction_shift\"\n";
  const auto of = [](const std::string& toml) { return parse(with(toml), "n.toml")->alerts.at(0).direction; };
  CHECK(of(moves) == std::nullopt);
  CHECK(of(moves + "direction = \"breached\"\n") == Direction::breached);
  CHECK(of(moves + "direction = \"mentioned\"\n") == Direction::mentioned);
  CHECK(faults(moves + "direction = \"down\"\n")
            .at(0)
            .find("n.toml:5: alert.direction: must be \"upheld\", ") == 0);
  CHECK(faults("[[alert]]\nname = \"a\"\nkind = \"share_shift\"\ndirection = \"breached\"\n").size() == 1);
}

TEST_CASE("What is wrong with an alert is said with its line", "[config]") {
  CHECK(faults("[[alert]]\nname = \"a\"\nkind = \"spike\"\n").at(0).find("n.toml:4: alert.kind: must be") ==
        0);
  CHECK(
      faults("[[alert]]\nname = \"a\"\nkind = \"concern\"\nfree_mib = 5000\n") ==
      Lines{
          "n.toml:5: alert.free_mib: must not stand here: it is for alerts of kind \"disk_space\" (this one is "
          "\"concern\")"});
  CHECK(faults("[[alert]]\nname = \"a\"\nkind = \"concern\"\nto = [\"team\"]\n") ==
        Lines{"n.toml:5: alert.to: must name targets, each by the name of a [[notify]] (team is none)"});
  CHECK(faults("[[alert]]\nname = \"a\"\nkind = \"stale_source\"\nsources = [\"x\"]\n") ==
        Lines{"n.toml:5: alert.sources: must name sources, each by its name (x is none)"});
  CHECK(faults("[[alert]]\nname = \"a\"\nkind = \"concern\"\nquiet_hours = \"22-07\"\n").size() == 1);
  CHECK(faults("[[alert]]\nname = \"a\"\nkind = \"share_shift\"\nvalues = [\"kindness\"]\n").size() == 1);
  CHECK(
      faults("[[alert]]\nname = \"a\"\nkind = \"concern\"\n[[alert]]\nname = \"a\"\nkind = \"disk_space\"\n")
          .size() == 1);
}

TEST_CASE("A target says what it cannot do without, and no message repeats a secret", "[config]") {
  CHECK(faults("[[notify]]\nname = \"a\"\nkind = \"email\"\n").size() == 3);
  CHECK(faults("[[notify]]\nname = \"a\"\nkind = \"webhook\"\n").size() == 2);
  CHECK(
      faults("[[notify]]\nname = \"a\"\nkind = \"file\"\n") ==
      Lines{"n.toml:2: notify.path: missing; a target of kind \"file\" needs a file that it is appended to"});
  const std::string hook = "[[notify]]\nname = \"a\"\nkind = \"webhook\"\ncredential = \"hook\"\n";
  CHECK(faults(hook + "url = \"http://chat.example/secret\"\n").size() == 1);
  for (const std::string& line :
       faults(hook + "url = \"http://chat.example/hidden\"\nbody = '{\"a\": \"{b}\"}'\n"))
    CHECK(line.find("hidden") == std::string::npos);
  CHECK(faults(hook + "url = \"https://chat.example/\"\nbody = '{\"a\": \"{title}\"}'\n").empty());
}

TEST_CASE("An address that could say more to a mail server than itself is none", "[config]") {
  const auto refused = [](const std::string& address) {
    return faults(
               "[[notify]]\nname = \"a\"\nkind = \"email\"\nserver = \"mail.example\"\nfrom = \"a@b.example\"\n"
               "recipients = [\"" +
               address + "\"]\n")
               .size() == 1;
  };
  CHECK_FALSE(refused("team@trust.example"));
  CHECK_FALSE(refused("first.last+nhs@sub.trust.example"));
  for (const char* wrong : {"", "team", "@trust.example", "team@", "a b@trust.example", "<a@trust.example>",
                            "a@b@c.example", "a@trust.example\\r\\nRCPT TO:<b@far.example>",
                            "a,b@trust.example", "\\\"a b\\\"@trust.example", "a@trust.example:25"})
    CHECK(refused(wrong));
}
