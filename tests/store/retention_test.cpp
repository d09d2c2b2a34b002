#include "store/retention.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "random_history.h"
#include "reference_store.h"
#include "sound.h"
#include "store/kept_copies.h"
#include "store/restore.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// A year after the posts of these tests, and some days.
const std::string kLater = "2027-11-20T03:00:00Z";

store::RetentionRules rules(std::map<std::string, std::int64_t> networks = {}) {
  return {.days = 365, .networks = std::move(networks), .topics = {"NHSvalues"}};
}

/// All that is to be done by then; how many posts were purged.
std::int64_t purge(store::PostStore& posts, const std::string& now = kLater,
                   const store::RetentionRules& by = rules()) {
  std::int64_t purged = 0;
  for (int steps = 0; steps < 1000; ++steps) {
    const auto step = posts.purge_next(by, store::Act{at(now), "ana (1001)"}, 7);
    if (!step) FAIL(step.error().message);
    purged += step->posts;
    if (step->finished) return purged;
    REQUIRE_FALSE(step->somebody_reads);
  }
  FAIL("the purge does not end");
  return purged;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// In all files of the folder.
bool stands_anywhere(const Scratch& folder, const std::string& words) {
  for (const auto& each : std::filesystem::directory_iterator(folder.path()))
    if (bytes_of(each.path()).find(words) != std::string::npos) return true;
  return false;
}

store::TrendsQuery whole_year() {
  store::TrendsQuery query;
  query.filter.since = day("2026-01-01");
  query.filter.until = day("2027-01-01");
  query.by = Bucket::month;
  query.today = day("2027-11-20");
  return query;
}

/// What trends say but for people and copies.
std::string counts(const store::Reader& reader) {
  store::TrendsResult trends = reader.trends(whole_year()).value();
  for (store::TrendRow& row : trends.rows) {
    row.authors.reset();
    row.copies.reset();
    row.most_by_one_author.reset();
    row.posts_by_unknown.reset();
    row.without_texts = false;
  }
  return described(trends);
}

store::StoredPost post_of(const store::Reader& reader, std::int64_t ref) {
  return reader.post(ref).value().value();
}

}  // namespace

TEST_CASE(
    "A post whose time is over goes on counting, without text, author, address and what was written about it",
    "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts,
       batch_of(
           {MadePost{.id = 1, .url = 11, .tags = {"NHSvalues", "MyMumJane"}},
            MadePost{.id = 2, .text = "A year younger", .created_at = "2027-10-02T09:30:00Z", .author = 2}}));
  Label label;
  label.sentiment = Sentiment::negative;
  REQUIRE(posts.label(1, label, "Ana", at("2026-11-03T09:00:00Z")));
  const store::Reader reader = open_reader(folder / "posts.db");
  const std::string before = counts(reader);

  CHECK(purge(posts) == 1);

  CHECK(counts(reader) == before);
  const store::StoredPost purged = post_of(reader, 1);
  CHECK(purged.purged_at == at(kLater));
  CHECK(purged.text.empty());
  CHECK_FALSE(purged.author_key);
  CHECK_FALSE(purged.reply_key);
  CHECK(purged.sealed.empty());
  CHECK(purged.key == hash(1));
  CHECK(purged.url_key == hash(1'000'011));
  CHECK(purged.tags == std::vector<std::string>{"NHSvalues"});
  CHECK(purged.created_at == at("2026-11-02T12:00:00Z"));
  CHECK(purged.classification.sentiment->label == Sentiment::negative);
  CHECK(purged.machine->sentiment->label == Sentiment::positive);
  CHECK(reader.labels(1).value().size() == 1);
  CHECK(post_of(reader, 2).text == "A year younger");
  CHECK(integer(folder / "posts.db", "SELECT count(*) FROM author") == 1);
  CHECK(integer(folder / "posts.db", "SELECT count(*) FROM tag") == 1);
  CHECK(integer(folder / "posts.db",
                "SELECT count(*) FROM sighting WHERE post_id = 1 AND local_id IS NOT NULL") == 0);
  CHECK(posts.rollups_hold() == true);
  CHECK(posts.search_holds() == true);
}

TEST_CASE("Lists leave out posts without a text, and what cannot be told of their time is null",
          "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2, .created_at = "2026-12-02T09:30:00Z"}}));
  CHECK(purge(posts, "2027-11-10T00:00:00Z") == 1);
  const store::Reader reader = open_reader(folder / "posts.db");
  const std::vector<store::StoredPost> listed = all_posts(reader);
  REQUIRE(listed.size() == 1);
  CHECK(listed.front().ref == 2);
  CHECK(reader.count({}) == 1);
  CHECK(reader.count_without_texts({}) == 1);
  store::Filter december;
  december.since = day("2026-12-01");
  CHECK(reader.count_without_texts(december) == 0);

  const auto trends = reader.trends(whole_year()).value();
  const store::TrendRow& first = trends.rows.at(10);
  CHECK(first.posts == 1);
  CHECK(first.without_texts);
  CHECK_FALSE(first.authors);
  CHECK_FALSE(first.copies);
  CHECK_FALSE(first.most_by_one_author);
  CHECK_FALSE(first.posts_by_unknown);
  const store::TrendRow& second = trends.rows.at(11);
  CHECK_FALSE(second.without_texts);
  CHECK(second.authors == 1);
}

TEST_CASE("What a search, a tag or each author once cannot be told of posts without texts is not known",
          "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  const std::vector<std::string> tags = {"NHSvalues", "TeamLeeds"};
  save(posts, batch_of({MadePost{.id = 1, .tags = tags}, MadePost{.id = 2, .author = 2, .tags = tags},
                        MadePost{.id = 3, .created_at = "2026-12-02T09:30:00Z", .tags = tags}}));
  CHECK(purge(posts, "2027-11-10T00:00:00Z") == 2);
  const store::Reader reader = open_reader(folder / "posts.db");
  // November's two posts are without texts, December's is whole.
  const auto row = [&](const store::Filter& filter, std::size_t month) {
    store::TrendsQuery query = whole_year();
    const store::Filter times = query.filter;
    query.filter = filter;
    query.filter.since = times.since;
    query.filter.until = times.until;
    return reader.trends(query).value().rows.at(month - 1);
  };
  store::Filter gone;
  gone.tag = "teamleeds";
  store::Filter words;
  words.query = store::parse_query("ward").value();
  for (const store::Filter& filter : {gone, words}) {
    CHECK(row(filter, 11).posts == 0);
    CHECK(row(filter, 11).lacks_what_is_asked);
    CHECK(row(filter, 11).cannot_be_searched);
    CHECK(row(filter, 11).collected == store::Collected::none);
    CHECK(row(filter, 12).posts == 1);
    CHECK_FALSE(row(filter, 12).lacks_what_is_asked);
    CHECK(reader.count_without_texts(filter) == 2);
  }
  store::Filter topic;
  topic.tag = "nhsvalues";
  store::Filter searched_topic;
  searched_topic.query = store::parse_query("tag:NHSvalues").value();
  for (const store::Filter& filter : {topic, searched_topic, store::Filter{}}) {
    CHECK(row(filter, 11).posts == 2);
    CHECK_FALSE(row(filter, 11).lacks_what_is_asked);
  }
  store::Filter elsewhere = gone;
  elsewhere.networks = {"feed"};
  CHECK_FALSE(row(elsewhere, 11).lacks_what_is_asked);
  store::Filter once;
  once.once_per_author = true;
  CHECK(row(once, 11).posts == 2);
  CHECK(row(once, 11).lacks_what_is_asked);
  CHECK_FALSE(row(once, 11).cannot_be_searched);
  CHECK(row(once, 11).collected == row({}, 11).collected);

  save(posts, batch_of({MadePost{.id = 4, .created_at = "2026-11-20T09:30:00Z", .tags = tags}}));
  CHECK(row(gone, 11).posts == 1);
  CHECK(row(gone, 11).lacks_what_is_asked);
  CHECK(row(gone, 11).collected == store::Collected::part);
}

TEST_CASE("A tag that became a topic later is not known of what was purged before", "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  const std::vector<std::string> tags = {"NHSvalues", "TeamLeeds"};
  save(posts, batch_of({MadePost{.id = 1, .tags = tags},
                        MadePost{.id = 2, .created_at = "2026-12-02T09:30:00Z", .tags = tags}}));
  CHECK(purge(posts, "2027-11-10T00:00:00Z") == 1);  // November's, while only NHSvalues is a topic
  store::RetentionRules both = rules();
  both.topics = {"NHSvalues", "TeamLeeds"};
  CHECK(purge(posts, "2027-12-10T00:00:00Z", both) == 1);  // December's
  const store::Reader reader = open_reader(folder / "posts.db");
  store::TrendsQuery query = whole_year();
  query.filter.tag = "TeamLeeds";
  const auto trends = reader.trends(query).value();
  CHECK(trends.rows.at(10).posts == 0);
  CHECK(trends.rows.at(10).cannot_be_searched);
  CHECK(trends.rows.at(10).collected == store::Collected::none);
  CHECK(trends.rows.at(11).posts == 1);
  CHECK_FALSE(trends.rows.at(11).lacks_what_is_asked);
  store::Filter november;
  november.tag = "TeamLeeds";
  november.since = day("2026-11-01");
  november.until = day("2026-12-01");
  CHECK(reader.is_answerable_without_texts(november) == false);
  november.until = day("2027-01-01");
  CHECK(reader.is_answerable_without_texts(november) == true);
}

TEST_CASE("Whoever shows a purged post again, edited or not, brings nothing back and counts nothing twice",
          "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1, .url = 11}}));
  CHECK(purge(posts) == 1);
  const auto again =
      save(posts,
           batch_of({MadePost{.id = 1, .url = 11}, MadePost{.id = 1, .text = "Another", .edited_at = kLater},
                     MadePost{.id = 7, .text = "By its address", .url = 11, .network = "feed"}},
                    "a blog"));
  CHECK(again.outcomes == std::vector<store::Outcome>(3, store::Outcome::unchanged));
  store::Batch import = batch_of({MadePost{.id = 1, .text = "As imported"}}, "import");
  import.changed_text = store::ChangedText::is_a_conflict;
  CHECK(save(posts, import).outcomes.front() == store::Outcome::unchanged);
  CHECK(integer(folder / "posts.db", "SELECT count(*) FROM post") == 1);
  CHECK(integer(folder / "posts.db", "SELECT count(*) FROM post WHERE text IS NOT NULL") == 0);
  CHECK(integer(folder / "posts.db", "SELECT count(*) FROM author") == 0);
  CHECK(posts.search_holds() == true);
}

TEST_CASE("A purged post that its network withdraws stops counting", "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}}));
  CHECK(purge(posts) == 1);
  store::Batch batch = batch_of({});
  batch.withdrawn = {{.key = hash(1)}};
  CHECK(save(posts, batch).withdrawn == 1);
  CHECK(integer(folder / "posts.db", "SELECT count(*) FROM rollup") == 0);
  CHECK(posts.rollups_hold() == true);
  CHECK(posts.search_holds() == true);
}

TEST_CASE("Networks have days of their own, and no post is younger than its being taken in",
          "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::Batch batch = batch_of({MadePost{.id = 1, .network = "youtube"}, MadePost{.id = 2},
                                 MadePost{.id = 3, .created_at = std::nullopt},
                                 MadePost{.id = 4, .created_at = "2099-01-01T00:00:00Z"}});
  batch.now = at("2026-11-10T00:00:00Z");
  save(posts, batch);
  const store::RetentionRules by = rules({{"youtube", 30}});
  CHECK(purge(posts, "2026-12-02T09:29:59Z", by) == 0);
  CHECK(purge(posts, "2026-12-02T09:30:00Z", by) == 1);
  CHECK(purge(posts, "2027-11-02T09:30:00Z", by) == 1);
  CHECK(purge(posts, "2027-11-09T23:59:59Z", by) == 0);
  CHECK(purge(posts, "2027-11-10T00:00:00Z", by) == 2);
  CHECK(posts.rollups_hold() == true);
}

TEST_CASE("What goes when is told by network and month", "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::Batch batch = batch_of({MadePost{.id = 1}, MadePost{.id = 2, .created_at = "2026-11-20T09:30:00Z"},
                                 MadePost{.id = 3, .created_at = "2026-11-30T23:59:59Z", .network = "feed"},
                                 MadePost{.id = 4, .created_at = "2027-11-01T09:30:00Z"}});
  batch.now = at("2027-11-10T00:00:00Z");
  save(posts, batch);
  const store::Reader reader = open_reader(folder / "posts.db");
  const auto seen = reader.retention(rules(), at("2027-11-15T00:00:00Z")).value();
  CHECK(seen.state.due == 1);
  REQUIRE(seen.months.size() == 2);
  const store::DueMonth& feed = seen.months[0];
  CHECK(feed.network == "feed");
  CHECK(feed.month == day("2026-11-01"));
  CHECK(std::vector{feed.now, feed.within_7_days, feed.within_30_days, feed.within_90_days} ==
        std::vector<std::int64_t>{0, 0, 1, 1});
  const store::DueMonth& mastodon = seen.months[1];
  CHECK(std::vector{mastodon.now, mastodon.within_7_days, mastodon.within_30_days, mastodon.within_90_days} ==
        std::vector<std::int64_t>{1, 2, 2, 2});
  REQUIRE(seen.networks.size() == 2);
  CHECK(seen.networks[1].whole == 3);
}

TEST_CASE("The bytes of a purged text are in no file, neither as it was nor as its words in the index",
          "[store][retention]") {
  const Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  const auto text_of = [](std::uint64_t id) {
    return "Zebrafinch" + std::to_string(id) + " " + std::string(300 + id % 700, 'q') +
           " walrusly said of the ward";
  };
  std::vector<store::ClassifiedPost> old;
  std::vector<store::ClassifiedPost> young;
  for (std::uint64_t id = 1; id <= 300; ++id) {
    old.push_back(MadePost{.id = id, .text = text_of(id), .author = id});
    young.push_back(
        MadePost{.id = 1000 + id, .text = "Younger by a year", .created_at = "2027-11-01T09:30:00Z"});
    if (id % 10 != 0) continue;
    save(posts, batch_of(std::exchange(old, {})));
    save(posts, batch_of(std::exchange(young, {})));
  }
  REQUIRE(stands_anywhere(folder, "Zebrafinch7"));
  REQUIRE(stands_anywhere(folder, "zebrafinch"));
  CHECK(purge(posts) == 300);
  CHECK_FALSE(stands_anywhere(folder, "Zebrafinch"));
  CHECK_FALSE(stands_anywhere(folder, "ebrafinch"));
  CHECK_FALSE(stands_anywhere(folder, "walrus"));
  CHECK_FALSE(stands_anywhere(folder, std::string(50, 'q')));
  CHECK(integer(file, "PRAGMA freelist_count") == 0);
  CHECK(posts.search_holds() == true);
  CHECK(open_reader(file).count({}) == 300);
}

TEST_CASE("Who reads keeps traces in the files, which the next call removes when they are done",
          "[store][retention]") {
  const Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  save(posts, batch_of({MadePost{.id = 1, .text = "Zebrafinch said"}}));
  SQLite::Database somebody(file.string(), SQLite::OPEN_READONLY);
  {
    SQLite::Transaction reading(somebody);
    SQLite::Statement first(somebody, "SELECT count(*) FROM post");
    first.executeStep();
    const auto step_on = [&] {
      for (int steps = 0; steps < 100; ++steps) {
        const auto step = posts.purge_next(rules(), at(kLater), 7).value();
        if (step.finished || step.somebody_reads) return step;
      }
      throw std::logic_error("the purge does not end");
    };
    const store::PurgeStep step = step_on();
    CHECK(step.somebody_reads);
    CHECK_FALSE(step.finished);
    CHECK(posts.retention_state(rules(), at(kLater)).value().unfinished);
  }
  purge(posts);
  CHECK_FALSE(posts.retention_state(rules(), at(kLater)).value().unfinished);
  CHECK_FALSE(stands_anywhere(folder, "ebrafinch"));
}

TEST_CASE("A purge that was broken off goes on, and stands in the audit once", "[store][retention]") {
  const Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    std::vector<store::ClassifiedPost> made;
    for (std::uint64_t id = 1; id <= 20; ++id) made.push_back(MadePost{.id = id});
    save(posts, batch_of(std::move(made)));
    const auto known = posts.retention_state(rules(), at("2026-11-25T00:00:00Z")).value();
    CHECK_FALSE(known.last_at);
    CHECK(known.next_at == at("2026-11-26T00:00:00Z"));
    CHECK(posts.purge_next(rules(), store::Act{at(kLater), "ana (1001)"}, 7).value().posts == 7);
  }
  store::PostStore posts = open_store(file);
  CHECK(posts.retention_state(rules(), at(kLater)).value().unfinished);
  CHECK(posts.retention_state(rules(), at(kLater)).value().due == 13);
  CHECK(purge(posts) == 13);
  const auto state = posts.retention_state(rules(), at(kLater)).value();
  CHECK(state.last_at == at(kLater));
  CHECK(state.next_at == at("2027-11-21T03:00:00Z"));
  CHECK(state.due == 0);
  CHECK(integer(file, "SELECT count(*) FROM audit WHERE action = 'purge'") == 1);
  CHECK(integer(file, "SELECT posts FROM audit WHERE action = 'purge'") == 20);
  CHECK(purge(posts) == 0);
  CHECK(integer(file, "SELECT count(*) FROM audit WHERE action = 'purge'") == 1);
}

TEST_CASE("A purge that a clock noted which was ahead is not waited for", "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  const auto state = [&](const std::string& now) { return posts.retention_state(rules(), at(now)).value(); };
  CHECK(state("2026-11-20T00:00:00Z").next_at == at("2026-11-21T00:00:00Z"));
  CHECK(purge(posts, "2028-01-01T00:00:00Z") == 0);
  const auto ahead = state("2026-11-25T00:00:00Z");
  CHECK(ahead.next_at == at("2026-11-21T00:00:00Z"));
  CHECK(purge(posts, "2026-11-25T00:00:00Z") == 0);
  CHECK(state("2026-11-25T00:00:00Z").next_at == at("2026-11-26T00:00:00Z"));
}

TEST_CASE("Rules that a clock ahead came to know are known anew", "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  REQUIRE(posts.retention_state(rules(), at("2028-01-01T00:00:00Z")));
  CHECK_FALSE(open_reader(folder / "posts.db").retention_state(rules(), at("2026-11-25T00:00:00Z"))->next_at);
  CHECK(posts.retention_state(rules(), at("2026-11-25T00:00:00Z"))->next_at == at("2026-11-26T00:00:00Z"));
}

TEST_CASE("A clock that has leapt purges nothing for a day, and nothing at all once it is put right",
          "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}}));
  const auto state = [&](const std::string& now) { return posts.retention_state(rules(), at(now)).value(); };
  REQUIRE(state("2026-11-20T00:00:00Z").next_at);
  CHECK(purge(posts, "2026-11-22T00:00:00Z") == 0);
  CHECK_FALSE(state("2026-12-31T00:00:00Z").is_clock_doubtful);

  const auto leapt = state("2027-12-25T00:00:00Z");
  CHECK(leapt.due == 1);
  CHECK(leapt.is_clock_doubtful);
  CHECK(leapt.held_until == at("2027-12-26T00:00:00Z"));
  CHECK(leapt.next_at == leapt.held_until);
  CHECK(state("2027-12-25T23:59:59Z").held_until == leapt.held_until);
  // A reader, which notes nothing, says the same of the database, and does not put off what is overdue.
  const store::Reader reader = open_reader(folder / "posts.db");
  CHECK(reader.retention_state(rules(), at("2027-12-25T12:00:00Z"))->held_until == leapt.held_until);
  // To leap further is not to stand by it.
  CHECK(state("2028-12-25T00:00:00Z").held_until == at("2028-12-26T00:00:00Z"));

  const auto right = state("2026-11-24T00:00:00Z");
  CHECK_FALSE(right.held_until);
  CHECK(right.next_at == at("2026-11-23T00:00:00Z"));
  CHECK(right.due == 0);
}

TEST_CASE("A clock that stands by it for a day is believed: the daemon had not run for long",
          "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}}));
  const auto state = [&](const std::string& now) { return posts.retention_state(rules(), at(now)).value(); };
  REQUIRE(state("2026-11-20T00:00:00Z").next_at);
  REQUIRE(open_reader(folder / "posts.db").retention_state(rules(), at("2027-12-25T00:00:00Z"))->next_at ==
          at("2026-11-21T00:00:00Z"));
  REQUIRE(state("2027-12-25T00:00:00Z").held_until);
  const auto later = state("2027-12-26T00:00:00Z");
  CHECK_FALSE(later.held_until);
  CHECK(later.next_at == at("2026-11-21T00:00:00Z"));
  CHECK(purge(posts, "2027-12-26T00:00:00Z") == 1);
  CHECK_FALSE(state("2027-12-26T00:00:00Z").is_clock_doubtful);
}

TEST_CASE("Copies that were kept hold the texts, and go with the first post that is purged",
          "[store][retention]") {
  const Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  save(posts, batch_of({MadePost{.id = 1}}));
  std::ofstream{file.string() + ".before-schema-3"} << "texts of back then";
  std::ofstream{file.string() + ".before-restore-2027-11-19-10-00-00"} << "texts of back then";
  CHECK(purge(posts, "2026-11-25T00:00:00Z") == 0);
  CHECK(store::kept_copies(file).size() == 2);
  CHECK(purge(posts) == 1);
  CHECK(store::kept_copies(file).empty());
}

TEST_CASE("What has no text stays with the model that read it, and nothing waits for it",
          "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2, .created_at = "2027-11-01T09:30:00Z"}}));
  CHECK(purge(posts) == 1);
  CHECK(posts.left_to_reclassify("2026.12") == 1);
  const auto step = posts.reclassify_next(
      "2026.12",
      [](const auto& earlier) {
        std::vector<Classification> findings;
        for (const auto& each : earlier) {
          findings.push_back(each.found);
          findings.back().model = "2026.12";
        }
        return findings;
      },
      100);
  REQUIRE(step);
  CHECK(step->done.posts == 1);
  CHECK(posts.left_to_reclassify("2026.12") == 0);
  const store::Reader reader = open_reader(folder / "posts.db");
  CHECK(post_of(reader, 1).classification.model == "2026.11");
  CHECK(reader.trends(whole_year()).value().rows.at(10).models.front().model == "2026.11");
  CHECK(reader.status(at(kLater), {}).value().of_other_models == 0);
  CHECK(posts.rollups_hold() == true);
}

TEST_CASE("Of a purged post nobody can say anything new, and no rule takes it", "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}}));
  CHECK(purge(posts) == 1);
  Label label;
  label.sentiment = Sentiment::negative;
  const auto refused = posts.label(1, label, "", at(kLater));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::no_input);
  CHECK(refused.error().message.find("retention") != std::string::npos);
  const auto applied = posts.apply_ignore_rules(
      ignore_rules({{"all of one source", "", "mastodon.social", std::nullopt}}), at(kLater));
  REQUIRE(applied);
  CHECK(applied->set_aside == 0);
  CHECK(posts.rollups_hold() == true);
}

TEST_CASE("A sheet that was filled in before a purge labels no purged post", "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}}));
  const store::Act ana{at("2026-11-21T10:00:00Z"), "ana (1001)"};
  const auto sample = open_reader(folder / "posts.db").choose_sample({{}, "", 1, 1, false}).value();
  const std::int64_t draw = posts.note_draw({1, "", {}}, ana).value();
  REQUIRE(posts.note_served(draw, store::served(sample.posts), ana).value().empty());
  CHECK(purge(posts) == 1);
  const store::NewJudgement judgement{1, {.sentiment = Sentiment::negative}};
  const auto outcomes =
      posts.judge({judgement}, "", store::Act{at(kLater), "ana (1001)"}, false, draw).value();
  CHECK(outcomes.at(0) == store::JudgementOutcome::withdrawn);
  CHECK(posts.rollups_hold() == true);
}

TEST_CASE("Who joins a purge that is under way stands in the audit once, with what they took",
          "[store][retention]") {
  const Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  std::vector<store::ClassifiedPost> made;
  for (std::uint64_t id = 1; id <= 20; ++id) made.push_back(MadePost{.id = id});
  save(posts, batch_of(std::move(made)));
  for (int i = 0; i < 3; ++i)
    for (const char* person : {"nhsvaluesd", "ana (1001)"})
      REQUIRE(posts.purge_next(rules(), store::Act{at(kLater), person}, 3));
  CHECK(integer(file, "SELECT count(*) FROM audit WHERE action = 'purge'") == 2);
  CHECK(integer(file, "SELECT posts FROM audit WHERE action = 'purge' AND person = 'nhsvaluesd'") == 20);
  CHECK(integer(file, "SELECT posts FROM audit WHERE action = 'purge' AND person LIKE 'ana%'") == 3);
}

TEST_CASE("Who corrected a post is not known once it is purged, and the correction goes on counting",
          "[store][retention]") {
  const Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}}));
  Label label;
  label.sentiment = Sentiment::negative;
  REQUIRE(posts.label(1, label, "Ana Smith", at("2026-11-21T10:00:00Z")));
  REQUIRE(stands_anywhere(folder, "Ana Smith"));
  CHECK(purge(posts) == 1);
  SQLite::Database database{(folder / "posts.db").string()};
  SQLite::Statement row{database, "SELECT reader, sentiment FROM label"};
  REQUIRE(row.executeStep());
  CHECK(row.getColumn(0).getString().empty());
  CHECK(row.getColumn(1).getInt() == static_cast<int>(Sentiment::negative));
  CHECK(posts.rollups_hold() == true);
}

TEST_CASE("After any history with purges, no count has changed by them, and all checks hold",
          "[store][retention][property]") {
  std::int64_t purged = 0;
  for (unsigned seed = 301; seed < 309; ++seed) {
    const Scratch folder;
    const std::filesystem::path file = folder / "posts.db";
    RandomHistory history(seed);
    {
      store::PostStore posts = open_store(file);
      const store::Reader reader = open_reader(file);
      for (int i = 0; i < 40; ++i) {
        CAPTURE(seed, i);
        if (history.one_in(6))
          REQUIRE(posts.apply_ignore_rules(ignore_rules(history.any_rules()), at("2026-11-20T12:00:00Z")));
        save(posts, history.next_batch());
        for (std::size_t labels = history.below(4); labels > 0; --labels) {
          const auto ref = static_cast<std::int64_t>(history.below(70));
          // Refused where there is nothing to label: that is not this test's matter.
          static_cast<void>(
              history.one_in(4)
                  ? posts.undo_label(ref, at("2026-11-21T12:00:00Z")).has_value()
                  : posts.label(ref, history.any_label(), "", at("2026-11-21T12:00:00Z")).has_value());
        }
        if (history.one_in(5))
          REQUIRE(posts.reclassify_next(
              "2026.12",
              [](const auto& earlier) {
                std::vector<Classification> findings;
                for (const auto& each : earlier) {
                  findings.push_back(each.found);
                  findings.back().model = "2026.12";
                }
                return findings;
              },
              10));
        if (history.one_in(3)) {
          const std::string before = counts(reader);
          store::RetentionRules by = rules({{"feed", 200}});
          by.days = static_cast<std::int64_t>(100 + history.below(200));
          purged += purge(posts, "2026-12-01T00:00:00Z", by);
          REQUIRE(counts(reader) == before);
        }
        REQUIRE(posts.rollups_hold() == true);
        REQUIRE(posts.search_holds() == true);
        REQUIRE(integer(file,
                        "SELECT count(*) FROM post WHERE purged_at IS NOT NULL AND (text IS NOT NULL OR "
                        "author_id IS NOT NULL OR sealed IS NOT NULL)") == 0);
      }
    }
    check_sound(file);
  }
  CHECK(purged > 100);
}

TEST_CASE("A withdrawn post that was purged, and that the backup does not know, stays purged",
          "[store][retention]") {
  const Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  const MadePost late{.id = 1, .text = "Zebrafinch said"};
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({MadePost{.id = 2, .created_at = "2027-11-01T09:30:00Z"}}));
    REQUIRE(store::back_up(file, folder / "backup.db", {}));
    save(posts, batch_of({late}));
    CHECK(purge(posts) == 1);
    store::Batch withdrawing = batch_of({});
    withdrawing.withdrawn = {{.key = hash(1)}};
    save(posts, withdrawing);
  }
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = at(kLater);
  options.agree = [](const store::RestoreQuestion&) { return true; };
  const auto done = store::restore(folder / "backup.db", file, options);
  REQUIRE(done);
  CHECK(done->carried.remembered == 1);
  store::PostStore posts = open_store(file);
  MadePost edited = late;
  edited.edited_at = "2027-11-21T00:00:00Z";
  CHECK(save(posts, batch_of({edited})).outcomes.front() == store::Outcome::unchanged);
  CHECK(integer(file, "SELECT count(*) FROM post WHERE purged_at IS NOT NULL AND text IS NULL") == 1);
}

TEST_CASE("An old backup brings no purged text back: neither what had gone, nor what is due by now",
          "[store][retention]") {
  const Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    save(posts,
         batch_of({MadePost{.id = 1, .text = "Zebrafinch said"}, MadePost{.id = 2, .text = "Walrus said"},
                   MadePost{.id = 3, .text = "Of this year", .created_at = "2027-11-01T09:30:00Z"}}));
  }
  REQUIRE(store::back_up(file, folder / "backup.db", {}));
  {
    store::PostStore posts = open_store(file);
    CHECK(posts.purge_next(rules(), at(kLater), 1).value().posts == 1);
  }
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = at(kLater);
  options.agree = [](const store::RestoreQuestion&) { return true; };
  SECTION("by what the present database has no more") {
    const auto done = store::restore(folder / "backup.db", file, options);
    REQUIRE(done);
    CHECK(done->carried.purged == 1);
    CHECK(done->purged == 0);
    CHECK(bytes_of(file).find("ebrafinch") == std::string::npos);
    CHECK(open_reader(file).count({}) == 2);
  }
  SECTION("by the rules of today") {
    options.retention = rules();
    const auto done = store::restore(folder / "backup.db", file, options);
    REQUIRE(done);
    CHECK(done->purged == 1);
    // It was written anew: nothing is left to remove, least of all the copy that a restore keeps.
    CHECK(integer(file, "SELECT count(*) FROM meta WHERE key = 'purge_unfinished'") == 0);
    CHECK(bytes_of(file).find("ebrafinch") == std::string::npos);
    CHECK(bytes_of(file).find("alrus") == std::string::npos);
    CHECK(open_reader(file).count({}) == 1);
  }
  check_sound(file);
  CHECK(open_store(file).rollups_hold() == true);
}
