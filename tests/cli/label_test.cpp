#include <fcntl.h>
#include <pty.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "core/json.h"
#include "tests/cli/desk.h"
#include "tests/support/lines.h"

using namespace nhs;
using namespace nhs::test;

namespace {

std::string post(int id, const std::string& text) {
  return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) + R"(", "text": ")" +
         text + R"(", "created_at": "2026-11-03T09:30:00Z", "language": "en"})" + "\n";
}

void fill(Desk& desk) {
  const Ended imported = desk.run(
      {"import",
       desk.write("posts.ndjson", post(1, "The nurse was so kind and caring to Mum") +
                                      post(2, "Nobody cared. They left her in pain and were rude and cold") +
                                      post(3, "=The ward\\tis on level four\\nof the \\\"new\\\" building") +
                                      post(4, "Visiting starts at two"))});
  INFO(imported.err);
  REQUIRE(imported.status == 0);
}

/// What a query of the database in JSON gives.
JsonDocument asked(const Desk& desk, const std::vector<std::string>& words) {
  const Ended ended = desk.run(words);
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  auto document = JsonDocument::parse(ended.out);
  REQUIRE(document);
  return *std::move(document);
}

/// A sheet with every row's labels filled in alike.
std::string filled_in(const std::string& sheet, const std::string& labels) {
  std::string filled;
  for (const std::string& line : lines_of(sheet))
    filled += line.rfind("id\t", 0) == 0 ? line + "\n" : line.substr(0, line.size() - 3) + labels + "\n";
  return filled;
}

/// Runs the program on a terminal of its own, with these keys typed ahead, and gives what stood there.
std::string on_terminal(const Desk& desk, const std::vector<std::string>& words, const std::string& keys) {
  int terminal = -1;
  const pid_t pid = forkpty(&terminal, nullptr, nullptr, nullptr);
  REQUIRE(pid >= 0);
  if (pid == 0) {
    ::setenv("NHSVALUES_DB", desk.database().c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", desk.path("config").c_str(), 1);
    std::vector<char*> arguments = {const_cast<char*>(NHSVALUES)};
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(NHSVALUES, arguments.data());
    ::_exit(127);
  }
  REQUIRE(::write(terminal, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
  std::string seen;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(terminal, buffer, sizeof buffer)) > 0;)
    seen.append(buffer, static_cast<std::size_t>(got));
  ::close(terminal);
  int status = 0;
  ::waitpid(pid, &status, 0);
  CHECK(status == 0);
  return seen;
}

}  // namespace

TEST_CASE("A correction says what counted and what counts now, and undo brings the machine's word back",
          "[label]") {
  Desk desk;
  fill(desk);
  const Ended corrected = desk.run({"label", "1", "--value", "respect_and_dignity:breached", "--value",
                                    "improving_lives:mentioned", "--sentiment", "negative", "--kind",
                                    "opinion", "--group", "fgm", "--by", "Ana"});
  INFO(corrected.err);
  REQUIRE(corrected.status == 0);
  CHECK(corrected.out.find("1 was: positive; ") == 0);
  CHECK(corrected.out.find(
            "\n1 is now: negative; respect and dignity breached, improving lives mentioned; opinion; "
            "about FGM\n") != std::string::npos);
  const auto trends =
      asked(desk, {"trends", "--since", "2026-11-02", "--until", "2026-11-09", "--format", "json"});
  CHECK(trends.root()["rows"].at(0)["values"]["respect_and_dignity"]["breached"].integer() >= 1);
  CHECK(trends.root()["rows"].at(0)["values"]["improving_lives"]["mentioned"].integer() == 1);
  CHECK(asked(desk, {"status", "--format", "json"}).root()["labelled"].integer() == 1);

  const Ended undone = desk.run({"label", "1", "--undo"});
  REQUIRE(undone.status == 0);
  CHECK(undone.out.find("1 is now: positive; ") != std::string::npos);
  CHECK(asked(desk, {"status", "--format", "json"}).root()["labelled"].integer() == 0);
  CHECK(desk.run({"label", "1", "--undo"}).status == 66);
}

TEST_CASE("Show tells the person's word beside the machine's, and what was taken back", "[label]") {
  Desk desk;
  fill(desk);
  REQUIRE(desk.run({"label", "1", "--no-values", "--by", "Ana"}).status == 0);
  REQUIRE(desk.run({"label", "1", "--sentiment", "neutral"}).status == 0);
  REQUIRE(desk.run({"label", "1", "--undo"}).status == 0);
  std::string text = desk.run({"show", "1"}).out;
  std::replace(text.begin(), text.end(), '\n', ' ');
  CHECK(text.find("Ana said on ") != std::string::npos);
  CHECK(text.find(": no value") != std::string::npos);
  CHECK(text.find("(taken back on") != std::string::npos);
  CHECK(text.find("The machine: positive") != std::string::npos);

  const auto shown = asked(desk, {"show", "1", "--format", "json"});
  CHECK(shown.root()["values"].size() == 0);
  CHECK(shown.root()["machine"]["values"].at(0)["value"].text() == "compassion");
  REQUIRE(shown.root()["labels"].size() == 2);
  CHECK(shown.root()["labels"].at(0)["by"].text() == "Ana");
  CHECK(shown.root()["labels"].at(0)["origin"].text() == "correction");
  CHECK(shown.root()["labels"].at(0)["undone_at"].is_null());
  CHECK(shown.root()["labels"].at(1)["sentiment"].text() == "neutral");
  CHECK_FALSE(shown.root()["labels"].at(1)["undone_at"].is_null());
  CHECK(asked(desk, {"show", "2", "--format", "json"}).root()["machine"].is_null());
}

TEST_CASE("A wrong word or reference is one line that says what is right", "[label]") {
  Desk desk;
  fill(desk);
  const auto error_of = [&](const std::vector<std::string>& words, int status) {
    const Ended ended = desk.run(words);
    INFO(ended.err);
    CHECK(ended.status == status);
    CHECK(ended.out.empty());
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
    return ended.err;
  };
  CHECK(error_of({"label", "1", "--value", "compasion"}, 64).find("did you mean compassion?") !=
        std::string::npos);
  CHECK(error_of({"label", "1", "--value", "compassion:broken"}, 64).find("upheld, breached, mentioned") !=
        std::string::npos);
  CHECK(error_of({"label", "1", "--kind", "rant"}, 64).find("experience, pledge") != std::string::npos);
  CHECK(error_of({"label", "99", "--kind", "news"}, 66).find("99: there is no post") != std::string::npos);
  error_of({"label", "one", "--kind", "news"}, 64);
  error_of({"label", "1"}, 64);
  error_of({"label"}, 64);
  error_of({"label", "1", "--undo", "--kind", "news"}, 64);
  error_of({"label", "1", "--value", "compassion", "--no-values"}, 64);
  error_of({"label", "--sample", "5", "--value", "compassion"}, 64);
  error_of({"label", "--sample", "0"}, 64);
  error_of({"label", "--sample", "5", "--seed", "x"}, 64);
  error_of({"label", "1", "--kind", "news", "--since", "7d"}, 64);
  error_of({"label", "1", "--kind", "news", "--by", std::string(201, 'x')}, 64);
  for (const char* filter : {"--query", "--fts", "--saved", "--tag"})
    CHECK(error_of({"label", "--from", "none.tsv", filter, "ward"}, 64).find("for --sample") !=
          std::string::npos);
  error_of({"label", "--from", "none.tsv"}, 66);
  const Desk empty;
  CHECK(empty.run({"label", "1", "--kind", "news"}).status == 66);
  CHECK_FALSE(std::filesystem::exists(empty.database().string() + ".lock"));
}

TEST_CASE("While another process writes, a label waits its turn, exit 75", "[label]") {
  Desk desk;
  fill(desk);
  const std::string lock = desk.write("nhsvalues.db.lock", "nhsvaluesd (process 1)\n");
  const int held = ::open(lock.c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(::flock(held, LOCK_EX | LOCK_NB) == 0);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"label", "1", "--kind", "news"}, {"label", "--sample", "2"}}) {
    const Ended refused = desk.run(words);
    CHECK(refused.status == 75);
    CHECK(refused.out.empty());
    CHECK(refused.err.find("nhsvaluesd (process 1)") != std::string::npos);
  }
  ::close(held);
  CHECK(desk.run({"label", "1", "--kind", "news"}).status == 0);
}

TEST_CASE("A sample goes out as a sheet and comes back filled in; again it changes nothing", "[label]") {
  Desk desk;
  fill(desk);
  const Ended sheet = desk.run({"label", "--sample", "10", "--seed", "5"});
  INFO(sheet.err);
  REQUIRE(sheet.status == 0);
  const auto lines = lines_of(sheet.out);
  REQUIRE(lines.size() == 5);
  CHECK(lines[0] == "id\ttext\tvalues\tsentiment\tkind\tgroups");
  CHECK(std::find(lines.begin(), lines.end(),
                  "3\t'=The ward is on level four\\nof the \"new\" building\t\t\t\t") != lines.end());
  CHECK(sheet.err.find("seed 5") != std::string::npos);
  CHECK(desk.run({"label", "--sample", "10"}).out.empty());
  CHECK(desk.run({"label", "--sample", "10", "--seed", "5", "--again"}).out == sheet.out);

  // As a spreadsheet of Windows saves it.
  std::string filled =
      "\xef\xbb\xbf" + filled_in(sheet.out, "\"compassion:upheld\"\tpositive\texperience\t-");
  for (std::size_t at = 0; (at = filled.find('\n', at)) != std::string::npos; at += 2)
    filled.insert(at, "\r");
  const std::string file = desk.write("sheet.tsv", filled);
  const Ended read = desk.run({"label", "--from", file, "--by", "Ana"});
  INFO(read.err);
  REQUIRE(read.status == 0);
  CHECK(read.err == "Judged: 4 new, 0 known already, 0 left out, 0 not filled in.\n");
  CHECK(asked(desk, {"posts", "--value", "compassion", "--format", "json"}).root()["posts"].size() == 4);
  const auto shown = asked(desk, {"show", "4", "--format", "json"});
  CHECK(shown.root()["labels"].at(0)["origin"].text() == "sample");
  CHECK(desk.run({"label", "--from", file, "--by", "Ana"}).err ==
        "Judged: 0 new, 4 known already, 0 left out, 0 not filled in.\n");
  CHECK(desk.run({"label", "--from", "-", "--by", "Ben"}, filled).err ==
        "Judged: 4 new, 0 known already, 0 left out, 0 not filled in.\n");
}

/// ASCII as a spreadsheet's "Unicode text" has it.
std::string as_utf16(const std::string& text) {
  std::string wide = "\xff\xfe";
  for (const char c : text) wide.append({c, '\0'});
  return wide;
}

TEST_CASE("Samples by hashtags that are not named are of one selection each, whatever the hashtag",
          "[label]") {
  const Desk desk;
  const std::string tags = " #NHSvalues #AmysStory #BensStory";
  REQUIRE(desk.run({"import",
                    desk.write("posts.ndjson",
                               post(1, "The nurse was so kind and caring to Mum" + tags) +
                                   post(2, "Nobody cared. They left her in pain and were rude" + tags))})
              .status == 0);
  const auto drawn = [&](const std::string& tag) {
    const Ended sheet = desk.run({"label", "--sample", "9", "--seed", "7", "--tag", tag});
    INFO(sheet.err);
    REQUIRE(sheet.status == 0);
    return lines_of(sheet.out).size();
  };
  // Three draws within a second, of which no two are of one selection.
  const std::size_t header_and_posts = drawn("AmysStory");
  REQUIRE(header_and_posts > 1);
  CHECK(drawn("BensStory") == header_and_posts);
  CHECK(drawn("AmysStory") == header_and_posts);
  // A topic is named, so that its samples are of one selection.
  CHECK(drawn("NHSvalues") == header_and_posts);
  CHECK(drawn("nhsvalues") == 0);
  const std::string audit = desk.run({"audit", "--format", "ndjson"}).out;
  CHECK(audit.find("with a hashtag at ") != std::string::npos);
  CHECK(audit.find("#NHSvalues") != std::string::npos);
  CHECK(audit.find("Story") == std::string::npos);
}

TEST_CASE("Samples by a saved query that was edited are of one selection each", "[label]") {
  Desk desk;
  fill(desk);
  const auto drawn = [&](const std::string& text) {
    const std::string config = desk.write("nhsvalues.toml",
                                          "contact = \"https://a.example/contact\"\n"
                                          "[[query]]\nname = \"nursing\"\ntext = \"" +
                                              text + "\"\n");
    const Ended sheet = desk.run({"--config", config, "label", "--sample", "9", "--saved", "nursing"});
    INFO(sheet.err);
    REQUIRE(sheet.status == 0);
    return lines_of(sheet.out).size();
  };
  REQUIRE(drawn("nurse") == 1 + 1);
  CHECK(drawn("nurse OR rude") == 1 + 2);
}

TEST_CASE("A sheet that is sent in parts counts for its own sample to the last row", "[label]") {
  Desk desk;
  std::string posts;
  for (int id = 1; id <= 501; ++id) posts += post(id, "Visiting starts at two, bay " + std::to_string(id));
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", posts)}).status == 0);
  const Ended sheet = desk.run({"label", "--sample", "501", "--seed", "5"});
  REQUIRE(lines_of(sheet.out).size() == 1 + 501);
  // It served one fewer of the sheet's posts, and most likely the sheet's last.
  REQUIRE(lines_of(desk.run({"label", "--sample", "500", "--language", "en", "--seed", "6"}).out).size() ==
          1 + 500);
  const Ended read =
      desk.run({"label", "--from", desk.write("sheet.tsv", filled_in(sheet.out, "-\tneutral\tnews\t-"))});
  INFO(read.err);
  REQUIRE(read.err == "Judged: 501 new, 0 known already, 0 left out, 0 not filled in.\n");
  const auto judged = asked(desk, {"evaluate", "--judged", "--format", "json"});
  REQUIRE(judged.root()["samples"].size() == 1);
  CHECK(judged.root()["samples"].at(0)["name"].text() == "all posts");
  CHECK(judged.root()["samples"].at(0)["texts"].integer() == 501);
}

TEST_CASE("A sheet comes back as any spreadsheet saves it", "[label]") {
  Desk desk;
  fill(desk);
  REQUIRE(desk.run({"label", "--sample", "4", "--seed", "5"}).status == 0);
  const auto [name, content] = GENERATE(table<std::string, std::string>({
      {"comma.csv",
       "id,text,values,sentiment,kind,groups\r\n1,\"so, \"\"well\"\"\","
       "\"compassion:upheld,quality_of_care:breached\",positive,experience,-\r\n2,\"two\nlines\",-,,,\r\n"},
      {"semicolon.csv",
       "id;text;values;sentiment;kind;groups\n1;x;compassion:upheld,quality_of_care:breached;positive;;\n2;x;-\n"},
      {"wide.txt",
       as_utf16("id\ttext\tvalues\tsentiment\tkind\tgroups\r\n"
                "1\tx\t\"compassion:upheld,quality_of_care:breached\"\tpositive\t\t\r\n2\tx\t-\t\t\t\r\n")},
      {"windows.csv", "id,text,values\n1,don\x92t,\"compassion:upheld,quality_of_care:breached\"\n2,x,-\n"},
      {"moved.csv",
       "Kind;note;ID;Values;Groups;Sentiment\nnews;?;1;compassion:upheld,quality_of_care:breached\n"
       ";;2;-;;;;;\n;;;\n;;3;\n"},
      {"capitals.csv",
       "Id;Text;Values;Sentiment;Kind;Groups\n"
       "1;x;Compassion:upheld, Quality of care : Breached;Positive;Experience;FGM\n2;x;-;NEUTRAL;News;-\n"},
  }));
  const Ended read = desk.run({"label", "--from", desk.write(name, content), "--by", "Ana"});
  INFO(name << ": " << read.err);
  REQUIRE(read.status == 0);
  CHECK(read.err.find("Judged: 2 new, 0 known already, 0 left out,") != std::string::npos);
  CHECK((read.err.find(": columns that are not read: note\n") != std::string::npos) == (name == "moved.csv"));
  CHECK(asked(desk, {"posts", "--value", "quality_of_care", "--direction", "breached", "--format", "json"})
            .root()["posts"]
            .size() == 1);
}

TEST_CASE("A label with a capital, or blanks within, says what it says without", "[label]") {
  Desk desk;
  fill(desk);
  REQUIRE(desk.run({"label", "--sample", "4", "--seed", "5"}).status == 0);
  const Ended read =
      desk.run({"label", "--from",
                desk.write("s.csv",
                           "id,text,values,sentiment,kind,groups\n"
                           "1,x,\"Compassion : Breached, Dignity\",Negative,Opinion,Homeless\n")});
  INFO(read.err);
  REQUIRE(read.status == 0);
  const auto shown = asked(desk, {"show", "1", "--format", "json"});
  const auto label = shown.root()["labels"].at(0);
  CHECK(label["sentiment"].text() == "negative");
  CHECK(label["kind"].text() == "opinion");
  // In the vocabulary's order, in which respect and dignity stands before compassion.
  CHECK(label["values"].at(1)["value"].text() == "compassion");
  CHECK(label["values"].at(1)["direction"].text() == "breached");
  CHECK(label["values"].at(0)["value"].text() == "respect_and_dignity");
  CHECK(label["groups"].at(0).text() == "homeless_people");
}

TEST_CASE("A sheet whose column of labels may have been renamed is refused, and both are named", "[label]") {
  Desk desk;
  fill(desk);
  REQUIRE(desk.run({"label", "--sample", "4", "--seed", "5"}).status == 0);
  const auto [header, cause] = GENERATE(table<std::string, std::string>({
      {"id\ttext\tvalues\tSentiment (pos/neg)\tkind\tgroups",
       "columns that are missing: sentiment; columns that are not read: Sentiment (pos/neg);"},
      {"id\ttext\tvalues\tvalues\tkind\tnote",
       "columns that are missing: sentiment, groups; columns that are not read: values, note;"},
  }));
  const Ended refused = desk.run({"label", "--from", desk.write("s.tsv", header + "\n1\tx\t-\t\tnews\t\n")});
  INFO(refused.err);
  CHECK(refused.status == 65);
  CHECK(refused.err.find("s.tsv:1: " + cause) != std::string::npos);
  CHECK(asked(desk, {"status", "--format", "json"}).root()["labelled"].integer() == 0);
}

TEST_CASE("Between tabs a quote that begins a text is a part of it, whatever quotes come later", "[label]") {
  Desk desk;
  fill(desk);
  REQUIRE(desk.run({"label", "--sample", "4", "--seed", "5"}).status == 0);
  // By a CSV's quotes the first is never closed; the second is where `5"` ends its cell, and then there is
  // one row of six cells, with the id of one post and the labels of the other; the third is closed before a
  // word.
  const std::string second = GENERATE("2\tx\t-", "2\tOnly 5\"\t-", "2\tx\t\"-\"");
  const Ended read = desk.run({"label", "--from",
                               desk.write("s.tsv",
                                          "id\ttext\tvalues\tsentiment\tkind\tgroups\n"
                                          "1\t\"Nobody told us\t-\tnegative\tnews\t-\n" +
                                              second + "\tpositive\topinion\t-\n")});
  INFO(second << ": " << read.err);
  REQUIRE(read.status == 0);
  CHECK(read.err == "Judged: 2 new, 0 known already, 0 left out, 0 not filled in.\n");
  const auto said_of = [&](const char* ref) {
    return std::string{
        asked(desk, {"show", ref, "--format", "json"}).root()["labels"].at(0)["sentiment"].text().value()};
  };
  CHECK(said_of("1") == "negative");
  CHECK(said_of("2") == "positive");
}

TEST_CASE("A workbook in the place of a sheet is named as that", "[label]") {
  const Desk desk;
  const Ended refused =
      desk.run({"label", "--from", desk.write("sheet.xlsx", "PK\x03\x04\x14 [Content_Types].xml\nrest")});
  CHECK(refused.status == 65);
  CHECK(refused.err.find("sheet.xlsx:1: this is a workbook of a spreadsheet; save the sheet as CSV") !=
        std::string::npos);
  // The header of a compound file ([MS-CFB] 2.2): signature, class id, versions and byte order, then sectors.
  std::string old{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"};
  old.append(16, '\0').append({'\x3E', '\0', '\x03', '\0', '\xFE', '\xFF', '\x09', '\0'});
  old.append(40, '\0').append(436, '\xFF');
  CHECK(desk.run({"label", "--from", desk.write("sheet.xls", old)})
            .err.find("sheet.xls:1: this is a workbook of a spreadsheet") != std::string::npos);
}

TEST_CASE("A text that begins with a quote does not swallow the lines below it", "[label]") {
  Desk desk;
  const std::string posts =
      desk.write("posts.ndjson", post(1, R"(\"Nobody told us)") + post(2, R"(\"They said sorry\")"));
  REQUIRE(desk.run({"import", posts}).status == 0);
  const Ended sheet = desk.run({"label", "--sample", "2", "--seed", "1"});
  REQUIRE(sheet.status == 0);
  CHECK(sheet.out.find("\t'\"Nobody told us\t") != std::string::npos);
  const Ended read =
      desk.run({"label", "--from", desk.write("s.tsv", filled_in(sheet.out, "-\tneutral\tnews\t-"))});
  CHECK(read.err == "Judged: 2 new, 0 known already, 0 left out, 0 not filled in.\n");
}

TEST_CASE("A sheet with faults is told line by line, and nothing of it is stored", "[label]") {
  Desk desk;
  fill(desk);
  REQUIRE(desk.run({"label", "--sample", "3", "--seed", "1"}).status == 0);
  const std::string header = "id\ttext\tvalues\tsentiment\tkind\tgroups\n";
  const std::string sheet =
      desk.write("sheet.tsv", header + "1\tx\tcompassion\tpositive\t\t\n" + "2\tx\tkindness\t\t\t\n" +
                                  "x\tx\t-\t\t\t\n" + "1\tx\t-\t\t\t\n" + "3\n" + "4\ta\tb\tc\td\te\tf\n");
  const Ended ended = desk.run({"label", "--from", sheet});
  INFO(ended.err);
  CHECK(ended.status == 65);
  CHECK(ended.err.find("sheet.tsv:3: values: kindness: there is no such value") != std::string::npos);
  CHECK(ended.err.find("sheet.tsv:4: id: must be the reference of a post") != std::string::npos);
  CHECK(ended.err.find("sheet.tsv:5: post 1 stands in line 2 already") != std::string::npos);
  CHECK(ended.err.find("sheet.tsv:6") == std::string::npos);
  CHECK(ended.err.find("sheet.tsv:7: 7 cells instead of 6") != std::string::npos);
  CHECK(ended.err.find("nothing was stored") != std::string::npos);

  const Ended stranger = desk.run({"label", "--from", desk.write("other.tsv", header + "99\tx\t-\t\t\t\n")});
  CHECK(stranger.status == 65);
  CHECK(stranger.err.find("other.tsv:2: post 99 was served by no sample") != std::string::npos);
  CHECK(desk.run({"label", "--from", desk.write("no.tsv", "text\tid\n")})
            .err.find("no.tsv:1: must be the header") != std::string::npos);
  CHECK(asked(desk, {"status", "--format", "json"}).root()["labelled"].integer() == 0);
}

TEST_CASE("On a terminal posts come one by one, without the machine's word, and Enter is no answer",
          "[label]") {
  Desk desk;
  fill(desk);
  // The first is judged after a false start, the second skipped, the third left.
  const std::string seen = on_terminal(desk, {"label", "--sample", "4", "--seed", "2", "--by", "Ana"},
                                       "\nc\nc+ r-\nb\nq= e+\nn\no\nh f\ny\ns\nz\n");
  INFO(seen);
  CHECK(seen.find("Post 1 of 4") != std::string::npos);
  CHECK(seen.find("Post 3 of 4") != std::string::npos);
  CHECK(seen.find("Nothing is taken for granted") != std::string::npos);
  CHECK(seen.find(
            "You say: negative; quality of care mentioned, everyone counts upheld; opinion; about homeless "
            "people, FGM.") != std::string::npos);
  CHECK(seen.find("machine") == std::string::npos);
  CHECK(seen.find("1 post judged and kept") != std::string::npos);
  CHECK(asked(desk, {"status", "--format", "json"}).root()["labelled"].integer() == 1);
  CHECK(asked(desk, {"posts", "--kind", "opinion", "--value", "quality_of_care", "--format", "json"})
            .root()["posts"]
            .at(0)["labelled"]
            .boolean() == true);
  // What was neither judged nor skipped is served another time.
  CHECK(lines_of(desk.run({"label", "--sample", "4"}).out).size() == 1 + 2);
}

TEST_CASE("Where nothing can be judged, a sample is not said to have been served before", "[label]") {
  Desk desk;
  fill(desk);
  const auto none = desk.run({"label", "--sample", "5", "--since", "2015-01", "--until", "2015-02"});
  CHECK(none.err.find("No posts to judge match.\n") != std::string::npos);
  CHECK(desk.run({"label", "--sample", "5"}).err.find("A random sample of 4 posts") != std::string::npos);
  CHECK(desk.run({"label", "--sample", "5"}).err.find("served before") != std::string::npos);
}
