#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "sound.h"
#include "store/doctor.h"
#include "store/earlier_keys.h"
#include "store/migrations.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// A database as a program of an earlier schema version left it; what is in it, its dump's first line says.
struct OldDatabase {
  explicit OldDatabase(int version = 1) {
    std::ifstream dump(fmt::format("{}/store/version{}.sql", NHS_FIXTURES, version));
    std::stringstream sql;
    sql << dump.rdbuf();
    REQUIRE(sql.str().size() > 1000);
    execute(file, sql.str());
    REQUIRE(integer(file, "PRAGMA user_version") == version);
  }

  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
};

}  // namespace

TEST_CASE("A database of version 1 is brought up to date with all that is in it", "[store]") {
  OldDatabase old;
  CHECK(store::Reader::open(old.file).error().status == ExitStatus::bad_data);
  {
    store::PostStore posts = open_store(old.file);
    CHECK(posts.rollups_hold() == true);
    const SourceState state = posts.source_state("mastodon.social", "NHSvalues").value().value();
    CHECK(state.cursor == "sealed cursor");
    CHECK(state.failures == 2);
    CHECK(state.last_error == "no answer");
    CHECK(state.notice.empty());
    CHECK(state.quiet_runs == 0);
    CHECK_FALSE(state.failure);
    CHECK_FALSE(state.unread);
    CHECK(state.reserved == 0);
  }
  CHECK(integer(old.file, "PRAGMA user_version") == store::schema_version());
  CHECK(integer(old.file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
  CHECK(integer(old.file, "SELECT count(*) FROM pragma_foreign_key_check") == 0);

  const store::Reader reader = open_reader(old.file);
  const auto post = reader.post(2).value().value();
  CHECK(post.text == "Nobody came; \"it's urgent\", I said");
  CHECK(post.network == "feed");
  CHECK(post.tags == std::vector<std::string>{"NHSvalues", "TeamLeeds"});
  CHECK(post.classification.values.size() == 2);
  CHECK(post.quotable);
  CHECK(post.ignored_by.empty());
  CHECK(reader.post(1).value().value().sources == std::vector<std::string>{"a blog", "mastodon.social"});
  CHECK(reader.post(5).value().value().withdrawn_at);
  const store::StoreStatus status = reader.status(at("2026-11-20T12:00:00Z")).value();
  CHECK(status.posts == 4);
  CHECK(status.undated == 1);
  CHECK(status.gaps.size() == 1);
  store::TrendsQuery november;
  november.filter.since = day("2026-11-01");
  november.filter.until = day("2026-12-01");
  november.by = Bucket::month;
  november.today = day("2026-12-24");
  const store::TrendRow row = reader.trends(november).value().rows.at(0);
  CHECK(row.classified == 2);
  CHECK(row.unclassified == 1);
  CHECK(row.values[index_of(Value::everyone_counts)].posts == 1);
}

TEST_CASE("A migrated database takes in posts and ignore rules as a new one does", "[store]") {
  OldDatabase old;
  store::PostStore posts = open_store(old.file);
  save(posts, batch_of({MadePost{.id = 2, .text = "Nobody came", .edited_at = "2026-11-09T00:00:00Z"},
                        MadePost{.id = 9, .text = "Nobody went"}}));
  CHECK(posts.rollups_hold() == true);
  store::IgnoreRules rules{{{"nobody", "nobody"}}, "one"};
  const auto changes = posts.apply_ignore_rules(std::move(rules), at("2026-11-20T12:00:00Z")).value();
  CHECK(changes.set_aside == 2);
  CHECK(posts.rollups_hold() == true);
  CHECK(open_reader(old.file).count({}) == 3);
}

TEST_CASE("A database of version 2 keeps what ignore rules set aside, and takes labels", "[store]") {
  OldDatabase old;
  execute(old.file, std::string{store::migrations().at(1)} + "PRAGMA user_version = 2;" +
                        "INSERT INTO ignore_rule VALUES (1, 'nobody');"
                        "INSERT INTO meta VALUES ('ignore_rules_of_daemon', 'one');"
                        "UPDATE meta SET value = 'one' WHERE key = 'ignore_rules';"
                        "UPDATE post SET withdrawn_at = 1800000000, ignored_by = 1 WHERE id = 2;");
  store::PostStore posts = open_store(old.file);
  REQUIRE(store::repair(old.file, at("2026-11-21T09:00:00Z")));
  CHECK(integer(old.file, "PRAGMA user_version") == store::schema_version());
  CHECK(integer(old.file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
  CHECK(open_reader(old.file).post(2).value().value().ignored_by == "nobody");

  const UtcTime now = at("2026-11-21T12:00:00Z");
  REQUIRE(posts.label(1, {.sentiment = Sentiment::negative}, "Ana", now));
  CHECK(posts.rollups_hold() == true);
  CHECK(open_reader(old.file).choose_sample({{}, "", 10, 1, false}).value().posts.size() > 0);
  REQUIRE(posts.undo_label(1, now));
  CHECK(posts.rollups_hold() == true);
  CHECK(open_reader(old.file).labels(1).value().at(0).reader == "Ana");
}

TEST_CASE("A database of version 8 keeps labels, judgements, follow-ups, the audit and what can be searched",
          "[store]") {
  OldDatabase old{8};
  const std::int64_t acts = integer(old.file, "SELECT count(*) FROM audit");
  {
    store::PostStore posts = store::PostStore::open_existing(old.file).value();
    CHECK(posts.rollups_hold() == true);
    CHECK(posts.search_holds() == true);
    CHECK(posts.disabled_sources().value().at(0).source == "mastodon.social");
  }
  CHECK(integer(old.file, "PRAGMA user_version") == store::schema_version());
  CHECK(integer(old.file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
  CHECK(integer(old.file, "SELECT count(*) FROM pragma_foreign_key_check") == 0);

  const store::Reader reader = open_reader(old.file);
  CHECK(reader.count({}) == 7);
  const auto labels = reader.labels(2).value();
  REQUIRE(labels.size() == 2);
  CHECK(labels[0].reader == "Ana");
  CHECK(labels[1].reader == "Ben");
  // His word is the last, and he found no value in it.
  CHECK(reader.post(2).value()->classification.values.empty());
  CHECK(reader.post(2).value()->machine->values.size() == 1);
  CHECK(integer(old.file, "SELECT count(*) FROM label WHERE draw_id IS NOT NULL") == 3);
  CHECK(integer(old.file, "SELECT count(*) FROM pledge_follow_up") == 1);
  CHECK(integer(old.file, "SELECT count(*) FROM audit") == acts);
}

TEST_CASE("From every version that ever was, a database comes to the present one whole", "[store]") {
  for (int version = 2; version < store::schema_version(); ++version) {
    INFO("version " << version);
    OldDatabase old{version < 8 ? 1 : 8};
    bring_to(old.file, version);
    REQUIRE(integer(old.file, "PRAGMA user_version") == version);
    const std::int64_t posts_then = integer(old.file, "SELECT count(*) FROM post");
    {
      // The second has a key of its own.
      store::PostStore posts =
          version < 8 ? open_store(old.file) : store::PostStore::open_existing(old.file).value();
      CHECK(posts.rollups_hold() == true);
      CHECK(posts.search_holds() == true);
      save(posts, batch_of({MadePost{.id = 99, .text = "Nobody went"}}));
      CHECK(posts.rollups_hold() == true);
      CHECK(posts.search_holds() == true);
    }
    CHECK(integer(old.file, "SELECT count(*) FROM post") == posts_then + 1);
    check_sound(old.file);
  }
}

TEST_CASE(
    "By which key an old line was made is known where no key was renewed since, and left open where one was",
    "[store]") {
  OldDatabase old{8};
  bring_to(old.file, 16);
  const auto hash = [](int number) { return fmt::format("x'{:064x}'", number); };
  execute(old.file,
          "INSERT OR REPLACE INTO meta VALUES ('key_renewed_at', '1000'), ('key_fingerprint', 'now')");
  for (const int at : {900, 1100}) {
    execute(old.file, fmt::format("INSERT INTO forgotten VALUES (0, {}, {}, 1)", hash(at), at));
    execute(old.file, fmt::format("INSERT INTO ledger VALUES ({}, 1, 1, 1, {})", hash(at), at));
  }
  const auto of_the_first_post = "INSERT INTO ledger SELECT key, 1, 1, 1, 900 FROM post WHERE id = 1";
  execute(old.file, of_the_first_post);
  execute(old.file, "INSERT INTO under_earlier_key VALUES (2, 1)");
  bring_to(old.file, store::schema_version());
  const auto made_with = [&](const std::string& table, int at) {
    store::Database database(old.file, store::Access::read);
    return database.text(fmt::format("SELECT made_with FROM {} WHERE key = {}", table, hash(at)))
        .value_or("");
  };
  CHECK(made_with("forgotten", 900) == "unknown");
  CHECK(made_with("forgotten", 1100) == "now");
  CHECK(made_with("ledger", 900) == "unknown");
  CHECK(made_with("ledger", 1100) == "now");
  // Its post is known by the key of now, and so is the line.
  CHECK(integer(old.file, "SELECT count(*) FROM ledger WHERE made_with = 'now'") == 2);
  CHECK(integer(old.file,
                "SELECT count(*) FROM earlier_key WHERE fingerprint = 'unknown' AND until = 1000") == 1);
  CHECK(integer(old.file, "SELECT count(*) FROM under_earlier_key WHERE made_with = 'unknown'") == 1);
}

TEST_CASE("How many posts an old alert left out is read from its last sentence, or not known", "[store]") {
  OldDatabase old{8};
  constexpr int kBefore = 23;  // the schema that kept no such number
  bring_to(old.file, kBefore);
  const std::vector<std::string> texts = {
      "The oldest has waited. 20 of the posts are listed, and 44 more are not.",
      "1 of the posts is listed, and 3 more are not.",
      "What they say is shown on the machine alone.",
      "20 of the posts are listed, and some more are not.",
      "20 of the posts are listed, and 44 more are not. So it is said.",
  };
  for (std::size_t i = 0; i < texts.size(); ++i)
    execute(old.file, fmt::format("INSERT INTO alert (key, rule, event, at, title, text, command, posts) "
                                  "VALUES ('{:032x}', 'rule', 0, {}, 'title', '{}', '', '1,2')",
                                  i, i, texts[i]));
  bring_to(old.file, store::schema_version());
  store::Database database(old.file, store::Access::read);
  const auto not_listed = [&](int at) {
    return database.integer("SELECT posts_not_listed FROM alert WHERE at = ?", at);
  };
  CHECK(not_listed(0) == 44);
  CHECK(not_listed(1) == 3);
  for (const int other : {2, 3, 4}) CHECK_FALSE(not_listed(other));
}

TEST_CASE("What was masked before there were more kinds of it is kept", "[store]") {
  OldDatabase old{8};
  bring_to(old.file, 27);
  execute(old.file,
          "INSERT INTO masking (day, what, times) VALUES (20000, 0, 3), (20000, 7, 2), (20001, 0, 4)");
  bring_to(old.file, store::schema_version());
  CHECK(integer(old.file, "SELECT sum(times) FROM masking") == 9);
  execute(old.file, "INSERT INTO masking (day, what, times) VALUES (20001, 8, 1)");
  CHECK(integer(old.file, "SELECT sum(times) FROM masking WHERE what = 0") == 7);
}

TEST_CASE("By which keys people are kept out is told without a walk over the posts", "[store]") {
  OldDatabase old{8};
  bring_to(old.file, store::schema_version());
  execute(old.file, "INSERT INTO under_earlier_key VALUES (1, 1, 'before')");
  store::Database database(old.file, store::Access::read);
  REQUIRE(store::earlier_keys_in_use(database).size() == 1);
  CHECK(store::earlier_keys_in_use(database).at(0).others == 1);
  CHECK(store::earlier_keys_of_lists(database).empty());
}
