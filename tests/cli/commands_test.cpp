#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "tests/cli/desk.h"
#include "tests/support/left_out.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const std::string kPosts =
    R"({"network": "mastodon", "id": "https://a.example/1", "url": "https://a.example/@x/1", "author": "@x@a.example", "text": "The nurse was so kind and caring to Mum. #NHSvalues", "created_at": "2026-11-03T09:30:00Z", "language": "en", "tags": ["NHSvalues"]})"
    "\n"
    R"({"network": "mastodon", "id": "https://a.example/2", "author": "@y@a.example", "text": "Nobody cared. They left her in pain for hours and were rude and cold. #NHSvalues", "created_at": "2026-11-10T09:30:00Z", "language": "en", "tags": ["NHSvalues"]})"
    "\n"
    R"({"network": "feed", "id": "3", "text": "Rydym yn falch iawn o'n gwerthoedd a'n staff caredig yn yr ysbyty heddiw", "created_at": "2026-11-10T10:30:00Z", "language": "cy"})"
    "\n";

Desk& filled(Desk& desk) {
  const Ended imported = desk.run({"import", desk.write("posts.ndjson", kPosts)});
  INFO(imported.err);
  REQUIRE(imported.status == 0);
  return desk;
}

/// A machine with a configuration of its own in /etc has that one in force.
bool has_configuration_in_etc() {
  if (!std::filesystem::exists("/etc/nhsvalues/nhsvalues.toml")) return false;
  leave_out("this machine has a configuration in /etc, and that one is in force");
  return true;
}

}  // namespace

TEST_CASE("Trends count what was imported, by week", "[cli]") {
  Desk desk;
  const Ended ended =
      filled(desk).run({"trends", "--since", "2026-11-02", "--until", "2026-11-16", "--format", "json"});
  REQUIRE(ended.status == 0);
  const auto document = JsonDocument::parse(ended.out);
  REQUIRE(document);
  const JsonView rows = document->root()["rows"];
  REQUIRE(rows.size() == 2);
  CHECK(rows.at(0)["posts"].integer() == 1);
  CHECK(rows.at(0)["authors"].integer() == 1);
  CHECK(rows.at(0)["values"]["compassion"]["upheld"].integer() == 1);
  CHECK(rows.at(1)["posts"].integer() == 1);
  CHECK(rows.at(1)["unclassified"].integer() == 1);
  CHECK(rows.at(1)["sentiment"]["negative"].integer() == 1);
}

TEST_CASE("Posts are filtered by value, direction and sentiment together", "[cli]") {
  Desk desk;
  const Ended ended = filled(desk).run({"posts", "--value", "compassion", "--direction", "breached",
                                        "--sentiment", "negative", "--format", "ndjson"});
  REQUIRE(ended.status == 0);
  CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') == 1);
  CHECK(ended.out.find("Nobody cared") != std::string::npos);
}

TEST_CASE("Show explains a post with words that stand in it", "[cli]") {
  Desk desk;
  const Ended ended = filled(desk).run({"show", "1"});
  REQUIRE(ended.status == 0);
  CHECK(ended.out.find("Compassion: upheld") != std::string::npos);
  CHECK(ended.out.find("because of \"") != std::string::npos);
}

TEST_CASE("The chart of trends fits 80 columns and has no colour off a terminal", "[cli]") {
  Desk desk;
  filled(desk);
  for (const char* by : {"week", "day"}) {
    const Ended ended = desk.run(
        {"trends", "--since", "2026-09-01", "--until", "2026-11-16", "--by", by, "--format", "chart"});
    REQUIRE(ended.status == 0);
    CHECK(ended.out.find('\x1b') == std::string::npos);
    CHECK(ended.out.find(by == std::string{"week"} ? "2026-W45" : "2026-11-03") != std::string::npos);
    std::istringstream lines{ended.out};
    for (std::string line; std::getline(lines, line);) {
      INFO(line);
      CHECK(display_width(line) <= 80);
    }
  }
}

TEST_CASE("The reading names what was asked for as it was written", "[cli]") {
  Desk desk;
  const Ended ended = filled(desk).run({"trends", "--since", "2026-11-02", "--until", "2026-11-16", "--value",
                                        "respect_and_dignity", "--source", "my_source", "--network", "a_b",
                                        "--tag", "#NHSvalues"});
  REQUIRE(ended.status == 0);
  const std::string text = std::regex_replace(ended.out, std::regex{"\\s+"}, " ");
  INFO(text);
  CHECK(text.find("(respect and dignity, on a_b, seen by my_source, #NHSvalues)") != std::string::npos);
}

TEST_CASE("Classify repairs what is no UTF-8, and evidence counts bytes of what is printed", "[cli]") {
  const Desk desk;
  const Ended ended = desk.run({"classify", "--format", "ndjson"},
                               "Caf\xE9 closed. The nurse was so kind and caring to Mum\n");
  REQUIRE(ended.status == 0);
  const auto document = JsonDocument::parse(ended.out);
  REQUIRE(document);
  const std::string text = document->root()["text"].text_or_empty();
  CHECK(text.find("Caf\xEF\xBF\xBD closed") == 0);
  const JsonView evidence = document->root()["values"].at(0)["evidence"].at(0);
  REQUIRE(evidence["start"].integer());
  const auto start = static_cast<std::size_t>(*evidence["start"].integer());
  const auto end = static_cast<std::size_t>(*evidence["end"].integer());
  CHECK(text.substr(start, end - start) == evidence["text"].text());
}

TEST_CASE("Posts say how to go on for as long as there are more", "[cli]") {
  Desk desk;
  const Ended first = filled(desk).run({"posts", "--limit", "1"});
  CHECK(first.err.find("The newest 1 of 3 (1 not classified, in no share). More: --limit 3, or --after 3.") !=
        std::string::npos);
  const Ended second = desk.run({"posts", "--limit", "1", "--after", "3"});
  CHECK(second.err.find("More: --after 2.") != std::string::npos);
  const Ended last = desk.run({"posts", "--limit", "1", "--after", "2"});
  CHECK(last.status == 0);
  CHECK(last.err.empty());
  CHECK(last.out.find("nurse") != std::string::npos);
}

TEST_CASE("Without a model a post is shown all the same", "[cli]") {
  Desk desk;
  filled(desk);
  desk.surroundings["NHSVALUES_MODEL"] = desk.path("none.model").string();
  const Ended ended = desk.run({"show", "1"});
  CHECK(ended.status == 0);
  CHECK(ended.out.find("The nurse was so kind") != std::string::npos);
  CHECK(ended.out.find("No model is at hand") != std::string::npos);
  CHECK(ended.err.find("none.model") != std::string::npos);
}

TEST_CASE("Days are those of the database, whatever the configuration says now", "[cli]") {
  Desk desk;
  const std::string rest = "contact = \"https://a.example\"\ndatabase = \"" + desk.database().string() +
                           "\"\n[report]\ntimezone = \"";
  const std::string then = desk.write("then.toml", rest + "Europe/London\"\n");
  const std::string now = desk.write("now.toml", rest + "Pacific/Auckland\"\n");
  REQUIRE(desk.run({"--config", then, "import", desk.write("posts.ndjson", kPosts)}).status == 0);
  const Ended ended = desk.run({"--config", now, "posts"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  CHECK(ended.out.find("Tue  3 Nov 2026 09:30") != std::string::npos);
}

TEST_CASE("Classify answers each line of input with a line, in order", "[cli]") {
  const Desk desk;
  const Ended ended =
      desk.run({"classify", "--format", "ndjson"}, "Lovely kind nurses\n\nDirty ward, waited nine hours\n");
  REQUIRE(ended.status == 0);
  REQUIRE(std::count(ended.out.begin(), ended.out.end(), '\n') == 3);
  CHECK(ended.out.find("Lovely") < ended.out.find("no_words"));
  CHECK(ended.out.find("no_words") < ended.out.find("Dirty"));
}

TEST_CASE("A language that a person states is believed", "[cli]") {
  const Desk desk;
  const Ended polish = desk.run(
      {"classify", "--format", "ndjson", "--language", "pl", "The nurse was so kind and caring to Mum"});
  CHECK(polish.out.find("\"unclassified\": \"language\"") != std::string::npos);
  const Ended english =
      desk.run({"classify", "--format", "ndjson", "--language", "en-GB", "Pielęgniarka była bardzo miła"});
  CHECK(english.out.find("\"language\": \"en\"") != std::string::npos);
  CHECK(english.out.find("unclassified") == std::string::npos);
}

TEST_CASE("A question without a database says what to do, exit 66", "[cli]") {
  const Desk desk;
  for (const char* command : {"status", "trends", "posts", "export"}) {
    const Ended ended = desk.run({command});
    CHECK(ended.status == 66);
    CHECK(ended.err.find(desk.database().string()) != std::string::npos);
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  }
  CHECK_FALSE(std::filesystem::exists(desk.database()));
}

TEST_CASE("Wrong words get one line and exit 64", "[cli]") {
  Desk desk;
  filled(desk);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"trends", "--value", "kindness"},
                                             {"trends", "--since", "soon"},
                                             {"trends", "--since", "FY2026"},
                                             {"nonsense"},
                                             {"posts", "--limit", "0"},
                                             {"trends", "--since", "2026-11-10", "--until", "2026-11-01"},
                                             {"show", "one"},
                                             {}}) {
    const Ended ended = desk.run(words);
    INFO(ended.err);
    CHECK(ended.status == 64);
    CHECK(ended.out.empty());
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  }
}

TEST_CASE("What people are likely to write wrong is answered with what to write", "[cli]") {
  Desk desk;
  filled(desk);
  const auto complaint = [&](const std::vector<std::string>& words) {
    const Ended ended = desk.run(words);
    CHECK(ended.status == 64);
    return ended.err;
  };
  const std::string whole_week =
      "nhsvalues: --until 2026-W46 ends before that begins; to have all of it, write --until 2026-W47\n";
  for (const char* command : {"trends", "coverage"}) {
    CHECK(complaint({command, "--since", "2026-W46", "--until", "2026-W46"}) == whole_week);
    CHECK(complaint({command, "--since", "2026-W46", "--until", "2026-W40"})
              .find("is not before --until 2026-W40") != std::string::npos);
  }
  CHECK(complaint({"posts", "--since", "2026-11", "--until", "2026-11"}).find("write --until 2026-12\n") !=
        std::string::npos);
  CHECK(complaint({"posts", "--since", "1/11/2026"}).find("write 2026-11-01\n") != std::string::npos);
  CHECK(complaint({"show", "abc"}).find("abc: a post's number is wanted") != std::string::npos);
  CHECK(desk.run({"trends", "--since", "2026-w45", "--until", "2026-w46"}).status == 0);
}

TEST_CASE("Where nothing but files brought posts, status does not say that all is well", "[cli]") {
  Desk desk;
  const std::string status = filled(desk).run({"status"}).out;
  INFO(status);
  CHECK(status.find("All is well") == std::string::npos);
  CHECK(status.find("! nothing is collected: no source is configured; the newest post") != std::string::npos);
}

TEST_CASE("Seven days and today are called so", "[cli]") {
  Desk desk;
  const std::string coverage = filled(desk).run({"coverage"}).out;
  INFO(coverage);
  CHECK(coverage.find("in these 7 days and today") != std::string::npos);
  CHECK(filled(desk)
            .run({"coverage", "--since", "2026-11-01", "--until", "2026-11-08"})
            .out.find("these 7 days.") != std::string::npos);
}

TEST_CASE("The help of label says what a value without a direction means, and what becomes of the others",
          "[cli]") {
  // However its lines are broken.
  std::istringstream words{Desk{}.run({"label", "--help"}).out};
  std::string help;
  for (std::string word; words >> word;) help += word + " ";
  CHECK(help.find("without one of these the machine's direction stays, or it is mentioned") !=
        std::string::npos);
  CHECK(help.find("replaces all values") != std::string::npos);
}

TEST_CASE("A mistake names the help that tells more", "[cli]") {
  const Desk desk;
  CHECK(desk.run({"stauts"}).err ==
        "nhsvalues: stauts: there is no such command (did you mean status?); see nhsvalues --help\n");
  const Ended by = desk.run({"trends", "--by", "year"});
  CHECK(by.err.find("see nhsvalues trends --help") != std::string::npos);
}

TEST_CASE("Unasked, trends begin with the first post rather than with empty years", "[cli]") {
  Desk desk;
  filled(desk);
  const auto by_year = JsonDocument::parse(desk.run({"trends", "--by", "nhs-year", "--format", "json"}).out);
  REQUIRE(by_year);
  REQUIRE(by_year->root()["rows"].size() >= 1);
  CHECK(by_year->root()["rows"].at(0)["period"].text() == "2026/27");
  const auto asked = JsonDocument::parse(
      desk.run({"trends", "--by", "nhs-year", "--since", "2020/21", "--format", "json"}).out);
  CHECK(asked->root()["rows"].at(0)["period"].text() == "2020/21");
}

TEST_CASE("A post that is not there is said plainly", "[cli]") {
  Desk desk;
  const Ended ended = filled(desk).run({"show", "999"});
  CHECK(ended.status == 66);
  CHECK(ended.err.find("999: there is no post of this reference") != std::string::npos);
}

TEST_CASE("check-config names every fault with its line, exit 78", "[cli]") {
  const Desk desk;
  const std::string file = desk.write("bad.toml", "topics = [\"NHSvalues\"]\nfrequency = 5\ncontact = 7\n");
  const Ended ended = desk.run({"check-config", file});
  CHECK(ended.status == 78);
  CHECK(ended.err.find(file + ":2: frequency: ") != std::string::npos);
  CHECK(ended.err.find(file + ":3: contact: ") != std::string::npos);
  const Ended shipped = desk.run({"check-config", std::string{NHS_SOURCE_DIR} + "/config/nhsvalues.toml"});
  INFO(shipped.err);
  CHECK(shipped.status == 0);
}

TEST_CASE(
    "A time zone that is not in force yet is told by check-config and status, and no longer after an import",
    "[cli]") {
  const Desk desk;
  const std::string posts = desk.write("posts.csv", "text\nKind staff\n");
  REQUIRE(desk.run({"import", posts}).status == 0);
  const std::string file = desk.write("paris.toml",
                                      "contact = \"https://a.example/contact\"\n"
                                      "[report]\ntimezone = \"Europe/Paris\"\n");
  const std::string told = "report.timezone is Europe/Paris, but days are counted in Europe/London until";
  CHECK(desk.run({"check-config", file}).err.find(told) != std::string::npos);
  const auto status = [&] { return desk.run({"--config", file, "status", "--format", "json"}).out; };
  CHECK(status().find(told) != std::string::npos);
  REQUIRE(desk.run({"--config", file, "import", posts}).status == 0);
  CHECK(desk.run({"check-config", file}).err.find("report.timezone") == std::string::npos);
  CHECK(status().find("report.timezone") == std::string::npos);
}

TEST_CASE("check-config without a configuration says where it looked, exit 66", "[cli]") {
  if (has_configuration_in_etc()) return;
  const Desk desk;
  const Ended ended = desk.run({"check-config"});
  CHECK(ended.status == 66);
  CHECK(ended.out.empty());
  CHECK(ended.err.find("none is named by --config or NHSVALUES_CONFIG, and none is at " +
                       desk.path("config/nhsvalues/nhsvalues.toml").string() +
                       " or /etc/nhsvalues/nhsvalues.toml") != std::string::npos);
}

TEST_CASE("Where no configuration was found, a missing database is told with that", "[cli]") {
  if (has_configuration_in_etc()) return;
  const Scratch scratch;
  const std::map<std::string, std::string> nowhere{{"NHSVALUES_DB", ""},
                                                   {"NHSVALUES_CONFIG", ""},
                                                   {"XDG_CONFIG_HOME", (scratch / "config").string()},
                                                   {"XDG_DATA_HOME", (scratch / "data").string()}};
  const char* hint = "no configuration was found: name one with --config FILE or NHSVALUES_CONFIG";
  for (const std::vector<std::string>& words : {std::vector<std::string>{"trends"},
                                                {"label", "1", "--no-values"},
                                                {"backup"},
                                                {"doctor"},
                                                {"doctor", "--repair"},
                                                {"rotate-key", "--yes"}}) {
    const Ended ended = run_program(NHSVALUES, words, scratch.path(), nowhere);
    INFO(ended.err);
    CHECK(ended.status == 66);
    CHECK(ended.err.find("there is no database yet") != std::string::npos);
    CHECK(ended.err.find(hint) != std::string::npos);
  }
  // Neither its folder nor, where that is there, the key beside it.
  const auto restored = [&] {
    return run_program(NHSVALUES, {"restore", "--yes", "backup.db"}, scratch.path(), nowhere);
  };
  const Ended without_folder = restored();
  CHECK(without_folder.status == 73);
  CHECK(without_folder.err.find(hint) != std::string::npos);
  std::filesystem::create_directories(scratch / "data/nhsvalues");
  const Ended without_key = restored();
  CHECK(without_key.status == 78);
  CHECK(without_key.err.find(hint) != std::string::npos);
  // Who names the database does without a configuration.
  const Ended named =
      run_program(NHSVALUES, {"--db", (scratch / "my.db").string(), "trends"}, scratch.path(), nowhere);
  CHECK(named.status == 66);
  CHECK(named.err.find(hint) == std::string::npos);
}

TEST_CASE("check-config warns of what will keep a source from being asked", "[cli]") {
  const Desk desk;
  const std::string x =
      "contact = \"https://trust.example/us\"\n[[source]]\nname = \"x\"\nkind = \"x\"\ncredential = \"/none/x.token\"\n";
  const Ended broke =
      desk.run({"check-config", desk.write("x.toml", x + "spend_per_day = 0.1\nspend_per_month = 20\n")});
  CHECK(broke.status == 0);
  CHECK(broke.err.find("x: nothing will be asked: one request may cost more") != std::string::npos);
  CHECK(broke.err.find("/none/x.token") != std::string::npos);
  const Ended enough =
      desk.run({"check-config", desk.write("y.toml", x + "spend_per_day = 2\nspend_per_month = 20\n")});
  CHECK(enough.err.find("nothing will be asked") == std::string::npos);
}

TEST_CASE("check-config warns of what would keep the daemon from starting, or from asking", "[cli]") {
  const Desk desk;
  const std::string key = desk.write("some.key", std::string(64, 'a') + "\n");
  const std::string certificates = desk.write("ca.pem", "-----BEGIN CERTIFICATE-----\n");
  const auto config = [&](const std::string& network, const std::string& key_file,
                          const std::string& ignored) {
    return desk.write("c.toml", "contact = \"https://trust.example/us\"\n[network]\n" + network +
                                    "[privacy]\nkey_file = \"" + key_file +
                                    "\"\n[[source]]\nname = \"ours\"\nkind = \"mastodon\"\nurl = "
                                    "\"https://192.168.1.2\"\n[[ignore]]\nname = \"jobs\"\nsource = \"" +
                                    ignored + "\"\nreason = \"adverts\"\n");
  };
  std::filesystem::permissions(key, std::filesystem::perms{0644});
  const Ended wrong = desk.run({"check-config", config("ca_file = \"/none/ca.pem\"\n", key, "theirs")});
  INFO(wrong.err);
  CHECK(wrong.status == 0);
  for (const std::string& each :
       {std::string{"/none/ca.pem: network.ca_file is not there"}, key + ": others than its owner may read",
        std::string{"ours: it will not be asked: its address is a private or local one"},
        std::string{"[[ignore]] jobs: there is no [[source]] named theirs"}})
    CHECK(wrong.err.find(each) != std::string::npos);

  std::filesystem::permissions(key, std::filesystem::perms{0600});
  const std::string mended =
      config("allow_private_addresses = true\nca_file = \"" + certificates + "\"\n", key, "ours");
  CHECK(desk.run({"check-config", mended}).err.empty());
  const Ended no_folder = desk.run({"--db", key + "/x.db", "check-config", mended});
  CHECK(no_folder.err.find(key + ": this is no folder") != std::string::npos);
  desk.write("some.key", "no key\n");
  CHECK(desk.run({"check-config", mended}).err.find(key + ": not a key") != std::string::npos);
  // One that is not there is made with the database, and lost where that is there.
  std::filesystem::remove(key);
  CHECK(desk.run({"check-config", mended}).err.empty());
  desk.write("nhsvalues.db", "");
  CHECK(desk.run({"check-config", mended}).err.find(key + ": the key of ") != std::string::npos);
}

TEST_CASE("check-config counts as people do, and warns of the example's contact", "[cli]") {
  const Desk desk;
  const std::string source = "[[source]]\nname = \"a\"\nkind = \"mastodon\"\nurl = \"https://a.example\"\n";
  const std::string right = "database = \"x.db\"\ntopics = [\"NHSvalues\"]\ncontact = ";
  const Ended placeholder =
      desk.run({"check-config", desk.write("p.toml", right + "\"https://example.org/contact\"\n")});
  INFO(placeholder.err);
  CHECK(placeholder.status == 0);
  CHECK(placeholder.out.find("right (0 sources, 1 topic)") != std::string::npos);
  CHECK(placeholder.err.find("contact is still the example's") != std::string::npos);
  CHECK(placeholder.err.find("there is no [[source]], so nothing is watched") != std::string::npos);
  const Ended own =
      desk.run({"check-config", desk.write("o.toml", right + "\"https://trust.example/us\"\n" + source)});
  CHECK(own.status == 0);
  CHECK(own.err.empty());
}

TEST_CASE("The version option names the libraries", "[cli]") {
  const Ended ended = Desk{}.run({"--version"});
  CHECK(ended.status == 0);
  for (const char* name : {"nhsvalues 0.", "libcurl/", "SQLite/", "Boost/", "RapidJSON/"})
    CHECK(ended.out.find(name) != std::string::npos);
}

TEST_CASE("A full disk behind stdout is an error, not silence", "[cli]") {
  Desk desk;
  filled(desk);
  const std::string command =
      "NHSVALUES_DB=" + desk.database().string() + " " NHSVALUES " export > /dev/full 2>/dev/null";
  const int state = std::system(command.c_str());
  CHECK(WEXITSTATUS(state) == 74);
}

TEST_CASE("Messages that nobody takes end no command", "[cli]") {
  Desk desk;
  filled(desk);
  const std::string start = "NHSVALUES_DB=" + desk.database().string() + " " NHSVALUES " ";
  const auto status_of = [&](const std::string& words) {
    const int state = std::system((start + words).c_str());
    return WIFEXITED(state) ? WEXITSTATUS(state) : 128;
  };
  for (const std::string nowhere : {"2>/dev/full", "2>&-"}) {
    CAPTURE(nowhere);
    const std::string file =
        (desk.database().parent_path() / ("out" + std::to_string(nowhere.size()))).string();
    CHECK(status_of("export -o " + file + " " + nowhere) == 0);
    CHECK(std::filesystem::file_size(file) > 0);
    CHECK(status_of("posts --period 2025-11 >/dev/null " + nowhere) == 0);
    CHECK(status_of("no-such-command " + nowhere) == 64);
  }
  CHECK(status_of("export >&- 2>/dev/null") == 74);
}

TEST_CASE("What is no post's number is refused in one short line", "[commands]") {
  const Desk desk;
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"open", "x@y"},
                                             {"open", "0"},
                                             {"label", "abc", "--kind", "pledge"},
                                             {"consent", "x@y"},
                                             {"concerns", "acknowledge", "1.5", "--by", "A", "--note", "b"},
                                             {"pledges", "trend", "x"}}) {
    const Ended ended = desk.run(words);
    INFO(ended.err);
    CHECK(ended.status == 64);
    CHECK(ended.err.size() < 160);
    CHECK(ended.err.find("a post's number is wanted") != std::string::npos);
  }
}
