#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "tests/daemon/setting.h"
#include "tests/support/feed_server.h"
#include "tests/support/http_server.h"
#include "tests/support/smtp_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kConcern = "I am going to kill myself tonight, nobody on the ward listens. #NHSvalues";

/// A database with a post of concern, and three targets on loopback.
struct Watched : Setting {
  explicit Watched(const SmtpServer& mail, const HttpServer& hook) {
    watch("feed", "feed", feed.url());
    const std::string secret = keep_secret("secret", "a secret of ours");
    append_to_config(
        "[[notify]]\nname = \"file\"\nkind = \"file\"\npath = \"alerts.ndjson\"\n"
        "[[notify]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"" +
        hook.url() + "/hook\"\ncredential = \"" + secret +
        "\"\nallow_plain_http = true\nallow_private_address = true\n"
        "[[notify]]\nname = \"team\"\nkind = \"email\"\nserver = \"" +
        mail.host() + "\"\nfrom = \"nhsvalues@trust.example\"\nrecipients = [\"ana@trust.example\"]\n" +
        "user = \"nhsvalues\"\ncredential = \"" + secret + "\"\nallow_private_address = true\n");
    append_to_config("[[alert]]\nname = \"disk\"\nkind = \"disk_space\"\non = false\n");
    trust(mail);
  }

  /// The certificate's place is a setting of the [network] that stands above.
  void trust(const SmtpServer& mail) {
    put_into_config("[network]\n", "ca_file = \"" + mail.certificate_file() + "\"\n");
  }
  void put_into_config(const std::string& after, const std::string& line) {
    std::string text = read_whole(config());
    text.insert(text.find(after) + after.size(), line);
    write_whole(config(), text);
  }

  void publish_concern() {
    feed.publish({.guid = std::to_string(++published),
                  .url = "https://trust.example/" + std::to_string(published),
                  .text = kConcern,
                  .published = now() - 1h});
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    if (!std::filesystem::exists(folder() / "alerts.ndjson")) return all;
    std::istringstream text{read_whole(folder() / "alerts.ndjson")};
    for (std::string line; std::getline(text, line);) all.push_back(line);
    return all;
  }

  FeedServer feed;
  int published = 0;
};

std::set<std::string> message_ids(const SmtpServer& server) {
  std::set<std::string> ids;
  for (const TakenMail& mail : server.mails()) ids.insert(mail.header("Message-ID"));
  return ids;
}

}  // namespace

TEST_CASE("A concern is told to every target once, with its post's number and nothing of what it says",
          "[alerts]") {
  SmtpServer mail;
  HttpServer hook{[](const SeenRequest&) { return Reply{}; }};
  Watched setting{mail, hook};
  setting.publish_concern();
  const Ended first = setting.collect();
  INFO(first.err);
  REQUIRE(first.status == 0);
  REQUIRE(setting.lines().size() == 1);
  REQUIRE(hook.requests().size() == 1);
  REQUIRE(mail.mails().size() == 1);
  CHECK(setting.lines()[0].find("\"rule\": \"concern\", \"event\": \"fired\"") != std::string::npos);
  CHECK(setting.lines()[0].find("\"posts\": [1]") != std::string::npos);
  for (const std::string& sent : {setting.lines()[0], hook.requests()[0].body, mail.mails()[0].content})
    for (const char* word : {"kill", "ward", "tonight", "trust.example/1", "NHSvalues\""}) {
      CAPTURE(sent, word);
      CHECK(sent.find(word) == std::string::npos);
    }
  CHECK(setting.collect().status == 0);
  CHECK(setting.lines().size() == 1);
  CHECK(mail.mails().size() == 1);

  const Ended listed = setting.ask({"alerts"});
  INFO(listed.out);
  CHECK(listed.out.find("firing, since") != std::string::npos);
  CHECK(listed.out.find("team: delivered") != std::string::npos);
  // By its own name among the warnings, and not once more as an alert.
  CHECK(setting.ask({"status"}).out.find("1 post that may tell of harm waits") != std::string::npos);
  CHECK(setting.ask({"status"}).out.find("alert concern fires") == std::string::npos);
  const Ended json = setting.ask({"alerts", "--format", "json"});
  const auto document = JsonDocument::parse(json.out);
  REQUIRE(document);
  CHECK(document->root()["waiting"].integer() == 0);

  SECTION("and that it is over, once somebody has read it") {
    REQUIRE(setting.ask({"concerns", "acknowledge", "1", "--by", "Ana", "--note", "Told the lead"}).status ==
            0);
    CHECK(setting.collect().status == 0);
    REQUIRE(setting.lines().size() == 2);
    CHECK(setting.lines()[1].find("\"event\": \"recovered\"") != std::string::npos);
    CHECK(setting.ask({"status"}).out.find("may tell of harm") == std::string::npos);
  }
}

TEST_CASE("A target that is set up later hears of what still waits, once", "[alerts]") {
  Setting setting;
  FeedServer feed;
  setting.watch("feed", "feed", feed.url());
  feed.publish({.guid = "1", .url = "https://trust.example/1", .text = kConcern, .published = now() - 1h});
  REQUIRE(setting.collect().status == 0);
  setting.append_to_config("[[notify]]\nname = \"file\"\nkind = \"file\"\npath = \"alerts.ndjson\"\n");
  for (int again = 0; again < 2; ++again) {
    REQUIRE(setting.collect().status == 0);
    const std::string told = read_whole(setting.folder() / "alerts.ndjson");
    CHECK(told.find("\"rule\": \"concern\", \"event\": \"fired\"") != std::string::npos);
    CHECK(std::count(told.begin(), told.end(), '\n') == 1);
  }
}

TEST_CASE("Killed while it delivers, no alert is lost, and what came twice is known by its key",
          "[alerts][kill]") {
  SmtpServer mail{[](int conversation) {
    SmtpManners manners;
    if (conversation < 2) manners.before_taken = 1500ms;
    return manners;
  }};
  HttpServer hook{[](const SeenRequest&) {
    Reply reply;
    reply.delay = 300ms;
    return reply;
  }};
  Watched setting{mail, hook};
  setting.publish_concern();
  for (int kills = 0; kills < 2; ++kills) {
    Program daemon{NHSVALUESD, setting.arguments({"--once"}), setting.folder(), {{"NHSVALUES_DB", ""}}};
    const auto began = std::chrono::steady_clock::now();
    const auto heard_data = [&] {
      const auto heard = mail.heard();
      return std::count(heard.begin(), heard.end(), "DATA") > kills;
    };
    while (!heard_data() && std::chrono::steady_clock::now() - began < 60s) std::this_thread::sleep_for(10ms);
    REQUIRE(heard_data());
    daemon.signal(SIGKILL);
    REQUIRE(daemon.wait()->status == 128 + SIGKILL);
  }
  CHECK(setting.collect().status == 0);
  CHECK(setting.lines().size() == 1);
  CHECK(mail.mails().size() >= 1);
  CHECK(message_ids(mail).size() == 1);
  std::set<std::string> keys;
  for (const SeenRequest& request : hook.requests()) keys.insert(request.headers.at("idempotency-key"));
  CHECK(keys.size() == 1);
  const auto document = JsonDocument::parse(setting.ask({"alerts", "--format", "json"}).out);
  REQUIRE(document);
  CHECK(document->root()["waiting"].integer() == 0);
  CHECK(document->root()["given_up"].integer() == 0);
  CHECK(document->root()["messages"].size() == 1);
}

TEST_CASE("A round of once that has collected and still delivers ends at a signal; the message waits",
          "[alerts]") {
  SmtpServer mail;
  HttpServer hook{[](const SeenRequest&) {
    Reply reply;
    reply.delay = 60s;
    return reply;
  }};
  Watched setting{mail, hook};
  setting.publish_concern();
  for (const int signal : {SIGTERM, SIGINT}) {
    const std::size_t before = hook.requests().size();
    Program once{NHSVALUESD, setting.arguments({"--once"}), setting.folder(), {{"NHSVALUES_DB", ""}}};
    const auto began = std::chrono::steady_clock::now();
    while (hook.requests().size() == before && std::chrono::steady_clock::now() - began < 60s)
      std::this_thread::sleep_for(10ms);
    REQUIRE(hook.requests().size() > before);
    once.signal(signal);
    const auto ended = once.wait(5s);
    REQUIRE(ended);
    CHECK(ended->status == 128 + signal);
  }
  const auto document = JsonDocument::parse(setting.ask({"alerts", "--format", "json"}).out);
  REQUIRE(document);
  // The webhook's, and what else a signal kept from being noted.
  CHECK(document->root()["waiting"].integer() >= 1);
  CHECK(document->root()["given_up"].integer() == 0);
}

TEST_CASE("A test message takes the real way, with a daemon and without one", "[alerts]") {
  SmtpServer mail;
  HttpServer hook{[](const SeenRequest&) { return Reply{}; }};
  Watched setting{mail, hook};
  REQUIRE(setting.collect().status == 0);
  const Ended alone = setting.ask({"alerts", "test"});
  INFO(alone.out << alone.err);
  CHECK(alone.status == 0);
  CHECK(alone.out.find("file: delivered") != std::string::npos);
  CHECK(mail.mails().size() == 1);
  CHECK(hook.requests().size() == 1);
  CHECK(mail.mails()[0].header("Subject").find("Test") != std::string::npos);
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder(), {{"NHSVALUES_DB", ""}}};
    REQUIRE(daemon.said("watching 1 sources"));
    const Ended beside = setting.ask({"alerts", "test", "team"});
    INFO(beside.out << beside.err);
    CHECK(beside.status == 0);
    CHECK(mail.mails().size() == 2);
    CHECK(hook.requests().size() == 1);
    daemon.signal(SIGTERM);
    CHECK(daemon.wait()->status == 0);
  }
  CHECK(setting.ask({"alerts", "test", "nobody"}).status == 64);
  CHECK(setting.ask({"audit"}).out.find("alerts test") != std::string::npos);
}

TEST_CASE("A mail server that speaks TLS from the first byte on is told to be one by its `security`",
          "[alerts]") {
  SmtpServer mail{[](int) {
    SmtpManners manners;
    manners.tls_from_the_start = true;
    return manners;
  }};
  HttpServer hook{[](const SeenRequest&) { return Reply{}; }};
  Watched setting{mail, hook};
  setting.put_into_config("kind = \"email\"\n", "security = \"tls\"\n");
  REQUIRE(setting.collect().status == 0);
  const Ended told = setting.ask({"alerts", "test", "team"});
  INFO(told.out << told.err);
  CHECK(told.status == 0);
  REQUIRE(mail.mails().size() == 1);
  CHECK(mail.mails()[0].encrypted);
  CHECK(mail.mails()[0].login == std::string{"\0nhsvalues\0a secret of ours", 27});
  // What is encrypted from the start asks for no encryption.
  const auto heard = mail.heard();
  CHECK(std::find(heard.begin(), heard.end(), "STARTTLS") == heard.end());
}

TEST_CASE("A test that does not arrive says why and exits with 2", "[alerts]") {
  SmtpServer mail{[](int) {
    SmtpManners manners;
    manners.rcpt = 550;
    return manners;
  }};
  HttpServer hook{[](const SeenRequest&) { return Reply{}; }};
  Watched setting{mail, hook};
  REQUIRE(setting.collect().status == 0);
  const Ended failed = setting.ask({"alerts", "test", "team"});
  CHECK(failed.status == 2);
  CHECK(failed.out.find("550") != std::string::npos);
}

TEST_CASE("A rule is explained by when it would have told", "[alerts]") {
  SmtpServer mail;
  HttpServer hook{[](const SeenRequest&) { return Reply{}; }};
  Watched setting{mail, hook};
  setting.publish_concern();
  REQUIRE(setting.collect().status == 0);
  const Ended explained = setting.ask({"alerts", "explain", "concern"});
  INFO(explained.out << explained.err);
  CHECK(explained.status == 0);
  CHECK(explained.out.find("it would have fired once") != std::string::npos);
  CHECK(explained.out.find("posts 1") != std::string::npos);
  CHECK(setting.ask({"alerts", "explain", "disk", "--format", "json"}).status == 0);
  CHECK(setting.ask({"alerts", "explain", "stale-source"}).status == 0);
  CHECK(setting.ask({"alerts", "explain", "none"}).status == 64);
}
