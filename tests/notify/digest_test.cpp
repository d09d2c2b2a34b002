#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "tests/daemon/setting.h"
#include "tests/support/feed_server.h"
#include "tests/support/midnight.h"
#include "tests/support/smtp_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kSaid = "Nobody sat with my mother all night, no compassion on that ward. #NHSvalues";

/// A database with a post of yesterday, and a mailbox on loopback that gets digests.
struct Team : Setting {
  explicit Team(const SmtpServer& mail, const std::string& more = "") {
    keep_clear_of_midnight("Europe/London");
    watch("feed", "feed", feed.url());
    append_to_config("[[notify]]\nname = \"team\"\nkind = \"email\"\nserver = \"" + mail.host() +
                     "\"\nfrom = \"nhsvalues@trust.example\"\nrecipients = [\"ana@trust.example\"]\n"
                     "allow_private_address = true\n"
                     "[digest]\ndaily = [\"team\"]\n" +
                     more +
                     "[[alert]]\nname = \"disk\"\nkind = \"disk_space\"\non = false\n"
                     "[[alert]]\nname = \"concern\"\nkind = \"concern\"\non = false\n"
                     "[[alert]]\nname = \"stale\"\nkind = \"stale_source\"\non = false\n");
    // The certificate's place is a setting of the [network] that stands above.
    std::string text = read_whole(config());
    text.insert(text.find("[network]\n") + 10, "ca_file = \"" + mail.certificate_file() + "\"\n");
    write_whole(config(), text);
  }

  void import_post(const std::string& id, const std::string& at) const {
    write_whole(folder() / (id + ".ndjson"), R"({"network": "mastodon", "id": ")" + id +
                                                 R"(", "author": "@secret@social.example", "text": ")" +
                                                 kSaid + " " + id + R"(", "created_at": ")" + at + "\"}\n");
    const Ended imported = ask({"import", (folder() / (id + ".ndjson")).string()});
    INFO(imported.err);
    REQUIRE(imported.status == 0);
  }
  void import_one_of_yesterday() const {
    const TimeZone london = TimeZone::named("Europe/London").value();
    const LocalDay yesterday = london.day_of(SystemClock{}.now()) - std::chrono::days{1};
    import_post("one", format_utc(london.start_of(yesterday) + 12h));
  }
  std::int64_t waiting() const {
    return JsonDocument::parse(ask({"alerts", "--format", "json"}).out)
        .value()
        .root()["waiting"]
        .integer()
        .value();
  }

  FeedServer feed;
};

std::set<std::string> message_ids(const SmtpServer& server) {
  std::set<std::string> ids;
  for (const TakenMail& mail : server.mails()) ids.insert(mail.header("Message-ID"));
  return ids;
}

}  // namespace

TEST_CASE("Sent for twice, a digest is mailed once, in text and HTML, without a word of any post",
          "[digest]") {
  SmtpServer mail;
  const Team team{mail};
  team.import_one_of_yesterday();
  const Ended first = team.ask({"digest", "daily", "--send"});
  INFO(first.err);
  REQUIRE(first.status == 0);
  CHECK(first.out.empty());
  CHECK(first.err.find("team: delivered") != std::string::npos);
  const Ended again = team.ask({"digest", "daily", "--send"});
  CHECK(again.status == 0);
  REQUIRE(mail.mails().size() == 1);

  const TakenMail sent = mail.mails()[0];
  CHECK(sent.encrypted);
  CHECK(sent.header("Subject").find("[NHS values] Daily digest, ") == 0);
  CHECK(sent.header("Content-Type").find("multipart/alternative; boundary=\"=_nhsvalues_") == 0);
  CHECK(sent.header("Auto-Submitted") == "auto-generated");
  CHECK(sent.content.find("\nContent-Type: text/plain; charset=utf-8") != std::string::npos);
  CHECK(sent.content.find("\nContent-Type: text/html; charset=utf-8") != std::string::npos);
  for (const char* kept : {"mother", "ward", "secret", "social.example"}) {
    CAPTURE(kept);
    CHECK(sent.content.find(kept) == std::string::npos);
  }
  CHECK(sent.content.find("- 1: ") != std::string::npos);
  CHECK(team.ask({"alerts"}).out.find("daily-digest, digest: Daily digest, ") != std::string::npos);
  CHECK(team.ask({"audit"}).out.find("digest --send") != std::string::npos);
}

TEST_CASE("What is mailed is what a person sees who only looks", "[digest]") {
  SmtpServer mail;
  const Team team{mail};
  team.import_one_of_yesterday();
  const Ended seen = team.ask({"digest"});
  REQUIRE(seen.status == 0);
  CHECK(seen.out.find("Daily digest: ") == 0);
  CHECK(mail.mails().empty());
  REQUIRE(team.ask({"digest", "--send"}).status == 0);
  const std::string line = seen.out.substr(0, seen.out.find('\n'));
  CHECK(mail.mails().at(0).content.find("\n" + line) != std::string::npos);
  CHECK(team.ask({"digest", "--format", "html"}).out.find("<!DOCTYPE html>") == 0);
  CHECK(team.ask({"digest", "--format", "markdown"}).out.find("# Daily digest: ") == 0);
}

TEST_CASE("Killed while the mail server thinks, the next run sends the digest, and what came twice is known",
          "[digest][kill]") {
  SmtpServer mail{[](int conversation) {
    SmtpManners manners;
    if (conversation < 1) manners.before_taken = 1500ms;
    return manners;
  }};
  const Team team{mail};
  team.import_one_of_yesterday();
  Program first{NHSVALUES, team.arguments({"digest", "--send"}), team.folder(), {{"NHSVALUES_DB", ""}}};
  const auto began = std::chrono::steady_clock::now();
  const auto heard_data = [&] {
    const auto heard = mail.heard();
    return std::count(heard.begin(), heard.end(), "DATA") > 0;
  };
  while (!heard_data() && std::chrono::steady_clock::now() - began < 60s) std::this_thread::sleep_for(10ms);
  REQUIRE(heard_data());
  first.signal(SIGKILL);
  REQUIRE(first.wait()->status == 128 + SIGKILL);
  CHECK(team.ask({"digest", "--send"}).status == 0);
  CHECK(team.ask({"digest", "--send"}).status == 0);
  CHECK(mail.mails().size() >= 1);
  CHECK(message_ids(mail).size() == 1);
  CHECK(team.waiting() == 0);
}

TEST_CASE("A daemon that holds the database delivers the digest", "[digest]") {
  SmtpServer mail;
  const Team team{mail};
  team.import_one_of_yesterday();
  Program daemon{NHSVALUESD, team.arguments(), team.folder(), {{"NHSVALUES_DB", ""}}};
  REQUIRE(daemon.said("watching 1 sources"));
  const Ended sent = team.ask({"digest", "--send"});
  INFO(sent.err);
  CHECK(sent.status == 0);
  CHECK(team.ask({"digest", "--send"}).status == 0);
  CHECK(mail.mails().size() == 1);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("A digest that cannot be delivered waits, says why, and exits with 75", "[digest]") {
  SmtpServer mail{[](int) {
    SmtpManners manners;
    manners.rcpt = 450;
    return manners;
  }};
  const Team team{mail};
  team.import_one_of_yesterday();
  const Ended first = team.ask({"digest", "--send"});
  CHECK(first.status == 75);
  CHECK(first.err.find("450") != std::string::npos);
  CHECK(team.waiting() == 1);
  CHECK(team.ask({"digest", "--send"}).status == 75);
  CHECK(team.waiting() == 1);
  CHECK(team.ask({"alerts"}).out.find("team: waits, 1 failed try") != std::string::npos);
}

TEST_CASE("A digest that would tell nothing is skipped where the configuration says so", "[digest]") {
  SmtpServer mail;
  Team team{mail, "when_nothing_happened = \"skip\"\n"};
  SECTION("after a day that was collected and brought nothing") {
    team.feed.publish({.guid = "1",
                       .url = "https://trust.example/1",
                       .text = kSaid,
                       .published = SystemClock{}.now() - 72h});
    REQUIRE(team.collect().status == 0);
    const Ended skipped = team.ask({"digest", "--send"});
    INFO(skipped.err);
    CHECK(skipped.status == 0);
    CHECK(skipped.err.find("nothing happened") != std::string::npos);
    CHECK(mail.mails().empty());
    CHECK(team.ask({"digest"}).out.find("no posts were read") != std::string::npos);
  }
  SECTION("but not of a day of which nothing was collected") {
    team.import_post("old", format_utc(SystemClock{}.now() - 24h * 400));
    const Ended sent = team.ask({"digest", "--send"});
    INFO(sent.err);
    CHECK(sent.status == 0);
    REQUIRE(mail.mails().size() == 1);
    CHECK(mail.mails()[0].header("Subject").find("nothing was collected") != std::string::npos);
  }
  SECTION("and one of a day with a post is sent") {
    team.import_one_of_yesterday();
    CHECK(team.ask({"digest", "--send"}).status == 0);
    CHECK(mail.mails().size() == 1);
  }
}

TEST_CASE("The day on which the clocks go back has 25 hours, all of them in its digest", "[digest]") {
  SmtpServer mail;
  const Team team{mail};
  // Midnight in summer time, both half past one, and the last half hour in winter time; then the day after.
  for (const char* at : {"2026-10-24T23:05:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z",
                         "2026-10-25T23:55:00Z", "2026-10-26T00:05:00Z"})
    team.import_post("clock" + std::string{at}.substr(8, 6), at);
  const Ended seen = team.ask({"digest", "daily", "--period", "2026-10-25"});
  INFO(seen.out << seen.err);
  CHECK(seen.status == 0);
  CHECK(seen.out.find("On 25 October 2026, 4 posts were read") != std::string::npos);
  const Ended spring = team.ask({"digest", "daily", "--period", "2026-03-29"});
  CHECK(spring.out.find("Nothing was collected on 29 March 2026") != std::string::npos);
}

TEST_CASE("A digest is on one day or one week that is over, and for somebody", "[digest]") {
  SmtpServer mail;
  const Team team{mail};
  team.import_one_of_yesterday();
  CHECK(team.ask({"digest", "daily", "--period", "2026-W40"}).status == 64);
  CHECK(team.ask({"digest", "weekly", "--period", "2026-10"}).status == 64);
  CHECK(team.ask({"digest", "hourly"}).status == 64);
  const Ended today = team.ask({"digest", "daily", "--period", "today", "--send"});
  CHECK(today.status == 64);
  const Ended nobody = team.ask({"digest", "weekly", "--send"});
  CHECK(nobody.status == 78);
  CHECK(nobody.err.find("[digest] weekly") != std::string::npos);
  CHECK(mail.mails().empty());
}
