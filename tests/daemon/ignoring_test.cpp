#include <signal.h>

#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const std::string kRule = "[[ignore]]\nname = \"adverts\"\nphrase = \"apply now\"\nreason = \"jobs\"\n";

std::int64_t counted(const Setting& setting) {
  return store::Reader::open(setting.database()).value().count({}).value();
}

}  // namespace

TEST_CASE("A reload puts ignore rules in force for what is stored and what comes, and takes them back",
          "[daemon]") {
  const UtcTime now = SystemClock{}.now();
  MastodonServer server;
  server.publish(TestPost{.text = "Apply now for this job #NHSvalues", .created_at = now - 3min});
  server.publish(TestPost{.text = "Thank you #NHSvalues", .created_at = now - 2min});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up"));
  CHECK(counted(setting) == 2);

  setting.append_to_config(kRule);
  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("the ignore rules changed: 1 stored posts set aside, 0 count again"));
  CHECK(counted(setting) == 1);
  server.publish(TestPost{.text = "APPLY now, again #NHSvalues", .created_at = now - 1min});
  CHECK(daemon.said("one: caught up: 1 new"));
  CHECK(counted(setting) == 1);

  std::string config = read_whole(setting.config());
  config.erase(config.find(kRule), kRule.size());
  write_whole(setting.config(), config);
  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("the ignore rules changed: 0 stored posts set aside, 2 count again"));
  CHECK(counted(setting) == 3);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("Rules are in force from run to run: what they set aside is counted, and comes back without them",
          "[daemon]") {
  const UtcTime now = SystemClock{}.now();
  MastodonServer server;
  server.publish(TestPost{.text = "Apply now for this job #NHSvalues", .created_at = now - 3min});
  server.publish(TestPost{.text = "Thank you #NHSvalues", .created_at = now - 2min});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  const auto set_aside = [&] {
    const auto coverage = JsonDocument::parse(setting.ask({"coverage", "--format", "json"}).out).value();
    const JsonView rules = coverage.root()["set_aside"];
    return rules.size() == 0 ? 0 : rules.at(0)["posts"].integer().value();
  };
  REQUIRE(setting.collect().status == 0);
  CHECK(counted(setting) == 2);
  CHECK(set_aside() == 0);

  setting.append_to_config(kRule);
  server.publish(TestPost{.text = "Apply now, again #NHSvalues", .created_at = now - 1min});
  REQUIRE(setting.collect().status == 0);
  CHECK(counted(setting) == 1);
  CHECK(set_aside() == 2);
  CHECK(setting.rollups_hold());

  setting.change_config(kRule, "");
  REQUIRE(setting.collect().status == 0);
  CHECK(counted(setting) == 3);
  CHECK(set_aside() == 0);
  CHECK(setting.rollups_hold());
}
