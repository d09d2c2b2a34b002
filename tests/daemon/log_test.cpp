#include "daemon/log_lines.h"

#include <signal.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "daemon/journal.h"
#include "tests/daemon/notify_socket.h"
#include "tests/daemon/setting.h"
#include "tests/support/attack_strings.h"
#include "tests/support/left_out.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::daemon;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// What each hostile post, its author and the way to the server hold, and no line may.
const std::vector<std::string> kNeverLogged = {"zebedeeword", "zebedee", "hush-token-42", "NHSvalues\":"};

/// A server whose posts try every attack, with a token, and a source that fails in the meantime.
struct HostileRun {
  MastodonServer server;
  Setting setting;

  explicit HostileRun(const std::string& log) {
    server.require_token("hush-token-42");
    int minutes = 1;
    for (const Attack& attack : attack_strings())
      server.publish(TestPost{
          .text = repaired(attack.text) + " zebedeeword \n<3>zebedeeword {\"x\": \"zebedeeword\"} #NHSvalues",
          .created_at = now() - std::chrono::minutes{minutes++},
          .author = "zebedee"});
    setting.watch("one", "mastodon", server.url(),
                  "credential = \"" + setting.keep_secret("token", "hush-token-42") + "\"\n");
    setting.watch("gone", "mastodon", "http://127.0.0.1:1");
    setting.append_to_config(log);
  }
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void check_tells_nothing(const std::string& log) {
  for (const std::string& word : kNeverLogged) {
    CAPTURE(word);
    CHECK(log.find(word) == std::string::npos);
  }
  CHECK(danger_in(log).empty());
}

}  // namespace

TEST_CASE("In JSON, over a whole run with hostile posts, every line is an object and tells nothing of them",
          "[log][privacy]") {
  HostileRun run{"[log]\nformat = \"json\"\n"};
  Program daemon{NHSVALUESD, run.setting.arguments(), run.setting.folder()};
  REQUIRE(daemon.said("\"one: caught up"));
  REQUIRE(daemon.said("\"source\": \"gone\""));
  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("the new configuration is in force"));
  daemon.signal(SIGTERM);
  const auto ended = daemon.wait();
  REQUIRE(ended);
  CHECK(ended->status == 0);
  CHECK(run.setting.stored_posts().size() == attack_strings().size());
  check_tells_nothing(ended->err);
  int of_one = 0;
  for (const std::string& line : lines_of(ended->err)) {
    CAPTURE(line);
    const auto json = JsonDocument::parse(line);
    REQUIRE(json);
    CHECK_FALSE(json->root()["message"].text_or_empty().empty());
    CHECK(json->root()["time"].text_or_empty().size() == std::string{"2026-11-01T09:30:00.123Z"}.size());
    const std::string level{json->root()["level"].text_or_empty()};
    CHECK((level == "info" || level == "warning" || level == "error"));
    of_one += json->root()["source"].text_or_empty() == "one";
  }
  CHECK(of_one > 0);
}

TEST_CASE("As text the same run tells nothing of them either", "[log][privacy]") {
  HostileRun run{"[log]\nformat = \"text\"\n"};
  const Ended ended = run.setting.collect("1s");
  INFO(ended.err);
  CHECK(ended.err.find("info: one: caught up") != std::string::npos);
  check_tells_nothing(ended.err);
}

TEST_CASE("The level of the configuration holds, and the environment goes before it", "[log]") {
  HostileRun run{"[log]\nlevel = \"error\"\n"};
  const Ended quiet = run.setting.collect("1s");
  CHECK(quiet.err.find("info:") == std::string::npos);
  CHECK(quiet.err.find("warning:") == std::string::npos);
  const Ended asked = run_program(NHSVALUESD, run.setting.arguments({"--once", "--patience", "1s"}),
                                  run.setting.folder(), {{"NHSVALUES_LOG", "info"}});
  CHECK(asked.err.find("info: ") != std::string::npos);
}

TEST_CASE("A line is about the source whose name it begins with, a topic aside", "[log]") {
  const std::vector<std::string> sources{"mas", "mas.to"};
  CHECK(source_of("mas.to: caught up", sources) == "mas.to");
  CHECK(source_of("mas: caught up", sources) == "mas");
  CHECK(source_of("mas.to #NHSvalues: caught up", sources) == "mas.to");
  CHECK(source_of("mas.to is fine", sources).empty());
  CHECK(source_of("watching 2 sources", sources).empty());
}

TEST_CASE("journald gets an entry's fields apart, and a field with lines by its length", "[log]") {
  const Scratch scratch;
  const NotifySocket socket{scratch / "journal"};
  Journal journal{socket.path()};
  LogLine line;
  line.level = config::LogLevel::warning;
  line.message = "one: it does not answer";
  line.source = "one";
  CHECK(journal.send(journal_fields(line)) == Sent::taken);
  CHECK(socket.next() ==
        "MESSAGE=one: it does not answer\nPRIORITY=4\nSYSLOG_IDENTIFIER=nhsvaluesd\nSOURCE=one\n");
  CHECK(journal.send({{"MESSAGE", "a\nPRIORITY=0"}}) == Sent::taken);
  CHECK(socket.next() == std::string{"MESSAGE\n\x0C\0\0\0\0\0\0\0a\nPRIORITY=0\n", 29});
}

TEST_CASE("Nobody waits for a journald that is behind: lines are dropped, and their number is told",
          "[log]") {
  const Scratch scratch;
  const NotifySocket socket{scratch / "journal"};
  Journal journal{socket.path()};
  int taken = 0;
  while (taken < 100'000 && journal.send({{"MESSAGE", "before"}}) == Sent::taken) ++taken;
  REQUIRE(taken < 100'000);
  CHECK(journal.send({{"MESSAGE", "lost"}}) == Sent::dropped);
  while (!socket.now().empty()) continue;
  CHECK(journal.send({{"MESSAGE", "after"}}) == Sent::taken);
  CHECK(socket.next() == "MESSAGE=after\n");
  CHECK(socket.next().find("MESSAGE=2 lines of this log, from before, are lost: journald was behind\n") == 0);
  CHECK(journal.send({{"MESSAGE", "and on"}}) == Sent::taken);
  CHECK(socket.next() == "MESSAGE=and on\n");
  CHECK(socket.now().empty());
}

TEST_CASE("A log whose reader went away does not end the daemon", "[log]") {
  HostileRun run{""};
  const auto status = run.setting.folder() / "status";
  run_program("/bin/sh",
              {"-c", R"({ "$0" --config "$1" --once --patience 1s 2>&1; echo $? > "$2"; } | true)",
               NHSVALUESD, run.setting.config().string(), status.string()},
              run.setting.folder());
  CHECK(read_whole(status) == "75\n");
  CHECK(run.setting.stored_posts().size() == attack_strings().size());
}

TEST_CASE("Lines are for the journal where stderr is it, and for people where stderr alone goes elsewhere",
          "[log]") {
  Setting setting;
  setting.watch("gone", "mastodon", "http://127.0.0.1:1");
  const auto said = [&](const std::string& stream) {
    std::vector<std::string> words{"-c", "JOURNAL_STREAM=" + stream + R"( exec "$0" "$@")", NHSVALUESD};
    for (const std::string& word : setting.arguments({"--once", "--patience", "1s"})) words.push_back(word);
    return run_program("/bin/sh", words, setting.folder(), {{"NHSVALUES_DB", ""}, {"NHSVALUES_LOG", "info"}})
        .err;
  };
  const std::string of_journal = said("$(stat -Lc %d:%i /dev/stderr)");
  INFO(of_journal);
  CHECK(of_journal.rfind("<", 0) == 0);
  const std::string of_file = said("$(stat -Lc %d:%i /dev/stdout)");
  INFO(of_file);
  CHECK(of_file.rfind("20", 0) == 0);
  CHECK(of_file.find("\n<") == std::string::npos);
}

TEST_CASE("What is said to a journald that is not there goes nowhere", "[log]") {
  CHECK(Journal{"/nowhere/at/all"}.send({{"MESSAGE", "x"}}) == Sent::nowhere);
}

TEST_CASE("Where there is no journald the log goes on as lines", "[log]") {
  if (std::filesystem::exists(kJournalSocket)) return leave_out("this machine has a journald");
  HostileRun run{"[log]\nformat = \"journal\"\n"};
  CHECK(run.setting.collect("1s").err.find("one: caught up") != std::string::npos);
}
