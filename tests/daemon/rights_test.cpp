#include <SQLiteCpp/Database.h>
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <sstream>
#include <thread>

#include "tests/cli/desk.h"
#include "tests/daemon/setting.h"
#include "tests/support/bluesky_server.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"
#include "tests/support/x_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

bool says(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

std::string bytes_of(const std::filesystem::path& database) {
  std::string bytes;
  for (const char* end : {"", "-wal", "-shm"}) bytes += read_whole(database.string() + end);
  return bytes;
}

/// Posts by two people, and one by a third.
struct DeskWithPeople : Desk {
  DeskWithPeople() {
    const Ended imported = run(
        {"import",
         write(
             "posts.csv",
             "network,id,url,author,text,created_at\n"
             "mastodon,https://social.example/1,https://social.example/@zebedee/1,@zebedee@social.example,Nobody sat "
             "with her qxzunique,2026-11-02\n"
             "mastodon,https://social.example/2,https://social.example/@zebedee/2,@zebedee@social.example,Thank you "
             "all,2026-11-03\n"
             "mastodon,https://social.example/3,https://social.example/@amy/3,@amy@social.example,Thank you "
             "all,2026-11-04\n"
             "x,4,https://x.com/ben/status/4,@ben,The ward was kind,2026-11-05\n")});
    INFO(imported.err);
    REQUIRE(imported.status == 0);
  }
  int posts() const {
    const Ended listed = run({"export"});
    return static_cast<int>(std::count(listed.out.begin(), listed.out.end(), '\n'));
  }
};

}  // namespace

TEST_CASE("forget shows what would go, asks, and erases; then it is not taken in again", "[rights]") {
  const DeskWithPeople desk;
  const Ended would = desk.run({"forget", "@zebedee@social.example", "--dry-run"});
  INFO(would.err << would.out);
  REQUIRE(would.status == 0);
  CHECK(says(would.out, "2 posts would be erased"));
  CHECK(says(would.out, "mastodon: 2 posts, 2026-11-02 to 2026-11-03"));
  CHECK(says(would.out, "1 post of others has the same text and stays"));
  CHECK_FALSE(says(would.out, "qxzunique"));
  // Where nobody can be asked nothing happens.
  CHECK(desk.run({"forget", "@zebedee@social.example"}).status == 64);
  CHECK(desk.posts() == 4);

  const Ended done = desk.run({"forget", "zebedee@social.example", "--yes"});
  INFO(done.err << done.out);
  REQUIRE(done.status == 0);
  CHECK(says(done.out, "2 posts were erased"));
  CHECK(says(done.out, "Nothing of it is left"));
  CHECK(says(done.out, "restore"));
  CHECK(desk.posts() == 2);
  CHECK_FALSE(says(bytes_of(desk.database()), "qxzunique"));

  const Ended again = desk.run({"import", desk.path("posts.csv").string()});
  CHECK(says(again.err, "2 by the forgotten left out"));
  CHECK(desk.posts() == 2);
  const Ended list = desk.run({"forget", "--list"});
  CHECK(says(list.out, "1 request to forget"));
  CHECK(says(list.out, "an account, 2 posts erased"));
  CHECK(desk.run({"doctor"}).status == 0);
}

TEST_CASE("forget takes names from standard input, and addresses of profiles and posts", "[rights]") {
  const DeskWithPeople desk;
  const Ended one = desk.run({"forget", "-", "--yes", "--format", "json"}, "\nhttps://x.com/ben\n");
  INFO(one.err);
  REQUIRE(one.status == 0);
  CHECK(JsonDocument::parse(one.out)->root()["posts"].integer() == 1);
  CHECK(JsonDocument::parse(one.out)->root()["erasing"].text_or_empty() == "finished");
  CHECK(desk.run({"forget", "https://social.example/@zebedee/1", "--yes"}).status == 0);
  CHECK(desk.posts() == 2);
  CHECK(desk.run({"forget", "https://social.example/@zebedee", "--yes"}).status == 0);
  CHECK(desk.posts() == 1);
  CHECK(desk.run({"forget", "--yes"}).status == 64);
  CHECK(desk.run({"forget", "-", "--yes"}, "").status == 64);
  CHECK(desk.run({"forget", "@amy", "--network", "x", "--dry-run"}).status == 0);
  CHECK(desk.run({"forget", "--list", "@amy"}).status == 64);
}

TEST_CASE(
    "A survey's comment, without address and author, is forgotten by its reference and not imported again",
    "[rights]") {
  const Desk desk;
  const std::string file =
      desk.write("comments.csv",
                 "text\nqxzunique Sister Jones was rude\nThe ward was kind\nThe tea was cold\nA long wait\n");
  REQUIRE(desk.run({"import", "--date", "2026-10-01", file}).status == 0);
  REQUIRE(says(desk.run({"show", "1"}).out, "qxzunique"));
  // A number is no account that goes on the forget list for good.
  const Ended taken_for_account = desk.run({"forget", "1", "--yes"});
  CHECK(taken_for_account.status == 64);
  CHECK(says(taken_for_account.err, "forget --post"));
  CHECK(says(desk.run({"forget", "--list"}).out, "Nobody was forgotten yet"));

  const Ended would = desk.run({"forget", "--post", "1", "-n"});
  INFO(would.err << would.out);
  REQUIRE(would.status == 0);
  CHECK(says(would.out, "1 post would be erased"));
  CHECK(says(would.out, "import: 1 post, of 2026-10-01"));
  CHECK_FALSE(says(would.out, "qxzunique"));
  CHECK(desk.run({"forget", "--post", "1"}).status == 64);
  const Ended done = desk.run({"forget", "--post", "1", "--yes"});
  INFO(done.err << done.out);
  REQUIRE(done.status == 0);
  CHECK(says(done.out, "1 post was erased"));
  CHECK(says(done.out, "Nothing of it is left"));
  CHECK(desk.run({"show", "1"}).status == 66);
  CHECK_FALSE(says(bytes_of(desk.database()), "qxzunique"));
  CHECK_FALSE(says(bytes_of(desk.database()), "Jones"));
  CHECK(says(desk.run({"import", "--date", "2026-10-01", file}).err, "1 by the forgotten left out"));
  CHECK_FALSE(says(desk.run({"export"}).out, "Jones"));
  CHECK(says(desk.run({"forget", "--list"}).out, "a post, 1 post erased"));
  // One line that somebody looked, one that it was done; of which post neither says anything.
  const auto audit =
      JsonDocument::parse(desk.run({"audit", "--command", "forget", "--format", "json"}).out).value();
  REQUIRE(audit.root()["rows"].size() == 2);
  CHECK(audit.root()["rows"].at(0)["detail"].text_or_empty() == "by reference");
  CHECK(audit.root()["rows"].at(0)["posts"].integer() == 1);
  CHECK(audit.root()["rows"].at(0)["ref"].is_null());
  CHECK(audit.root()["rows"].at(1)["detail"].text_or_empty() == "by reference, only looked at");

  const Ended again = desk.run({"forget", "--post", "1", "2", "--yes"});
  CHECK(again.status == 66);
  CHECK(says(again.err, "1: there is no post of this reference"));
  CHECK(says(desk.run({"forget", "--post", "2", "--post", "3", "--yes"}).out, "2 posts were erased"));
  CHECK(says(desk.run({"forget", "--list"}).out, "single posts, 2 posts erased"));
  CHECK(desk.run({"doctor"}).status == 0);
}

TEST_CASE("A post is forgotten by its id in an export, which is not taken for an account", "[rights]") {
  const DeskWithPeople desk;
  std::string id;
  std::istringstream lines{desk.run({"export"}).out};
  for (std::string line; std::getline(lines, line);)
    if (says(line, "The ward was kind")) id = JsonDocument::parse(line)->root()["id"].text_or_empty();
  REQUIRE(id.rfind("h:", 0) == 0);
  const Ended as_account = desk.run({"forget", id, "--yes"});
  CHECK(as_account.status == 64);
  CHECK(says(as_account.err, "forget --post"));
  CHECK(says(desk.run({"forget", "--list"}).out, "Nobody was forgotten yet"));
  CHECK(says(desk.run({"forget", "--post", id, "--yes"}).out, "1 post was erased"));
  CHECK(says(desk.run({"import", desk.path("posts.csv").string()}).err, "1 by the forgotten left out"));
  CHECK(desk.posts() == 3);
}

TEST_CASE(
    "Posts and people are forgotten in requests of their own, and a name in a post's place is not repeated",
    "[rights]") {
  const DeskWithPeople desk;
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"forget", "@zebedee@social.example", "--post", "1", "--yes"},
           {"forget", "--post", "1", "--network", "zebedee", "--yes"},
           {"forget", "--post", "1", "--list"},
           {"forget", "--post", "@zebedee@social.example", "--yes"},
           {"forget", "--post", "https://social.example/@zebedee/1", "--yes"},
           {"forget", "--post", "0", "--yes"}}) {
    const Ended refused = desk.run(words);
    INFO(refused.err);
    CHECK(refused.status == 64);
    CHECK_FALSE(says(refused.err + refused.out, "zebedee"));
  }
  CHECK(desk.posts() == 4);
}

TEST_CASE("Of a hashtag that only a forgotten person used no byte is left, though posts were chosen by it",
          "[rights]") {
  const Desk desk;
  REQUIRE(desk.run({"import",
                    desk.write("posts.csv",
                               "network,id,author,text,created_at\n"
                               "mastodon,https://social.example/1,@amy@social.example,The nurse was kind and "
                               "caring to Mum #NHSvalues #AmysStory,2026-11-02\n"
                               "mastodon,https://social.example/2,@ben@social.example,Nobody came when it "
                               "hurt #NHSvalues,2026-11-03\n")})
              .status == 0);
  const Ended exported = desk.run({"export", "--tag", "AmysStory", "-o", desk.path("out.csv").string()});
  INFO(exported.err);
  REQUIRE(exported.status == 0);
  REQUIRE(desk.run({"label", "--sample", "2", "--tag", "#amysstory"}).status == 0);
  REQUIRE(desk.run({"export", "--query", "tag:AmysStory"}).status == 0);
  REQUIRE(desk.run({"forget", "@amy@social.example", "--yes"}).status == 0);
  std::string bytes = bytes_of(desk.database());
  std::transform(bytes.begin(), bytes.end(), bytes.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  CHECK_FALSE(says(bytes, "amysstory"));
  CHECK(says(bytes, "nhsvalues"));
  CHECK(desk.run({"doctor"}).status == 0);
}

TEST_CASE("object keeps a person's posts out of every list and count, and gives them back", "[rights]") {
  const DeskWithPeople desk;
  const Ended done = desk.run({"object", "@zebedee@social.example"});
  INFO(done.err << done.out);
  REQUIRE(done.status == 0);
  CHECK(says(done.out, "2 posts count no longer"));
  CHECK(desk.posts() == 2);
  CHECK(says(desk.run({"show", "1"}).out, "its author objects"));
  const std::string coverage = desk.run({"coverage", "--since", "2026-11-01", "--until", "2026-11-30"}).out;
  CHECK(says(coverage, "their authors object to being counted: 2 posts"));
  CHECK(says(desk.run({"status"}).out, "2 (by ignore rules or objections; coverage says which)"));
  CHECK(desk.run({"object", "https://social.example/@zebedee/1"}).status == 64);
  CHECK(says(desk.run({"object", "@zebedee@social.example", "--withdraw"}).out, "2 posts count again"));
  CHECK(desk.posts() == 4);
}

TEST_CASE("No name that was given to forget or object is repeated anywhere", "[rights]") {
  const DeskWithPeople desk;
  struct Asked {
    std::vector<std::string> words;
    int status;
  };
  std::string said;
  for (const auto& [words, status] :
       std::vector<Asked>{{{"forget", "@zebedee@social.example", "--dry-run"}, 0},
                          {{"forget", "@zebedee@social.example"}, 64},
                          {{"object", "@zebedee@social.example"}, 0},
                          {{"object", "@zebedee@social.example", "--withdraw"}, 0},
                          {{"forget", "@zebedee@social.example", std::string(2000, 'z') + "zebedee"}, 64},
                          {{"forget", "@zebedee@social.example", "--network", "zebedee\nnet"}, 64},
                          {{"forget", "@zebedee@social.example", "--yes"}, 0},
                          {{"forget", "--list"}, 0},
                          {{"audit"}, 0},
                          {{"status"}, 0}}) {
    const Ended ended = desk.run(words);
    INFO(ended.err);
    CHECK(ended.status == status);
    said += ended.out + ended.err;
  }
  CHECK_FALSE(says(said, "zebedee"));
  CHECK_FALSE(says(bytes_of(desk.database()), "zebedee"));
}

TEST_CASE("Who was forgotten is not collected again, beside a daemon and after it", "[rights][daemon]") {
  MastodonServer server;
  server.publish({.text = "Unkind qxzunique #NHSvalues", .created_at = now() - 1h, .author = "zebedee"});
  server.publish({.text = "Kind #NHSvalues", .created_at = now() - 1h, .author = "amy"});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder(), {{"NHSVALUES_LOG", "trace"}}};
  REQUIRE(daemon.said("caught up"));
  const Ended done = setting.ask({"forget", "@zebedee@social.example", "--yes"});
  INFO(done.err << done.out);
  REQUIRE(done.status == 0);
  CHECK(says(done.out, "1 post was erased"));
  CHECK(says(done.out, "Nothing of it is left"));
  CHECK_FALSE(says(bytes_of(setting.database()), "qxzunique"));
  server.publish({.text = "Again #NHSvalues", .created_at = now(), .author = "zebedee"});
  server.publish({.text = "Kind again #NHSvalues", .created_at = now(), .author = "amy"});
  CHECK(daemon.said("1 new"));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  // And everything is read again.
  CHECK(setting.collect().status == 0);
  CHECK(setting.stored_posts().size() == 2);
  CHECK(setting.rollups_hold());
  CHECK_FALSE(says(bytes_of(setting.database()), "qxzunique"));
  CHECK_FALSE(says(daemon.err(), "zebedee"));
  CHECK(says(setting.ask({"forget", "--list"}).out, "turned away"));
}

TEST_CASE("Who was forgotten by a handle is not collected under another one, on Bluesky and X",
          "[rights][daemon]") {
  BlueskyServer bluesky;
  XServer x;
  Setting setting;
  const BlueskySessions sessions;
  setting.watch("blue", "bluesky", bluesky.url(),
                "account = \"" + sessions.account + "\"\ncredential = \"" +
                    setting.keep_secret("bluesky.password", sessions.password) + "\"\n");
  setting.watch("ex", "x", x.url(),
                "credential = \"" + setting.keep_secret("x.token", "AAAA-bearer-of-x") +
                    "\"\nspend_per_day = 5.0\nspend_per_month = 50.0\n");
  const auto both_write = [&](const std::string& text, UtcTime when, const std::string& who) {
    bluesky.publish({.text = text + " #NHSvalues", .created_at = when, .author = who + ".example"});
    x.publish({.text = text + " #NHSvalues", .created_at = when, .author = who});
  };
  both_write("Unkind qxzunique", now() - 20min, "zebedee");
  REQUIRE(setting.collect().status == 0);
  bluesky.with([](BlueskyApi& api) { api.quirks.renamed["zebedee.example"] = "zed.example"; });
  x.with([](XApi& api) { api.quirks.renamed["zebedee"] = "zed"; });
  both_write("Still unkind", now() - 10min, "zebedee");
  REQUIRE(setting.collect().status == 0);
  REQUIRE(setting.stored_posts().size() == 4);

  const Ended done = setting.ask({"forget", "@zebedee.example", "@zebedee", "--yes"});
  INFO(done.err << done.out);
  CHECK(says(done.out, "4 posts were erased"));
  bluesky.with([](BlueskyApi& api) { api.quirks.renamed["zebedee.example"] = "third.example"; });
  x.with([](XApi& api) { api.quirks.renamed["zebedee"] = "third"; });
  both_write("Unkind again", now() - 5min, "zebedee");
  both_write("Kind", now() - 4min, "amy");
  REQUIRE(setting.collect().status == 0);
  CHECK(setting.stored_posts().size() == 2);
  CHECK(setting.rollups_hold());
}

TEST_CASE("A post that was forgotten by its reference beside a daemon is not collected again",
          "[rights][daemon]") {
  MastodonServer server;
  server.publish({.text = "Unkind qxzunique #NHSvalues", .created_at = now() - 1h, .author = "zebedee"});
  server.publish({.text = "Kind #NHSvalues", .created_at = now() - 1h, .author = "amy"});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("caught up"));
  const auto first = store::Reader::open(setting.database())->post(1).value().value();
  const std::string ref = says(first.text, "qxzunique") ? "1" : "2";
  CHECK(setting.ask({"forget", "--post", "3", "--yes"}).status == 66);
  CHECK(says(setting.ask({"forget", "--post", ref, "-n"}).out, "1 post would be erased"));
  const Ended done = setting.ask({"forget", "--post", ref, "--yes"});
  INFO(done.err << done.out);
  REQUIRE(done.status == 0);
  CHECK(says(done.out, "1 post was erased"));
  CHECK_FALSE(says(bytes_of(setting.database()), "qxzunique"));
  // The author is not forgotten with it.
  server.publish({.text = "Kind again #NHSvalues", .created_at = now(), .author = "zebedee"});
  CHECK(daemon.said("1 new"));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  // And everything is read again.
  CHECK(setting.collect().status == 0);
  CHECK(setting.stored_posts().size() == 2);
  CHECK(setting.rollups_hold());
  CHECK_FALSE(says(bytes_of(setting.database()), "qxzunique"));
}

TEST_CASE("What a reader held up is gone from the files once they are done, by the daemon",
          "[rights][daemon]") {
  MastodonServer server;
  server.publish({.text = "Unkind qxzunique #NHSvalues", .created_at = now() - 1h, .author = "zebedee"});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("caught up"));
  {
    SQLite::Database reader(setting.database().string(), SQLite::OPEN_READONLY);
    reader.exec("BEGIN");
    CHECK(reader.execAndGet("SELECT count(*) FROM post").getInt() == 1);
    const Ended done = setting.ask({"forget", "@zebedee@social.example", "--yes"});
    INFO(done.err << done.out);
    CHECK(done.status == 0);
    CHECK(says(done.out, "Pending"));
    CHECK(says(setting.ask({"forget", "--list"}).out, "Pending"));
    CHECK(daemon.said("once nobody reads them", 40s));
  }
  CHECK(daemon.said("gone from the database's files", 60s));
  CHECK_FALSE(says(bytes_of(setting.database()), "qxzunique"));
  CHECK_FALSE(says(setting.ask({"forget", "--list"}).out, "Pending"));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("What a reader held up is gone after the next run of a daemon that ends by itself",
          "[rights][daemon]") {
  MastodonServer server;
  server.publish({.text = "Unkind qxzunique #NHSvalues", .created_at = now() - 1h, .author = "zebedee"});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  {
    SQLite::Database reader(setting.database().string(), SQLite::OPEN_READONLY);
    reader.exec("BEGIN");
    CHECK(reader.execAndGet("SELECT count(*) FROM post").getInt() == 1);
    CHECK(says(setting.ask({"forget", "@zebedee@social.example", "--yes"}).out, "Pending"));
  }
  CHECK(says(bytes_of(setting.database()), "qxzunique"));
  CHECK(setting.collect().status == 0);
  CHECK_FALSE(says(bytes_of(setting.database()), "qxzunique"));
}

TEST_CASE("Without a daemon the command says what to do about a reader, and --finish does it", "[rights]") {
  const DeskWithPeople desk;
  {
    SQLite::Database reader(desk.database().string(), SQLite::OPEN_READONLY);
    reader.exec("BEGIN");
    CHECK(reader.execAndGet("SELECT count(*) FROM post").getInt() == 4);
    const Ended done = desk.run({"forget", "@zebedee@social.example", "--yes"});
    CHECK(done.status == 0);
    CHECK(says(done.out, "Pending"));
    CHECK(says(done.out, "forget --finish"));
    CHECK(desk.run({"forget", "--finish"}).status == 75);
  }
  CHECK(desk.run({"forget", "--finish"}).status == 0);
  CHECK_FALSE(says(bytes_of(desk.database()), "qxzunique"));
}

TEST_CASE(
    "What nobody can be called is refused, without repeating it; a feed's author may be called anything",
    "[rights]") {
  const DeskWithPeople desk;
  for (const char* command : {"forget", "object", "access"})
    for (const char* name : {"zeb edee", "x@zebedee@z", "@zebedee@", "https:///zebedee", " "}) {
      std::vector<std::string> words = {command, name};
      if (std::string{command} == "forget") words.emplace_back("--yes");
      const Ended refused = desk.run(words);
      INFO(command << ": " << name << refused.err);
      CHECK(refused.status == 64);
      CHECK_FALSE(says(refused.err + refused.out, "zebedee"));
      CHECK(std::count(refused.err.begin(), refused.err.end(), '\n') == 1);
    }
  const Ended third = desk.run({"forget", "-", "--yes"}, "@amy@social.example\n@ben\nx y\n");
  CHECK(third.status == 64);
  CHECK(says(third.err, "name 3 of 3"));
  CHECK(desk.posts() == 4);
  CHECK(says(desk.run({"forget", "--list"}).out, "Nobody was forgotten yet"));
  CHECK(desk.run({"forget", "Zeb Edee", "--network", "feed", "--yes"}).status == 0);
}

TEST_CASE("A name by which nothing is held is asked about before it goes on a list, and told", "[rights]") {
  const DeskWithPeople desk;
  const Ended would = desk.run({"forget", "@zebedee@sociaal.example", "--dry-run"});
  CHECK(says(would.out, "spelt right?"));
  CHECK_FALSE(says(would.out, "zebedee"));
  const Ended done = desk.run({"forget", "@ben", "@zebedee@sociaal.example", "--yes"});
  INFO(done.out);
  CHECK(done.status == 0);
  CHECK(says(done.out, "1 post was erased"));
  CHECK(says(done.out, "No post is held by name 2 of the 2. Is it spelt right?"));
  CHECK(says(done.out, "It is on the forget"));
  const Ended json = desk.run({"forget", "@amy@social.example", "@nobody", "--yes", "--format", "json"});
  const auto parsed = JsonDocument::parse(json.out).value();
  REQUIRE(parsed.root()["without_posts"].size() == 1);
  CHECK(parsed.root()["without_posts"].at(0).integer() == 2);

  const Ended unsure = desk.run({"object", "@zebedee@sociaal.example"});
  CHECK(unsure.status == 64);
  CHECK(says(unsure.err, "spelt right?"));
  CHECK(says(unsure.err, "--yes"));
  CHECK_FALSE(says(unsure.err, "zebedee"));
  CHECK(JsonDocument::parse(desk.run({"forget", "--list", "--format", "json"}).out)
            ->root()["objections"]
            .integer() == 0);
  const Ended noted = desk.run({"object", "@zebedee@sociaal.example", "--yes"});
  CHECK(noted.status == 0);
  CHECK(says(noted.out, "The objection is noted"));
  CHECK(says(desk.run({"object", "@zebedeee@social.example", "--withdraw"}).out,
             "No objection is noted by that name"));
}
