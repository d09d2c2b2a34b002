#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/json.h"
#include "core/time.h"
#include "tests/access/collected.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

std::string post(int id, const std::string& author, const std::string& text,
                 const std::string& network = "mastodon", const std::string& rest = "") {
  return R"({"network": ")" + network + R"(", "id": "https://a.example/)" + std::to_string(id) +
         R"(", "url": "https://a.example/@page/)" + std::to_string(id) + R"(", "author": ")" + author +
         R"(", "text": ")" + text + R"(", "created_at": "2026-03-)" + std::to_string(10 + id % 18) +
         R"(T09:30:00Z", "language": "en")" + rest + "}\n";
}

/// Anna on two networks, and somebody else.
std::string three_people() {
  return post(1, "@Anna@a.example", "The nurse on the ward was so kind to my mum #NHSvalues", "mastodon",
              R"(, "tags": ["NHSvalues"], "in_reply_to": "https://a.example/7")") +
         post(2, "@bert@a.example", "Nobody came when it hurt") +
         post(3, "anna@a.example", "They sat with her all night", "forum") +
         post(4, "@anna@a.example", "We waited nine hours & nobody said <script>alert(1)</script>");
}

void take_in(const Desk& desk, const std::string& lines) {
  const Ended ended = desk.run({"import", desk.write("posts.ndjson", lines)});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
}

JsonDocument answer_as_json(const Desk& desk, std::vector<std::string> words, const std::string& input = {}) {
  words.insert(words.begin(), "access");
  words.insert(words.end(), {"--format", "json"});
  const Ended ended = desk.run(words, input);
  INFO(ended.err << ended.out);
  REQUIRE(ended.status == 0);
  return JsonDocument::parse(ended.out).value();
}

/// What the audit has, oldest first.
std::vector<std::string> audit_of(const Desk& desk) {
  SQLite::Database database(desk.database().string());
  SQLite::Statement rows(database,
                         "SELECT action || ': ' || detail || ' (' || coalesce(posts, '-') || ')' FROM audit "
                         "WHERE action = 'access' ORDER BY id");
  std::vector<std::string> lines;
  while (rows.executeStep()) lines.push_back(rows.getColumn(0).getString());
  return lines;
}

}  // namespace

TEST_CASE("A person gets every post of theirs on every network, with what is sealed of it, and nobody else's",
          "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  for (const char* spelling : {"@anna@a.example", "ANNA@a.example"}) {
    const JsonDocument document = answer_as_json(desk, {spelling});
    const JsonView json = document.root();
    CHECK(json["schema"].text() == "nhsvalues.access/1");
    CHECK(json["held"].boolean() == true);
    REQUIRE(json["accounts"].size() == 2);
    REQUIRE(json["posts"].size() == 3);
    CHECK(json["posts"].at(0)["network"].text() == "forum");
    const JsonView first = json["posts"].at(1);
    CHECK(first["network"].text() == "mastodon");
    CHECK(first["created_at"].text() == "2026-03-11T09:30:00Z");
    CHECK(first["text"].text() == "The nurse on the ward was so kind to my mum #NHSvalues");
    CHECK(first["tags"].at(0).text() == "NHSvalues");
    CHECK(first["answers_another_post"].boolean() == true);
    CHECK(first["sealed"]["id"].text() == "https://a.example/1");
    CHECK(first["sealed"]["url"].text() == "https://a.example/@page/1");
    CHECK(first["sealed"]["author"].text() == "@Anna@a.example");
    CHECK(first["shown_by"].at(0)["source"].text() == "import");
    CHECK(holds(first["machine"]["in_words"].text_or_empty(), "Its tone is "));
    CHECK(first["machine"]["sentiment"]["label"].text());
    CHECK_FALSE(holds(json.to_text(), "Nobody came"));
    for (const char* title : {"Why we keep it", "Where it comes from", "How long we keep it", "Who sees it",
                              "Your rights", "What could not be looked for"}) {
      INFO(title);
      CHECK(holds(json["about"].to_text(), title));
    }
  }
  const JsonDocument one = answer_as_json(desk, {"anna@a.example", "--network", "forum"});
  CHECK(one.root()["posts"].size() == 1);
  CHECK(one.root()["looked_on"].to_text() == R"(["forum"])");
}

TEST_CASE("A person gets what they wrote under every name of their account", "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  const UtcTime then = parse_rfc3339("2026-03-11T09:30:00Z").value();
  collect(desk, {on_bluesky(1, "amy.example", "abc", then), on_bluesky(2, "ann.example", "abc", then),
                 on_bluesky(3, "ben.example", "xyz", then)});
  for (const char* name :
       {"@amy.example", "ann.example", "did:plc:abc", "https://bsky.app/profile/did:plc:abc"}) {
    INFO(name);
    const JsonDocument document = answer_as_json(desk, {name});
    const JsonView json = document.root();
    CHECK(json["accounts"].size() == 2);
    REQUIRE(json["posts"].size() == 2);
    CHECK(json["posts"].at(0)["sealed"]["account"].text() == "did:plc:abc");
    CHECK(holds(json["summary"].text_or_empty(), "2 posts by this account on bluesky."));
    CHECK_FALSE(holds(json.to_text(), "ben.example"));
  }
}

TEST_CASE("Somebody of whom nothing is held is told so plainly, and that is no failure", "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  const Ended ended = desk.run({"access", "nobody@a.example"});
  CHECK(ended.status == 0);
  CHECK(holds(ended.out, "Nothing is held about this account."));
  const JsonDocument json = answer_as_json(desk, {"nobody@a.example"});
  CHECK(json.root()["held"].boolean() == false);
  CHECK(json.root()["posts"].size() == 0);
  // Somebody else's part of the name is nobody.
  CHECK(answer_as_json(desk, {"anna"}).root()["held"].boolean() == false);
  CHECK(audit_of(desk) == std::vector<std::string>(3, "access: looked an account up: nothing held (0)"));
}

TEST_CASE("The audit has that somebody asked and how much there was, and nowhere whose it is", "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  CHECK(answer_as_json(desk, {"anna@a.example"}).root()["posts"].size() == 3);
  CHECK(audit_of(desk) ==
        std::vector<std::string>{"access: looked an account up (3)", "access: identities shown (3)"});
  CHECK_FALSE(holds(read_whole(desk.database()), "anna"));
  CHECK_FALSE(holds(read_whole(desk.database().string() + "-wal"), "anna"));
}

TEST_CASE("The account may come by stdin, where no list of processes shows it", "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  CHECK(answer_as_json(desk, {"-"}, "  @anna@a.example\n").root()["posts"].size() == 3);
  CHECK(desk.run({"access", "-"}, "").status == 66);
  CHECK(desk.run({"access", "-"}, "\n").status == 64);
  CHECK(desk.run({"access", "-"}, std::string(2000, 'x') + "\n").status == 64);
}

TEST_CASE("A file is for its owner alone, of the form that its name says, and replaces nothing unasked",
          "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  const std::string page = desk.path("answer.html").string();
  const Ended written = desk.run({"access", "anna@a.example", "-o", page});
  INFO(written.err);
  REQUIRE(written.status == 0);
  CHECK(written.out.empty());
  struct stat made {};
  REQUIRE(stat(page.c_str(), &made) == 0);
  CHECK((made.st_mode & 07777) == 0600);
  const std::string html = read_whole(page);
  CHECK(html.rfind("<!DOCTYPE html>", 0) == 0);
  CHECK(holds(html, "</html>"));
  CHECK(holds(html, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  CHECK_FALSE(holds(html, "<script"));
  CHECK(desk.run({"access", "anna@a.example", "-o", page}).status == 73);
  CHECK(desk.run({"access", "anna@a.example", "-o", page, "--force", "--format", "json"}).status == 0);
  CHECK(JsonDocument::parse(read_whole(page)));
  CHECK(desk.run({"access", "anna@a.example", "--force", "-o", desk.database().string()}).status == 64);
  CHECK(desk.run({"access", "anna@a.example", "--force", "-o", desk.path("pseudonym.key").string()}).status ==
        64);
}

TEST_CASE("Corrections, notes, being set aside and withdrawal are all told, but not by whom", "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  REQUIRE(desk.run({"label", "1", "--kind", "pledge", "--by", "Colleague"}).status == 0);
  REQUIRE(desk.run({"pledges", "follow-up", "1", "--note", "kept in April", "--by", "Colleague"}).status ==
          0);
  SQLite::Database{desk.database().string(), SQLite::OPEN_READWRITE}.exec(
      "UPDATE post SET quotable = 0 WHERE id = 4");
  const JsonDocument document = answer_as_json(desk, {"anna@a.example"});
  const JsonView post = document.root()["posts"].at(1);
  CHECK(post["counts_as"]["kind"]["label"].text() == "pledge");
  CHECK(post["labels"].at(0)["kind"].text() == "pledge");
  CHECK(post["follow_ups"].at(0)["note"].text() == "kept in April");
  CHECK(document.root()["posts"].at(2)["quotable"].boolean() == false);
  // They may see their own words, whatever others may.
  CHECK(document.root()["posts"].at(2)["text"].text());
  CHECK_FALSE(holds(document.root().to_text(), "Colleague"));
  const Ended told = desk.run({"access", "anna@a.example"});
  CHECK(holds(told.out, "A member of the team said"));
  CHECK_FALSE(holds(told.out, "Colleague"));
  // What a colleague noted may name somebody else.
  CHECK(holds(told.err, "before you hand it over, read the notes"));
  CHECK_FALSE(holds(desk.run({"access", "bert@a.example"}).err, "before you hand it over"));
}

TEST_CASE("An objection says of whom it may be, and a single post's address is told what can be done with it",
          "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  const Ended help = desk.run({"object", "--help"});
  CHECK(holds(help.out, "(@amy@social.example), or addresses of"));
  CHECK_FALSE(holds(help.out, "profiles or posts"));
  CHECK(holds(desk.run({"forget", "--help"}).out, "profiles or posts"));
  const Ended refused = desk.run({"object", "https://a.example/@page/2", "--yes"});
  CHECK(refused.status == 64);
  CHECK(holds(refused.err, "nhsvalues forget"));
}

TEST_CASE("A view of the same page by a feed that does not tell its author is theirs, too", "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  {
    SQLite::Database database(desk.database().string(), SQLite::OPEN_READWRITE);
    database.exec(
        "UPDATE post SET author_id = NULL, url_key = (SELECT url_key FROM post WHERE id = 1) WHERE id = 2");
  }
  const JsonDocument document = answer_as_json(desk, {"anna@a.example", "--network", "mastodon"});
  CHECK(document.root()["accounts"].at(0)["posts"].integer() == 3);
  REQUIRE(document.root()["posts"].size() == 3);
  CHECK(document.root()["posts"].at(2)["ref"].integer() == 2);
}

TEST_CASE(
    "Rows of a file are a person's however it spells their account, or where only the permalink tells it",
    "[access]") {
  const Desk desk;
  const std::string header = "id,text,author,url,created_at,network\n";
  const std::string first = desk.write(
      "first.csv", header +
                       "1,One about zebras,@amy@social.example,,2026-03-11,mastodon\n"
                       "2,Two about yaks,acct:amy@social.example,,2026-03-11,mastodon\n"
                       "3,Three about voles,https://social.example/@amy,,2026-03-11,feed\n"
                       "4,Four about wombats,,https://social.example/@amy/4,2026-03-11,mastodon\n"
                       "5,Five about newts,@amy,https://social.example/@amy/5,2026-03-11,mastodon\n"
                       "6,Six about owls,@bob,https://social.example/@amy/6,2026-03-11,mastodon\n");
  REQUIRE(desk.run({"import", first}).status == 0);
  for (const char* name : {"@amy@social.example", "https://social.example/@amy"}) {
    INFO(name);
    const JsonDocument document = answer_as_json(desk, {name});
    CHECK(document.root()["posts"].size() == 5);
    CHECK_FALSE(holds(document.root().to_text(), "Six about owls"));
  }
  const Ended forgotten = desk.run({"forget", "@amy@social.example", "--yes"});
  INFO(forgotten.err);
  REQUIRE(forgotten.status == 0);
  CHECK(holds(forgotten.out, "5 posts were erased"));
  CHECK(holds(forgotten.out, "No name finds posts whose author"));
  const std::string next =
      desk.write("next.csv", header +
                                 "91,New about zebras,acct:amy@social.example,,2026-03-12,mastodon\n"
                                 "92,New about yaks,https://social.example/users/amy,,2026-03-12,mastodon\n"
                                 "93,New about voles,,https://social.example/@amy/93,2026-03-12,mastodon\n");
  const Ended again = desk.run({"import", next});
  INFO(again.err);
  CHECK(holds(again.err, "3 by the forgotten left out"));
}

TEST_CASE(
    "Who was forgotten by a bare name does not come back by a permalink, nor is anybody else given out by one",
    "[access]") {
  const Desk desk;
  const std::string header = "id,text,author,url,created_at,network\n";
  const std::string first = desk.write(
      "first.csv", header +
                       "1,One about zebras,@amy,,2026-03-11,mastodon\n"
                       "2,Two about yaks,amy,https://www.tiktok.com/@amy/video/2,2026-03-11,tiktok\n"
                       "3,Three about voles,amy,,2026-03-11,forum\n"
                       "4,Four about newts,https://x.com/amy,,2026-03-11,forum\n");
  REQUIRE(desk.run({"import", first}).status == 0);
  const JsonDocument forum = answer_as_json(desk, {"@amy", "--network", "forum"});
  CHECK(forum.root()["posts"].size() == 1);
  CHECK_FALSE(holds(forum.root().to_text(), "Four about newts"));
  CHECK(holds(desk.run({"forget", "@amy", "--network", "tiktok", "--yes"}).out, "1 post was erased"));
  CHECK(holds(desk.run({"forget", "@amy", "--network", "mastodon", "--yes"}).out, "1 post was erased"));
  const std::string next = desk.write(
      "next.csv", header + "91,New about zebras,@amy,https://social.example/@amy/2,2026-03-12,mastodon\n");
  const Ended again = desk.run({"import", next});
  INFO(again.err);
  CHECK(holds(again.err, "1 by the forgotten left out"));
}

TEST_CASE("Lists in the configuration that name the account are told", "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  const std::string config = desk.write(
      "nhsvalues.toml",
      "contact = \"https://example.org/contact\"\n[[ignore]]\nname = \"adverts\"\nauthor = \"@Anna@a.example\"\n"
      "reason = \"it posts jobs\"\n[privacy]\norganisations = [\"@anna@a.example\"]\n");
  const Ended ended = desk.run({"--config", config, "access", "anna@a.example", "--format", "json"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  const JsonDocument json = JsonDocument::parse(ended.out).value();
  REQUIRE(json.root()["lists"].size() == 2);
  CHECK(holds(json.root()["lists"].at(0).text_or_empty(), "it posts jobs"));
}

TEST_CASE("The answer goes by the sources that follow deletions", "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  const std::string source =
      "contact = \"https://example.org/contact\"\n[[source]]\nname = \"a\"\nkind = \"mastodon\"\n"
      "url = \"https://a.example\"\n";
  const auto answer = [&](const std::string& toml) {
    const Ended ended = desk.run(
        {"--config", desk.write("nhsvalues.toml", toml), "access", "anna@a.example", "--format", "json"});
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    return ended.out;
  };
  // Anna wrote on mastodon and on a forum.
  const std::string followed = answer(source);
  CHECK(holds(followed, "Also when you delete a post on mastodon,"));
  CHECK(holds(followed, "When you delete a post on forum, we do not learn of it"));
  const std::string not_followed = answer(source + "recheck = false\n");
  CHECK_FALSE(holds(not_followed, "Also when you delete"));
  CHECK(holds(not_followed, "When you delete a post on forum or mastodon, we do not learn of it"));
}

TEST_CASE("The answer names who gets messages, who safeguards and what a network is asked", "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  const std::string config = desk.write(
      "nhsvalues.toml",
      "contact = \"https://example.org/contact\"\n[privacy]\nrecipients = [\"The board: counts\"]\n"
      "[[notify]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"https://hook.example/h\"\n"
      "credential = \"hook.secret\"\n"
      "[[source]]\nname = \"a\"\nkind = \"mastodon\"\nurl = \"https://a.example\"\n");
  const Ended ended = desk.run({"--config", config, "access", "anna@a.example", "--format", "json"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  for (const char* part : {"The board: counts", "to a web service at hook.example", "the emergency services",
                           "The network that showed a post", "You may have it restricted"}) {
    CAPTURE(part);
    CHECK(holds(ended.out, part));
  }
  CHECK_FALSE(holds(ended.out, "sent to the networks"));
}

TEST_CASE("Whoever objected is told what goes on, and what they wrote of a risk still waits for a person",
          "[access]") {
  const Desk desk;
  take_in(
      desk,
      R"({"network": "mastodon", "id": "https://a.example/1", "author": "@dan@a.example", "language": "en", )"
      R"("text": "I just want to die", "created_at": ")" +
          format_utc(SystemClock{}.now() - std::chrono::hours{3}) + "\"}\n");
  Ended objected = desk.run({"object", "@dan@a.example"});
  REQUIRE(objected.status == 0);
  std::replace(objected.out.begin(), objected.out.end(), '\n', ' ');
  CHECK(holds(objected.out, "new ones are still taken in; those that raise a concern still wait"));
  const Ended concerns = desk.run({"concerns", "--format", "json"});
  const JsonDocument waiting = JsonDocument::parse(concerns.out).value();
  REQUIRE(waiting.root()["rows"].size() == 1);
  CHECK(waiting.root()["rows"].at(0)["ignored_by"].text() == "(objection)");
  CHECK(desk.run({"posts", "--format", "csv"}).out.find("want to die") == std::string::npos);
  const std::string about = answer_as_json(desk, {"dan@a.example"}).root()["about"].to_text();
  CHECK(holds(about, "What you write is still taken in and judged, and shown to a person where its words"));
  CHECK(holds(about, "Ask us to erase what is held, and that ends too."));
}

TEST_CASE("An answer of any length comes whole, however much a page of it holds", "[access]") {
  const Desk desk;
  std::string lines;
  const std::string long_path(3000, 'p');
  for (int id = 1; id <= 450; ++id)
    lines += R"({"network": "mastodon", "id": "https://a.example/)" + long_path + std::to_string(id) +
             R"(", "author": "@much@a.example", "text": "The nurse was kind, number )" + std::to_string(id) +
             "\"}\n";
  take_in(desk, lines);
  const JsonDocument document = answer_as_json(desk, {"much@a.example"});
  REQUIRE(document.root()["posts"].size() == 450);
  for (std::size_t i = 0; i < 450; ++i)
    REQUIRE(document.root()["posts"].at(i)["sealed"]["id"].text() ==
            "https://a.example/" + long_path + std::to_string(i + 1));
}

TEST_CASE("Without the key, or with another, nothing is told and the reason is", "[access]") {
  const Desk desk;
  take_in(desk, three_people());
  std::filesystem::rename(desk.path("pseudonym.key"), desk.path("away"));
  const Ended without = desk.run({"access", "anna@a.example"});
  CHECK(without.status == 78);
  CHECK(without.out.empty());
  desk.write("pseudonym.key", std::string(64, 'a') + "\n");
  std::filesystem::permissions(desk.path("pseudonym.key"), std::filesystem::perms{0600});
  const Ended other = desk.run({"access", "anna@a.example"});
  CHECK(other.status == 78);
  CHECK(holds(other.err, "made with the key"));
  CHECK_FALSE(holds(other.err, "anna"));
}

TEST_CASE("An answer is not written into a file that is called something else", "[access]") {
  const Desk desk;
  REQUIRE(desk.run({"import", desk.write("posts.csv", "id,text\n1,Kind\n")}).status == 0);
  const Ended refused = desk.run({"access", "@amy@social.example", "-o", desk.path("a.pdf").string()});
  CHECK(refused.status == 64);
  for (const char* part : {".json", ".html", ".txt"}) CHECK(refused.err.find(part) != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(desk.path("a.pdf")));
  CHECK(desk.run({"access", "@amy@social.example", "-o", desk.path("a.txt").string()}).status == 0);
}
