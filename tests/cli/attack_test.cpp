#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "tests/cli/desk.h"
#include "tests/support/attack_strings.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// A desk with a post for each attack, in its text and in whatever else a post may bring.
struct AttackedDesk : Desk {
  AttackedDesk() {
    std::string lines;
    // What is no UTF-8 is no JSON either; tables take it.
    std::string rows = "id,network,text,author,created_at\n";
    const auto add = [&](const std::string& text) {
      ++posts;
      if (repaired(text).find("\uFFFD") == std::string::npos)
        lines += post(posts, text);
      else
        rows += row(posts, text);
    };
    for (const Attack& attack : attack_strings()) add(attack.text);
    add(enormous_attack());
    for (const std::string& file : {write("posts.ndjson", lines), write("posts.csv", rows)}) {
      const Ended imported = run({"import", file});
      INFO(imported.err);
      REQUIRE(imported.status == 0);
      check_shown("import", imported.out + imported.err);
    }
  }

  static std::string row(int id, const std::string& text) {
    std::string cell;
    for (const char c : text) cell += c == '"' ? "\"\"" : std::string{c};
    return "https://a.example/" + std::to_string(id) +
           ",mastodon,\"The nurse was so kind. We will open a drop-in. " + cell + " #NHSvalues\",\"" +
           (cell.size() > 10'000 ? "" : cell) + "\",2026-11-03T09:30:00Z\n";
  }

  static std::string post(int id, const std::string& text) {
    const std::string attack = in_json(text);
    const std::string small = text.size() > 10'000 ? "" : attack;
    return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) +
           R"(", "url": "https://a.example/)" + std::to_string(id) + "/" + small + R"(", "author": ")" +
           small + R"(", "text": "The nurse was so kind. We will open a drop-in. )" + attack +
           R"( #NHSvalues", "created_at": "2026-11-03T09:30:00Z", "language": "en", "tags": [")" + small +
           R"("]})" + "\n";
  }

  static void check_shown(const std::string& where, const std::string& shown) {
    CAPTURE(where);
    CHECK(danger_in(shown).empty());
  }

  int posts = 0;
};

const std::vector<std::vector<std::string>> kTables = {
    {"posts", "--limit", "200"},
    {"posts", "--limit", "200", "--query", "kind"},
    {"pledges", "--limit", "200"},
    {"trends"},
    {"trends", "--format", "chart"},
    {"signals"},
    {"coverage"},
    {"coverage", "--format", "chart"},
    {"status"},
    {"sources"},
    {"audit"},
    {"concerns"},
};

/// What stands on a terminal of the program's own that has no colour, so that every escape is somebody's.
std::string on_terminal(const Desk& desk, const std::vector<std::string>& words) {
  int terminal = -1;
  const winsize size{40, 80, 0, 0};
  const pid_t pid = forkpty(&terminal, nullptr, nullptr, &size);
  REQUIRE(pid >= 0);
  if (pid == 0) {
    ::setenv("NHSVALUES_DB", desk.database().c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", desk.path("config").c_str(), 1);
    ::setenv("NO_COLOR", "1", 1);
    ::setenv("LANG", "C.UTF-8", 1);
    std::vector<char*> arguments = {const_cast<char*>(NHSVALUES)};
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(NHSVALUES, arguments.data());
    ::_exit(127);
  }
  std::string seen;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(terminal, buffer, sizeof buffer)) > 0;)
    for (ssize_t i = 0; i < got; ++i)
      // The terminal's own line ends.
      if (buffer[i] != '\r') seen += buffer[i];
  ::close(terminal);
  ::waitpid(pid, nullptr, 0);
  return seen;
}

}  // namespace

TEST_CASE("Whatever a post says, no table or chart runs or misleads, on a terminal or off it", "[attacks]") {
  const AttackedDesk desk;
  for (const auto& words : kTables) {
    const Ended ended = desk.run(words);
    CAPTURE(words, ended.err);
    CHECK(ended.status == 0);
    desk.check_shown(words[0], ended.out + ended.err);
    CHECK_FALSE(ended.out.empty());
    desk.check_shown(words[0] + " on a terminal", on_terminal(desk, words));
  }
}

TEST_CASE("Nor does a post that is shown whole, with the words that decided it", "[attacks]") {
  const AttackedDesk desk;
  for (int ref = 1; ref <= desk.posts; ++ref) {
    const Ended shown = desk.run({"show", std::to_string(ref)});
    CAPTURE(ref, shown.err);
    CHECK(shown.status == 0);
    desk.check_shown("show", shown.out + shown.err);
    if (ref % 8 == 1) {
      desk.check_shown("show on a terminal", on_terminal(desk, {"show", std::to_string(ref)}));
      const Ended opened = desk.run({"open", std::to_string(ref)});
      desk.check_shown("open", opened.out + opened.err);
    }
  }
}

TEST_CASE("A CSV of hostile posts has a record a post, and no cell that a spreadsheet runs", "[attacks]") {
  const AttackedDesk desk;
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"export", "--format", "csv"},
                                             {"export", "--format", "csv", "--reveal"},
                                             {"posts", "--limit", "200", "--format", "csv"},
                                             {"pledges", "--limit", "200", "--format", "csv"},
                                             {"trends", "--format", "csv"},
                                             {"audit", "--format", "csv"}}) {
    const Ended ended = desk.run(words);
    CAPTURE(words, ended.err);
    REQUIRE(ended.status == 0);
    CHECK(formula_in(ended.out).empty());
    const auto records = csv_records(ended.out);
    REQUIRE(records.size() > 1);
    for (const auto& record : records) CHECK(record.size() == records[0].size());
    if (words[0] == "export" || words[0] == "posts")
      CHECK(records.size() == static_cast<std::size_t>(desk.posts) + 1);
    std::string without_ends = ended.out;
    without_ends.erase(std::remove(without_ends.begin(), without_ends.end(), '\r'), without_ends.end());
    desk.check_shown("CSV", without_ends);
  }
}

TEST_CASE("JSON and NDJSON of hostile posts can be read, a line a post, without a control character",
          "[attacks]") {
  const AttackedDesk desk;
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"export"},
                                             {"export", "--reveal"},
                                             {"posts", "--limit", "200", "--format", "ndjson"},
                                             {"pledges", "--limit", "200", "--format", "ndjson"},
                                             {"audit", "--format", "ndjson"}}) {
    const Ended ended = desk.run(words);
    CAPTURE(words, ended.err);
    REQUIRE(ended.status == 0);
    std::istringstream stream{ended.out};
    int lines = 0;
    for (std::string line; std::getline(stream, line); ++lines) {
      CHECK(JsonDocument::parse(line));
      CHECK(
          std::none_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }));
    }
    if (words[0] == "export") CHECK(lines == desk.posts);
  }
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"posts", "--limit", "200", "--format", "json"},
                                             {"show", "1", "--format", "json"},
                                             {"status", "--format", "json"}}) {
    CAPTURE(words);
    CHECK(JsonDocument::parse(desk.run(words).out));
  }
}

TEST_CASE("What is held about somebody is a page, a text and JSON in which no post runs", "[attacks]") {
  Desk desk;
  std::string lines;
  int id = 0;
  for (const Attack& attack : attack_strings())
    if (repaired(attack.text).find("\uFFFD") == std::string::npos)
      lines += R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(++id) +
               R"(", "author": "@zeb@a.example", "text": "kind )" + in_json(attack.text) +
               R"(", "created_at": "2026-11-03T09:30:00Z"})" + "\n";
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", lines)}).status == 0);
  const Ended page = desk.run({"access", "@zeb@a.example", "--format", "html"});
  INFO(page.err);
  REQUIRE(page.status == 0);
  CHECK(page.out.find("kind") != std::string::npos);
  CHECK(markup_in(page.out).empty());
  AttackedDesk::check_shown("access, HTML", page.out);
  const Ended text = desk.run({"access", "@zeb@a.example", "--format", "text"});
  AttackedDesk::check_shown("access, text", text.out + text.err);
  CHECK(JsonDocument::parse(desk.run({"access", "@zeb@a.example", "--format", "json"}).out));
}

TEST_CASE("Classify shows hostile lines harmlessly, and answers each line with a line", "[attacks]") {
  const Desk desk;
  std::string input;
  for (const Attack& attack : attack_strings()) {
    std::string line = attack.text;
    for (char& c : line)
      if (c == '\n') c = ' ';
    input += line + "\n";
  }
  const Ended table = desk.run({"classify"}, input);
  CHECK(table.status == 0);
  AttackedDesk::check_shown("classify", table.out + table.err);
  const Ended ndjson = desk.run({"classify", "--format", "ndjson"}, input);
  CHECK(ndjson.status == 0);
  CHECK(static_cast<std::size_t>(std::count(ndjson.out.begin(), ndjson.out.end(), '\n')) ==
        attack_strings().size());
}

TEST_CASE("What the command line, a file or a configuration says wrongly is repeated harmlessly",
          "[attacks]") {
  Desk desk;
  for (const Attack& attack : attack_strings()) {
    if (attack.text.find('\0') != std::string::npos) continue;
    CAPTURE(attack.name);
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{attack.text},
                                               {"trends", "--since", attack.text},
                                               {"show", attack.text},
                                               {"import", desk.path("none").string() + attack.text},
                                               {"posts", "--query", attack.text}}) {
      const Ended ended = desk.run(words);
      AttackedDesk::check_shown(words[0], ended.out + ended.err);
    }
    const std::string config =
        desk.write("hostile.toml", "topics = [\"" + attack.text + "\"]\n" + attack.text + " = 1\n");
    const Ended checked = desk.run({"--config", config, "check-config"});
    AttackedDesk::check_shown("check-config", checked.out + checked.err);
    const Ended imported = desk.run(
        {"import", "--format", "ndjson",
         desk.write("bad.ndjson", attack.text + "\n{\"network\": \"" + attack.text + "\", \"text\": 1}\n")});
    AttackedDesk::check_shown("import", imported.out + imported.err);
  }
}

TEST_CASE("Who labels, notes or consents may call themselves anything, and nobody is misled", "[attacks]") {
  const AttackedDesk desk;
  int ref = 0;
  for (const Attack& attack : attack_strings()) {
    ++ref;
    if (attack.text.find('\0') != std::string::npos || attack.text.size() > 150) continue;
    CAPTURE(attack.name);
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"label", std::to_string(ref), "--sentiment", "negative", "--by", attack.text},
             {"pledges", "follow-up", std::to_string(ref), "--note", attack.text, "--by", attack.text}}) {
      const Ended ended = desk.run(words);
      AttackedDesk::check_shown(words[0], ended.out + ended.err);
    }
    const Ended shown = desk.run({"show", std::to_string(ref)});
    AttackedDesk::check_shown("show", shown.out + shown.err);
  }
  const Ended pledges = desk.run({"pledges", "--limit", "200"});
  AttackedDesk::check_shown("pledges", pledges.out + pledges.err);
}
