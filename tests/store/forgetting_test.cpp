#include "store/forgetting.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include "sound.h"
#include "store/kept_copies.h"
#include "store/rekeying.h"
#include "store/restore.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::ChangedText;
using store::Erasing;
using store::Identified;
using store::Outcome;

namespace {

const store::Act kAct{at("2026-11-22T10:00:00Z"), "ana (1001)"};

KeyedHash author_hash(std::uint64_t number) { return hash(2'000'000 + number); }
KeyedHash account_hash(std::uint64_t number) { return hash(3'000'000 + number); }
KeyedHash url_hash(std::uint64_t number) { return hash(1'000'000 + number); }

Identified author(std::uint64_t number) { return {.authors = {{author_hash(number)}}}; }
Identified account(std::uint64_t number) { return {.authors = {{account_hash(number)}}}; }
Identified address(std::uint64_t url) { return {.addresses = {{url_hash(url)}}}; }

std::string whole(const std::filesystem::path& file) {
  std::ifstream bytes(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(bytes), {}};
}

/// Which of these words stand anywhere in the database's three files.
std::vector<std::string> left_in_files(const std::filesystem::path& file,
                                       const std::vector<std::string>& words) {
  std::string bytes;
  for (const char* end : {"", "-wal", "-shm"}) bytes += whole(file.string() + end);
  std::vector<std::string> left;
  for (const std::string& word : words)
    if (bytes.find(word) != std::string::npos) left.push_back(word);
  return left;
}

struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);

  ~Fixture() {
    CHECK(posts.rollups_hold() == true);
    CHECK(posts.search_holds() == true);
  }
  std::vector<Outcome> put(std::vector<store::ClassifiedPost> made, std::string source = "mastodon.social") {
    return save(posts, batch_of(std::move(made), std::move(source))).outcomes;
  }
  store::Forgotten forget(const Identified& whom, bool trial = false) {
    auto forgotten = posts.forget(whom, kAct, trial);
    if (!forgotten) FAIL(forgotten.error().message);
    return *std::move(forgotten);
  }
  store::Objection object(const Identified& whom, bool objects = true) {
    auto objection = posts.object(whom, objects, kAct);
    if (!objection) FAIL(objection.error().message);
    return *std::move(objection);
  }
  std::int64_t count() const { return open_reader(file).count({}).value(); }
  std::int64_t number(const std::string& sql) const { return integer(file, sql); }
};

/// By an author who is a name of this account.
store::ClassifiedPost of_account(std::uint64_t number, const MadePost& post) {
  store::ClassifiedPost made = post;
  made.post.account_key = account_hash(number);
  return made;
}

/// By the account, whose name nobody says.
store::ClassifiedPost nameless(std::uint64_t number, const MadePost& post) {
  store::ClassifiedPost made = of_account(number, post);
  made.post.author_key = account_hash(number);
  return made;
}

/// SQL for it.
std::string blob(const KeyedHash& hash) {
  std::string text = "x'";
  for (const std::uint8_t byte : hash) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 0xF];
  }
  return text + "'";
}

/// `copy` is put in the place of `posts.db`.
store::CarriedOver restored(const Scratch& folder) {
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = at("2026-11-25T10:00:00Z");
  options.agree = [](const store::RestoreQuestion&) { return true; };
  const auto done = store::restore(folder / "copy", folder / "posts.db", options);
  if (!done) FAIL(done.error().message);
  return done->carried;
}

store::ClassifiedPost without_author(MadePost post) {
  post.author = std::nullopt;
  return post;
}

}  // namespace

TEST_CASE("Forgetting an author erases all that is kept of their posts and nothing of others'", "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "mine", .url = 1, .author = 7, .tags = {"NHSvalues", "OnlyMine"}},
         MadePost{.id = 2, .text = "theirs", .author = 8},
         MadePost{.id = 3, .text = "mine too", .author = 7}});
  Label label;
  label.sentiment = Sentiment::negative;
  REQUIRE(f.posts.label(1, label, "Ana", kAct));
  REQUIRE(f.posts.label(2, label, "Ana", kAct));

  const store::Forgotten forgotten = f.forget(author(7));
  CHECK(forgotten.held.posts() == 2);
  CHECK(forgotten.held.accounts == 1);
  CHECK(forgotten.erasing == Erasing::finished);
  CHECK(f.count() == 1);
  // Whatever table names posts, now or in years.
  SQLite::Database database(f.file.string(), SQLite::OPEN_READONLY);
  SQLite::Statement tables(
      database,
      "SELECT t.name FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.schema = "
      "'main' AND t.type = 'table' AND c.name = 'post_id' AND t.name <> 'audit'");
  int looked_at = 0;
  while (tables.executeStep()) {
    const std::string table = tables.getColumn(0).getString();
    INFO(table);
    CHECK(f.number("SELECT count(*) FROM " + table + " WHERE post_id IN (1, 3)") == 0);
    ++looked_at;
  }
  CHECK(looked_at > 6);
  CHECK(f.number("SELECT count(*) FROM pragma_foreign_key_check") == 0);
  CHECK(f.number("SELECT count(*) FROM author") == 1);
  CHECK(f.number("SELECT count(*) FROM tag") == 1);
  CHECK(f.number("SELECT count(*) FROM label") == 1);
}

TEST_CASE("What was forgotten is in none of the database's files, nor any word or hashtag of it",
          "[forget]") {
  Fixture f;
  std::mt19937 random(11);
  const auto word = [&] {
    std::string made;
    while (made.size() < 14) made += "qxzvjkwy"[random() % 8];
    return made;
  };
  std::vector<std::string> secret;
  const auto text_of = [&](std::uint64_t id) {
    std::string text;
    for (std::size_t i = 3 + random() % 60; i > 0; --i)
      text += "word" + std::to_string(random() % 2000) + " ";
    if (id % 20 != 0) return text;
    secret.push_back(word());
    return text + secret.back();
  };
  const auto post = [&](std::uint64_t id, bool edited) {
    MadePost made{.id = id, .text = text_of(id), .author = id % 20 == 0 ? 7 : 1000 + id};
    if (edited)
      made.edited_at = format_utc(at("2026-11-02T10:00:00Z") + std::chrono::seconds{random() % 900'000});
    if (id % 20 == 0) made.tags = {"NHSvalues", "tag" + secret.back()};
    return made;
  };
  // Edits move rows between pages, where SQLite leaves them lying.
  for (std::uint64_t id = 1; id <= 4000; id += 50) {
    std::vector<store::ClassifiedPost> page;
    for (std::uint64_t i = 0; i < 50; ++i) page.push_back(post(id + i, false));
    for (std::uint64_t i = 0; i < 40; ++i) page.push_back(post(1 + random() % (id + 49), true));
    f.put(std::move(page));
  }
  std::vector<std::string> shown;
  for (const std::string& each : secret) shown.push_back(each.substr(3));
  CHECK(left_in_files(f.file, shown).size() > 200);

  CHECK(f.forget(author(7)).erasing == Erasing::finished);
  CHECK(left_in_files(f.file, shown) == std::vector<std::string>{});
  CHECK(f.count() == 3800);
}

TEST_CASE("While somebody reads, the bytes stay and are said to; then the next call takes them", "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "zqxunspeakable", .author = 7}, MadePost{.id = 2, .author = 8}});
  {
    SQLite::Database reader(f.file.string(), SQLite::OPEN_READONLY);
    reader.exec("BEGIN");
    CHECK(reader.execAndGet("SELECT count(*) FROM post").getInt() == 2);
    CHECK(f.forget(author(7)).erasing == Erasing::held_by_reader);
    CHECK(open_reader(f.file).forget_list()->erasing_since == kAct.at);
    CHECK(f.posts.finish_erasing(true) == Erasing::held_by_reader);
    CHECK_FALSE(left_in_files(f.file, {"zqxunspeakable"}).empty());
    // But nobody who asks now is told of it.
    CHECK(f.count() == 1);
  }
  CHECK(f.posts.finish_erasing(true) == Erasing::finished);
  CHECK(left_in_files(f.file, {"zqxunspeakable"}).empty());
  CHECK_FALSE(open_reader(f.file).forget_list()->erasing_since);
  CHECK(f.posts.finish_erasing(true) == Erasing::finished);
}

TEST_CASE("Nothing of a forgotten author is taken in again, by whatever way it comes", "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .url = 1, .author = 7}});
  f.forget(author(7));
  CHECK(f.put({MadePost{.id = 1, .url = 1, .author = 7}, MadePost{.id = 5, .author = 7},
               MadePost{.id = 6, .author = 8}}) ==
        std::vector<Outcome>{Outcome::forgotten, Outcome::forgotten, Outcome::added});
  // A feed does not say whose it is, and another server has another id for it.
  CHECK(f.put({without_author({.id = 1})}, "a blog") == std::vector<Outcome>{Outcome::forgotten});
  CHECK(f.put({without_author({.id = 90, .url = 1})}, "a blog") == std::vector<Outcome>{Outcome::forgotten});
  CHECK(f.put({MadePost{.id = 9, .author = 7}}, "import") == std::vector<Outcome>{Outcome::forgotten});
  CHECK(f.count() == 1);
  CHECK(f.number("SELECT count(*) FROM author") == 1);
}

TEST_CASE("Who is forgotten by one name is kept out, and erased, under every name of the account",
          "[forget]") {
  for (const Identified& whom : {author(7), author(8), account(1)}) {
    Fixture f;
    f.put({of_account(1, {.id = 1, .author = 7}), of_account(1, {.id = 2, .author = 8}),
           of_account(2, {.id = 3, .author = 9}), nameless(1, {.id = 4})});
    CHECK(f.forget(whom).held.posts() == 3);
    CHECK(f.count() == 1);
    store::ClassifiedPost later = MadePost{.id = 8, .author = 12};
    later.post.account_key = hash(99);
    later.post.earlier = {{.key = hash(98), .account_key = account_hash(1)}};
    CHECK(f.put({of_account(1, {.id = 5, .author = 8}), of_account(1, {.id = 6, .author = 11}), later,
                 of_account(2, {.id = 7, .author = 13})}) ==
          std::vector<Outcome>{Outcome::forgotten, Outcome::forgotten, Outcome::forgotten, Outcome::added});
    CHECK(f.number("SELECT count(*) FROM author") == 2);
  }
}

TEST_CASE(
    "A name that passed to another account takes nothing of that account along, nor the other way round",
    "[forget]") {
  Fixture f;
  f.put({nameless(1, {.id = 1}), of_account(1, {.id = 2, .author = 7})});
  // Account 1 goes by 8 now, and 2, which was 9, by 7.
  f.put({of_account(1, {.id = 3, .author = 8}), of_account(2, {.id = 4, .author = 9}),
         of_account(2, {.id = 5, .author = 7})});
  CHECK(f.forget(author(7), true).held.posts() == 2);
  CHECK(f.forget(author(9), true).held.posts() == 2);
  CHECK(f.forget(account(1), true).held.posts() == 3);
  CHECK(f.forget(author(8)).held.posts() == 3);
  CHECK(f.count() == 2);
  CHECK(f.put({of_account(2, {.id = 6, .author = 7}), of_account(1, {.id = 9, .author = 10})}) ==
        std::vector<Outcome>{Outcome::added, Outcome::forgotten});
  CHECK(f.number("SELECT count(*) FROM pragma_foreign_key_check") == 0);
}

TEST_CASE("Whoever takes a forgotten name over is turned away under it, and loses nothing that is held",
          "[forget]") {
  Fixture f;
  f.put({of_account(1, {.id = 1, .author = 7}), of_account(2, {.id = 2, .author = 8})});
  f.forget(author(7));
  CHECK(f.put({of_account(2, {.id = 2, .author = 7}), of_account(2, {.id = 3, .author = 7}),
               of_account(2, {.id = 4, .author = 9})}) ==
        std::vector<Outcome>{Outcome::forgotten, Outcome::forgotten, Outcome::added});
  CHECK(f.count() == 2);
}

TEST_CASE("A name that is an account's own id stays with that account", "[forget]") {
  Fixture f;
  store::ClassifiedPost odd = of_account(2, {.id = 2});
  odd.post.author_key = account_hash(1);
  CHECK(f.put({nameless(1, {.id = 1}), odd}) == std::vector<Outcome>{Outcome::added, Outcome::added});
  CHECK(f.number("SELECT count(*) FROM author") == 1);
}

TEST_CASE("A post of an account without a name gets the name when a view says it", "[forget]") {
  Fixture f;
  f.put({nameless(1, {.id = 1})});
  CHECK(f.put({of_account(1, {.id = 1, .author = 7})}) == std::vector<Outcome>{Outcome::updated});
  CHECK(f.put({nameless(1, {.id = 1})}) == std::vector<Outcome>{Outcome::unchanged});
  CHECK(f.number("SELECT count(*) FROM post JOIN author ON author.id = author_id WHERE author.key = " +
                 blob(author_hash(7))) == 1);
}

TEST_CASE("An edit that does not tell the account leaves the post with the one that wrote it", "[forget]") {
  Fixture f;
  f.put({of_account(1, {.id = 1, .author = 7})});
  // The name passes to account 2; a file, or X when asked again, still says it of the first post.
  f.put({of_account(2, {.id = 2, .author = 7})});
  CHECK(f.put({MadePost{.id = 1, .text = "Edited", .edited_at = "2026-11-02T10:30:00Z", .author = 7}}) ==
        std::vector<Outcome>{Outcome::updated});
  CHECK(f.forget(account(1), true).held.posts() == 1);
  CHECK(f.forget(account(2), true).held.posts() == 1);
}

TEST_CASE("Who had nothing stored is forgotten in advance", "[forget]") {
  Fixture f;
  const store::Forgotten forgotten = f.forget(author(7));
  CHECK(forgotten.held.posts() == 0);
  CHECK(f.put({MadePost{.id = 1, .author = 7}}) == std::vector<Outcome>{Outcome::forgotten});
}

TEST_CASE("A post that is named before it is held is never taken in", "[forget]") {
  Fixture f;
  CHECK(f.forget({.posts = {{hash(1)}}}).held.posts() == 0);
  CHECK(f.put({MadePost{.id = 1}, MadePost{.id = 2}}) ==
        std::vector<Outcome>{Outcome::forgotten, Outcome::added});
  const store::ForgetList list = *open_reader(f.file).forget_list();
  REQUIRE(list.requests.size() == 1);
  CHECK(list.requests[0].posts == 0);
}

TEST_CASE("Posts that a source shows of the forgotten are counted, by source and hour", "[forget]") {
  Fixture f;
  f.forget(author(7));
  store::Batch batch = batch_of({MadePost{.id = 1, .author = 7}, MadePost{.id = 2, .author = 7}});
  batch.state = SourceState{};
  batch.state->source = batch.source;
  batch.state->topic = "NHSvalues";
  CHECK(save(f.posts, batch).forgotten == 2);
  CHECK(save(f.posts, batch).forgotten == 2);
  CHECK(f.number("SELECT forgotten FROM fetch_log") == 4);
}

TEST_CASE("Who was forgotten under a key before is known under the key in force", "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .author = 7}});
  // A request is made with all keys, the one in force first.
  f.forget({.authors = {{hash(42), author_hash(7)}}});
  CHECK(f.count() == 0);
  store::ClassifiedPost later = MadePost{.id = 2, .author = 99};
  later.post.earlier = {{hash(3), std::nullopt, author_hash(7)}};
  CHECK(f.put({later}) == std::vector<Outcome>{Outcome::forgotten});
}

TEST_CASE("Who was forgotten, or objects, by a bare name is heeded where a file's permalink tells an account",
          "[forget]") {
  // Author 7 is the bare name, 8 the account that the permalink tells.
  const auto called_7 = [](std::uint64_t id) {
    store::ClassifiedPost post = MadePost{.id = id, .author = 8};
    post.post.bare_names = {hash(42), author_hash(7)};
    return post;
  };
  {
    Fixture f;
    f.put({MadePost{.id = 1, .author = 7}, MadePost{.id = 2, .author = 8}});
    f.forget(author(7));
    // What the account has posted, as its network showed it, may be another's, and stays.
    CHECK(f.put({called_7(3), called_7(2), MadePost{.id = 4, .author = 8}}) ==
          std::vector<Outcome>{Outcome::forgotten, Outcome::forgotten, Outcome::added});
    CHECK(f.count() == 2);
  }
  Fixture f;
  f.put({MadePost{.id = 1, .author = 7}, MadePost{.id = 2, .author = 8}});
  f.object(author(7));
  CHECK(f.count() == 1);
  f.put({called_7(3), called_7(2)});
  CHECK(f.count() == 1);
  store::ClassifiedPost edited = called_7(3);
  edited.post.text = "The ward sister sat with us all day";
  edited.post.edited_at = at("2026-11-03T09:30:00Z");
  CHECK(f.put({edited}) == std::vector<Outcome>{Outcome::updated});
  CHECK(f.count() == 1);
  // The account itself does not object.
  f.put({MadePost{.id = 4, .author = 8}});
  CHECK(f.count() == 2);
  f.object(author(7), false);
  CHECK(f.count() == 4);
  // And without an objection nobody is grouped by a bare name.
  f.put({called_7(5)});
  CHECK(f.forget(author(7), true).held.posts() == 2);
  CHECK(f.forget(author(8), true).held.posts() == 3);
}

TEST_CASE("A post is forgotten by its address, and its author is not", "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .url = 1, .author = 7}, MadePost{.id = 2, .url = 2, .author = 7}});
  f.put({without_author({.id = 50, .url = 1, .network = "feed"})}, "a blog");
  const store::Forgotten forgotten = f.forget(address(1));
  CHECK(forgotten.held.posts() == 1);
  CHECK(f.put({MadePost{.id = 1, .url = 1, .author = 7}, MadePost{.id = 3, .author = 7}}) ==
        std::vector<Outcome>{Outcome::forgotten, Outcome::added});
  const store::ForgetList list = *open_reader(f.file).forget_list();
  REQUIRE(list.requests.size() == 1);
  CHECK_FALSE(list.requests[0].person);
  CHECK(list.requests[0].posts == 1);
}

TEST_CASE("A post without address and author is forgotten by its reference, or by its key", "[forget]") {
  Fixture f;
  const store::ClassifiedPost first = without_author({.id = 1, .text = "zqxunspeakable"});
  const store::ClassifiedPost second = without_author({.id = 2, .text = "zqxunheard"});
  const store::ClassifiedPost other = without_author({.id = 3, .text = "theirs"});
  f.put({first, second, other});
  CHECK(f.forget({.refs = {1}}, true).held.posts() == 1);
  CHECK(f.count() == 3);
  CHECK(f.forget({.refs = {1, 99}}).held.posts() == 1);
  CHECK(f.forget({.keys = {second.post.key}}).held.posts() == 1);
  CHECK(left_in_files(f.file, {"zqxunspeakable", "zqxunheard"}).empty());
  CHECK(f.put({first, second, other}) ==
        std::vector<Outcome>{Outcome::forgotten, Outcome::forgotten, Outcome::unchanged});
  // One line each: what is on the list once needs no second one for having been named.
  CHECK(f.number("SELECT count(*) FROM forgotten") == 2);
  const store::ForgetList list = *open_reader(f.file).forget_list();
  REQUIRE(list.requests.size() == 2);
  CHECK_FALSE(list.requests[0].person);
  CHECK(list.requests[0].posts == 1);
  CHECK(f.number("SELECT count(*) FROM audit WHERE action = 'forget' AND detail = 'by reference'") == 2);
}

TEST_CASE("Messages of alerts no longer name a post that is forgotten", "[forget]") {
  Fixture f;
  f.put({without_author({.id = 1, .text = "one"}), without_author({.id = 2, .text = "two"}),
         without_author({.id = 12, .text = "twelve"})});
  const auto tell = [&](std::vector<std::int64_t> posts) {
    store::AlertMessage message;
    message.rule = "groups";
    message.title = "New posts about sex workers";
    message.posts = std::move(posts);
    message.posts_not_listed = 0;
    REQUIRE(f.posts.queue_test_alert(message, {"team"}, kAct));
  };
  tell({2});
  tell({1, 2, 3});
  CHECK(f.forget({.refs = {2}}).held.posts() == 1);
  const auto kept = *open_reader(f.file).alerts(10);
  REQUIRE(kept.messages.size() == 1);
  CHECK(kept.messages[0].message.posts == std::vector<std::int64_t>{1, 3});
  CHECK(kept.messages[0].message.posts_not_listed == 1);
  CHECK(kept.waiting == 1);
}

TEST_CASE("A digest says nothing more of posts of which one is forgotten, and waits for nobody", "[forget]") {
  Fixture f;
  f.put({without_author({.id = 1, .text = "one"}), without_author({.id = 2, .text = "two"}),
         without_author({.id = 3, .text = "three"})});
  const auto send = [&](const std::string& name, std::vector<std::int64_t> posts,
                        std::vector<std::string> targets) {
    store::AlertMessage message;
    message.rule = "daily-digest";
    message.title = "Daily digest";
    message.digest = name;
    for (const std::int64_t ref : posts)
      message.text += std::to_string(ref) + ": compassion, fallen short of\n";
    message.html = "<p>" + message.text;
    message.posts = std::move(posts);
    return f.posts.queue_digest(message, targets, kAct).value();
  };
  const std::int64_t of_two = send("daily/2026-11-01", {1, 2}, {"board", "team"});
  const std::int64_t of_one = send("daily/2026-11-02", {2}, {"team"});
  const std::int64_t of_others = send("daily/2026-11-03", {1, 3}, {"team"});
  REQUIRE(f.posts.note_delivery(of_two, "board", {kAct.at, {}, ""}));
  CHECK(f.forget({.refs = {2}}).erasing == Erasing::finished);
  CHECK(left_in_files(f.file, {"2: compassion"}).empty());

  const auto kept = [&](std::int64_t id) { return open_reader(f.file).alert(id).value().value(); };
  for (const std::int64_t id : {of_two, of_one}) {
    CAPTURE(id);
    const store::KeptAlert digest = kept(id);
    CHECK(digest.message.text.find("fallen short") == std::string::npos);
    CHECK(digest.message.text.find("taken out") != std::string::npos);
    for (const store::AlertDelivery& delivery : digest.deliveries) CHECK(delivery.delivered_at);
  }
  CHECK(kept(of_two).message.posts == std::vector<std::int64_t>{1});
  CHECK(kept(of_two).deliveries.size() == 1);
  CHECK(kept(of_one).deliveries.empty());
  CHECK(open_reader(f.file).alerts(10)->given_up == 0);
  CHECK(f.number("SELECT count(*) FROM digest WHERE html <> ''") == 1);
  CHECK(kept(of_others).message.text.find("fallen short") != std::string::npos);
  CHECK(open_reader(f.file).alerts(10)->waiting == 1);
}

TEST_CASE("A digest of which a post was forgotten goes, without that post, to those whom it did not reach",
          "[forget]") {
  Fixture f;
  f.put({without_author({.id = 1, .text = "one"}), without_author({.id = 2, .text = "two"})});
  store::AlertMessage message;
  message.rule = "daily-digest";
  message.title = "Daily digest";
  message.digest = "daily/2026-11-01";
  message.text = message.html = "of two";
  message.posts = {1, 2};
  const std::vector<std::string> targets = {"board", "team", "ward"};
  const std::int64_t before = f.posts.queue_digest(message, targets, kAct).value();
  REQUIRE(f.posts.note_delivery(before, "board", {kAct.at, {}, ""}));
  f.forget({.refs = {2}});
  // It was on its way to the team, and arrived.
  REQUIRE(f.posts.note_delivery(before, "team", {kAct.at, {}, ""}));

  const auto too_late = f.posts.queue_digest(message, targets, kAct);
  REQUIRE_FALSE(too_late);
  CHECK(too_late.error().status == ExitStatus::try_again);
  message.text = message.html = "of one";
  message.posts = {1};
  const std::int64_t anew = f.posts.queue_digest(message, targets, kAct).value();
  const store::KeptAlert digest = open_reader(f.file).alert(anew).value().value();
  CHECK(digest.message.text == "of one");
  REQUIRE(digest.deliveries.size() == 3);
  CHECK(digest.deliveries[0].delivered_at);
  CHECK(digest.deliveries[1].delivered_at);
  CHECK(digest.deliveries[2].next_at);
  CHECK_FALSE(open_reader(f.file).alert(before).value());
  CHECK(f.posts.queue_digest(message, targets, kAct).value() == anew);
}

TEST_CASE("A post is forgotten by its reference, its views without an author too, and its author is not",
          "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .url = 1, .author = 7}, MadePost{.id = 2, .url = 2, .author = 7}});
  CHECK(f.forget({.refs = {1}}).held.posts() == 1);
  CHECK(f.put({MadePost{.id = 1, .url = 1, .author = 7}, MadePost{.id = 3, .author = 7}}) ==
        std::vector<Outcome>{Outcome::forgotten, Outcome::added});
  CHECK(f.put({without_author({.id = 50, .url = 1, .network = "feed"})}, "a blog") ==
        std::vector<Outcome>{Outcome::forgotten});
}

TEST_CASE("A view without an author goes as soon as another view says whose it is", "[forget]") {
  Fixture f;
  f.put({without_author({.id = 1, .text = "zqxunspeakable"})}, "a blog");
  f.forget(author(7));
  CHECK(f.count() == 1);
  CHECK(f.put({MadePost{.id = 1, .author = 7}}) == std::vector<Outcome>{Outcome::forgotten});
  CHECK(f.count() == 0);
  CHECK(open_reader(f.file).forget_list()->erasing_since);
  CHECK(f.posts.finish_erasing(true) == Erasing::finished);
  CHECK(left_in_files(f.file, {"zqxunspeakable"}).empty());
}

TEST_CASE("Who is forgotten takes nothing of others' along by writing their address into a post",
          "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "theirs", .url = 5, .author = 8}});
  f.forget(author(7));
  CHECK(f.put({MadePost{.id = 2, .text = "mine", .url = 5, .author = 7}}) ==
        std::vector<Outcome>{Outcome::forgotten});
  CHECK(f.count() == 1);
}

TEST_CASE("An address that an erased post had keeps no post of somebody else on that network out",
          "[forget]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    const MadePost theirs{.id = 1, .text = "theirs", .url = 5, .author = 8};
    save(posts, batch_of({MadePost{.id = 2, .text = "mine", .url = 5, .author = 7}}));
    REQUIRE(posts.forget(author(7), kAct));
    CHECK(save(posts, batch_of({theirs})).outcomes == std::vector<Outcome>{Outcome::added});
    REQUIRE(store::back_up(file, folder / "copy", {}));
    // Whoever shows that page without its author, or on another network, may well show the erased one.
    CHECK(save(posts, batch_of({without_author({.id = 60, .url = 5})}, "a blog")).outcomes ==
          std::vector<Outcome>{Outcome::forgotten});
    CHECK(save(posts, batch_of({MadePost{.id = 61, .url = 5, .author = 9, .network = "feed"}}, "a blog"))
              .outcomes == std::vector<Outcome>{Outcome::forgotten});
  }
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = at("2026-11-25T10:00:00Z");
  options.agree = [](const store::RestoreQuestion&) { return true; };
  const auto done = store::restore(folder / "copy", file, options);
  REQUIRE(done);
  CHECK(done->carried.forgotten == 0);
  CHECK(open_reader(file).count({}) == 1);
  // An address that somebody named is kept out whoever shows it.
  store::PostStore posts = open_store(file);
  REQUIRE(posts.forget(address(5), kAct));
  CHECK(open_reader(file).count({}) == 0);
  CHECK(save(posts, batch_of({MadePost{.id = 1, .url = 5, .author = 8}})).outcomes ==
        std::vector<Outcome>{Outcome::forgotten});
}

TEST_CASE("What an edit replaced, and what was withdrawn, is gone from the files a day later", "[forget]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  const UtcTime now = SystemClock{}.now();
  const auto put = [&](store::Batch batch, UtcTime when) {
    batch.now = when;
    save(posts, batch);
  };
  const std::vector<std::string> words{"zqxedited", "zqxwithdrawn", "zqxtagged"};
  put(batch_of({MadePost{.id = 1, .text = "zqxedited", .tags = {"NHSvalues", "zqxtagged"}},
                MadePost{.id = 2, .text = "zqxwithdrawn"}, MadePost{.id = 3}}),
      now);
  put(batch_of({MadePost{.id = 1, .text = "Another", .edited_at = "2026-11-10T00:00:00Z"}}), now);
  store::Batch withdrawing = batch_of({});
  withdrawing.withdrawn = {{.key = hash(2)}};
  put(withdrawing, now);
  REQUIRE(left_in_files(file, words).size() > 0);
  // People edit all day: the file is not written anew for each.
  CHECK(posts.finish_erasing(false) == Erasing::finished);
  CHECK(left_in_files(file, words).size() > 0);
  CHECK(integer(file, "SELECT count(*) FROM tag WHERE name = 'zqxtagged'") == 0);
  execute(file, "UPDATE meta SET value = value - 86400 WHERE key = 'replaced_since'");
  CHECK(posts.finish_erasing(false) == Erasing::finished);
  CHECK(left_in_files(file, words) == std::vector<std::string>{});
  CHECK(integer(file, "SELECT count(*) FROM meta WHERE key = 'replaced_since'") == 0);
  CHECK(posts.rollups_hold() == true);
  CHECK(posts.search_holds() == true);
}

TEST_CASE("What an edit replaced by a clock that was ahead does not stay in the files until then",
          "[forget]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  const auto put = [&](store::Batch batch) {
    batch.now = SystemClock{}.now() + std::chrono::hours{400 * 24};
    save(posts, batch);
  };
  put(batch_of({MadePost{.id = 1, .text = "zqxedited"}}));
  put(batch_of({MadePost{.id = 1, .text = "Another", .edited_at = "2026-11-10T00:00:00Z"}}));
  REQUIRE(left_in_files(file, {"zqxedited"}).size() > 0);
  CHECK(posts.finish_erasing(false) == Erasing::finished);
  CHECK(left_in_files(file, {"zqxedited"}) == std::vector<std::string>{});
}

TEST_CASE("By which key lines of an earlier version were hashed is taken over as far as it is known",
          "[forget]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  constexpr int kBefore = 16;  // the schema that did not note it yet
  execute(file, "SELECT 1");
  bring_to(file, kBefore);
  execute(
      file,
      std::string{"INSERT INTO meta (key, value) VALUES ('key_fingerprint', '"} + kFingerprint +
          "'), ('timezone', 'Europe/London'), ('key_renewed_at', '1000');"
          "INSERT INTO forgotten (what, key, forgotten_at, request) VALUES (0, zeroblob(32), 900, 1), (1, "
          "zeroblob(32), 1001, 2)");
  open_store(file);
  CHECK(integer(file, "SELECT count(*) FROM forgotten WHERE what = 0 AND made_with = 'unknown'") == 1);
  CHECK(integer(file, std::string{"SELECT count(*) FROM forgotten WHERE what = 1 AND made_with = '"} +
                          kFingerprint + "'") == 1);
}

TEST_CASE("A trial tells what would go, by network and days, and changes nothing but the audit", "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "copied", .created_at = "2026-11-02T09:30:00Z", .author = 7},
         MadePost{.id = 2, .created_at = "2026-11-09T09:30:00Z", .author = 7},
         MadePost{.id = 3, .created_at = std::nullopt, .author = 7, .network = "feed"},
         MadePost{.id = 4, .text = "copied", .author = 8}});
  const store::Forgotten would = f.forget(author(7), true);
  CHECK(would.held.networks ==
        std::vector<store::HeldOnNetwork>{{"feed", 1, 1, std::nullopt, std::nullopt},
                                          {"mastodon", 2, 0, day("2026-11-02"), day("2026-11-09")}});
  CHECK(would.held.copies == 1);
  CHECK(f.count() == 4);
  CHECK(f.number("SELECT count(*) FROM forgotten") == 0);
  // Whose posts are here is nothing to be asked without a trace.
  CHECK(f.number(
            "SELECT count(*) FROM audit WHERE action = 'forget' AND posts = 3 AND detail = 'by account, only "
            "looked at'") == 1);
}

TEST_CASE("Copies kept beside the database held the forgotten, and go with them", "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "zqxunspeakable", .author = 7}});
  for (const char* end : {".before-schema-3", ".before-restore-2026-11-20-10-00-00"})
    std::ofstream(f.file.string() + end) << "zqxunspeakable";
  CHECK(f.forget(author(7), true).kept_copies == 2);
  CHECK(store::kept_copies(f.file).size() == 2);
  CHECK(f.forget(author(7)).kept_copies == 2);
  CHECK(store::kept_copies(f.file).empty());
}

TEST_CASE("What a killed restoration left held the forgotten, and goes with them; what is being made stays",
          "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "zqxunspeakable", .author = 7}});
  const auto named = [&](const char* end) {
    return std::filesystem::path{f.file.string() + end + ".partial-" + std::to_string(getppid())};
  };
  const std::filesystem::path left = named(".decrypted");
  const std::filesystem::path to_encrypt = f.file.string() + ".to-encrypt.partial-1";
  const std::filesystem::path made = named(".to-encrypt");
  const std::filesystem::path of_another = f.file.string() + "x.decrypted.partial-1";
  for (const auto& each : {left, to_encrypt, made, of_another}) std::ofstream(each) << "zqxunspeakable";
  std::ofstream(left.string() + "-journal") << "zqxunspeakable";
  const int maker = ::open(made.c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(::flock(maker, LOCK_EX) == 0);
  CHECK(f.forget(author(7), true).kept_copies == 2);
  CHECK(f.forget(author(7)).kept_copies == 2);
  CHECK_FALSE(std::filesystem::exists(left));
  CHECK_FALSE(std::filesystem::exists(left.string() + "-journal"));
  CHECK_FALSE(std::filesystem::exists(to_encrypt));
  CHECK(std::filesystem::exists(made));
  CHECK(std::filesystem::exists(of_another));
  ::close(maker);
}

TEST_CASE("The audit says that somebody forgot, how much, and never whom", "[forget]") {
  Fixture f;
  f.put({MadePost{.id = 1, .author = 7}, MadePost{.id = 2, .author = 7}});
  f.forget(author(7));
  f.object(author(8));
  f.object(author(8), false);
  CHECK(f.number(
            "SELECT count(*) FROM audit WHERE action = 'forget' AND posts = 2 AND person = 'ana (1001)' AND "
            "post_id IS NULL AND detail = 'by account'") == 1);
  CHECK(f.number("SELECT count(*) FROM audit WHERE action IN ('object', 'withdraw_objection') AND detail = "
                 "'by account'") == 2);
}

TEST_CASE("Killed at any moment, a person is forgotten whole or not at all, and the next run goes on",
          "[forget][crash]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  std::mt19937 random(5);
  // How long it takes here when nobody kills it, to kill it before, within and after.
  std::chrono::microseconds whole_run{0};
  int erased = 0;
  for (int round = 0; round < 7; ++round) {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
    {
      store::PostStore posts = open_store(file);
      std::vector<store::ClassifiedPost> made;
      for (std::uint64_t id = 1; id <= 600; ++id)
        made.push_back(
            MadePost{.id = id, .text = "zqxunspeakable " + std::to_string(id), .author = 7 + id % 2});
      save(posts, batch_of(std::move(made)));
    }
    const auto begun = std::chrono::steady_clock::now();
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      auto posts = store::PostStore::open(file, kFingerprint, london());
      if (posts) (void)posts->forget({.authors = {{author_hash(7)}, {author_hash(8)}}}, kAct);
      _exit(0);
    }
    if (round > 0) {
      std::this_thread::sleep_for(whole_run * static_cast<int>(random() % 110) / 100);
      kill(child, SIGKILL);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (round == 0)
      whole_run =
          std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);

    store::PostStore posts = open_store(file);
    const auto left = open_reader(file).count({}).value();
    CAPTURE(round, left);
    REQUIRE((left == 0 || left == 600));
    REQUIRE(posts.rollups_hold() == true);
    REQUIRE(posts.search_holds() == true);
    REQUIRE((integer(file, "SELECT count(*) FROM forgotten WHERE what = 0") == 2) == (left == 0));
    REQUIRE(posts.finish_erasing(true) == Erasing::finished);
    REQUIRE(left_in_files(file, {"zqxunspeakable"}).empty() == (left == 0));
    erased += left == 0;
  }
  CHECK(erased > 0);
}

TEST_CASE("Who objects counts nowhere, then and from now on, until they do no longer", "[object]") {
  Fixture f;
  f.put({MadePost{.id = 1, .author = 7}, MadePost{.id = 2, .author = 8}, MadePost{.id = 3, .author = 7}});
  const store::Objection objection = f.object(author(7));
  CHECK(objection.held.posts() == 2);
  CHECK(objection.changed == 2);
  CHECK(f.count() == 1);
  CHECK(save(f.posts, batch_of({MadePost{.id = 4, .author = 7}})).set_aside == 1);
  CHECK(f.count() == 1);
  CHECK(november(open_reader(f.file)).posts == 1);
  CHECK(open_reader(f.file).forget_list()->objections == 1);
  // Again changes nothing.
  CHECK(f.object(author(7)).changed == 0);
  // An edit does not bring it back.
  f.put({MadePost{.id = 1, .text = "Edited", .edited_at = "2026-11-10T00:00:00Z", .author = 7}});
  CHECK(f.count() == 1);

  CHECK(f.object(author(7), false).changed == 3);
  CHECK(f.count() == 4);
  CHECK(save(f.posts, batch_of({MadePost{.id = 5, .author = 7}})).set_aside == 0);
  CHECK(f.number("SELECT count(*) FROM post WHERE text IS NULL") == 0);
}

TEST_CASE("Who objects before anything of theirs is stored counts nowhere either", "[object]") {
  Fixture f;
  f.object(author(7));
  CHECK(save(f.posts, batch_of({MadePost{.id = 1, .author = 7}})).set_aside == 1);
  CHECK(f.count() == 0);
}

TEST_CASE("An objection follows the account to its other names, and its end too", "[object]") {
  Fixture f;
  f.put({of_account(1, {.id = 1, .author = 7}), of_account(1, {.id = 2, .author = 8}),
         MadePost{.id = 3, .author = 9}, of_account(2, {.id = 4, .author = 10})});
  CHECK(f.object(author(7)).changed == 2);
  CHECK(f.count() == 2);
  CHECK(save(f.posts, batch_of({of_account(1, {.id = 5, .author = 11})})).set_aside == 1);
  // A name of which nothing was known but that: with its account its earlier posts go.
  f.put({of_account(1, {.id = 6, .author = 9})});
  CHECK(f.count() == 1);
  CHECK(f.object(author(11), false).changed == 5);
  CHECK(f.count() == 6);
  CHECK(f.number("SELECT count(*) FROM author WHERE objected_at IS NOT NULL") == 0);
  // Before anything is stored, by what lies beneath.
  f.object(account(3));
  CHECK(save(f.posts, batch_of({of_account(3, {.id = 7, .author = 12})})).set_aside == 1);
  // Who takes the name over did not object.
  CHECK(save(f.posts, batch_of({of_account(4, {.id = 8, .author = 12})})).set_aside == 0);
  CHECK(f.object(account(3), false).changed == 1);
}

TEST_CASE("An objection of whoever had a name before its account was known is nobody else's", "[object]") {
  Fixture f;
  f.put({MadePost{.id = 1, .author = 7}});
  f.object(author(7));
  f.put({of_account(1, {.id = 2, .author = 8})});
  CHECK(save(f.posts, batch_of({of_account(1, {.id = 3, .author = 7})})).set_aside == 1);
  f.put({of_account(1, {.id = 4, .author = 12})});
  // 2 and 4.
  CHECK(f.count() == 2);
}

TEST_CASE("Ignore rules come and go beside an objection, and neither undoes the other", "[object]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "A job advert", .author = 7}, MadePost{.id = 2, .author = 7},
         MadePost{.id = 3, .text = "A job advert", .author = 8}});
  const auto adverts = [] { return store::IgnoreRules{{{"adverts", "job advert"}}, "adverts"}; };
  REQUIRE(f.posts.apply_ignore_rules(adverts(), kAct.at));
  f.object(author(7));
  CHECK(f.count() == 0);
  CHECK(f.posts.apply_ignore_rules({}, kAct.at)->restored == 1);
  CHECK(f.count() == 1);
  REQUIRE(f.posts.apply_ignore_rules(adverts(), kAct.at));
  // The rule takes one of them now.
  f.object(author(7), false);
  CHECK(f.count() == 1);
}

TEST_CASE("A restored old backup has the forgotten erased again, before it is anybody's database",
          "[forget]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({MadePost{.id = 1, .text = "zqxunspeakable", .author = 7},
                          MadePost{.id = 2, .text = "zqxaddressed", .url = 2, .author = 8},
                          MadePost{.id = 3, .author = 8}, MadePost{.id = 4, .author = 9}}));
    REQUIRE(posts.object({.authors = {{author_hash(10)}}}, true, kAct));
    store::AlertMessage digest;
    digest.title = "Daily digest";
    digest.digest = "daily/2026-11-02";
    digest.text = digest.html = "zqxfound";
    digest.posts = {1, 3};
    REQUIRE(posts.queue_digest(digest, {"team"}, kAct));
    REQUIRE(store::back_up(file, folder / "copy", {}));
    REQUIRE(posts.forget(author(7), kAct)->erasing == Erasing::finished);
    REQUIRE(posts.forget(address(2), kAct));
    REQUIRE(posts.object(author(9), true, kAct));
    REQUIRE(posts.object(author(10), false, kAct));
  }
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = at("2026-11-25T10:00:00Z");
  options.agree = [](const store::RestoreQuestion&) { return true; };
  const auto done = store::restore(folder / "copy", file, options);
  if (!done) FAIL(done.error().message);
  CHECK(done->carried.forgotten == 2);
  CHECK(left_in_files(file, {"zqxunspeakable", "zqxaddressed", "zqxfound"}).empty());
  CHECK(left_in_files(folder / "copy", {"zqxunspeakable", "zqxaddressed", "zqxfound"}).size() == 3);
  CHECK(open_reader(file).count({}) == 1);
  {
    store::PostStore posts = open_store(file);
    CHECK(posts.rollups_hold() == true);
    CHECK(posts.search_holds() == true);
    CHECK(save(posts, batch_of({MadePost{.id = 1, .author = 7}, MadePost{.id = 8, .author = 9},
                                MadePost{.id = 9, .author = 10}}))
              .set_aside == 1);
    CHECK(open_reader(file).count({}) == 2);
    CHECK(open_reader(file).forget_list()->requests.size() == 2);
  }
  check_sound(file);
}

TEST_CASE("No old backup brings back who was forgotten or objects under another name", "[forget]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({of_account(1, {.id = 1, .text = "zqxunspeakable", .author = 7}),
                          of_account(2, {.id = 2, .author = 17}), of_account(3, {.id = 3, .author = 27})}));
    REQUIRE(posts.object(author(27), true, kAct));
    REQUIRE(store::back_up(file, folder / "copy", {}));
    save(posts, batch_of({of_account(1, {.id = 4, .author = 8}), of_account(2, {.id = 5, .author = 18}),
                          of_account(3, {.id = 6, .author = 28})}));
    REQUIRE(posts.forget(author(8), kAct));
    REQUIRE(posts.object(author(18), true, kAct));
    REQUIRE(posts.object(author(28), false, kAct));
  }
  // As where nothing was left of the earlier names by then.
  execute(file,
          "DELETE FROM forgotten WHERE key <> " + blob(account_hash(1)) +
              "; UPDATE post SET author_id = NULL WHERE author_id = (SELECT id FROM author WHERE key = " +
              blob(author_hash(17)) + "); DELETE FROM author WHERE key = " + blob(author_hash(17)));
  CHECK(restored(folder).forgotten == 1);
  CHECK(left_in_files(file, {"zqxunspeakable"}).empty());
  CHECK(open_reader(file).count({}) == 1);
  {
    store::PostStore posts = open_store(file);
    CHECK(posts.rollups_hold() == true);
    const auto saved =
        save(posts, batch_of({of_account(1, {.id = 7, .author = 9}), of_account(2, {.id = 8, .author = 19}),
                              of_account(3, {.id = 9, .author = 29})}));
    CHECK(saved.forgotten == 1);
    CHECK(saved.set_aside == 1);
    CHECK(open_reader(file).count({}) == 2);
  }
  check_sound(file);
}

TEST_CASE("A name on the list takes its account's other names in an old backup along", "[forget]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({of_account(1, {.id = 1, .author = 7}), of_account(1, {.id = 2, .author = 8}),
                          of_account(2, {.id = 3, .author = 17})}));
    REQUIRE(store::back_up(file, folder / "copy", {}));
    REQUIRE(posts.forget(author(7), kAct));
  }
  // As where no account was known any more.
  execute(file, "DELETE FROM forgotten WHERE key <> " + blob(author_hash(7)));
  CHECK(restored(folder).forgotten == 2);
  CHECK(open_reader(file).count({}) == 1);
  store::PostStore posts = open_store(file);
  CHECK(save(posts, batch_of({of_account(1, {.id = 4, .author = 9})})).forgotten == 1);
}

TEST_CASE("A restore shares no objection that was not shared", "[object]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({of_account(1, {.id = 1, .author = 8})}));
    REQUIRE(store::back_up(file, folder / "copy", {}));
    save(posts, batch_of({MadePost{.id = 2, .author = 7}}));
    REQUIRE(posts.object(author(7), true, kAct));
    save(posts, batch_of({of_account(1, {.id = 3, .author = 7})}));
  }
  restored(folder);
  CHECK(open_reader(file).count({}) == 1);
}

TEST_CASE("An account's hash is made anew though another post under its name tells of another account",
          "[store][forget]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({MadePost{.id = 1, .author = 7}, of_account(1, {.id = 2, .author = 7})}));
  }
  store::Rekeying how;
  how.from = kFingerprint;
  how.to = "second";
  how.post = [](const std::string&, const Sealed& sealed) -> std::optional<store::IdentityAnew> {
    const std::uint64_t id = sealed == "sealed 1" ? 1 : 2;
    store::IdentityAnew anew{sealed, store::HashAnew{{hash(id)}, hash(1000 + id)}, {}, {}};
    anew.author_key = {{author_hash(7)}, hash(4007)};
    // The first came from a file, whose id names account 9.
    const std::uint64_t account = id == 1 ? 9 : 1;
    anew.account_key = {{account_hash(account)}, hash(5000 + account)};
    return anew;
  };
  how.reseal = [](const Sealed&) { return std::optional<Sealed>{}; };
  how.text_key = [](const std::string&) { return std::pair<std::int64_t, std::int64_t>{0, 0}; };
  REQUIRE(store::rekey(file, how, kAct));
  CHECK(integer(file, "SELECT count(*) FROM author WHERE account_key = " + blob(hash(5001))) == 1);
}

TEST_CASE("An account stays one when the key is renewed, whether or not its hash could be made anew",
          "[store][forget]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({of_account(1, {.id = 1, .author = 7}), of_account(2, {.id = 2, .author = 17})}));
    // Known by this name alone.
    REQUIRE(posts.object(author(8), true, kAct));
  }
  store::Rekeying how;
  how.from = kFingerprint;
  how.to = "second";
  how.post = [](const std::string&, const Sealed& sealed) -> std::optional<store::IdentityAnew> {
    if (sealed != "sealed 1") return std::nullopt;
    store::IdentityAnew anew{sealed, store::HashAnew{{hash(1)}, hash(1001)}, {}, {}};
    anew.author_key = {{author_hash(7)}, hash(4007)};
    anew.account_key = {{account_hash(1)}, hash(5001)};
    return anew;
  };
  how.reseal = [](const Sealed&) { return std::optional<Sealed>{}; };
  how.text_key = [](const std::string&) { return std::pair<std::int64_t, std::int64_t>{0, 0}; };
  REQUIRE(store::rekey(file, how, kAct));
  CHECK(integer(file, "SELECT count(*) FROM author WHERE account_key = " + blob(hash(5001))) == 1);
  CHECK(integer(file, "SELECT count(*) FROM author_under_earlier_key") == 2);

  auto posts = store::PostStore::open(file, "second", london());
  REQUIRE(posts);
  const auto seen = [](std::uint64_t id, std::uint64_t author, std::uint64_t account) {
    store::ClassifiedPost made = MadePost{.id = id};
    made.post.author_key = hash(4000 + author);
    made.post.account_key = hash(5000 + account);
    made.post.earlier = {{hash(6000 + id), std::nullopt, author_hash(author), account_hash(account)}};
    return made;
  };
  // Whoever objected turns out to be account 1; 2 goes by another name.
  save(*posts, batch_of({seen(3, 8, 1), seen(4, 18, 2)}));
  CHECK(open_reader(file).count({}) == 2);
  CHECK(posts->forget({.authors = {{hash(4018), author_hash(18)}}}, kAct)->held.posts() == 2);
  CHECK(integer(file, "SELECT count(*) FROM author_under_earlier_key") == 0);
  CHECK(posts->rollups_hold() == true);
}

TEST_CASE(
    "A post that could be hashed anew at one renewal and not at the next is known by the key in between",
    "[store][forget]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    store::ClassifiedPost post = MadePost{.id = 1, .text = "Tea"};
    post.post.sealed = "sealed";
    post.post.reply_key = hash(77);
    save(posts, batch_of({post}));
  }
  store::Rekeying how;
  how.from = kFingerprint;
  how.to = "second";
  how.post = [](const std::string&, const Sealed& sealed) -> std::optional<store::IdentityAnew> {
    return store::IdentityAnew{sealed, store::HashAnew{{hash(1)}, hash(1001)}, {}, {}};
  };
  how.reseal = [](const Sealed&) { return std::optional<Sealed>{}; };
  how.text_key = [](const std::string&) { return std::pair<std::int64_t, std::int64_t>{0, 0}; };
  REQUIRE(store::rekey(file, how, kAct));
  const auto made_with = [&] {
    return store::Database{file, store::Access::read}
        .text("SELECT made_with FROM under_earlier_key")
        .value_or("");
  };
  // What it answers is nothing that anybody could hash.
  REQUIRE(made_with() == kFingerprint);
  execute(file, "UPDATE post SET sealed = NULL");
  how.from = "second";
  how.to = "third";
  REQUIRE(store::rekey(file, how, kAct));
  CHECK(made_with() == "second");
  execute(file, "UPDATE under_earlier_key SET made_with = 'second'");
  how.from = "third";
  how.to = "fourth";
  REQUIRE(store::rekey(file, how, kAct));
  CHECK(made_with() == "second");
}
