#include <algorithm>
#include <catch2/catch.hpp>

#include "cli/patience.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"
#include "tests/support/on_terminal.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// A database of a few thousand posts, and the file that they came from.
struct Kept : Desk {
  std::string file;
  Kept() {
    std::string posts;
    for (int i = 0; i < 2500; ++i)
      posts += R"({"id": "https://a.example/)" + std::to_string(i) +
               R"(", "author": "@a@a.example", "text": "So kind, )" + std::to_string(i) +
               R"(", "created_at": "2026-05-18T09:30:00Z", "language": "en"})" + "\n";
    file = write("posts.ndjson", posts);
    REQUIRE(run({"import", file}).status == 0);
  }
  Shown shown(const std::vector<std::string>& words, AtTerminal which = AtTerminal::messages,
              const std::map<std::string, std::string>& more = {}) const {
    std::map<std::string, std::string> environment = more;
    environment["NHSVALUES_DB"] = database().string();
    environment["XDG_CONFIG_HOME"] = path("config").string();
    environment["LC_ALL"] = "C.UTF-8";
    environment["COLUMNS"] = "80";
    environment.emplace("TERM", "xterm");
    return run_on_terminal(NHSVALUES, words, environment, which);
  }
};

/// What takes the line away that stood there.
const std::string kTakenAway = "\r\x1b[K";

}  // namespace

TEST_CASE("Work that takes long shows on a terminal how far it is, and leaves nothing behind", "[progress]") {
  const Kept desk;
  const std::string target = desk.path("copy").string();
  const std::vector<std::pair<std::string, std::vector<std::string>>> works = {
      {"importing posts.ndjson  ", {"import", desk.file}},
      {"exporting  ", {"export", "-o", target + ".ndjson"}},
      // So small a database is copied at one go.
      {"reading every page", {"backup", target + ".db"}},
      {"report  ", {"report", "--period", "2026-05", "-o", target + ".html"}}};
  for (const auto& [beginning, words] : works) {
    const Shown shown = desk.shown(words);
    INFO(words.front() << ": " << shown.text);
    CHECK(shown.status == 0);
    CHECK(holds(shown.text, "\r" + beginning));
    CHECK((holds(shown.text, "%  ") || words.front() == "backup"));
    const std::size_t last = shown.text.rfind("\r" + beginning);
    CHECK(shown.text.find(kTakenAway, last) != std::string::npos);
  }
}

TEST_CASE("Nobody who does not look on is shown how far it is", "[progress]") {
  const Kept desk;
  const std::string target = desk.path("copy").string();
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"import", desk.file},
                                             {"export", "-o", target + ".ndjson"},
                                             {"backup", target + ".db"},
                                             {"reclassify"},
                                             {"report", "--period", "2026-05", "-o", target + ".html"}}) {
    const Ended in_a_file = desk.run(words);
    INFO(words.front() << ": " << in_a_file.err);
    CHECK(in_a_file.status == 0);
    CHECK_FALSE(holds(in_a_file.err, "\r"));
    CHECK_FALSE(holds(in_a_file.err, "\x1b"));
  }
  CHECK(desk.shown({"--quiet", "import", desk.file}).text.empty());
  CHECK_FALSE(
      holds(desk.shown({"import", desk.file}, AtTerminal::messages, {{"TERM", "dumb"}}).text, "\x1b"));
}

TEST_CASE("Posts that go to the terminal itself have no bar among them", "[progress]") {
  const Kept desk;
  const Shown shown = desk.shown({"export"}, AtTerminal::everything);
  CHECK(holds(shown.text, "https://") == false);
  CHECK(holds(shown.text, "So kind, 2499"));
  CHECK_FALSE(holds(shown.text, "exporting"));
}

TEST_CASE("A report on a terminal is to be read there, and without colour where none is wanted",
          "[progress]") {
  const Kept desk;
  const Shown shown = desk.shown({"report", "--period", "2026-05"}, AtTerminal::everything);
  INFO(shown.text);
  CHECK(shown.status == 0);
  CHECK_FALSE(holds(shown.text, "<html"));
  CHECK(holds(shown.text, "May 2026"));
  CHECK(std::count(shown.text.begin(), shown.text.end(), '\n') <= 62);
  for (const char* part : {"Only named", "More than the usual ups and downs", "Against the time before",
                           "Posts to read", "How complete this is"})
    CHECK(holds(shown.text, part));
  CHECK(holds(shown.text, "Everything, with charts: nhsvalues report --period 2026-05 -o report.html"));
  CHECK(
      shown.text.size() <
      desk.shown({"report", "--period", "2026-05", "--format", "text"}, AtTerminal::everything).text.size());
  CHECK(holds(desk.run({"report", "--period", "2026-05"}).out, "<html"));
  const Shown plain =
      desk.shown({"trends", "--format", "chart"}, AtTerminal::everything, {{"NO_COLOR", "1"}});
  CHECK_FALSE(holds(plain.text, "\x1b["));
  CHECK(holds(desk.shown({"trends", "--format", "chart"}, AtTerminal::everything).text, "\x1b[1m"));
}

TEST_CASE("A write that others stand in the way of is made again until they let it", "[patience]") {
  using namespace std::chrono_literals;
  int attempts = 0;
  std::vector<std::string> told;
  std::chrono::milliseconds slept{0};
  const auto attempt = [&]() -> Result<int> {
    if (++attempts < 4) return fail(ExitStatus::try_again, "somebody reads");
    return attempts;
  };
  const auto tell = [&](const Error& reason) { told.push_back(reason.message); };
  const auto sleep = [&](std::chrono::milliseconds pause) { slept += pause; };
  CHECK(cli::patiently(attempt, tell, sleep, {10ms, 1s}).value() == 4);
  CHECK(told == std::vector<std::string>{"somebody reads"});
  CHECK(slept == 30ms);
}

TEST_CASE("Patience has an end, and other failures have none", "[patience]") {
  using namespace std::chrono_literals;
  int attempts = 0;
  ExitStatus status = ExitStatus::try_again;
  const auto attempt = [&]() -> Result<void> {
    ++attempts;
    return fail(status, "no");
  };
  const auto nothing = [](const Error&) {};
  const auto sleep = [](std::chrono::milliseconds) {};
  CHECK(cli::patiently(attempt, nothing, sleep, {10ms, 100ms}).error().status == ExitStatus::try_again);
  CHECK(attempts == 11);
  attempts = 0;
  status = ExitStatus::io;
  CHECK(cli::patiently(attempt, nothing, sleep, {10ms, 100ms}).error().status == ExitStatus::io);
  CHECK(attempts == 1);
}
