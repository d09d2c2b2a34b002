#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "core/json.h"
#include "privacy/pseudonymiser.h"
#include "store/writer_lock.h"
#include "tests/cli/desk.h"

using namespace nhs;
using namespace nhs::test;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string post(int id, const std::string& rest = "") {
  return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) +
         R"(", "url": "https://a.example/@page/)" + std::to_string(id) + R"(", "author": "@a)" +
         std::to_string(id % 7) + R"(@a.example", "text": "The nurse was kind, number )" +
         std::to_string(id) + R"(", "created_at": "2026-03-10T09:30:00Z", "language": "en")" + rest + "}\n";
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
  SQLite::Database database(desk.database().string());
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
  old.replace(old.find("2026-03-10"), 10, "2020-03-10");
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
    std::this_thread::sleep_for(whole * step / 11);
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

TEST_CASE("A backup of before a rotation says which key it wants, and comes back with it", "[rotation]") {
  const Desk desk;
  take_in(desk, many(5));
  const auto old_file = desk.path("old.key");
  std::filesystem::copy_file(key_file(desk), old_file);
  REQUIRE(desk.run({"backup", desk.path("copy.db").string()}).status == 0);
  rotate(desk);
  const Ended refused = desk.run({"restore", desk.path("copy.db").string(), "--yes"});
  INFO(refused.err);
  CHECK(refused.status == 78);
  CHECK(holds(refused.err, key_in(old_file).fingerprint()));
  std::filesystem::copy_file(old_file, key_file(desk), std::filesystem::copy_options::overwrite_existing);
  const Ended restored = desk.run({"restore", desk.path("copy.db").string(), "--yes"});
  INFO(restored.err);
  CHECK(restored.status == 0);
  CHECK(answer(desk, "a3@a.example").root()["posts"].size() == 1);
}

TEST_CASE("Every column of bytes is one that a rotation knows what to do with", "[rotation]") {
  const Desk desk;
  take_in(desk, many(1));
  // Renewed or resealed; left for matching; a hash of something that nobody asks for by name; no identity at
  // all.
  const std::set<std::string> known = {"author.key",          "post.key",        "post.url_key",
                                       "post.reply_key",      "post.sealed",     "sighting.local_id",
                                       "source_state.cursor", "ledger.key",      "forgotten.key",
                                       "quarantine.item",     "rollup_day.cells"};
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
