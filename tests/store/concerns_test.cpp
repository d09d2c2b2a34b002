#include "store/concern.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/text.h"
#include "store/backup.h"
#include "store/restore.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::Concerns;
using store::RulesFrom;

namespace {

/// The clock of batch_of stands at some moment of November 2026.
const UtcTime kNow = at("2026-11-20T12:00:00Z");

/// Rules that hold for a text with their name in it.
store::ConcernRules rules(const std::vector<std::string>& names) {
  std::string fingerprint = "rules";
  for (const std::string& name : names) fingerprint += "," + name;
  return {[names](std::string_view text) {
            std::vector<std::string> holding;
            for (const std::string& name : names)
              if (text.find(name) != std::string_view::npos) holding.push_back(name);
            return holding;
          },
          std::chrono::hours{24 * 90}, fingerprint};
}

struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  explicit Fixture(bool with_rules = true) {
    if (with_rules) REQUIRE(posts.apply_concern_rules(rules({"red", "blue"}), kNow));
  }
  void take_in(std::uint64_t id, const std::string& text,
               std::optional<std::string> edited_at = std::nullopt) {
    save(posts, batch_of({MadePost{.id = id, .text = text, .edited_at = std::move(edited_at)}}));
  }
  Concerns concerns(bool all = false, std::int64_t above = 0) const {
    return reader.concerns({all, above, 50}).value();
  }
  std::vector<std::int64_t> refs(bool all = false, std::int64_t above = 0) const {
    std::vector<std::int64_t> found;
    for (const auto& each : concerns(all, above).posts) found.push_back(each.post.ref);
    return found;
  }
  Result<std::int64_t> acknowledge(std::vector<std::int64_t> refs_of,
                                   const char* when = "2026-11-20T13:00:00Z") {
    return posts.acknowledge(refs_of, "Ana", "rang the lead", at(when));
  }
  void check_sound() {
    CHECK(posts.rollups_hold().value());
    CHECK(posts.search_holds().value());
  }
};

using Refs = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("A post raises each concern whose rule holds for it, at capture", "[concerns]") {
  Fixture f;
  f.take_in(1, "nothing to see");
  f.take_in(2, "red and blue");
  f.take_in(3, "blue");
  const Concerns found = f.concerns();
  CHECK(found.open == 2);
  CHECK(found.acknowledged == 0);
  CHECK(found.oldest_open.has_value());
  REQUIRE(found.posts.size() == 2);
  CHECK(found.posts[0].post.ref == 2);
  REQUIRE(found.posts[0].concerns.size() == 2);
  CHECK(found.posts[0].concerns[0].rule == "red");
  CHECK(found.posts[0].concerns[1].rule == "blue");
  CHECK(found.posts[1].post.text == "blue");
  CHECK(found.newest == 3);
  f.check_sound();
}

TEST_CASE("Seeing a post again, or an edit elsewhere, raises nothing twice", "[concerns]") {
  Fixture f;
  f.take_in(1, "red");
  f.take_in(1, "red");
  CHECK(f.concerns().posts[0].concerns.size() == 1);
  f.take_in(1, "still red", "2026-11-03T10:00:00Z");
  CHECK(f.concerns().posts[0].concerns.size() == 1);
}

TEST_CASE("An acknowledged concern leaves the list, names who and why, and stands in the audit",
          "[concerns]") {
  Fixture f;
  f.take_in(1, "red");
  f.take_in(2, "blue");
  CHECK(f.acknowledge({1}).value() == 1);
  CHECK(f.refs() == Refs{2});
  CHECK(f.refs(true) == Refs{2, 1});
  const auto done = f.concerns(true).posts[1].concerns[0].acknowledged;
  REQUIRE(done);
  CHECK(done->by == "Ana");
  CHECK(done->note == "rang the lead");
  CHECK(done->at == at("2026-11-20T13:00:00Z"));
  CHECK(f.reader.audit({}).value()[0].action == "acknowledge");
  CHECK(f.reader.audit({}).value()[0].post == 1);
  CHECK(f.reader.audit({}).value()[0].detail == "by Ana");

  CHECK(f.acknowledge({1}).error().status == ExitStatus::usage);
  CHECK(f.acknowledge({99}).error().status == ExitStatus::no_input);
  CHECK(f.posts.undo_acknowledgement({1}, kNow).value() == 1);
  CHECK(f.refs() == Refs{1, 2});
  CHECK(f.posts.undo_acknowledgement({1}, kNow).error().status == ExitStatus::no_input);
  CHECK(f.reader.audit({}).value()[0].action == "undo_acknowledge");
}

TEST_CASE("Several are acknowledged together or not at all", "[concerns]") {
  Fixture f;
  f.take_in(1, "red");
  f.take_in(2, "nothing");
  CHECK_FALSE(f.acknowledge({1, 2}));
  CHECK(f.refs() == Refs{1});
  f.take_in(3, "blue and red");
  CHECK(f.acknowledge({3, 1, 3}).value() == 3);
  CHECK(f.refs().empty());
}

TEST_CASE("An edit opens an acknowledged concern again, for another text was read", "[concerns]") {
  Fixture f;
  f.take_in(1, "red");
  REQUIRE(f.acknowledge({1}));
  const std::int64_t seen = f.concerns().newest;
  f.take_in(1, "red, and worse", "2026-11-03T10:00:00Z");
  CHECK(f.refs() == Refs{1});
  CHECK(f.refs(false, seen) == Refs{1});
}

TEST_CASE("What a post was edited out of stays in the list until somebody has seen it", "[concerns]") {
  Fixture f;
  f.take_in(1, "red");
  f.take_in(1, "all is well", "2026-11-03T10:00:00Z");
  REQUIRE(f.refs() == Refs{1});
  CHECK(f.concerns().posts[0].concerns[0].lapsed_at);
  f.take_in(1, "red after all", "2026-11-04T10:00:00Z");
  CHECK_FALSE(f.concerns().posts[0].concerns[0].lapsed_at);
}

TEST_CASE("What is new since is asked by number, whatever was acknowledged meanwhile", "[concerns]") {
  Fixture f;
  f.take_in(1, "red");
  const std::int64_t seen = f.concerns().newest;
  CHECK(f.refs(false, seen).empty());
  f.take_in(2, "blue");
  f.take_in(3, "red");
  CHECK(f.refs(false, seen) == Refs{2, 3});
  REQUIRE(f.acknowledge({2}));
  CHECK(f.refs(false, seen) == Refs{3});
  CHECK(f.refs(true, seen) == Refs{3, 2});
}

TEST_CASE("With a withdrawn post its concerns go", "[concerns]") {
  Fixture f;
  f.take_in(1, "red");
  store::Batch batch = batch_of({});
  batch.withdrawn = {{.key = hash(1)}};
  REQUIRE(save(f.posts, batch).withdrawn == 1);
  CHECK(f.refs(true).empty());
  CHECK(integer(f.file, "SELECT count(*) FROM concern") == 0);
  f.check_sound();
}

TEST_CASE("A post that an ignore rule sets aside still waits for somebody", "[concerns]") {
  Fixture f;
  REQUIRE(f.posts.apply_ignore_rules({{{"adverts", "advert"}}, "one"}, kNow));
  f.take_in(1, "red advert");
  REQUIRE(f.refs() == Refs{1});
  CHECK(f.concerns().posts[0].post.ignored_by == "adverts");
}

TEST_CASE("A text of long ago raises nothing, by its own date or its last edit", "[concerns]") {
  Fixture f;
  save(f.posts, batch_of({MadePost{.id = 1, .text = "red", .created_at = "2025-01-02T10:00:00Z"},
                          MadePost{.id = 2, .text = "red", .created_at = std::nullopt},
                          MadePost{.id = 3,
                                   .text = "red",
                                   .created_at = "2025-01-02T10:00:00Z",
                                   .edited_at = "2026-11-02T10:00:00Z"}}));
  CHECK(f.refs() == Refs{2, 3});
}

TEST_CASE("An old text that is changed without a date is said when it is seen", "[concerns]") {
  Fixture f;
  save(f.posts, batch_of({MadePost{.id = 1, .text = "plain", .created_at = "2025-01-02T10:00:00Z"}}));
  store::Batch again = batch_of({MadePost{.id = 1, .text = "red", .created_at = "2025-01-02T10:00:00Z"}});
  again.changed_text = store::ChangedText::is_an_edit;
  save(f.posts, again);
  CHECK(f.refs() == Refs{1});
}

TEST_CASE("Other rules are held against what is stored: once, and what was acknowledged stays",
          "[concerns]") {
  Fixture f;
  for (std::uint64_t id = 1; id <= 2500; ++id)
    f.take_in(id, id % 1000 == 1 ? "red" : id % 1000 == 2 ? "green" : "plain");
  REQUIRE(f.refs() == Refs{1, 1001, 2001});
  REQUIRE(f.acknowledge({1001}));
  const auto changed = f.posts.apply_concern_rules(rules({"green"}), kNow).value();
  CHECK(changed.raised == 3);
  CHECK(changed.dropped == 2);
  CHECK(f.refs() == Refs{2, 1002, 2002});
  CHECK(f.refs(true) == Refs{2, 1002, 2002, 1001});
  const auto again = f.posts.apply_concern_rules(rules({"green"}), kNow).value();
  CHECK(again.raised + again.dropped == 0);
  const auto back = f.posts.apply_concern_rules(rules({"red", "blue"}), kNow).value();
  CHECK(back.raised == 2);
  CHECK(back.dropped == 3);
}

TEST_CASE("A history that was never held against rules is, and a writer without them says so", "[concerns]") {
  Fixture f{false};
  f.take_in(1, "red");
  CHECK(f.refs().empty());
  CHECK(f.posts.apply_concern_rules(rules({"red"}), kNow)->raised == 1);
  {
    store::PostStore other = open_store(f.file);
    save(other, batch_of({MadePost{.id = 2, .text = "red"}}));
  }
  CHECK(f.refs() == Refs{1});
  CHECK(f.posts.apply_concern_rules(rules({"red"}), kNow)->raised == 1);
  CHECK(f.refs() == Refs{1, 2});
}

TEST_CASE("Other rules raise nothing of an old text of which the last edit alone is dated", "[concerns]") {
  Fixture f;
  // Held against the rules as they come, both texts are more than 90 days old, and of no other age later.
  save(f.posts,
       batch_of(
           {MadePost{
                .id = 1, .text = "green", .created_at = std::nullopt, .edited_at = "2019-05-02T10:00:00Z"},
            MadePost{.id = 2, .text = "green", .created_at = "2019-05-02T10:00:00Z"},
            MadePost{
                .id = 3, .text = "green", .created_at = std::nullopt, .edited_at = "2026-11-02T10:00:00Z"}}));
  CHECK(f.posts.apply_concern_rules(rules({"green"}), kNow)->raised == 1);
  CHECK(f.refs() == Refs{3});
}

TEST_CASE("An import with other rules keeps to them, and the daemon looks again", "[concerns]") {
  Fixture f;
  f.take_in(1, "green");
  REQUIRE(f.posts.apply_concern_rules(rules({"green"}), kNow, RulesFrom::import));
  CHECK(f.refs().empty());
  f.take_in(2, "green and red");
  CHECK(f.concerns().posts[0].concerns[0].rule == "green");
  const auto changed = f.posts.apply_concern_rules(rules({"red", "blue"}), kNow).value();
  CHECK(changed.raised == 1);
  CHECK(changed.dropped == 1);
  CHECK(f.concerns().posts[0].concerns[0].rule == "red");
}

TEST_CASE("A list for others leaves out whatever raised a concern, acknowledged or not", "[concerns]") {
  Fixture f;
  f.take_in(1, "red");
  f.take_in(2, "the plain one");
  f.take_in(3, "blue");
  REQUIRE(f.acknowledge({3}));
  store::Filter filter;
  filter.without_concerns = true;
  const auto left = all_posts(f.reader, filter);
  REQUIRE(left.size() == 1);
  CHECK(left[0].ref == 2);
  CHECK(f.reader.count(filter).value() == 1);
  filter.query = store::parse_query("plain").value();
  CHECK(f.reader.count(filter).value() == 1);
}

TEST_CASE("Acknowledgements survive the restore of an old backup; what is open anywhere is open",
          "[concerns]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  const auto backup = folder / "backup.db";
  {
    store::PostStore posts = open_store(file);
    REQUIRE(posts.apply_concern_rules(rules({"red"}), kNow));
    save(posts, batch_of({MadePost{.id = 1, .text = "red one"}, MadePost{.id = 2, .text = "red two"}}));
    REQUIRE(posts.acknowledge({2}, "Ana", "seen", kNow));
  }
  REQUIRE(store::back_up(file, backup, {}));
  {
    store::PostStore posts = open_store(file);
    REQUIRE(posts.acknowledge({1}, "Sam", "rang", kNow));
    REQUIRE(posts.undo_acknowledgement({2}, kNow));
    REQUIRE(posts.apply_concern_rules(rules({"red"}), kNow));
    save(posts, batch_of({MadePost{.id = 3, .text = "red three"}}));
  }
  const std::int64_t seen = open_reader(file).concerns({}).value().newest;
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = at("2026-11-25T10:00:00Z");
  options.agree = [](const store::RestoreQuestion&) { return true; };
  REQUIRE(store::restore(backup, file, options));
  const Concerns after = open_reader(file).concerns({true, 0, 50}).value();
  REQUIRE(after.posts.size() == 2);
  CHECK(after.posts[0].post.text == "red two");
  CHECK(after.posts[0].is_open());
  CHECK(after.posts[1].post.text == "red one");
  CHECK(after.posts[1].concerns[0].acknowledged->by == "Sam");
  CHECK(after.newest == seen);
}

TEST_CASE("Rules are held against history a few posts at a time, and what is broken off goes on",
          "[concerns]") {
  Fixture f;
  for (std::uint64_t id = 1; id <= 10; ++id) f.take_in(id, "green");
  CHECK(f.posts.begin_concern_rules(rules({"green"})).value());
  const auto step = f.posts.hold_next_against_concern_rules(kNow, 4).value();
  CHECK(step.changes.raised == 4);
  CHECK(step.more);
  CHECK(f.reader.safety()->concerns_unfinished);
  // What comes meanwhile is held against them as it comes, and not again.
  f.take_in(11, "green");
  CHECK(f.refs().size() == 5);
  f.posts = open_store(f.file);
  CHECK(f.posts.begin_concern_rules(rules({"green"})).value());
  CHECK(f.posts.hold_next_against_concern_rules(kNow, 4)->changes.raised == 4);
  const auto last = f.posts.hold_next_against_concern_rules(kNow, 4).value();
  CHECK(last.changes.raised == 2);
  CHECK_FALSE(last.more);
  CHECK_FALSE(f.reader.safety()->concerns_unfinished);
  CHECK_FALSE(f.posts.begin_concern_rules(rules({"green"})).value());
}

TEST_CASE("Only what was not held against the rules in force is read for them", "[concerns]") {
  Fixture f{false};
  std::vector<std::string> read;
  const auto reading = [&read](std::vector<std::string> names) {
    store::ConcernRules counted = rules(names);
    counted.holding = [&read, inner = counted.holding](std::string_view text) {
      read.emplace_back(text);
      return inner(text);
    };
    return counted;
  };
  save(f.posts, batch_of({MadePost{.id = 1, .text = "old red", .created_at = "2026-01-02T10:00:00Z"},
                          MadePost{.id = 2, .text = "new red"}}));
  // Too old to raise anything.
  REQUIRE(f.posts.apply_concern_rules(reading({"red"}), kNow));
  CHECK(read == std::vector<std::string>{"new red"});
  read.clear();
  {
    store::PostStore import = open_store(f.file);
    REQUIRE(import.apply_concern_rules(rules({"blue"}), kNow, RulesFrom::import));
    save(import, batch_of({MadePost{.id = 3, .text = "imported red"}}));
  }
  REQUIRE(f.posts.apply_concern_rules(reading({"red"}), kNow));
  CHECK(read == std::vector<std::string>{"imported red"});
  CHECK(f.refs() == Refs{2, 3});
  // Of an old text that raised one, it goes with its rule.
  REQUIRE(f.posts.apply_concern_rules(rules({"green"}), kNow + std::chrono::hours{24 * 200}));
  CHECK(f.refs().empty());
}
