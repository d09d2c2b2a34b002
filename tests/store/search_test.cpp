#include "store/search.h"

#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <random>

#include "store/doctor.h"
#include "store/migrations.h"
#include "store/posts.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::Filter;
using store::Order;

namespace {

struct Desk {
  explicit Desk(std::vector<store::ClassifiedPost> made = {}) {
    if (!made.empty()) save(posts, batch_of(std::move(made)));
  }
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  /// References, in the order of the list.
  std::vector<std::int64_t> found(const std::string& typed, Order order = Order::newest_first) const {
    store::PostsQuery query;
    query.filter.query = store::parse_query(typed).value();
    query.order = order;
    return refs(query);
  }
  std::vector<std::int64_t> refs(const store::PostsQuery& query) const {
    std::vector<std::int64_t> refs;
    const auto list = reader.posts(query);
    if (!list) FAIL(list.error().message);
    for (const store::StoredPost& post : *list) refs.push_back(post.ref);
    return refs;
  }
};

using Refs = std::vector<std::int64_t>;

/// Posts with one text, a minute apart, each by an author of its own.
std::vector<store::ClassifiedPost> alike(std::uint64_t count, const std::string& text) {
  std::vector<store::ClassifiedPost> made;
  for (std::uint64_t i = 1; i <= count; ++i) {
    store::ClassifiedPost post = MadePost{.id = i, .text = text, .author = i};
    post.post.created_at = at("2026-11-02T00:00:00Z") + std::chrono::minutes{i};
    made.push_back(std::move(post));
  }
  return made;
}

Filter filter_of(const std::string& typed) {
  Filter filter;
  filter.query = store::parse_query(typed).value();
  return filter;
}

/// How many steps of SQLite's machine the work takes: some for each row that it visits.
template <typename Work>
std::int64_t steps_of(store::Database& database, const Work& work) {
  std::int64_t steps = 0;
  sqlite3* const connection = database.connection().getHandle();
  sqlite3_progress_handler(
      connection, 1, [](void* counted) { return ++*static_cast<std::int64_t*>(counted), 0; }, &steps);
  work();
  sqlite3_progress_handler(connection, 0, nullptr, nullptr);
  return steps;
}

}  // namespace

TEST_CASE("Words are found by their stems, without case and accents, the newest first", "[search]") {
  const Desk desk{{MadePost{.id = 1, .text = "Waiting for a café", .created_at = "2026-11-01T00:00:00Z"},
                   MadePost{.id = 2, .text = "They WAITED", .created_at = "2026-11-05T00:00:00Z"},
                   MadePost{.id = 3, .text = "We wait", .created_at = std::nullopt},
                   MadePost{.id = 4, .text = "No waiter came", .created_at = "2026-11-03T00:00:00Z"}}};
  CHECK(desk.found("wait") == Refs{2, 1, 3});
  CHECK(desk.found("wait", Order::oldest_first) == Refs{3, 1, 2});
  CHECK(desk.found("wait*") == Refs{2, 4, 1, 3});
  CHECK(desk.found("CAFE") == Refs{1});
  CHECK(desk.found("wait -cafe") == Refs{2, 3});
  CHECK(desk.found("cafe OR waiter") == Refs{4, 1});
  CHECK(desk.found("\"a cafe\"") == Refs{1});
  CHECK(desk.found("\"cafe a\"").empty());
}

TEST_CASE("Tags narrow a search, or are all of it", "[search]") {
  const Desk desk{
      {MadePost{.id = 1, .text = "kind", .created_at = "2026-11-01T00:00:00Z", .tags = {"A1", "B2"}},
       MadePost{.id = 2, .text = "kind", .created_at = "2026-11-02T00:00:00Z", .tags = {"a1"}},
       MadePost{.id = 3, .text = "rude", .created_at = "2026-11-03T00:00:00Z", .tags = {"B2"}}}};
  CHECK(desk.found("tag:a1") == Refs{2, 1});
  CHECK(desk.found("tag:a1 -tag:b2") == Refs{2});
  CHECK(desk.found("tag:a1 OR tag:b2") == Refs{3, 2, 1});
  CHECK(desk.found("tag:a1 -kind").empty());
  CHECK(desk.found("tag:b2 -kind") == Refs{3});
  CHECK(desk.found("tag:b2 kind") == Refs{1});
  CHECK(desk.found("rude OR tag:a1") == Refs{3, 2, 1});
  CHECK(desk.found("rude OR tag:a1 kind") == Refs{2, 1});
}

TEST_CASE("The index follows edits, dates that come late, withdrawals and returns", "[search]") {
  Desk desk{{MadePost{.id = 1, .text = "first words", .created_at = std::nullopt},
             MadePost{.id = 2, .text = "other words"}}};
  CHECK(desk.found("words") == Refs{2, 1});
  save(desk.posts,
       batch_of({MadePost{.id = 1, .text = "first words", .created_at = "2026-11-10T00:00:00Z"}}));
  CHECK(desk.found("words") == Refs{1, 2});
  CHECK(desk.posts.search_holds() == true);
  save(desk.posts, batch_of({MadePost{.id = 2, .text = "new words", .edited_at = "2026-11-11T00:00:00Z"}}));
  CHECK(desk.found("other").empty());
  CHECK(desk.found("new") == Refs{2});
  store::Batch gone = batch_of({});
  gone.withdrawn = {{.key = hash(2), .edited_at = at("2026-11-12T00:00:00Z")}};
  save(desk.posts, gone);
  CHECK(desk.found("new").empty());
  CHECK(desk.posts.search_holds() == true);
  save(desk.posts, batch_of({MadePost{.id = 2, .text = "back", .edited_at = "2026-11-13T00:00:00Z"}}));
  CHECK(desk.found("back") == Refs{2});
  CHECK(desk.posts.search_holds() == true);
}

TEST_CASE("What an ignore rule sets aside is not found, and is found again without the rule", "[search]") {
  Desk desk{{MadePost{.id = 1, .text = "apply now"}, MadePost{.id = 2, .text = "nobody came now"}}};
  const UtcTime now = at("2026-11-20T12:00:00Z");
  REQUIRE(desk.posts.apply_ignore_rules({{{"adverts", "apply now"}}, "one"}, now));
  CHECK(desk.found("now") == Refs{2});
  CHECK(desk.reader.count(filter_of("now")) == 1);
  CHECK(desk.posts.search_holds() == true);
  REQUIRE(desk.posts.apply_ignore_rules({{}, "none"}, now));
  CHECK(desk.found("now").size() == 2);
}

TEST_CASE("No search finds the posts of people who ask not to be found", "[search]") {
  store::ClassifiedPost shy = MadePost{.id = 1, .text = "kind words"};
  shy.post.quotable = false;
  const Desk desk{{shy, MadePost{.id = 2, .text = "kind words as well"}}};
  CHECK(desk.found("kind") == Refs{2});
  CHECK(desk.found("tag:NHSvalues") == Refs{2});
  CHECK(desk.reader.count(filter_of("kind")) == 1);
  CHECK(desk.reader.count({}) == 2);
}

TEST_CASE("Words that the index has and the texts have not, or the other way, are found out", "[search]") {
  Desk desk{{MadePost{.id = 1, .text = "kind words"}, MadePost{.id = 2, .text = "no words"}}};
  REQUIRE(desk.posts.search_holds() == true);
  const char* damage = GENERATE("UPDATE post SET text = 'rude words' WHERE id = 1",
                                "UPDATE post SET text = NULL, withdrawn_at = 1, language = NULL WHERE id = 1",
                                "UPDATE post SET created_at = created_at + 1 WHERE id = 1",
                                "INSERT INTO post_search (rowid, text) VALUES (7, 'made up')");
  CAPTURE(damage);
  execute(desk.file, damage);
  CHECK(desk.posts.search_holds() == false);
  REQUIRE(store::repair(desk.file, at("2026-11-22T12:00:00Z")));
  CHECK(desk.posts.search_holds() == true);
}

TEST_CASE("Whatever is typed is answered, or refused as a search for nothing", "[search][property]") {
  const Desk desk{alike(5, "kind words \"and\" unkind ones")};
  const std::vector<std::string> pieces = {
      "\"",   "-",      "*", "(", ")",      "OR", "AND",   "NOT", "NEAR(", "tag:", " ", " ",
      "kind", "words",  "^", ":", "+",      "{",  "text:", "\\",  "'",     "%",    "é", "\u0301",
      "\xff", "\u4e2d", "😀", ",", "\u201C", "--", "/*",    ";",   "0",     "#",    "@", "\n"};
  std::mt19937 random{7};
  int answered = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string typed;
    for (std::size_t n = random() % 14; n > 0; --n)
      typed += random() % 8 == 0 ? std::string(1, static_cast<char>(random() % 256))
                                 : pieces[random() % pieces.size()];
    CAPTURE(typed);
    const auto query = store::parse_query(typed);
    if (!query) {
      REQUIRE(query.error().status == ExitStatus::usage);
      continue;
    }
    store::PostsQuery list;
    list.filter.query = *query;
    if (query->has_words()) list.order = static_cast<Order>(random() % 3);
    const auto posts = desk.reader.posts(list);
    INFO((posts ? "" : posts.error().message));
    REQUIRE(posts);
    REQUIRE(desk.reader.count(list.filter) == static_cast<std::int64_t>(posts->size()));
    ++answered;
  }
  CHECK(answered > 1000);
  // As many operands as fit.
  std::string many, alternatives, without = "kind";
  while (many.size() < 990) many += "kind ";
  while (alternatives.size() < 990) alternatives += "a OR ";
  while (without.size() < 990) without += " -a";
  for (const std::string& typed : {many, alternatives, without})
    CHECK(desk.found(typed).size() == (typed == alternatives ? 0 : 5));
}

TEST_CASE("An expression of FTS5's own that it does not take is wrong usage, in every question", "[search]") {
  const Desk desk{alike(3, "kind words")};
  Filter filter;
  for (const char* wrong :
       {"kind AND", "(kind", "\"kind", "nocolumn: kind", "kind*words*(", "AND", "NEAR(kind"}) {
    CAPTURE(wrong);
    filter.query = store::raw_query(wrong).value();
    const auto is_usage = [](const auto& result) {
      return !result && result.error().status == ExitStatus::usage &&
             result.error().message.find("--fts") != std::string::npos;
    };
    CHECK(is_usage(desk.reader.posts({.filter = filter, .after_ref = std::nullopt})));
    CHECK(is_usage(desk.reader.count(filter)));
    CHECK(is_usage(desk.reader.for_each_post(filter, [](const auto&) { return true; })));
    store::TrendsQuery trends;
    trends.filter = filter;
    trends.filter.since = day("2026-11-01");
    trends.filter.until = day("2026-12-01");
    CHECK(is_usage(desk.reader.trends(trends)));
  }
  filter.query = store::raw_query("NEAR(kind words, 2) NOT rude").value();
  CHECK(desk.reader.count(filter) == 3);
}

TEST_CASE("A page of a very common word visits little more than the page", "[search]") {
  const auto steps = [](std::uint64_t posts, Order order, bool after) {
    const Desk desk{alike(posts, "kind words")};
    store::Database database(desk.file, store::Access::read);
    std::vector<store::StoredPost> page;
    const auto start = after ? store::place_of(database, static_cast<std::int64_t>(posts) / 2) : std::nullopt;
    const std::int64_t taken = steps_of(
        database, [&] { page = store::read_page(database, london(), filter_of("kind"), order, start, 50); });
    REQUIRE(page.size() == 50);
    return taken;
  };
  for (const Order order : {Order::newest_first, Order::oldest_first})
    for (const bool after : {false, true}) {
      const std::int64_t of_few = steps(200, order, after);
      const std::int64_t of_many = steps(4000, order, after);
      CHECK(of_many < of_few + of_few / 10);
    }
}

TEST_CASE("Pages of any size and order put together are the whole list", "[search]") {
  const Desk desk{alike(40, "kind words")};
  for (const Order order : {Order::newest_first, Order::oldest_first, Order::strongest_first})
    for (const bool once : {false, true}) {
      store::PostsQuery query;
      query.filter = filter_of("kind");
      query.filter.once_per_author = once;
      query.order = order;
      query.limit = 1000;
      const Refs whole = desk.refs(query);
      REQUIRE(whole.size() == 40);
      query.limit = 7;
      Refs pages;
      for (Refs page = desk.refs(query); !page.empty(); page = desk.refs(query)) {
        pages.insert(pages.end(), page.begin(), page.end());
        query.after_ref = pages.back();
      }
      CHECK(pages == whole);
    }
}

TEST_CASE("Strongest first puts the post with more of the word in fewer words first", "[search]") {
  const Desk desk{{MadePost{.id = 1, .text = "delay, delay and delay", .created_at = "2026-11-01T00:00:00Z"},
                   MadePost{.id = 2,
                            .text = "there was a short delay at the end of a long and busy day",
                            .created_at = "2026-11-02T00:00:00Z"},
                   MadePost{.id = 3, .text = "nothing", .created_at = "2026-11-03T00:00:00Z"},
                   MadePost{.id = 4, .text = "nothing else", .created_at = "2026-11-03T00:00:00Z"},
                   MadePost{.id = 5, .text = "nothing at all", .created_at = "2026-11-03T00:00:00Z"}}};
  CHECK(desk.found("delay") == Refs{2, 1});
  CHECK(desk.found("delay", Order::strongest_first) == Refs{1, 2});
  store::PostsQuery query{.filter = {}, .after_ref = std::nullopt, .order = Order::strongest_first};
  CHECK(desk.reader.posts(query).error().status == ExitStatus::usage);
  query.filter = filter_of("delay");
  query.after_ref = 3;
  CHECK(desk.reader.posts(query).error().status == ExitStatus::usage);
}

TEST_CASE("Only the newest 10,000 matches are ordered by strength", "[search]") {
  std::vector<store::ClassifiedPost> made = alike(store::kMaxRanked + 1, "kind words");
  made.front().post.text = "kind kind kind";
  made[1].post.text = "kind kind";
  const Desk desk{std::move(made)};
  store::PostsQuery query;
  query.filter = filter_of("kind");
  query.order = Order::strongest_first;
  query.limit = 2;
  CHECK(desk.refs(query) == Refs{2, store::kMaxRanked + 1});
  CHECK(desk.reader.count(query.filter, 10) == 10);
}

TEST_CASE("A snippet shows where the words stand", "[search]") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "filler ";
  const Desk desk{{MadePost{.id = 1, .text = text + "the ward's waiting list"}}};
  const auto posts = all_posts(desk.reader, filter_of("\"waiting list\" ward"));
  REQUIRE(posts.size() == 1);
  const store::Snippet snippet = posts[0].snippet.value();
  REQUIRE(snippet.matches.size() == 2);
  const auto match = [&](std::size_t i) {
    return snippet.text.substr(snippet.matches[i].first,
                               snippet.matches[i].second - snippet.matches[i].first);
  };
  CHECK(match(0) == "ward");
  CHECK(match(1) == "waiting list");
  CHECK(snippet.text.size() < posts[0].text.size());
  CHECK_FALSE(all_posts(desk.reader)[0].snippet);
}

TEST_CASE("Once per author, an author's first post of the list counts, and unknown authors' each",
          "[search]") {
  const Desk desk{
      {MadePost{.id = 1, .text = "kind one", .created_at = "2026-11-03T00:00:00Z", .author = 1},
       MadePost{.id = 2, .text = "kind two", .created_at = "2026-11-02T00:00:00Z", .author = 1},
       MadePost{.id = 3, .text = "kind", .created_at = "2026-11-04T00:00:00Z", .author = std::nullopt},
       MadePost{.id = 4, .text = "kind", .created_at = "2026-11-05T00:00:00Z", .author = std::nullopt},
       MadePost{.id = 5, .text = "rude", .created_at = "2026-11-01T00:00:00Z", .author = 1}}};
  store::PostsQuery query;
  query.filter.once_per_author = true;
  CHECK(desk.refs(query) == Refs{4, 3, 5});
  query.filter.query = store::parse_query("kind").value();
  CHECK(desk.refs(query) == Refs{4, 3, 2});
  CHECK(desk.reader.count(query.filter) == 3);
  Refs walked;
  REQUIRE(desk.reader.for_each_post(query.filter, [&](const store::StoredPost& post) {
    walked.push_back(post.ref);
    return true;
  }));
  CHECK(walked == Refs{2, 3, 4});
}

TEST_CASE("Pledges are searched as posts are", "[search]") {
  std::vector<store::ClassifiedPost> made = alike(4, "we will be kind");
  for (store::ClassifiedPost& post : made) post.classification.kind = KindFinding{Kind::pledge, 0.9};
  made[1].post.text = "we will be swift";
  const Desk desk{std::move(made)};
  store::PledgesQuery query;
  query.filter.query = store::parse_query("kind").value();
  CHECK(desk.reader.pledges(query).value().all.posts == 3);
  query.filter.query = store::raw_query("kind AND").value();
  CHECK(desk.reader.pledges(query).error().status == ExitStatus::usage);
}

TEST_CASE("A database of any earlier version is searched once it is brought up to date", "[search]") {
  for (std::size_t version = 1; version < store::migrations().size(); ++version) {
    CAPTURE(version);
    const Scratch folder;
    const std::filesystem::path file = folder / "posts.db";
    std::string sql = "PRAGMA application_id = " + std::to_string(0x6e687376) + ";";
    for (std::size_t step = 0; step < version; ++step) sql += store::migrations()[step];
    sql += "PRAGMA user_version = " + std::to_string(version) + ";";
    sql +=
        "INSERT INTO meta VALUES ('timezone', 'Europe/London'), ('key_fingerprint', '0123456789abcdef');"
        "INSERT INTO network VALUES (1, 'feed'); INSERT INTO model VALUES (1, '2026.11');";
    const auto insert = [&](int id, const char* text, const char* created_at, const char* withdrawn_at) {
      const std::string language = std::string{text} == "NULL" ? "NULL" : "'en'";
      const std::string unclassified = std::string{text} == "NULL" ? "NULL" : "1";
      sql +=
          "INSERT INTO post (id, network_id, key, text_key, text, stated_language, created_at, first_seen_at, "
          "withdrawn_at, day, model_id, language, unclassified, findings) VALUES (" +
          std::to_string(id) + ", 1, randomblob(32), 0, " + text + ", '', " + created_at + ", 1800000000, " +
          withdrawn_at + ", " + created_at + " / 86400, 1, " + language + ", " + unclassified + ", 0);";
    };
    // Not in order of time.
    insert(1, "'kind later'", "1800000000", "NULL");
    insert(2, "'kind undated'", "NULL", "NULL");
    insert(3, "'kind sooner'", "1700000000", "NULL");
    insert(4, "NULL", "1750000000", "1800000000");
    // Where that version had an index of words, its programs filled it.
    if (sql.find("post_search") != std::string::npos)
      sql += "INSERT INTO post_search (post_search) VALUES ('rebuild');";
    execute(file, sql);
    store::PostStore posts = open_store(file);
    CHECK(posts.search_holds() == true);
    CHECK(integer(file, "SELECT count(*) FROM post_search_docsize") == 3);
    const store::Reader reader = open_reader(file);
    Refs found;
    for (const auto& post : all_posts(reader, filter_of("kind"))) found.push_back(post.ref);
    CHECK(found == Refs{1, 3, 2});
    save(posts, batch_of({MadePost{.id = 9, .text = "kind as well"}}));
    CHECK(posts.search_holds() == true);
    CHECK(reader.count(filter_of("kind")) == 4);
  }
}
