#include "store/quarantine.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

struct Fixture {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::Reader reader = open_reader(folder / "posts.db");

  void show(std::vector<Unreadable> items, const std::string& source = "a feed",
            const char* moment = "2026-11-20T12:00:00Z") {
    store::Batch batch = batch_of({}, source);
    batch.now = at(moment);
    batch.unreadable = std::move(items);
    save(posts, batch);
  }
};

}  // namespace

TEST_CASE("An item that cannot be read is one row, however often it is shown", "[store]") {
  Fixture f;
  f.show({{std::string("\0\xff", 2), "it has no text", 1}});
  f.show({{std::string("\0\xff", 2), "its date cannot be read", 3}}, "a feed", "2026-11-20T13:00:00Z");
  const store::Quarantine found = f.reader.quarantine({}).value();
  REQUIRE(found.items.size() == 1);
  CHECK(found.items[0].source == "a feed");
  CHECK(found.items[0].cause == "its date cannot be read");
  CHECK(found.items[0].items == 3);
  CHECK(found.items[0].times == 2);
  CHECK(found.items[0].first_at == at("2026-11-20T12:00:00Z"));
  CHECK(found.items[0].last_at == at("2026-11-20T13:00:00Z"));
}

TEST_CASE("What could not be read is listed newest first, by source if wanted, and counted in full",
          "[store]") {
  Fixture f;
  f.show({{"a", "first", 1}}, "a feed", "2026-11-20T12:00:00Z");
  f.show({{"a", "second", 1}}, "another", "2026-11-20T13:00:00Z");
  f.show({{"b", "third", 1}}, "a feed", "2026-11-20T14:00:00Z");
  const auto causes = [&](const store::QuarantineQuery& query) {
    std::vector<std::string> listed;
    const store::Quarantine found = f.reader.quarantine(query).value();
    for (const auto& each : found.items) listed.push_back(each.cause);
    return listed;
  };
  CHECK(causes({}) == std::vector<std::string>{"third", "second", "first"});
  CHECK(causes({std::nullopt, 1}) == std::vector<std::string>{"third"});
  CHECK(causes({"a feed", 20}) == std::vector<std::string>{"third", "first"});
  CHECK(causes({"nobody", 20}).empty());
  const store::Quarantine found = f.reader.quarantine({std::nullopt, 1}).value();
  REQUIRE(found.counts.size() == 2);
  CHECK(found.counts[0].source == "a feed");
  CHECK(found.counts[0].kept == 2);
  CHECK(found.counts[1].source == "another");
}

TEST_CASE("Of a source that shows rubbish without end only the newest thousand items are kept", "[store]") {
  Fixture f;
  f.show({{"dear", "of another source", 1}}, "another", "2026-11-01T00:00:00Z");
  std::vector<Unreadable> many;
  for (int i = 0; i < 600; ++i) many.push_back({"old " + std::to_string(i), "old", 1});
  f.show(many, "a feed", "2026-11-02T00:00:00Z");
  for (Unreadable& each : many) each = {"new" + each.item, "new", 1};
  f.show(many, "a feed", "2026-11-03T00:00:00Z");
  const store::Quarantine found = f.reader.quarantine({std::nullopt, 5000}).value();
  CHECK(found.counts.at(0).kept == 1000);
  CHECK(found.counts.at(1).kept == 1);
  CHECK(std::count_if(found.items.begin(), found.items.end(),
                      [](const auto& each) { return each.cause == "new"; }) == 600);
  // However much one source shows, another one's room is its own.
  f.show({{"dear, too", "of another source", 1}}, "another", "2026-11-01T06:00:00Z");
  CHECK(f.reader.quarantine({}).value().counts.at(1).kept == 2);
}
