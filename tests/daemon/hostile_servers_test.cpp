#include <signal.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <sstream>
#include <thread>

#include "tests/daemon/notify_socket.h"
#include "tests/daemon/setting.h"
#include "tests/support/attack_strings.h"
#include "tests/support/http_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

std::string all_attacks() {
  std::string all;
  for (const Attack& attack : attack_strings()) all += attack.text + "\n";
  return all;
}

/// What a header can carry of them: a line of its own would be another header.
std::string in_header(std::string text) {
  text.erase(
      std::remove_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\0'; }),
      text.end());
  return text.substr(0, 4000);
}

/// Says nothing but attacks, with each request another way of failing.
Reply hostile_answer(const SeenRequest&, int number) {
  static constexpr int statuses[] = {403, 400, 401, 402, 500, 200, 422, 429};
  const std::string attack = in_json(all_attacks());
  Reply reply;
  reply.status = statuses[number % 8];
  reply.headers = {{"Content-Type", "application/json; charset=" + in_header(all_attacks())},
                   {"Retry-After", in_header(all_attacks())},
                   {"Link", in_header(all_attacks())},
                   {"X-RateLimit-Reset", in_header(all_attacks())}};
  reply.body = R"({"error": ")" + attack + R"(", "error_description": ")" + attack + R"(", "message": ")" +
               attack + R"(", "title": ")" + attack + R"(", "detail": ")" + attack + R"(", "type": ")" +
               attack + R"(", "errors": [{"message": ")" + attack + R"(", "detail": ")" + attack + R"("}]})";
  return reply;
}

}  // namespace

TEST_CASE("A server's words make no line, priority or word to systemd of their own", "[hostile]") {
  std::atomic<int> number{0};
  HttpServer server{[&](const SeenRequest& request) { return hostile_answer(request, number++); }};
  Setting setting;
  const auto credential = [&](const std::string& name) {
    return "credential = \"" + setting.keep_secret(name + ".secret", "token") + "\"\n";
  };
  setting.watch("social", "mastodon", server.url());
  setting.watch("feed", "feed", server.url());
  setting.watch("ex", "x", server.url(), credential("ex") + "spend_per_day = 5.0\nspend_per_month = 50.0\n");
  setting.watch("blue", "bluesky", server.url(), "account = \"monitor.example\"\n" + credential("blue"));
  setting.watch("care", "careopinion", server.url(), credential("care"));
  const NotifySocket systemd{setting.folder() / "notify"};
  {
    std::vector<std::string> words{"-c", R"(JOURNAL_STREAM=$(stat -Lc %d:%i /dev/stderr) exec "$0" "$@")",
                                   NHSVALUESD};
    for (const std::string& word : setting.arguments()) words.push_back(word);
    Program daemon{"/bin/sh",
                   words,
                   setting.folder(),
                   {{"NHSVALUES_DB", ""}, {"NHSVALUES_LOG", "trace"}, {"NOTIFY_SOCKET", systemd.path()}}};
    // Which of them fails first, and how, is the server's whim.
    REQUIRE(daemon.said("<4>"));
    std::this_thread::sleep_for(3s);
    daemon.signal(SIGTERM);
    const auto ended = daemon.wait();
    REQUIRE(ended);
    CHECK(danger_in(ended->err + ended->out).empty());
    std::istringstream lines{ended->err};
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK((line.size() > 3 && line[0] == '<' && line[1] >= '3' && line[1] <= '7' && line[2] == '>'));
    }
  }
  for (std::string message = systemd.now(); !message.empty(); message = systemd.now()) {
    CAPTURE(message);
    std::istringstream lines{message};
    for (std::string line; std::getline(lines, line);) {
      const bool ours = line == "READY=1" || line == "STOPPING=1" || line == "RELOADING=1" ||
                        line.rfind("STATUS=", 0) == 0 || line.rfind("WATCHDOG", 0) == 0;
      CHECK(ours);
    }
    CHECK(danger_in(message).empty());
  }
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"status"}, {"sources"}, {"coverage"}, {"sources", "test", "social"}}) {
    const Ended shown = setting.ask(words);
    CAPTURE(words);
    CHECK(danger_in(shown.out + shown.err).empty());
  }
}
