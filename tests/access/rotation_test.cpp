#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "core/json.h"
#include "privacy/pseudonymiser.h"
#include "store/post_store.h"
#include "store/writer_lock.h"
#include "tests/access/collected.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// Within what is kept for a year.
std::string lately() {
  static const std::string then = format_utc(SystemClock{}.now() - std::chrono::hours{24 * 90});
  return then;
}

std::string post(int id, const std::string& rest = "") {
  return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) +
         R"(", "url": "https://a.example/@page/)" + std::to_string(id) + R"(", "author": "@a)" +
         std::to_string(id % 7) + R"(@a.example", "text": "The nurse was kind, number )" +
         std::to_string(id) + R"(", "created_at": ")" + lately() + R"(", "language": "en")" + rest + "}\n";
}

std::string many(int posts) {
  std::string lines;
  for (int id = 1; id <= posts; ++id)
    lines +=
        post(id, id > 1 ? R"(, "in_reply_to": "https://a.example/)" + std::to_string(id - 1) + "\"" : "");
  return lines;
}

Ended take_in(const Desk& desk, const std::string& lines) {
  const Ended ended = desk.run({"import", desk.write("posts.ndjson", lines)});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  return ended;
}

Ended rotate(const Desk& desk) {
  const Ended ended = desk.run({"rotate-key", "--yes"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  return ended;
}

std::string number(const Desk& desk, const std::string& sql) {
  // As its owner: what was killed may have left a journal that only who may write can take back.
  SQLite::Database database(desk.database().string(), SQLite::OPEN_READWRITE);
  return database.execAndGet(sql).getString();
}

KeyedHash hash_of(const Desk& desk, const std::string& sql) {
  const std::string bytes = number(desk, sql);
  KeyedHash hash{};
  REQUIRE(bytes.size() == hash.size());
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

privacy::Pseudonymiser key_in(const std::filesystem::path& file) {
  return privacy::Pseudonymiser{privacy::Key::read(file).value()};
}

std::filesystem::path key_file(const Desk& desk) { return desk.path("pseudonym.key"); }

std::size_t lines_in(const std::filesystem::path& file) {
  const std::string text = read_whole(file);
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

JsonDocument answer(const Desk& desk, const std::string& account) {
  const Ended ended = desk.run({"access", account, "--format", "json"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  return JsonDocument::parse(ended.out).value();
}

std::string check_of(const Desk& desk, const std::string& name) {
  const JsonDocument json = JsonDocument::parse(desk.run({"doctor", "--format", "json"}).out).value();
  const JsonView checks = json.root()["checks"];
  for (std::size_t i = 0; i < checks.size(); ++i)
    if (checks.at(i)["name"].text() == name) return checks.at(i).to_text();
  return "none";
}

}  // namespace

TEST_CASE("After a rotation all is sealed and hashed by the new key, and everything is known as before",
          "[rotation]") {
  const Desk desk;
  take_in(desk, many(40));
  const auto old_file = desk.path("old.key");
  std::filesystem::copy_file(key_file(desk), old_file);
  const Ended rotated = rotate(desk);
  CHECK(holds(rotated.out, "40 posts under the new key"));
  CHECK(holds(rotated.err, "Nothing stands under the key before."));
  const auto before = key_in(old_file);
  const auto now = key_in(key_file(desk));
  REQUIRE(before.fingerprint() != now.fingerprint());
  CHECK(number(desk, "SELECT value FROM meta WHERE key = 'key_fingerprint'") == now.fingerprint());
  CHECK(hash_of(desk, "SELECT key FROM post WHERE id = 5") ==
        now.post_key("mastodon", "https://a.example/5"));
  CHECK(hash_of(desk, "SELECT url_key FROM post WHERE id = 5") == now.url_key("https://a.example/@page/5"));
  CHECK(hash_of(desk, "SELECT reply_key FROM post WHERE id = 5") ==
        now.post_key("mastodon", "https://a.example/4"));
  CHECK(hash_of(desk, "SELECT key FROM author WHERE id = (SELECT author_id FROM post WHERE id = 5)") ==
        now.author_key("mastodon", "a5@a.example"));
  CHECK(std::stoll(number(desk, "SELECT text_key FROM post WHERE id = 5")) ==
        now.text_key("The nurse was kind, number 5"));
  {
    SQLite::Database database(desk.database().string());
    SQLite::Statement rows(database, "SELECT sealed FROM post");
    while (rows.executeStep()) {
      const std::string sealed = rows.getColumn(0).getString();
      CHECK_FALSE(before.unseal(sealed));
      CHECK(now.unseal_identity(sealed));
    }
  }
  CHECK(answer(desk, "a5@a.example").root()["posts"].size() == 6);
  CHECK(answer(desk, "a5@a.example").root()["posts"].at(0)["sealed"]["url"].text() ==
        "https://a.example/@page/5");
  take_in(desk, many(40));
  CHECK(number(desk, "SELECT count(*) FROM post") == "40");
  CHECK(number(desk, "SELECT count(*) FROM author") == "7");
  CHECK(desk.run({"doctor"}).status == 0);
  CHECK(number(desk, "SELECT posts FROM audit WHERE action = 'rotate_key'") == "40");
  CHECK(lines_in(key_file(desk)) == 2);
  CHECK(std::filesystem::status(key_file(desk)).permissions() == std::filesystem::perms{0600});
  // And again.
  rotate(desk);
  CHECK(lines_in(key_file(desk)) == 3);
  CHECK(answer(desk, "a5@a.example").root()["posts"].size() == 6);
}

TEST_CASE(
    "What came as a hash stays under the key before, is counted, matched, and goes over once it is seen in clear",
    "[rotation]") {
  Desk first;
  take_in(first, many(10));
  const std::string exported = first.run({"export"}).out;
  const Desk desk;
  std::filesystem::copy_file(key_file(first), key_file(desk));
  take_in(desk, exported);
  rotate(desk);
  const std::string left = check_of(desk, "previous_keys");
  INFO(left);
  CHECK(holds(left, "10 posts, 7 accounts"));
  CHECK(holds(left, "\"ok\":true"));
  // The same hashes again, and an account asked for by name.
  take_in(desk, exported);
  CHECK(number(desk, "SELECT count(*) FROM post") == "10");
  CHECK(answer(desk, "a5@a.example").root()["accounts"].at(0)["posts"].integer() == 1);
  // In clear, as a network shows them.
  take_in(desk, many(10));
  CHECK(number(desk, "SELECT count(*) FROM post") == "10");
  CHECK(number(desk, "SELECT count(*) FROM author") == "7");
  const auto now = key_in(key_file(desk));
  CHECK(hash_of(desk, "SELECT key FROM post WHERE id = 5") ==
        now.post_key("mastodon", "https://a.example/5"));
  CHECK_FALSE(holds(check_of(desk, "previous_keys"), "10 posts"));
}

TEST_CASE("After a rotation an account is known under all its names, and kept out under them", "[rotation]") {
  const UtcTime then = parse_rfc3339(lately()).value();
  const Desk desk;
  take_in(desk, many(1));
  collect(desk, {on_bluesky(1, "amy.example", "abc", then), on_bluesky(2, "ann.example", "abc", then),
                 on_bluesky(3, "ben.example", "xyz", then)});
  rotate(desk);
  CHECK(
      hash_of(desk, "SELECT account_key FROM author WHERE id = (SELECT author_id FROM post WHERE id = 3)") ==
      key_in(key_file(desk)).author_key("bluesky", "did:plc:abc"));
  CHECK(holds(check_of(desk, "previous_keys"), "nothing stands under a key before this one"));
  CHECK(answer(desk, "amy.example").root()["posts"].size() == 2);
  REQUIRE(desk.run({"forget", "amy.example", "--yes"}).status == 0);
  CHECK(number(desk, "SELECT count(*) FROM post") == "2");
  rotate(desk);
  collect(desk, {on_bluesky(4, "zed.example", "abc", then), on_bluesky(5, "zoe.example", "xyz", then)});
  CHECK(number(desk, "SELECT count(*) FROM post") == "3");
  CHECK(answer(desk, "ben.example").root()["posts"].size() == 2);
}

TEST_CASE("Without the key before, doctor says what is no longer matched", "[rotation]") {
  Desk first;
  take_in(first, many(3));
  const Desk desk;
  std::filesystem::copy_file(key_file(first), key_file(desk));
  take_in(desk, first.run({"export"}).out);
  rotate(desk);
  const std::string keys = read_whole(key_file(desk));
  write_whole(key_file(desk), keys.substr(0, 65));
  const std::string check = check_of(desk, "previous_keys");
  INFO(check);
  CHECK(holds(check, "\"ok\":false"));
  CHECK(holds(check, "put its line"));
}

TEST_CASE("A post whose time was over stays without text and author when it is seen again under the next key",
          "[rotation]") {
  const Desk desk;
  std::string old = post(1);
  old.replace(old.find(lately()), 10, "2020-03-10");
  take_in(desk, old);
  REQUIRE(desk.run({"retention", "--apply", "--yes"}).status == 0);
  rotate(desk);
  const Ended again = take_in(desk, old + post(2));
  CHECK(holds(again.out + again.err, "1 new, 1 known already"));
  CHECK(number(desk, "SELECT count(*) FROM post WHERE purged_at IS NOT NULL AND sealed IS NULL") == "1");
}

TEST_CASE(
    "A new key file beside a database that has not followed yet fits it, and the next rotation goes on with it",
    "[rotation]") {
  const Desk desk;
  take_in(desk, many(20));
  // As a kill right after the first step leaves it.
  REQUIRE(privacy::Key::renew(key_file(desk)));
  CHECK(answer(desk, "a5@a.example").root()["posts"].size() == 3);
  take_in(desk, many(21));
  CHECK(number(desk, "SELECT count(*) FROM post") == "21");
  CHECK(desk.run({"doctor"}).status == 0);
  const Ended rotated = rotate(desk);
  CHECK(holds(rotated.err, "had been broken off"));
  CHECK(lines_in(key_file(desk)) == 2);
  CHECK(number(desk, "SELECT value FROM meta WHERE key = 'key_fingerprint'") ==
        key_in(key_file(desk)).fingerprint());
  CHECK(answer(desk, "a5@a.example").root()["posts"].size() == 3);
}

TEST_CASE("Killed at any moment, key and database match, and no post is lost", "[rotation]") {
  const Desk desk;
  take_in(desk, many(3000));
  const std::map<std::string, std::string> surroundings{{"NHSVALUES_DB", desk.database().string()},
                                                        {"XDG_CONFIG_HOME", desk.path("config").string()}};
  const auto began = std::chrono::steady_clock::now();
  rotate(desk);
  const auto whole = std::chrono::steady_clock::now() - began;
  int killed = 0;
  std::set<std::string> fingerprints{number(desk, "SELECT value FROM meta WHERE key = 'key_fingerprint'")};
  for (int step = 0; step < 14; ++step) {
    Program rotating{NHSVALUES, {"rotate-key", "--yes"}, desk.path(""), surroundings};
    // To nearly three times as long as it took: the machine may have grown busier.
    std::this_thread::sleep_for(whole * step * step / 60);
    rotating.signal(SIGKILL);
    killed += rotating.wait()->status == 128 + SIGKILL;
    INFO("step " << step);
    const std::string made_with = number(desk, "SELECT value FROM meta WHERE key = 'key_fingerprint'");
    fingerprints.insert(made_with);
    const auto key = privacy::Key::read(key_file(desk));
    REQUIRE(key);
    CHECK(key->as_of(made_with).fingerprint() == made_with);
    CHECK(answer(desk, "a5@a.example").root()["accounts"].at(0)["posts"].integer() == 428);
    CHECK(number(desk, "SELECT count(*) FROM post") == "3000");
  }
  INFO(killed << " killed, " << fingerprints.size() << " keys in turn");
  CHECK(killed > 0);
  // Some came too early to change the database, and some too late to keep it from it.
  CHECK(fingerprints.size() > 1);
  rotate(desk);
  take_in(desk, many(3000));
  CHECK(number(desk, "SELECT count(*) FROM post") == "3000");
  CHECK(desk.run({"doctor"}).status == 0);
}

TEST_CASE("Somebody who collects keeps the key from being changed, and nobody changes it unasked",
          "[rotation]") {
  const Desk desk;
  take_in(desk, many(2));
  const std::string before = read_whole(key_file(desk));
  {
    const auto lock = store::WriterLock::take(desk.database(), "nhsvaluesd");
    REQUIRE(lock);
    CHECK(desk.run({"rotate-key", "--yes"}).status == 75);
  }
  CHECK(desk.run({"rotate-key"}).status == 64);
  CHECK(read_whole(key_file(desk)) == before);
}

namespace {

Ended forget(const Desk& desk, const std::string& account) {
  const Ended ended = desk.run({"forget", account, "--yes"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  return ended;
}

/// As when its network has removed it.
void remove_by_network(const Desk& desk, std::int64_t ref) {
  auto posts = store::PostStore::open_existing(desk.database());
  REQUIRE(posts);
  store::Batch batch;
  batch.source = "import";
  batch.now = SystemClock{}.now();
  RecheckRuling ruling;
  ruling.ref = ref;
  ruling.sight = Sight::gone;
  ruling.removed = true;
  ruling.at_home = true;
  ruling.gone_at = batch.now - std::chrono::hours{2};
  batch.rechecks = {ruling};
  const auto saved = posts->save(batch);
  REQUIRE(saved);
  REQUIRE(saved->removed == 1);
}

/// A backup of 40 posts; then, before a new key and after it, people are forgotten, object, and posts are
/// removed.
struct DeskOfTwoKeys : Desk {
  explicit DeskOfTwoKeys(int rotations = 1) {
    take_in(*this, many(40));
    REQUIRE(run({"backup", path("copy.db").string()}).status == 0);
    forget(*this, "@a5@a.example");
    REQUIRE(run({"object", "@a4@a.example"}).status == 0);
    remove_by_network(*this, 1);
    for (int each = 0; each < rotations; ++each) {
      rotate(*this);
      forget(*this, "@a" + std::to_string(3 - each) + "@a.example");
    }
    remove_by_network(*this, 8);
  }
  Ended restore() const { return run({"restore", path("copy.db").string(), "--yes"}); }
};

/// How many posts of an account count.
std::int64_t counting(const Desk& desk, int account) {
  return std::stoll(number(
      desk, "SELECT count(*) FROM post WHERE withdrawn_at IS NULL AND id % 7 = " + std::to_string(account)));
}

}  // namespace

TEST_CASE(
    "A backup of before a rotation is hashed anew, and brings back nobody whom the present database keeps out",
    "[rotation]") {
  const int rotations = GENERATE(1, 2);
  const DeskOfTwoKeys desk(rotations);
  const Ended restored = desk.restore();
  INFO(restored.err);
  REQUIRE(restored.status == 0);
  CHECK(holds(restored.err, "hashed anew with the key of now"));
  CHECK(holds(restored.err, "erased again"));
  CHECK_FALSE(holds(restored.err, "could not be read"));
  CHECK(number(desk, "SELECT value FROM meta WHERE key = 'key_fingerprint'") ==
        key_in(key_file(desk)).fingerprint());
  for (const int account : {5, 4, 3}) CHECK(counting(desk, account) == 0);
  CHECK(counting(desk, 2) == (rotations == 2 ? 0 : 6));
  // Ids 1 and 8, which their network removed, one before the key was renewed and one after.
  CHECK(counting(desk, 1) == 4);
  CHECK(counting(desk, 6) == 5);
  CHECK(desk.run({"doctor"}).status == 0);
  // And whoever shows them again does so in vain.
  take_in(desk, many(40));
  for (const int account : {5, 4, 3}) CHECK(counting(desk, account) == 0);
  CHECK(counting(desk, 1) == 4);
  CHECK(counting(desk, 6) == 5);
  CHECK(answer(desk, "a6@a.example").root()["posts"].size() == 5);
  CHECK(holds(desk.run({"audit"}).out, "made with a key before and hashed anew"));
}

TEST_CASE(
    "Killed at any moment, a restore of a backup of an earlier key leaves a whole database without the forgotten",
    "[rotation]") {
  const Desk desk;
  take_in(desk, many(2000));
  REQUIRE(desk.run({"backup", desk.path("copy.db").string()}).status == 0);
  forget(desk, "@a5@a.example");
  rotate(desk);
  const std::map<std::string, std::string> surroundings{{"NHSVALUES_DB", desk.database().string()},
                                                        {"XDG_CONFIG_HOME", desk.path("config").string()}};
  const std::vector<std::string> words{"restore", desk.path("copy.db").string(), "--yes"};
  const auto began = std::chrono::steady_clock::now();
  REQUIRE(desk.run(words).status == 0);
  const auto whole = std::chrono::steady_clock::now() - began;
  const std::string fingerprint = key_in(key_file(desk)).fingerprint();
  int killed = 0;
  for (int step = 1; step <= 10; ++step) {
    Program restoring{NHSVALUES, words, desk.path(""), surroundings};
    std::this_thread::sleep_for(whole * step / 9);
    restoring.signal(SIGKILL);
    killed += restoring.wait()->status == 128 + SIGKILL;
    INFO("step " << step);
    CHECK(number(desk, "SELECT value FROM meta WHERE key = 'key_fingerprint'") == fingerprint);
    CHECK(number(desk, "SELECT count(*) FROM post") == "1714");
    CHECK(counting(desk, 5) == 0);
    CHECK(number(desk, "PRAGMA quick_check") == "ok");
  }
  CHECK(killed > 0);
  CHECK(desk.run({"doctor"}).status == 0);
}

TEST_CASE("With the key of back then in its place nothing is restored over a database of the key of now",
          "[rotation]") {
  const Desk desk;
  take_in(desk, many(5));
  std::filesystem::copy_file(key_file(desk), desk.path("old.key"));
  REQUIRE(desk.run({"backup", desk.path("copy.db").string()}).status == 0);
  rotate(desk);
  const std::string now = key_in(key_file(desk)).fingerprint();
  std::filesystem::copy_file(desk.path("old.key"), key_file(desk),
                             std::filesystem::copy_options::overwrite_existing);
  const Ended refused = desk.run({"restore", desk.path("copy.db").string(), "--yes"});
  INFO(refused.err);
  CHECK(refused.status == 78);
  CHECK(holds(refused.err, now));
  CHECK(holds(refused.err, "put the key file of now in its place"));
  // Where that is lost, the database is worth no more than its counts.
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(desk.database().string() + end);
  CHECK(desk.run({"restore", desk.path("copy.db").string(), "--yes"}).status == 0);
  CHECK(answer(desk, "a3@a.example").root()["posts"].size() == 1);
}

TEST_CASE("restore --verify says whether the key fits, and what to do when it does not", "[rotation]") {
  const Desk desk;
  take_in(desk, many(3));
  const std::string copy = desk.path("copy.db").string();
  REQUIRE(desk.run({"backup", copy}).status == 0);
  const std::string old = key_in(key_file(desk)).fingerprint();
  CHECK(holds(desk.run({"restore", "--verify", copy}).out, "holds its key."));
  rotate(desk);
  const Ended earlier = desk.run({"restore", "--verify", copy});
  INFO(earlier.err);
  CHECK(earlier.status == 0);
  CHECK(holds(earlier.out, "holds its key as an earlier one"));
  // Without the line of the key before.
  const std::string keys = read_whole(key_file(desk));
  write_whole(key_file(desk), keys.substr(0, 65));
  const Ended mismatch = desk.run({"restore", "--verify", copy});
  INFO(mismatch.err);
  CHECK(mismatch.status == 2);
  CHECK(holds(mismatch.err, old));
  CHECK(holds(mismatch.err, "append its first line to this one as `previous = …`"));
  CHECK(desk.run({"restore", copy, "--yes"}).status == 78);
  std::filesystem::remove(key_file(desk));
  const Ended unseen = desk.run({"restore", "--verify", copy});
  CHECK(unseen.status == 0);
  CHECK(holds(unseen.err, "was not looked at"));
}

TEST_CASE("Nothing is taken in while the forget list stands under a key that is not held, or said to be lost",
          "[rotation]") {
  const Desk desk;
  take_in(desk, many(10));
  forget(desk, "@a5@a.example");
  const std::string old = key_in(key_file(desk)).fingerprint();
  rotate(desk);
  const std::string keys = read_whole(key_file(desk));
  write_whole(key_file(desk), keys.substr(0, 65));
  const std::vector<std::string> import{"import", desk.write("again.ndjson", many(10))};
  const Ended refused = desk.run(import);
  INFO(refused.err);
  CHECK(refused.status == 78);
  CHECK(holds(refused.err, old));
  CHECK(holds(refused.err, "previous = …"));
  CHECK(number(desk, "SELECT count(*) FROM post") == "9");
  CHECK(holds(check_of(desk, "previous_keys"), old));
  // The line comes back.
  write_whole(key_file(desk), keys);
  CHECK(desk.run({"rotate-key", "--lost", old, "--yes"}).status == 64);
  CHECK(desk.run(import).status == 0);
  CHECK(number(desk, "SELECT count(*) FROM post") == "9");
  // It does not.
  write_whole(key_file(desk), keys.substr(0, 65));
  CHECK(desk.run({"rotate-key", "--lost", old}).status == 64);
  CHECK(desk.run({"rotate-key", "--lost", "0123456789abcdef", "--yes"}).status == 64);
  const Ended lost = desk.run({"rotate-key", "--lost", old, "--yes"});
  INFO(lost.err);
  CHECK(lost.status == 0);
  CHECK(holds(desk.run({"audit"}).out, "rotate-key --lost"));
  CHECK(desk.run(import).status == 0);
  CHECK(number(desk, "SELECT count(*) FROM post") == "10");
  CHECK(holds(check_of(desk, "previous_keys"), "\"ok\":true"));
}

TEST_CASE("What is counted under keys before is what stands under them, and no more", "[rotation]") {
  Desk first;
  take_in(first, many(4));
  const Desk desk;
  std::filesystem::copy_file(key_file(first), key_file(desk));
  take_in(desk, first.run({"export"}).out);
  const std::string answer_to_unknown = R"(, "in_reply_to": "https://a.example/777")";
  take_in(desk, post(9, answer_to_unknown));
  forget(desk, "@a4@a.example");
  rotate(desk);
  const auto found = [&](const std::string& words) {
    const std::string check = check_of(desk, "previous_keys");
    INFO(check);
    CHECK(holds(check, words));
  };
  found(
      "3 posts, 2 accounts, 0 addresses, 1 references to answered posts, 0 texts, 2 lines of the forget list");
  // A clock that was set back makes no earlier key of a later line.
  SQLite::Database{desk.database().string(), SQLite::OPEN_READWRITE}.exec(
      "UPDATE meta SET value = value + 100000 WHERE key = 'key_renewed_at'");
  forget(desk, "@nobody@a.example");
  found("2 lines of the forget list");
  // Shown again: what it answers is hashed by the key of now.
  std::string edited = post(9, answer_to_unknown + R"(, "edited_at": ")" +
                                   format_utc(SystemClock{}.now() - std::chrono::hours{24}) + "\"");
  edited.replace(edited.find("kind"), 4, "rude");
  take_in(desk, edited);
  found("3 posts, 2 accounts, 0 addresses, 0 references");
}

TEST_CASE("Every column of bytes is one that a rotation knows what to do with", "[rotation]") {
  const Desk desk;
  take_in(desk, many(1));
  // Renewed or resealed; left for matching; a hash of something that nobody asks for by name; no identity at
  // all.
  const std::set<std::string> known = {"author.key",           "author.account_key",  "post.key",
                                       "post.url_key",         "post.reply_key",      "post.sealed",
                                       "sighting.local_id",    "source_state.cursor", "ledger.key",
                                       "forgotten.key",        "quarantine.item",     "rollup_day.cells",
                                       "rollup_property.cells"};
  SQLite::Database database(desk.database().string());
  SQLite::Statement rows(
      database,
      "SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
      "WHERE t.type = 'table' AND upper(c.type) = 'BLOB' AND t.name NOT LIKE 'post_search%'");
  while (rows.executeStep()) {
    const std::string column = rows.getColumn(0).getString();
    INFO(column << ": what becomes of it in store/rekeying.cpp?");
    CHECK(known.count(column) == 1);
  }
}
