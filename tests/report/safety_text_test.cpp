#include "report/safety_text.h"

#include <catch2/catch.hpp>

#include "report/concerns_view.h"
#include "report/coverage_view.h"
#include "report/doctor_view.h"
#include "report/status_view.h"
#include "store/ignore_rules.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = parse_rfc3339("2026-11-20T09:00:00Z").value();

SafetyState well() {
  SafetyState state;
  state.stored.key_fingerprint = "abc";
  state.key.file = "/k/pseudonym.key";
  state.key.fingerprint = "abc";
  return state;
}

std::string only_warning(const SafetyState& state) {
  const auto warnings = safety_warnings(state, kNow);
  return warnings.size() == 1 ? warnings[0] : "not one";
}

}  // namespace

TEST_CASE("With nothing open there is no warning", "[safety]") {
  CHECK(safety_warnings(well(), kNow).empty());
  SafetyState of_a_member = well();
  of_a_member.key = {};
  of_a_member.key.forbidden = true;
  CHECK(safety_warnings(of_a_member, kNow).empty());
}

TEST_CASE("What is open of people's safety and rights keeps all from being well", "[safety]") {
  std::vector<SafetyState> states(7, well());
  states[0].stored.open_concerns = 6;
  states[0].stored.oldest_concern = kNow - 3h;
  states[1].stored.erasing_since = kNow - 2h;
  states[2].key.fingerprint.clear();
  states[2].key.trouble = "/k/pseudonym.key: there is no key";
  states[3].key.fingerprint = "other";
  states[4].read_only = "/d/a.db: its owner may only read it";
  states[5].stored.earlier_keys = {{"before", 2, 0, 0, false}};
  states[6].stored.concerns_unfinished = true;
  const std::vector<std::string> parts = {
      "6 posts that may tell of harm wait for somebody to read them, the oldest for 3 h",
      "erased 2 h ago is still in the bytes",
      "the key is not at hand: /k/pseudonym.key: there is no key",
      "not the key that the database was made with",
      "its owner may only read it",
      "2 lines of the forget list and 0 of the ledger are under a key",
      "not all stored posts were held against them yet"};
  const TimeZone zone = TimeZone::named("Europe/London").value();
  for (std::size_t i = 0; i < states.size(); ++i) {
    INFO(i);
    CHECK(holds(only_warning(states[i]), parts[i]));
    StatusSurroundings around;
    around.now = kNow;
    around.writer = "nhsvaluesd (process 1)";
    around.configured_sources = {{"leeds.example", 5min}};
    around.safety = states[i];
    store::StoreStatus status;
    SourceState source;
    source.source = "leeds.example";
    source.last_success_at = source.caught_up_at = kNow - 3min;
    status.sources = {source};
    CHECK_FALSE(holds(status_table(status, around, zone, Terminal{}), "All is well"));
    around.safety = well();
    CHECK(holds(status_table(status, around, zone, Terminal{}), "All is well"));
  }
  SafetyState held = states[5];
  held.key.previous = {"before"};
  CHECK(safety_warnings(held, kNow).empty());
  // What its network removed is kept out by a key, too, and so is everything without it.
  SafetyState removed = well();
  removed.stored.earlier_keys = {{"before", 0, 3, 0, false}};
  CHECK(holds(only_warning(removed), "0 lines of the forget list and 3 of the ledger are under a key"));
  CHECK(holds(only_warning(removed), "nothing is taken in"));
  CHECK(holds(only_warning(removed), "nhsvalues rotate-key --lost before"));
  removed.stored.earlier_keys = {{"before", 0, 3, 0, true}};
  CHECK(safety_warnings(removed, kNow).empty());
  CHECK(holds(
      [&] {
        SafetyState one = well();
        one.stored.open_concerns = 1;
        one.stored.oldest_concern = kNow - 50h;
        return only_warning(one);
      }(),
      "1 post that may tell of harm waits for somebody to read it, for 2 days"));
}

TEST_CASE("Programs are told the same", "[safety]") {
  SafetyState state = well();
  state.stored.open_concerns = 6;
  state.stored.oldest_concern = kNow - 3h;
  JsonWriter json;
  json.begin_object();
  write_safety(json, state);
  json.end_object();
  CHECK(
      json.str() ==
      R"({"concerns": {"open": 6, "oldest_open_at": "2026-11-20T06:00:00Z", "unfinished": false}, )"
      R"("erasing_since": null, "key": "at_hand", "forgotten_under_lost_key": 0, "removed_under_lost_key": 0, )"
      R"("read_only": false})");
}

TEST_CASE("An objection is not told as a rule that is no longer configured", "[coverage]") {
  store::CoverageResult coverage;
  coverage.set_aside = {{std::string{store::kObjection}, 2}};
  const CoverageSurroundings around{};
  const std::string text =
      coverage_table(coverage, around, TimeZone::named("Europe/London").value(), Terminal{});
  CHECK(holds(text, "Set aside because their authors object to being counted: 2 posts."));
  CHECK_FALSE(holds(text, "configured"));
  CHECK(holds(coverage_json(coverage, around), "their authors object to being counted"));
}

TEST_CASE("When posts were taken in is told by the day, for of purged ones no more is left", "[doctor]") {
  store::Contents contents;
  contents.posts = 1;
  contents.newest_post_at = contents.last_seen_at = parse_rfc3339("2026-11-20T12:00:00Z").value();
  const std::string words = contents_in_words(contents, TimeZone::named("Europe/London").value());
  CHECK(words == "1 post, the newest of 2026-11-20, the last taken in on 2026-11-20");
}

TEST_CASE("The heading of a concern is broken where a terminal is narrower, and in a file it is whole",
          "[concerns]") {
  store::Concerns concerns;
  store::PostOfConcern post;
  post.post.ref = 1304;
  post.post.network = "mastodon";
  post.post.created_at = kNow - 1h;
  post.concerns.push_back({1, "violence", kNow - 57min});
  concerns.posts = {post};
  const ConcernsAround around{kNow, "", [](const std::string&, const std::string&) { return std::string{}; }};
  const TimeZone zone = TimeZone::named("Europe/London").value();
  Terminal narrow;
  narrow.columns = 60;
  const std::string heading = "1304  waits for 57 minutes  mastodon, posted Fri 20 Nov 2026 08:00";
  CHECK(holds(concerns_table(concerns, around, zone, narrow), heading + "\n"));
  narrow.interactive = true;
  const std::string text = concerns_table(concerns, around, zone, narrow);
  CHECK(holds(text, "1304 waits for 57 minutes mastodon, posted Fri 20 Nov 2026\n08:00\n"));
}

TEST_CASE("What is set aside is not laid to ignore rules alone: authors may have objected",
          "[status][doctor]") {
  store::Contents contents;
  contents.set_aside = 15;
  const TimeZone zone = TimeZone::named("Europe/London").value();
  CHECK(holds(contents_in_words(contents, zone), "15 set aside by ignore rules or objections"));
  store::StoreStatus status;
  status.set_aside = 15;
  CHECK(holds(status_table(status, {}, zone, Terminal{}),
              "15 (by ignore rules or objections; coverage says which)"));
}
