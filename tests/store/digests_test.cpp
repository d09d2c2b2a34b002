#include "store/digests.h"

#include <catch2/catch.hpp>

#include "store/post_store.h"
#include "store/reader.h"
#include "tests/store/store_fixture.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::store;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kMorning{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 7h + 30min};

/// The digest of 25 November 2026, and a store that sends it.
struct Sent {
  Scratch scratch;
  PostStore store =
      PostStore::open(scratch / "nhsvalues.db", "fingerprint", TimeZone::named("Europe/London").value())
          .value();

  Sent() { save(store, batch_of({MadePost{.id = 1}, MadePost{.id = 2}})); }

  std::int64_t send(const std::vector<std::string>& targets, UtcTime at = kMorning,
                    const std::string& text = "41 posts") {
    AlertMessage message;
    message.rule = "daily-digest";
    message.title = "Daily digest";
    message.text = text;
    message.html = "<p>" + text + "</p>";
    message.posts = {1, 2};
    message.digest = "daily/2026-11-25";
    return store.queue_digest(message, targets, {at, "nhsvalues (999)"}).value();
  }
  std::vector<AlertDelivery> due(UtcTime at = kMorning) { return store.due_deliveries(at).value(); }
  void arrived(std::int64_t id, const std::string& target) {
    REQUIRE(store.note_delivery(id, target, {kMorning, {}, ""}));
  }
  Reader reader() const { return Reader::open(scratch / "nhsvalues.db").value(); }
};

}  // namespace

TEST_CASE("Of each target its oldest message is tried first, whatever waits for another", "[digest]") {
  Sent sent;
  const auto send = [&](const std::vector<std::string>& targets) {
    AlertMessage message;
    message.rule = "test";
    message.title = "A test";
    return sent.store.queue_test_alert(message, targets, {kMorning, "ana (1001)"}).value();
  };
  const std::int64_t first = send({"dead"});
  for (int i = 0; i < 300; ++i) send({"dead"});
  const std::int64_t last = send({"dead", "team"});
  const auto due = sent.due();
  REQUIRE(due.size() == 2);
  CHECK(std::pair{due[0].alert, due[0].target} == std::pair{first, std::string{"dead"}});
  CHECK(std::pair{due[1].alert, due[1].target} == std::pair{last, std::string{"team"}});
}

TEST_CASE("A digest waits for each target once, however often it is sent for", "[digest]") {
  Sent sent;
  const std::int64_t id = sent.send({"team", "board"});
  CHECK(sent.send({"team", "board"}, kMorning + 1h, "42 posts") == id);
  REQUIRE(sent.due().size() == 2);
  const AlertMessage message = sent.due()[0].message;
  CHECK(message.event == AlertEvent::digest);
  CHECK(message.digest == "daily/2026-11-25");
  CHECK(message.text == "41 posts");
  CHECK(message.html == "<p>41 posts</p>");
  CHECK(message.posts == std::vector<std::int64_t>{1, 2});
  CHECK(message.key.size() == 32);
  CHECK(sent.reader().alerts(10)->messages.size() == 1);
  CHECK(sent.reader().alerts(10)->messages[0].message.event == AlertEvent::digest);

  SECTION("and goes to nobody again whom it reached") {
    sent.arrived(id, "team");
    sent.arrived(id, "board");
    CHECK(sent.send({"team", "board"}, kMorning + 1h) == id);
    CHECK(sent.due(kMorning + 100h).empty());
  }
  SECTION("and to somebody new alone") {
    sent.arrived(id, "team");
    sent.arrived(id, "board");
    sent.send({"team", "board", "ward"}, kMorning + 1h);
    REQUIRE(sent.due(kMorning + 1h).size() == 1);
    CHECK(sent.due(kMorning + 1h)[0].target == "ward");
  }
  SECTION("and is tried anew, from now on, where it was given up") {
    sent.arrived(id, "board");
    REQUIRE(sent.store.note_delivery(id, "team", {{}, {}, "the mail server is gone"}));
    CHECK(sent.due(kMorning + 100h).empty());
    sent.send({"team", "board"}, kMorning + 96h);
    const auto due = sent.due(kMorning + 96h);
    REQUIRE(due.size() == 1);
    CHECK(due[0].target == "team");
    CHECK(due[0].tries == 0);
    CHECK(due[0].message.at == kMorning + 96h);
    CHECK(due[0].message.key == message.key);
  }
}

TEST_CASE("Who sent a digest stands in the audit, once for what was put on its way", "[digest]") {
  Sent sent;
  sent.send({"team"});
  sent.send({"team"}, kMorning + 1h);
  const auto audit = sent.reader().audit({}).value();
  REQUIRE(audit.size() == 1);
  CHECK(audit[0].action == "send_digest");
  CHECK(audit[0].person == "nhsvalues (999)");
  CHECK(audit[0].detail == "daily/2026-11-25 to team");
}

TEST_CASE("Digests are forgotten after 90 days, with all that they said", "[digest]") {
  Sent sent;
  const std::int64_t id = sent.send({"team"});
  sent.arrived(id, "team");
  REQUIRE(sent.store.keep_alerts({}, kMorning + 91 * 24h));
  CHECK(sent.reader().alerts(10)->messages.empty());
  CHECK(sent.send({"team"}, kMorning + 91 * 24h) != id);
}
