#include <fmt/format.h>
#include <signal.h>

#include <catch2/catch.hpp>
#include <thread>

#include "tests/daemon/setting.h"
#include "tests/support/bluesky_server.h"
#include "tests/support/careopinion_server.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"
#include "tests/support/x_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// The whole of a database as it lies on disk, what is not yet in its file included.
std::string bytes_of(const std::filesystem::path& database) {
  std::string bytes;
  for (const char* part : {"", "-wal", "-shm"}) {
    const std::filesystem::path file = database.string() + part;
    if (std::filesystem::exists(file)) bytes += read_whole(file);
  }
  return bytes;
}

const std::vector<std::string> kSecrets = {"pqrs-app-password", "did:plc:monitor", "XXXX-bearer-of-x",
                                           "mastodon-token-7",  "care-key-9",      "eyJ.access",
                                           "eyJ.refresh"};
const std::vector<std::string> kPeople = {"zebedee", "xanthippe", "bluebottle",
                                          "did:plc:", "monitor.example"};

void check_holds_none(const std::string& where, const std::string& bytes) {
  for (const auto* names : {&kSecrets, &kPeople})
    for (const std::string& name : *names) {
      CAPTURE(where, name);
      CHECK(bytes.find(name) == std::string::npos);
    }
}

}  // namespace

TEST_CASE("No secret and nobody's name lies in the log or in the database, in whatever file of it",
          "[daemon][privacy]") {
  BlueskyServer blue;
  blue.with([](BlueskyApi& api) { api.sessions.password = "pqrs-app-password"; });
  blue.publish(
      {.text = "Blue and kind #NHSvalues", .created_at = now() - 1h, .author = "bluebottle.example"});
  XServer ex;
  ex.with([](XApi& api) { api.quirks.token = "XXXX-bearer-of-x"; });
  ex.publish({.text = "Crossed and kind #NHSvalues", .created_at = now() - 1h, .author = "xanthippe"});
  MastodonServer social;
  social.require_token("mastodon-token-7");
  social.publish(
      TestPost{.text = "Woolly and kind @zebedee #NHSvalues", .created_at = now() - 1h, .author = "zebedee"});
  CareOpinionServer care{{.key = "care-key-9"}};
  care.publish({.id = 1, .title = "My stay", .body = "Caring and kind.", .published = now() - 1h});

  Setting setting;
  const auto credential = [&](const std::string& name, const std::string& secret) {
    return fmt::format("credential = \"{}\"\n", setting.keep_secret(name, secret));
  };
  setting.watch("blue", "bluesky", blue.url(),
                "account = \"monitor.example\"\n" + credential("blue.password", "pqrs-app-password"));
  setting.watch("ex", "x", ex.url(),
                credential("x.token", "XXXX-bearer-of-x") + "spend_per_day = 5.0\nspend_per_month = 50.0\n");
  setting.watch("social", "mastodon", social.url(), credential("social.token", "mastodon-token-7"));
  setting.watch("care", "careopinion", care.url(), credential("care.key", "care-key-9"));

  Program daemon{NHSVALUESD, setting.arguments(), setting.folder(), {{"NHSVALUES_LOG", "trace"}}};
  for (const char* name : {"blue", "ex", "social", "care"})
    CHECK(daemon.said(std::string{name} + ": caught up: 1 new"));
  blue.with([](BlueskyApi& api) { api.sessions.expire_access(); });
  ex.with([](XApi& api) { api.quirks.token = "XXXX-another"; });
  CHECK(daemon.said("warning: ex: "));
  for (const auto start = std::chrono::steady_clock::now();
       blue.requests_for("refreshSession") == 0 && std::chrono::steady_clock::now() - start < 20s;)
    std::this_thread::sleep_for(20ms);
  CHECK(blue.requests_for("refreshSession") > 0);
  const std::string running = bytes_of(setting.database());
  daemon.signal(SIGTERM);
  const auto ended = daemon.wait();
  REQUIRE(ended);
  CHECK(ended->status == 0);

  // What is not secret is found, so the search can find something.
  for (const char* text : {"Blue and kind", "Crossed and kind", "Woolly and kind", "Caring and kind"})
    CHECK(running.find(text) != std::string::npos);
  check_holds_none("the database of a running daemon", running);
  check_holds_none("the database of an ended daemon", bytes_of(setting.database()));
  check_holds_none("the log", ended->err + ended->out);
}
