#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <set>

#include "core/values.h"
#include "store/backup.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// The words of the first column, by a program that knows nothing of ours.
std::set<std::string> words(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
  SQLite::Statement rows(database, sql);
  std::set<std::string> found;
  while (rows.executeStep()) found.insert(rows.getColumn(0).getString());
  return found;
}

template <typename Enum>
std::set<std::string> ids() {
  return {Vocabulary<Enum>::ids.begin(), Vocabulary<Enum>::ids.end()};
}

template <typename Enum>
Enum member(std::size_t number) {
  return all_of<Enum>()[number % count_of<Enum>];
}

/// A post whose machine judgement has this member of each vocabulary.
store::ClassifiedPost judged(std::uint64_t id, std::size_t which) {
  store::ClassifiedPost post = MadePost{.id = id, .text = "Post number " + std::to_string(id)};
  Classification& found = post.classification;
  found.values = {{member<Value>(which), member<Direction>(which / count_of<Value>), 0.9, {}}};
  found.sentiment->label = member<Sentiment>(which);
  found.kind = KindFinding{member<Kind>(which), 0.9};
  found.groups = {member<Group>(which)};
  return post;
}

}  // namespace

TEST_CASE("The views of a backup say in words what the tables say in numbers", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  std::vector<store::ClassifiedPost> all;
  for (std::uint64_t id = 0; id < 60; ++id) all.push_back(judged(id + 1, id));
  save(posts, batch_of(all));
  const std::filesystem::path copy = folder / "backup.db";
  REQUIRE(store::back_up(folder / "posts.db", copy, {}));

  CHECK(words(copy, "SELECT sentiment FROM view_posts") == ids<Sentiment>());
  CHECK(words(copy, "SELECT kind FROM view_posts") == ids<Kind>());
  CHECK(words(copy, "SELECT value FROM view_values") == ids<Value>());
  CHECK(words(copy, "SELECT direction FROM view_values") == ids<Direction>());
  CHECK(words(copy, "SELECT inclusion_group FROM view_groups") == ids<Group>());
  CHECK(words(copy, "SELECT value || direction FROM view_value_days") ==
        words(copy, "SELECT value || direction FROM view_values"));
  CHECK(words(copy, "SELECT tag FROM view_tags") == std::set<std::string>{"NHSvalues"});
  CHECK(words(copy, "SELECT source FROM view_sources") == std::set<std::string>{"mastodon.social"});
  CHECK(words(copy, "SELECT day || created_at FROM view_posts") ==
        std::set<std::string>{"2026-11-022026-11-02T09:30:00Z"});
}

TEST_CASE("The views count what counts, by day as post by post", "[store]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::ClassifiedPost foreign = MadePost{.id = 3, .text = "Gut gemacht"};
  foreign.classification = unclassified();
  save(posts, batch_of({judged(1, 1), judged(2, 2), foreign}));
  save(posts, batch_of({MadePost{.id = 4, .text = "Taken back"}}));
  REQUIRE(posts.label(1, {.sentiment = Sentiment::negative}, "Ana", at("2026-11-20T12:00:00Z")));
  execute(file, "UPDATE post SET created_at = NULL, day = NULL WHERE id = 4");

  const auto count = [&](const char* sql) { return integer(file, sql); };
  CHECK(count("SELECT count(*) FROM view_posts") == 4);
  CHECK(count("SELECT sum(posts) FROM view_days WHERE sentiment = 'unclassified'") == 1);
  CHECK(count("SELECT count(*) FROM view_posts WHERE unclassified = 'language' AND sentiment IS NULL") == 1);
  CHECK(count("SELECT count(*) FROM view_posts WHERE labelled AND sentiment = 'negative'") == 1);
  CHECK(count("SELECT sum(posts) FROM view_value_days WHERE value = 'respect_and_dignity'") ==
        count("SELECT count(*) FROM view_values WHERE value = 'respect_and_dignity'"));
}

TEST_CASE("The views show no text that public outputs must not show", "[store]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::ClassifiedPost unfindable = MadePost{.id = 2, .text = "Please do not find me"};
  unfindable.post.quotable = false;
  save(posts, batch_of({MadePost{.id = 1, .text = "Find me"}, unfindable,
                        MadePost{.id = 3, .text = "I am at risk"}, MadePost{.id = 4, .text = "Withdrawn"}}));
  execute(file,
          "INSERT INTO concern (post_id, rule, raised_at) VALUES (3, 'risk', 1800000000);"
          "UPDATE post SET withdrawn_at = 1800000000 WHERE id = 4");
  CHECK(words(file, "SELECT text FROM view_posts WHERE text IS NOT NULL") ==
        std::set<std::string>{"Find me"});
  CHECK(integer(file, "SELECT count(*) FROM view_posts") == 3);
}
