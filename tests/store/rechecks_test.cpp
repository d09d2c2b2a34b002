#include "store/rechecks.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "sound.h"
#include "store/restore.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = at("2026-11-20T12:00:00Z");

/// Text 2 is searched for in the file's bytes.
constexpr const char* kTelling = "Zuckerwatte at the bedside of number two";

store::ClassifiedPost shown(std::uint64_t id) {
  MadePost made{.id = id, .text = id == 2 ? kTelling : "Tea, cup " + std::to_string(id), .url = 100 + id};
  store::ClassifiedPost post = made;
  post.post.sealed = "sealed " + std::to_string(id);
  post.post.sealed_local_id = "local " + std::to_string(id);
  return post;
}

store::Batch batch_at(UtcTime now, std::vector<store::ClassifiedPost> posts,
                      const std::string& source = "one") {
  store::Batch batch = batch_of(std::move(posts), source);
  batch.now = now;
  return batch;
}

/// Three posts of a source that is asked again.
void fill(store::PostStore& posts) {
  REQUIRE(posts.set_rechecked_sources({{"one", 1h}}, kNow));
  save(posts, batch_at(kNow, {shown(1), shown(2), shown(3)}));
}

RecheckRuling gone(std::int64_t ref) {
  return {.ref = ref, .sight = Sight::gone, .gone_at = kNow + 1h, .removed = true};
}

void remove_second(store::PostStore& posts) {
  store::Batch batch = batch_at(kNow + 2h, {});
  batch.rechecks = {gone(2)};
  CHECK(save(posts, batch).removed == 1);
}

std::vector<std::int64_t> due(store::PostStore& posts, UtcTime now, std::int64_t limit = 10,
                              bool witness = false) {
  std::vector<std::int64_t> refs;
  const auto found = posts.due_rechecks("one", now, limit, witness);
  REQUIRE(found);
  for (const store::DueRecheck& each : found->posts) refs.push_back(each.ref);
  return refs;
}

using Refs = std::vector<std::int64_t>;

void check_counts(store::PostStore& posts) {
  CHECK(posts.rollups_hold().value());
  CHECK(posts.search_holds().value());
}

bool is_in_file(const std::filesystem::path& file, const std::string& words) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str().find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("A source that asks another server asks it for nothing by the old one's ids", "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  CHECK_FALSE(posts.bind_source("one", "https://old.example").value());
  fill(posts);
  SourceState state;
  state.source = "one";
  state.topic = "NHSvalues";
  state.cursor = "sealed";
  store::Batch batch = batch_at(kNow, {});
  batch.state = state;
  save(posts, batch);
  CHECK_FALSE(posts.bind_source("one", "https://old.example").value());
  CHECK(due(posts, kNow + 1h) == Refs{1, 2, 3});

  CHECK(posts.bind_source("one", "https://new.example").value());
  REQUIRE(posts.set_rechecked_sources({{"one", 1h}}, kNow));
  CHECK(due(posts, kNow + 1000h).empty());
  CHECK_FALSE(posts.source_state("one", "NHSvalues").value());
  CHECK(posts.newest_local_id_before("one", kNow + 1h).value() == std::nullopt);

  // What the new one shows can be asked for again, by its id.
  store::ClassifiedPost again = shown(2);
  again.post.sealed_local_id = "new 2";
  save(posts, batch_at(kNow + 2h, {again}));
  CHECK(due(posts, kNow + 3h) == Refs{2});
  CHECK(posts.due_rechecks("one", kNow + 3h, 10, false)->posts.front().sealed_local_id == "new 2");
  check_counts(posts);
}

TEST_CASE("Of a source that was not configured when servers were first noted nobody knows which it asked",
          "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  fill(posts);
  SourceState state;
  state.source = "one";
  state.topic = "NHSvalues";
  store::Batch batch = batch_at(kNow, {});
  batch.state = state;
  save(posts, batch);
  SECTION("It is configured: what it asks now it asked before") {
    CHECK_FALSE(posts.bind_source("one", "https://a.example").value());
    REQUIRE(posts.forget_unbound_servers());
    CHECK_FALSE(posts.bind_source("one", "https://a.example").value());
    CHECK(due(posts, kNow + 1h) == Refs{1, 2, 3});
  }
  SECTION("It is not, and comes back later") {
    REQUIRE(posts.forget_unbound_servers());
    CHECK(posts.bind_source("one", "https://a.example").value());
    CHECK(due(posts, kNow + 1000h).empty());
  }
}

TEST_CASE("A post is due so long after its source first showed it, the longest first", "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  fill(posts);
  CHECK(due(posts, kNow + 59min).empty());
  CHECK(due(posts, kNow + 1h) == Refs{1, 2, 3});
  CHECK(due(posts, kNow + 1h, 2) == Refs{1, 2});
  store::Batch batch = batch_at(kNow + 1h, {});
  batch.rechecks = {{.ref = 1, .sight = Sight::present, .due_at = kNow + 6h},
                    {.ref = 2, .sight = Sight::unclear, .due_at = kNow + 2h}};
  save(posts, batch);
  CHECK(due(posts, kNow + 2h) == Refs{3, 2});
  CHECK(due(posts, kNow + 6h) == Refs{3, 2, 1});
  const auto found = posts.due_rechecks("one", kNow + 1h, 1, false).value();
  CHECK(found.posts.at(0).sealed == "sealed 3");
  CHECK(found.posts.at(0).sealed_local_id == "local 3");
  CHECK(found.present_at == kNow + 1h);
  CHECK(due(posts, kNow + 365 * 24h) == Refs{3, 2, 1});
}

TEST_CASE("A post that may be gone has one beside it that was there last time", "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  fill(posts);
  store::Batch batch = batch_at(kNow + 1h, {});
  batch.rechecks = {{.ref = 1, .sight = Sight::present, .due_at = kNow + 6h},
                    {.ref = 2, .sight = Sight::gone, .due_at = kNow + 2h, .gone_at = kNow + 1h},
                    {.ref = 3, .sight = Sight::present, .due_at = kNow + 7h}};
  save(posts, batch);
  CHECK(due(posts, kNow + 2h) == Refs{2});
  CHECK(due(posts, kNow + 2h, 10, true) == Refs{2, 3});
  CHECK(due(posts, kNow + 2h, 1, true) == Refs{2});
}

TEST_CASE("Only sources that can be asked are asked, also for what they showed before", "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_at(kNow, {shown(1)}));
  CHECK(due(posts, kNow + 24h).empty());
  REQUIRE(posts.set_rechecked_sources({{"one", 1h}}, kNow + 24h));
  CHECK(due(posts, kNow + 24h) == Refs{1});
  REQUIRE(posts.set_rechecked_sources({}, kNow + 24h));
  save(posts, batch_at(kNow, {shown(2)}));
  CHECK(open_reader(folder / "posts.db").status(kNow)->rechecks.empty());
}

TEST_CASE("A source that is not asked for a while keeps its plan and its word", "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  fill(posts);
  store::Batch batch = batch_at(kNow + 1h, {});
  batch.rechecks = {{.ref = 1, .sight = Sight::present, .due_at = kNow + 48h},
                    {.ref = 2, .sight = Sight::gone, .due_at = kNow + 2h, .gone_at = kNow + 1h}};
  save(posts, batch);
  REQUIRE(posts.set_rechecked_sources({}, kNow + 3h));
  save(posts, batch_at(kNow + 4h, {shown(4)}));
  CHECK(open_reader(folder / "posts.db").status(kNow + 4h)->rechecks.empty());
  REQUIRE(posts.set_rechecked_sources({{"one", 1h}}, kNow + 5h));
  CHECK(due(posts, kNow + 5h) == Refs{3, 2, 4});
  const auto found = posts.due_rechecks("one", kNow + 5h, 10, false).value();
  CHECK(found.present_at == kNow + 1h);
  CHECK(found.posts.at(1).gone_at == kNow + 1h);
}

TEST_CASE("A post of which there is no word is due all the while, and asked for at its new time",
          "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  fill(posts);
  store::Batch batch = batch_at(kNow + 90min, {});
  batch.rechecks = {{.ref = 1, .sight = Sight::present, .due_at = kNow + 48h},
                    {.ref = 2, .sight = Sight::unclear, .due_at = kNow + 5h},
                    {.ref = 3, .sight = Sight::present, .due_at = kNow + 48h}};
  save(posts, batch);
  CHECK(due(posts, kNow + 4h).empty());
  const auto standing = [&] { return open_reader(folder / "posts.db").status(kNow + 4h)->rechecks.at(0); };
  CHECK(standing().due == 1);
  CHECK(standing().due_since == kNow + 1h);
  const auto found = posts.due_rechecks("one", kNow + 5h, 10, false).value();
  REQUIRE(found.posts.size() == 1);
  CHECK(found.posts.at(0).unclear_since == kNow + 1h);
  batch.rechecks = {{.ref = 2, .sight = Sight::present, .due_at = kNow + 48h}};
  save(posts, batch);
  CHECK(standing().due == 0);
}

TEST_CASE("A plan that a clock made which was ahead is not waited for", "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  fill(posts);
  const UtcTime ahead = kNow + 400 * 24h;
  store::Batch batch = batch_at(ahead, {});
  batch.rechecks = {{.ref = 1, .sight = Sight::present, .due_at = ahead + 7 * 24h},
                    {.ref = 2, .sight = Sight::unclear, .due_at = ahead + 1h},
                    {.ref = 3, .sight = Sight::present, .due_at = kNow + 30 * 24h}};
  save(posts, batch);
  CHECK(due(posts, kNow + 2h) == Refs{2, 1});
  CHECK(due(posts, kNow + 2h, 1) == Refs{2});
  CHECK(open_reader(folder / "posts.db").status(kNow + 2h)->rechecks.at(0).due == 2);
  batch = batch_at(kNow + 2h, {});
  batch.rechecks = {{.ref = 1, .sight = Sight::present, .due_at = kNow + 9h},
                    {.ref = 2, .sight = Sight::gone, .due_at = kNow + 3h, .gone_at = kNow + 2h}};
  save(posts, batch);
  CHECK(due(posts, kNow + 2h).empty());
  CHECK(due(posts, kNow + 3h, 10, true) == Refs{2, 3});
}

TEST_CASE("How many posts are due is told without looking up the plan of each", "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::Database database(folder / "posts.db", store::Access::read);
  store::Query plan = database.query("EXPLAIN QUERY PLAN " + store::select_recheck_standings());
  int searched = 0;
  while (plan.next()) {
    const std::string step = plan.bytes(3);
    INFO(step);
    if (step.find("recheck_by_due") == std::string::npos) continue;
    ++searched;
    CHECK(step.find("COVERING INDEX recheck_by_due") != std::string::npos);
  }
  CHECK(searched == 4);
}

TEST_CASE("A post goes by the word of one source only where no other shows it", "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  REQUIRE(posts.set_rechecked_sources({{"one", 1h}, {"two", 1h}}, kNow));
  save(posts, batch_at(kNow, {shown(1), shown(2)}));
  save(posts, batch_at(kNow, {shown(2)}, "two"));
  const auto say = [&](const std::string& source, UtcTime now, const RecheckRuling& ruling) {
    store::Batch batch = batch_at(now, {}, source);
    batch.rechecks = {ruling};
    return save(posts, batch).removed;
  };
  const auto gone_to_two = [](UtcTime now) {
    return RecheckRuling{.ref = 2, .sight = Sight::gone, .due_at = now, .gone_at = now, .removed = false};
  };
  RecheckRuling sure = gone(2);
  SECTION("it waits for the other's word") {
    sure.due_at = kNow + 100h;
    CHECK(say("one", kNow + 2h, sure) == 0);
    CHECK(due(posts, kNow + 99h) == Refs{1});
    CHECK(say("two", kNow + 3h, {.ref = 2, .sight = Sight::present, .due_at = kNow + 400h}) == 0);
    CHECK(say("one", kNow + 300h, sure) == 0);
    CHECK(say("two", kNow + 400h, gone_to_two(kNow + 400h)) == 0);
    CHECK(say("one", kNow + 401h, sure) == 1);
  }
  SECTION("a week at the most") {
    CHECK(say("one", kNow + 2h, sure) == 0);
    CHECK(say("two", kNow + 3h, {.ref = 2, .sight = Sight::unclear, .due_at = kNow + 4h}) == 0);
    CHECK(say("one", kNow + 7 * 24h, sure) == 0);
    CHECK(say("one", kNow + 7 * 24h + 1h, sure) == 1);
  }
  SECTION("not where the post is at home") {
    sure.at_home = true;
    CHECK(say("one", kNow + 2h, sure) == 1);
  }
  SECTION("not for a source that is no longer asked") {
    REQUIRE(posts.set_rechecked_sources({{"one", 1h}}, kNow + 1h));
    CHECK(say("one", kNow + 2h, sure) == 1);
  }
  check_counts(posts);
}

TEST_CASE("How much the rechecks of a day will need is counted by when posts are due", "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  fill(posts);
  const auto times = [&](UtcTime until) { return posts.rechecks_before("one", kNow, until, 20h).value(); };
  CHECK(times(kNow + 1h) == 0);
  CHECK(times(kNow + 2h) == 3);
  CHECK(times(kNow + 21h) == 6);
  CHECK(times(kNow + 41h) == 9);
  store::Batch batch = batch_at(kNow, {});
  batch.fetches.spent = 50;
  batch.fetches.spent_on_rechecks = 20;
  save(posts, batch);
  save(posts, batch);
  CHECK(posts.spent_since("one", kNow).value() == 100);
  CHECK(posts.spent_on_rechecks_since("one", kNow).value() == 40);
}

TEST_CASE("A removed post leaves a line in the ledger, and nothing of what it said or who wrote it",
          "[store][recheck]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    fill(posts);
    remove_second(posts);
    check_counts(posts);
    CHECK(due(posts, kNow + 24h) == Refs{1, 3});
    const store::Reader reader = open_reader(file);
    CHECK(all_posts(reader).size() == 2);
    CHECK(november(reader).posts == 2);
    const auto post = reader.post(2).value().value();
    REQUIRE(post.removal);
    CHECK(post.removal->gone_at == kNow + 1h);
    CHECK(post.removal->removed_at == kNow + 2h);
    CHECK(post.withdrawn_at == kNow + 2h);
    CHECK(reader.status(kNow + 3h)->removed == 1);
    CHECK(reader.status(kNow + 3h)->rechecks.at(0).posts == 2);
  }
  CHECK(
      integer(
          file,
          "SELECT count(*) FROM post WHERE id = 2 AND text IS NULL AND sealed IS NULL AND author_id IS NULL "
          "AND reply_key IS NULL") == 1);
  CHECK(integer(file, "SELECT count(*) FROM sighting WHERE post_id = 2 AND local_id IS NOT NULL") == 0);
  CHECK(integer(file, "SELECT count(*) FROM ledger") == 1);
  CHECK(integer(file, "SELECT count(*) FROM meta WHERE key = 'erasing_since'") == 1);
  {
    store::PostStore posts = open_store(file);
    REQUIRE(posts.finish_erasing(true) == store::Erasing::finished);
  }
  CHECK_FALSE(is_in_file(file, "uckerwatt"));
  CHECK_FALSE(is_in_file(file.string() + "-wal", "uckerwatt"));
}

TEST_CASE("No view of a removed post is taken in again, by key or by address, edited or not",
          "[store][recheck]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  fill(posts);
  remove_second(posts);
  store::ClassifiedPost view = shown(2);
  view.post.sealed_local_id = {1, 2, 3};
  const auto try_to_save = [&](store::ChangedText changed) {
    store::Batch batch = batch_at(kNow + 3h, {view}, "another");
    batch.changed_text = changed;
    save(posts, batch);
    CHECK(all_posts(open_reader(folder / "posts.db")).size() == 2);
    // Nor is anything kept that leads to it, or its author.
    CHECK(integer(folder / "posts.db",
                  "SELECT count(*) FROM sighting WHERE post_id = 2 AND local_id IS NOT NULL") == 0);
    check_counts(posts);
  };
  SECTION("as it was") { try_to_save(store::ChangedText::is_an_edit); }
  SECTION("imported") { try_to_save(store::ChangedText::is_a_conflict); }
  SECTION("edited") {
    view.post.edited_at = kNow + 3h;
    try_to_save(store::ChangedText::needs_newer_edit);
  }
  SECTION("under another key at the same address") {
    view.post.key = hash(77);
    view.post.edited_at = kNow + 3h;
    try_to_save(store::ChangedText::needs_newer_edit);
  }
}

TEST_CASE("Where a text goes, whoever takes it, nothing is asked for any more", "[store][recheck]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  fill(posts);
  store::Batch batch = batch_at(kNow + 1h, {});
  batch.withdrawn = {{.key = hash(2)}};
  save(posts, batch);
  CHECK(due(posts, kNow + 24h) == Refs{1, 3});
  SECTION("until an edit brings it back") {
    store::ClassifiedPost back = shown(2);
    back.post.edited_at = kNow + 2h;
    save(posts, batch_at(kNow + 2h, {back}));
    CHECK(due(posts, kNow + 24h) == Refs{1, 3, 2});
  }
  SECTION("and a ruling that comes too late changes nothing") {
    store::Batch late = batch_at(kNow + 2h, {});
    late.rechecks = {gone(2)};
    CHECK(save(posts, late).removed == 0);
    check_counts(posts);
  }
}

TEST_CASE("An old backup does not bring back what a network removed since, whatever edit it has",
          "[store][recheck][restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  const bool edited = GENERATE(false, true);
  {
    store::PostStore posts = open_store(file);
    fill(posts);
  }
  REQUIRE(store::back_up(file, folder / "copy", {}));
  if (edited) execute(folder / "copy", "UPDATE post SET edited_at = 1900000000 WHERE id = 2");
  {
    store::PostStore posts = open_store(file);
    remove_second(posts);
  }
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = kNow + 24h;
  options.agree = [](const store::RestoreQuestion&) { return true; };
  const auto done = store::restore(folder / "copy", file, options);
  if (!done) FAIL(done.error().message);
  CHECK(done->carried.withdrawn == 1);
  // Nor a word of it, which the backup has.
  const auto words_in = [](const std::filesystem::path& each) {
    std::ostringstream bytes;
    bytes << std::ifstream(each, std::ios::binary).rdbuf();
    return bytes.str();
  };
  const std::string text = shown(2).post.text;
  CHECK(words_in(folder / "copy").find(text) != std::string::npos);
  CHECK(words_in(file).find(text) == std::string::npos);
  {
    const store::Reader reader = open_reader(file);
    CHECK(all_posts(reader).size() == 2);
    CHECK(november(reader).posts == 2);
    const auto post = reader.post(2).value().value();
    REQUIRE(post.removal);
    CHECK(post.removal->gone_at == kNow + 1h);
    CHECK(post.sealed.empty());
    CHECK_FALSE(post.author_key);
  }
  store::PostStore posts = open_store(file);
  check_counts(posts);
  store::ClassifiedPost view = shown(2);
  view.post.edited_at = at("2031-01-01T00:00:00Z");
  save(posts, batch_at(kNow + 25h, {view}));
  CHECK(all_posts(open_reader(file)).size() == 2);
}

TEST_CASE("A backup from before the post was written remembers that it is not to be taken in",
          "[store][recheck][restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_at(kNow - 24h, {shown(9)}));
  }
  REQUIRE(store::back_up(file, folder / "copy", {}));
  {
    store::PostStore posts = open_store(file);
    REQUIRE(posts.set_rechecked_sources({{"one", 1h}}, kNow));
    save(posts, batch_at(kNow, {shown(2)}));
    remove_second(posts);
  }
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = kNow + 24h;
  options.agree = [](const store::RestoreQuestion&) { return true; };
  REQUIRE(store::restore(folder / "copy", file, options));
  store::PostStore posts = open_store(file);
  save(posts, batch_at(kNow + 25h, {shown(2)}));
  CHECK(all_posts(open_reader(file)).size() == 1);
  // Even where the row has gone as well.
  execute(file, "DELETE FROM post WHERE id = 2");
  save(posts, batch_at(kNow + 26h, {shown(2)}));
  CHECK(all_posts(open_reader(file)).size() == 1);
}
