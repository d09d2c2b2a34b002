#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <set>
#include <sstream>

#include "tests/daemon/setting.h"
#include "tests/support/careopinion_server.h"
#include "tests/support/feed_server.h"
#include "tests/support/http_server.h"
#include "tests/support/left_out.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/sanitizer.h"
#include "tests/support/smtp_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// A network of this thread's own in which there is nothing but loopback (network_namespaces(7)), so that
/// what goes anywhere else fails; gone with this. Only root may; without it connections are recorded all the
/// same.
class NetworkOfItsOwn {
 public:
  NetworkOfItsOwn() {
    before_ = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (before_ < 0 || ::unshare(CLONE_NEWNET) != 0) {
      std::cerr << "no network namespace for this test (" << std::strerror(errno)
                << "): connections are recorded, but not kept from leaving\n";
      return;
    }
    entered_ = true;
    const int any = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq loopback{};
    std::strncpy(loopback.ifr_name, "lo", IFNAMSIZ - 1);
    loopback.ifr_flags = IFF_UP;
    REQUIRE(::ioctl(any, SIOCSIFFLAGS, &loopback) == 0);
    ::close(any);
  }
  ~NetworkOfItsOwn() {
    if (entered_ && ::setns(before_, CLONE_NEWNET) != 0) std::cerr << "the test's network stays\n";
    if (before_ >= 0) ::close(before_);
  }
  NetworkOfItsOwn(const NetworkOfItsOwn&) = delete;
  NetworkOfItsOwn& operator=(const NetworkOfItsOwn&) = delete;

 private:
  int before_ = -1;
  bool entered_ = false;
};

/// Programs that note what they connect to.
struct RecordedSetting : Setting {
  std::map<std::string, std::string> environment() const {
    return {{"LD_PRELOAD", CONNECTION_RECORDER},
            {"NHSVALUES_TEST_CONNECTIONS", file().string()},
            {"NHSVALUES_DB", ""}};
  }
  Ended run(const std::vector<std::string>& words, const std::string& input = {}) const {
    return run_program(NHSVALUES, arguments(words), folder(), environment(), input);
  }
  std::filesystem::path file() const { return folder() / "connections"; }
  /// `127.0.0.1:8080`, each once.
  std::set<std::string> connections() const {
    std::set<std::string> all;
    if (!std::filesystem::exists(file())) return all;
    std::istringstream lines{read_whole(file())};
    for (std::string line; std::getline(lines, line);) all.insert(line.substr(line.find(' ') + 1));
    return all;
  }
};

std::string address_of(const std::string& url) {
  const std::string rest = url.substr(url.find("//") + 2);
  return rest.substr(0, rest.find('/'));
}

/// The recorder and a sanitizer's runtime both want to come first.
bool can_record() {
  if (!kIsSanitized) return true;
  leave_out("under a sanitizer connections cannot be recorded");
  return false;
}

}  // namespace

TEST_CASE("The daemon connects to the servers of its configuration and to nothing else", "[nothing-leaves]") {
  if (!can_record()) return;
  const NetworkOfItsOwn network;
  MastodonServer social;
  social.publish(
      TestPost{.text = "So kind, see https://elsewhere.example/picture.png @amy@far.example #NHSvalues",
               .created_at = now() - 1h});
  FeedServer feed;
  feed.publish(
      {.guid = "1", .url = "https://trust.example/1", .text = "Our #NHSvalues", .published = now() - 1h});
  CareOpinionServer care{{.key = "key"}};
  care.publish({.id = 1, .title = "My stay", .body = "Caring and kind.", .published = now() - 1h});
  FeedServer stranger;
  HttpServer rogue{[&](const SeenRequest&) {
    Reply reply;
    reply.body = "[]";
    reply.headers = {
        {"Content-Type", "application/json"},
        {"Link", "<" + stranger.url() + "/next>; rel=\"next\", <" + stranger.url() + "/prev>; rel=\"prev\""}};
    return reply;
  }};

  RecordedSetting setting;
  setting.watch("social", "mastodon", social.url());
  setting.watch("feed", "feed", feed.url());
  setting.watch("care", "careopinion", care.url(),
                "credential = \"" + setting.keep_secret("care.secret", "key") + "\"\n");
  setting.watch("rogue", "mastodon", rogue.url());
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder(), setting.environment()};
    for (const char* name : {"social", "feed", "care", "rogue"})
      CHECK(daemon.said(std::string{name} + ": caught up"));
    CHECK(setting.run({"label", "1", "--sentiment", "positive"}).status == 0);
    daemon.signal(SIGTERM);
    daemon.wait();
  }
  CHECK(setting.connections() == std::set<std::string>{address_of(social.url()), address_of(feed.url()),
                                                       address_of(care.url()), address_of(rogue.url())});
  CHECK(stranger.requests().empty());
}

TEST_CASE("With targets of alerts it connects to these as well, and still to nothing else",
          "[nothing-leaves]") {
  if (!can_record()) return;
  const NetworkOfItsOwn network;
  FeedServer feed;
  feed.publish({.guid = "1",
                .url = "https://trust.example/1",
                .text = "I am going to kill myself tonight, see https://elsewhere.example/ #NHSvalues",
                .published = now() - 1h});
  SmtpServer mail;
  HttpServer stranger{[](const SeenRequest&) { return Reply{}; }};
  HttpServer hook{[&](const SeenRequest&) {
    Reply reply;
    reply.status = 307;
    reply.headers = {{"Location", stranger.url() + "/hook"}};
    return reply;
  }};
  RecordedSetting setting;
  setting.watch("feed", "feed", feed.url());
  const std::string secret = setting.keep_secret("secret", "a secret of ours");
  setting.append_to_config(
      "[[notify]]\nname = \"file\"\nkind = \"file\"\npath = \"alerts.ndjson\"\n"
      "[[notify]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"" +
      hook.url() + "/hook\"\ncredential = \"" + secret +
      "\"\nallow_plain_http = true\nallow_private_address = true\n"
      "[[notify]]\nname = \"team\"\nkind = \"email\"\nserver = \"" +
      mail.host() + "\"\nfrom = \"nhsvalues@trust.example\"\nrecipients = [\"ana@trust.example\"]\n" +
      "user = \"nhsvalues\"\ncredential = \"" + secret + "\"\nallow_private_address = true\n");
  std::string text = read_whole(setting.config());
  text.insert(text.find("[network]\n") + 10, "ca_file = \"" + mail.certificate_file() + "\"\n");
  write_whole(setting.config(), text);
  REQUIRE(run_program(NHSVALUESD, setting.arguments({"--once", "--patience", "60s"}), setting.folder(),
                      setting.environment())
              .status == 0);
  CHECK(mail.mails().size() == 1);
  CHECK_FALSE(hook.requests().empty());
  CHECK(stranger.requests().empty());
  CHECK(setting.connections() ==
        std::set<std::string>{address_of(feed.url()), mail.host(), address_of(hook.url())});
}

TEST_CASE("What reads, imports and classifies connects to nothing", "[nothing-leaves]") {
  if (!can_record()) return;
  const NetworkOfItsOwn network;
  RecordedSetting setting;
  setting.append_to_config("");
  write_whole(
      setting.folder() / "posts.ndjson",
      "{\"text\": \"The nurse was kind, see https://elsewhere.example/ #NHSvalues\", \"network\": \"mastodon\", "
      "\"id\": \"https://elsewhere.example/1\", \"url\": \"https://elsewhere.example/@amy/1\", \"author\": "
      "\"@amy@elsewhere.example\", \"created_at\": \"2026-11-03T09:30:00Z\"}\n");
  CHECK(setting.run({"import", (setting.folder() / "posts.ndjson").string()}).status == 0);
  CHECK(setting.run({"classify"}, "They listened to us. https://elsewhere.example/\n").status == 0);
  const std::string copy = (setting.folder() / "copy.db").string();
  const std::string labelled = (setting.folder() / "labelled.tsv").string();
  write_whole(labelled, "id\ttext\tsentiment\n1\tSo kind, see https://elsewhere.example/\tpositive\n");
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"trends"},
           {"trends", "--audience", "public"},
           {"posts"},
           {"show", "1"},
           {"open", "1"},
           {"signals"},
           {"compare", "2026-10", "2026-11-01..2026-11-15"},
           {"report"},
           {"digest"},
           {"coverage"},
           {"status"},
           {"sources", "list"},
           {"alerts"},
           {"doctor"},
           {"concerns"},
           {"audit"},
           {"label", "1", "--sentiment", "positive", "--kind", "pledge"},
           {"pledges"},
           {"pledges", "follow-up", "1", "--note", "See https://elsewhere.example/"},
           {"pledges", "trend", "1"},
           {"consent", "1", "--how", "By letter", "--by", "Ana"},
           {"evaluate", labelled},
           {"reclassify"},
           {"export"},
           {"access", "@amy@elsewhere.example"},
           {"object", "@amy@elsewhere.example"},
           {"object", "@amy@elsewhere.example", "--withdraw"},
           {"privacy-notice"},
           {"dpia"},
           {"retention", "--dry-run"},
           {"backup", copy},
           {"restore", "--verify", copy},
           {"restore", copy, "--yes"},
           {"rotate-key", "--yes"},
           {"forget", "@amy@elsewhere.example", "--yes"},
           {"check-config"}}) {
    const Ended ended = setting.run(words);
    CAPTURE(words, ended.err);
    CHECK(ended.status == 0);
  }
  CHECK(setting.connections().empty());
}

TEST_CASE("A connection would be recorded", "[nothing-leaves]") {
  if (!can_record()) return;
  FeedServer feed;
  RecordedSetting setting;
  setting.watch("feed", "feed", feed.url());
  CHECK(setting.run({"sources", "test", "feed"}).status == 0);
  CHECK(setting.connections() == std::set<std::string>{address_of(feed.url())});
}
