#include "store/fetch_log.h"

#include <catch2/catch.hpp>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  void spend(const char* moment, std::int64_t units, const std::string& source = "x") {
    store::Batch batch = batch_of({}, source);
    batch.now = at(moment);
    batch.fetches.asked = 1;
    batch.fetches.spent = units;
    save(posts, batch);
  }
  std::int64_t spent_since(const char* moment) { return posts.spent_since("x", at(moment)).value(); }
};

}  // namespace

TEST_CASE("What asking came to is added up by source and hour", "[store]") {
  Fixture f;
  store::Batch batch = batch_of({}, "one");
  batch.now = at("2026-11-20T12:00:00Z");
  batch.fetches = {5, 2, 1, 2, 3, 400};
  save(f.posts, batch);
  batch.now = at("2026-11-20T12:59:59Z");
  save(f.posts, batch);
  batch.now = at("2026-11-20T13:00:00Z");
  save(f.posts, batch);
  batch.source = "two";
  save(f.posts, batch);
  CHECK(integer(f.file, "SELECT count(*) FROM fetch_log") == 3);
  CHECK(
      integer(f.file,
              "SELECT asked = 10 AND answered = 4 AND throttled = 2 AND failed = 4 AND opted_out = 6 AND "
              "spent = 800 FROM fetch_log JOIN source ON source.id = source_id WHERE name = 'one' AND hour = "
              "unixepoch('2026-11-20T12:00:00Z')") == 1);
  // A batch without questions leaves no trace.
  save(f.posts, batch_of({}, "three"));
  CHECK(integer(f.file, "SELECT count(*) FROM fetch_log") == 3);
}

TEST_CASE("A batch that fails has not spent anything, for it will be told again", "[store]") {
  Fixture f;
  execute(f.file, "CREATE TRIGGER refuse BEFORE INSERT ON quarantine BEGIN SELECT RAISE(ABORT, 'no'); END");
  store::Batch batch = batch_of({}, "x");
  batch.fetches.spent = 7;
  batch.unreadable = {{"item", "cause", 1}};
  CHECK_FALSE(f.posts.save(batch));
  CHECK(f.spent_since("2026-01-01T00:00:00Z") == 0);
}

TEST_CASE("Spending since a moment counts that moment's whole hour, so that a cap holds in every zone",
          "[store]") {
  Fixture f;
  f.spend("2026-11-20T17:59:00Z", 1);
  f.spend("2026-11-20T18:10:00Z", 10);
  f.spend("2026-11-20T18:40:00Z", 100);
  f.spend("2026-11-20T19:00:00Z", 1000);
  f.spend("2026-11-20T19:00:00Z", 5000, "another");
  CHECK(f.spent_since("2026-11-20T18:00:00Z") == 1110);
  // Midnight in India: what was spent in the half hour before it counts as well, never less than was spent.
  const UtcTime midnight = TimeZone::named("Asia/Kolkata").value().start_of(day("2026-11-21"));
  REQUIRE(midnight == at("2026-11-20T18:30:00Z"));
  CHECK(f.posts.spent_since("x", midnight).value() == 1110);
  CHECK(f.spent_since("2026-11-20T19:00:00Z") == 1000);
  CHECK(f.spent_since("2026-11-20T20:00:00Z") == 0);
  CHECK(f.posts.spent_since("nobody", at("2026-01-01T00:00:00Z")).value() == 0);
}

TEST_CASE("Status tells what the running day and month have used, and since when", "[store]") {
  Fixture f;
  f.spend("2026-10-31T23:30:00Z", 1);
  f.spend("2026-11-04T10:30:00Z", 10);
  f.spend("2026-11-20T09:00:00Z", 100);
  const auto status = f.reader
                          .status(at("2026-11-20T12:00:00Z"),
                                  {{"x", at("2026-11-20T00:00:00Z"), at("2026-11-01T00:00:00Z")},
                                   {"new", at("2026-11-20T00:00:00Z"), at("2026-11-01T00:00:00Z")}})
                          .value();
  REQUIRE(status.spending.size() == 2);
  CHECK(status.spending[0].source == "x");
  CHECK(status.spending[0].today == 100);
  CHECK(status.spending[0].this_month == 110);
  CHECK(status.spending[0].first_at == at("2026-11-04T10:00:00Z"));
  CHECK(status.spending[1].this_month == 0);
  CHECK_FALSE(status.spending[1].first_at);
}
