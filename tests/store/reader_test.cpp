#include "store/reader.h"
#include "store/migrations.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "store/matching_posts.h"
#include "store/packed_counts.h"
#include "store/people_and_copies.h"
#include "store/trends.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::Filter;

namespace {

std::string plan_of(store::Database& database, const store::Where& select) {
  std::string plan;
  store::Query query = database.query("EXPLAIN QUERY PLAN " + select.sql);
  query.bind(select.bound);
  while (query.next()) plan += query.bytes(3) + "\n";
  return plan;
}

store::TrendsQuery november() {
  store::TrendsQuery query;
  query.filter.since = day("2026-11-01");
  query.filter.until = day("2026-12-01");
  query.by = Bucket::month;
  query.today = day("2026-12-24");
  return query;
}

}  // namespace

TEST_CASE("A stored post comes back as it was taken in", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::ClassifiedPost made =
      MadePost{.edited_at = "2026-11-03T00:00:00Z", .url = 7, .tags = {"NHSvalues", "Ünder"}};
  made.post.reply_key = hash(5);
  made.post.text = std::string("zero\0within", 11);
  made.post.sealed = std::string("\0\xff", 2);
  made.classification.values.push_back({Value::everyone_counts, Direction::breached, 0.25, {}});
  made.classification.groups = {Group::homeless_people, Group::fgm};
  save(posts, batch_of({made}));

  const store::StoredPost post = open_reader(folder / "posts.db").post(1).value().value();
  CHECK(post.ref == 1);
  CHECK(post.network == "mastodon");
  CHECK(post.created_at == made.post.created_at);
  CHECK(post.edited_at == made.post.edited_at);
  CHECK(post.first_seen_at == at("2026-11-20T12:00:00Z"));
  CHECK(post.text == made.post.text);
  CHECK(post.language == "en-GB");
  CHECK(post.tags == made.post.tags);
  CHECK(post.sources == std::vector<std::string>{"mastodon.social"});
  CHECK(post.key == made.post.key);
  CHECK(post.url_key == made.post.url_key);
  CHECK(post.author_key == made.post.author_key);
  CHECK(post.reply_key == made.post.reply_key);
  CHECK(post.sealed == made.post.sealed);
  const Classification& classification = post.classification;
  CHECK(classification.language == "en");
  CHECK_FALSE(classification.unclassified);
  CHECK(classification.sentiment->label == Sentiment::positive);
  CHECK(classification.sentiment->score() == 0.75);
  REQUIRE(classification.values.size() == 2);
  CHECK(classification.values[1].value == Value::everyone_counts);
  CHECK(classification.values[1].direction == Direction::breached);
  CHECK(classification.values[1].probability == 0.25);
  CHECK(classification.kind->label == Kind::experience);
  CHECK(classification.kind->probability == 0.875);
  CHECK(classification.groups == made.classification.groups);
  CHECK(classification.model == "2026.11");
}

TEST_CASE("A post that could not be classified says why", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::ClassifiedPost made = MadePost{};
  made.classification = unclassified();
  save(posts, batch_of({made}));
  const store::StoredPost post = open_reader(folder / "posts.db").post(1).value().value();
  CHECK(post.classification.unclassified == Unclassified::language);
  CHECK_FALSE(post.classification.sentiment);
  CHECK_FALSE(post.classification.kind);
  CHECK_FALSE(open_reader(folder / "posts.db").post(2).value());
}

TEST_CASE("A value narrows what is counted, not what it is a share of", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::ClassifiedPost breached = MadePost{.id = 2, .text = "Nobody came", .author = 2};
  breached.classification.values = {{Value::everyone_counts, Direction::breached, 0.9, {}}};
  breached.classification.sentiment = SentimentFinding{Sentiment::negative, 0, 0, 1, {}};
  store::ClassifiedPost foreign = MadePost{.id = 3};
  foreign.classification = unclassified();
  save(posts,
       batch_of({MadePost{.id = 1}, breached, foreign, MadePost{.id = 4, .created_at = std::nullopt}}));

  store::TrendsQuery query = november();
  query.filter.values = {Value::everyone_counts};
  const store::TrendsResult trends = open_reader(folder / "posts.db").trends(query).value();
  REQUIRE(trends.rows.size() == 1);
  const store::TrendRow& row = trends.rows[0];
  CHECK(row.period.label == "2026-11");
  CHECK_FALSE(row.partial);
  CHECK(row.posts == 1);
  CHECK(row.classified == 2);
  CHECK(row.unclassified == 1);
  CHECK(row.authors == 1);
  CHECK(row.copies == 0);
  CHECK(row.sentiment.posts == std::array<std::int64_t, 3>{0, 0, 1});
  CHECK(row.values[index_of(Value::compassion)].posts == 1);
  CHECK(row.values[index_of(Value::everyone_counts)].directions[index_of(Direction::breached)] == 1);
  CHECK(trends.model == "2026.11");
  CHECK(trends.timezone == "Europe/London");
  CHECK(trends.undated == 1);
}

TEST_CASE("With a direction, each value counts its posts in that direction, by rollup and by posts",
          "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::ClassifiedPost breached = MadePost{.id = 2, .text = "Nobody came"};
  breached.classification.values = {{Value::compassion, Direction::breached, 0.9, {}},
                                    {Value::everyone_counts, Direction::upheld, 0.9, {}}};
  breached.classification.sentiment = SentimentFinding{Sentiment::negative, 0, 0, 1, {}};
  save(posts, batch_of({MadePost{.id = 1}, breached}));

  store::TrendsQuery query = november();
  query.filter.direction = Direction::breached;
  store::Database database(folder / "posts.db", store::Access::read);
  for (const auto from :
       {store::CountFrom::whichever_serves, store::CountFrom::posts, store::CountFrom::sets_of_posts}) {
    const store::TrendsResult trends = store::count_trends(database, london(), query, from);
    const store::TrendRow& row = trends.rows.at(0);
    CHECK(row.classified == 2);
    const store::ValueCounts& compassion = row.values[index_of(Value::compassion)];
    CHECK(compassion.posts == 1);
    CHECK(compassion.directions == std::array<std::int64_t, 3>{0, 1, 0});
    CHECK(compassion.sentiment.posts == std::array<std::int64_t, 3>{0, 0, 1});
    CHECK(row.values[index_of(Value::everyone_counts)].posts == 0);
  }
}

TEST_CASE("The first day of a network, of a tag and of both is that of the first dated post", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts,
       batch_of(
           {MadePost{.id = 1, .created_at = "2026-11-02T09:30:00Z", .tags = {}},
            MadePost{.id = 2, .created_at = std::nullopt, .network = "bluesky"},
            MadePost{.id = 3, .created_at = "2026-11-09T09:30:00Z", .network = "bluesky", .tags = {}},
            MadePost{.id = 4, .created_at = "2026-11-12T09:30:00Z", .tags = {"NewTag"}},
            MadePost{
                .id = 5, .created_at = "2026-11-16T09:30:00Z", .network = "bluesky", .tags = {"NewTag"}}}));
  const store::Reader reader = open_reader(folder / "posts.db");
  Filter filter;
  // Words and times do not narrow it.
  filter.since = day("2026-11-20");
  filter.language = "pl";
  CHECK(reader.first_day(filter).value() == day("2026-11-02"));
  filter.networks = {"bluesky"};
  CHECK(reader.first_day(filter).value() == day("2026-11-09"));
  filter.tag = "newtag";
  CHECK(reader.first_day(filter).value() == day("2026-11-16"));
  filter.networks = {};
  CHECK(reader.first_day(filter).value() == day("2026-11-12"));
  filter.tag = "none";
  CHECK_FALSE(reader.first_day(filter).value());
}

TEST_CASE("The reader tells the zone that days are counted in", "[store]") {
  Scratch folder;
  {
    REQUIRE(store::PostStore::open(folder / "posts.db", kFingerprint, *TimeZone::named("Pacific/Auckland")));
  }
  CHECK(open_reader(folder / "posts.db").zone().name() == "Pacific/Auckland");
}

TEST_CASE("A text that stands twice makes two copies, until one is withdrawn", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  // The second copy lies outside the time asked for.
  save(posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2, .created_at = "2020-01-01T00:00:00Z"}}));
  store::Reader reader = open_reader(folder / "posts.db");
  CHECK(reader.trends(november()).value().rows[0].copies == 1);
  store::Batch batch = batch_of({});
  batch.withdrawn = {{hash(2), std::nullopt}};
  save(posts, batch);
  CHECK(reader.trends(november()).value().rows[0].copies == 0);
}

TEST_CASE("A period that today belongs to, or that the question cuts, is partial", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::Reader reader = open_reader(folder / "posts.db");
  store::TrendsQuery query;
  query.by = Bucket::week;
  query.filter.since = day("2026-11-03");  // a Tuesday
  query.filter.until = day("2026-11-30");
  query.today = day("2026-11-22");  // a Sunday
  const auto partial = [&] {
    std::string marks;
    const store::TrendsResult trends = reader.trends(query).value();
    for (const store::TrendRow& row : trends.rows) marks += row.partial ? 'p' : '-';
    return marks;
  };
  CHECK(partial() == "p-pp");
  query.today = day("2026-11-23");
  CHECK(partial() == "p--p");
}

TEST_CASE("Gaps are told as far as they lie in the time asked for", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  for (const char* from :
       {"2026-10-30T00:00:00Z", "2026-10-31T12:00:00Z", "2026-11-30T23:00:00Z", "2026-12-01T00:00:00Z"}) {
    store::Batch batch = batch_of({});
    batch.gap = Gap{"mastodon.social", at(from), at(from) + std::chrono::hours{13}, "the daemon was stopped"};
    save(posts, batch);
    save(posts, batch);
  }
  const auto gaps = open_reader(folder / "posts.db").trends(november()).value().gaps;
  REQUIRE(gaps.size() == 2);
  // From noon of 31 October to one in the morning, and from eleven in the evening of 30 November.
  CHECK(gaps[0].from == at("2026-11-01T00:00:00Z"));
  CHECK(gaps[0].to == at("2026-11-01T01:00:00Z"));
  CHECK(gaps[1].from == at("2026-11-30T23:00:00Z"));
  CHECK(gaps[1].to == at("2026-12-01T00:00:00Z"));
  CHECK(gaps[1].cause == "the daemon was stopped");
}

TEST_CASE("Posts whose author is not known are counted beside people, and are not posts by nobody",
          "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::ClassifiedPost foreign = MadePost{.id = 6, .author = std::nullopt};
  foreign.classification = unclassified();
  save(posts, batch_of({MadePost{.id = 1, .author = 1}, MadePost{.id = 2, .author = 1},
                        MadePost{.id = 3, .author = std::nullopt}, MadePost{.id = 4, .author = std::nullopt},
                        MadePost{.id = 5, .author = std::nullopt, .network = "survey"}, foreign}));
  const auto counted = [&](const std::vector<std::string>& networks, store::CountFrom from) {
    store::Database database(folder / "posts.db", store::Access::read);
    store::TrendsQuery query = november();
    query.filter.networks = networks;
    return store::count_trends(database, london(), query, from).rows.at(0);
  };
  for (const auto from :
       {store::CountFrom::whichever_serves, store::CountFrom::posts, store::CountFrom::sets_of_posts}) {
    const store::TrendRow all = counted({}, from);
    CHECK(all.posts == 5);
    CHECK(all.authors == 1);
    CHECK(all.most_by_one_author == 2);
    CHECK(all.posts_by_unknown == 3);
    const store::TrendRow survey = counted({"survey"}, from);
    CHECK(survey.posts == 1);
    CHECK_FALSE(survey.authors);
    CHECK_FALSE(survey.most_by_one_author);
    CHECK(survey.posts_by_unknown == 1);
    const store::TrendRow nothing = counted({"feed"}, from);
    CHECK(nothing.authors == 0);
    CHECK(nothing.posts_by_unknown == 0);
  }
}

TEST_CASE("Trends are answered by an index search, people and copies without touching a post", "[store]") {
  Scratch folder;
  { store::PostStore posts = open_store(folder / "posts.db"); }
  store::Database database(folder / "posts.db", store::Access::read);
  Filter filter = november().filter;
  filter.values = {Value::compassion};
  filter.networks = {"mastodon"};
  const std::string rollup = plan_of(database, store::cells_from_rollup(filter));
  CAPTURE(rollup);
  CHECK(rollup.find("SEARCH rollup_day USING PRIMARY KEY (day>? AND day<?)") != std::string::npos);
  Filter of_a_kind = filter;
  of_a_kind.kinds = {Kind::pledge};
  const std::string kinds = plan_of(database, store::cells_from_rollup(of_a_kind));
  CAPTURE(kinds);
  CHECK(kinds.find("SEARCH rollup_property USING PRIMARY KEY (property=? AND day>? AND day<?)") !=
        std::string::npos);
  const auto posts_plan = [&](const std::string& columns, const store::Where& also) {
    return plan_of(database, store::MatchingPosts{database, filter}.statement(columns, also));
  };
  const std::string people = posts_plan(store::kPeopleColumns, store::selected_findings(filter));
  CAPTURE(people);
  CHECK(people.find("SEARCH post USING COVERING INDEX post_by_day (withdrawn_at=? AND day>? AND day<?)") !=
        std::string::npos);
  CHECK(plan_of(database, {store::kOtherOfText, {std::int64_t{1}, std::int64_t{1}}})
            .find("SEARCH post USING COVERING INDEX post_by_text") != std::string::npos);
  const std::string cell = plan_of(database, {store::kPeopleOfCell, {std::int64_t{1}}});
  CAPTURE(cell);
  CHECK(
      cell.find("SEARCH post USING COVERING INDEX post_by_day (withdrawn_at=? AND day=? AND network_id=? AND "
                "sentiment=? AND findings=?)") != std::string::npos);
  filter.tag = "nhsvalues";
  filter.language = "en";
  filter.kinds = {Kind::pledge, Kind::news};
  filter.groups = {Group::fgm};
  filter.sources = {"mastodon.social"};
  filter.query = store::SearchQuery{"", "", {}, {"teamleeds"}};
  const std::string posts = posts_plan(store::kCellColumns, {});
  CAPTURE(posts);
  CHECK(posts.find("SEARCH post USING COVERING INDEX post_by_day") != std::string::npos);
  CHECK(posts.find("SCAN post") == std::string::npos);
}

TEST_CASE("What a user types in a filter is a value, never SQL", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{}}));
  store::Reader reader = open_reader(folder / "posts.db");
  const std::string nasty = "x') OR 1=1; DROP TABLE post; --";
  Filter network, source, tag, language;
  network.networks = source.sources = {nasty};
  tag.tag = language.language = nasty;
  for (const Filter& filter : {network, source, tag, language}) CHECK(reader.count(filter) == 0);
  CHECK(reader.count({}) == 1);
}

TEST_CASE("A page after a post that is not there is a question that cannot be answered", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  const auto page = open_reader(folder / "posts.db").posts({.filter = {}, .limit = 20, .after_ref = 99});
  REQUIRE_FALSE(page);
  CHECK(page.error().status == ExitStatus::usage);
  CHECK(page.error().message.find("99") != std::string::npos);
}

TEST_CASE("A visitor that has seen enough stops the walk", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  std::vector<store::ClassifiedPost> many;
  for (std::uint64_t id = 1; id <= 1200; ++id) many.push_back(MadePost{.id = id});
  save(posts, batch_of(many));
  store::Reader reader = open_reader(folder / "posts.db");
  int seen = 0;
  CHECK(reader.for_each_post({}, [&](const store::StoredPost&) { return ++seen < 700; }));
  CHECK(seen == 700);
  seen = 0;
  CHECK(reader.for_each_post({}, [&](const store::StoredPost&) { return ++seen > 0; }));
  CHECK(seen == 1200);
}

TEST_CASE("Readers see what was committed while a writer is in the middle of more", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2}}));
  store::Reader reader = open_reader(folder / "posts.db");
  SQLite::Database writer((folder / "posts.db").string(), SQLite::OPEN_READWRITE, 5000);
  writer.exec("BEGIN IMMEDIATE; UPDATE post SET withdrawn_at = 1; DELETE FROM rollup_day");
  CHECK(reader.count({}) == 2);
  CHECK(reader.trends(november()).value().rows[0].posts == 2);
  writer.exec("COMMIT");
  CHECK(reader.count({}) == 0);
  CHECK(reader.trends(november()).value().rows[0].posts == 0);
}

TEST_CASE("A reader at work does not keep a writer waiting", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2}}));
  store::Reader reader = open_reader(folder / "posts.db");
  CHECK(reader.for_each_post({}, [&](const store::StoredPost& post) {
    save(posts, batch_of({MadePost{.id = 10 + static_cast<std::uint64_t>(post.ref)}}));
    // Nothing holds the log back: it can be written into the file whole.
    execute(folder / "posts.db", "PRAGMA wal_checkpoint(TRUNCATE)");
    CHECK(std::filesystem::file_size(folder / "posts.db-wal") == 0);
    return true;
  }));
  CHECK(reader.count({}) == 4);
}

TEST_CASE("Status tells what there is", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  store::Reader reader = open_reader(folder / "posts.db");
  const UtcTime now = at("2026-11-20T12:00:00Z");
  CHECK(reader.status(now).value().posts == 0);
  CHECK_FALSE(reader.status(now).value().newest_post_at);

  store::ClassifiedPost foreign = MadePost{.id = 3, .created_at = "2026-11-14T12:00:00Z"};
  foreign.classification = unclassified();
  store::Batch batch =
      batch_of({MadePost{.id = 1, .created_at = "2026-11-20T00:00:00Z"},
                MadePost{.id = 2, .created_at = "2026-11-13T23:59:00Z"}, foreign,
                MadePost{.id = 4, .created_at = std::nullopt}, MadePost{.id = 5, .model = "2026.12"}});
  batch.state = SourceState{};
  batch.state->source = "mastodon.social";
  batch.state->topic = "NHSvalues";
  batch.state->cursor = "sealed";
  batch.gap = Gap{"mastodon.social", now - std::chrono::hours{2}, now - std::chrono::hours{1}, "no answer"};
  save(posts, batch);
  batch = batch_of({});
  batch.withdrawn = {{hash(5), std::nullopt}};
  batch.gap =
      Gap{"mastodon.social", now - std::chrono::hours{24 * 40}, now - std::chrono::hours{24 * 31}, "old"};
  save(posts, batch);

  const store::StoreStatus status = reader.status(now).value();
  CHECK(status.posts == 4);
  CHECK(status.unclassified == 1);
  CHECK(status.undated == 1);
  CHECK(status.posts_today == 1);
  CHECK(status.posts_last_7_days == 2);
  CHECK(status.newest_post_at == at("2026-11-20T00:00:00Z"));
  REQUIRE(status.sources.size() == 1);
  CHECK(status.sources[0].source == "mastodon.social");
  CHECK(status.sources[0].cursor.empty());
  REQUIRE(status.gaps.size() == 1);
  CHECK(status.gaps[0].cause == "no answer");
  CHECK(status.model == "2026.12");
  CHECK(status.of_other_models == 4);
  CHECK(status.timezone == "Europe/London");
  CHECK(status.schema_version == store::schema_version());
  CHECK(status.database_bytes > 4096);

  batch = batch_of({});
  batch.gap =
      Gap{"mastodon.social", now - std::chrono::hours{24 * 35}, now - std::chrono::hours{24 * 29}, "long"};
  save(posts, batch);
  const auto gaps = reader.status(now).value().gaps;
  REQUIRE(gaps.size() == 2);
  CHECK(gaps[0].cause == "long");
  CHECK(gaps[0].from == now - std::chrono::hours{24 * 30});
}
