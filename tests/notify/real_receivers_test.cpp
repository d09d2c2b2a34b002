#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "tests/daemon/setting.h"
#include "tests/support/feed_server.h"
#include "tests/support/left_out.h"

using namespace nhs;
using namespace nhs::test;

// The other side is a program that nobody here wrote: Debian's aiosmtpd, and Python's http.server.

namespace {

/// Debian's, not one that stands before it in the path: it knows Debian's packages.
constexpr const char* kPython = "/usr/bin/python3";

/// A receiver at work in a folder of its own; killed with this.
class Receiver {
 public:
  Receiver(const std::string& script, const std::string& secret)
      : program_(kPython,
                 {std::string{NHS_SOURCE_DIR} + "/tests/notify/receivers/" + script, scratch_.path().string(),
                  secret},
                 scratch_.path()) {
    REQUIRE(program_.said("listening on "));
  }
  std::string port() const {
    const std::string said = program_.err();
    const std::size_t from = said.find("listening on ") + 13;
    return said.substr(from, said.find('\n', from) - from);
  }
  std::string path(const std::string& name) const { return (scratch_ / name).string(); }
  std::vector<std::string> lines(const std::string& name) const {
    std::vector<std::string> all;
    if (!std::filesystem::exists(path(name))) return all;
    std::istringstream text{read_whole(path(name))};
    for (std::string line; std::getline(text, line);) all.push_back(line);
    return all;
  }

 private:
  Scratch scratch_;
  Program program_;
};

bool has_aiosmtpd() {
  const Scratch scratch;
  if (run_program(kPython, {"-c", "import aiosmtpd"}, scratch.path()).status == 0) return true;
  leave_out("python3-aiosmtpd (scripts/packages-ci.txt) is not installed");
  return false;
}

/// A database that has been collected into once.
struct Begun : Setting {
  Begun() {
    watch("feed", "feed", feed.url());
    append_to_config("[[alert]]\nname = \"disk\"\nkind = \"disk_space\"\non = false\n");
    secret = keep_secret("secret", "a secret of ours");
  }
  /// Its alerts go to this mail server, by whose certificate it is known.
  void tell(const Receiver& mail) {
    append_to_config("[[notify]]\nname = \"team\"\nkind = \"email\"\nserver = \"127.0.0.1:" + mail.port() +
                     "\"\nfrom = \"nhsvalues@trust.example\"\n"
                     "recipients = [\"ana@trust.example\", \"ben@trust.example\"]\n"
                     "user = \"nhsvalues\"\ncredential = \"" +
                     secret + "\"\nallow_private_address = true\n");
    std::string text = read_whole(config());
    text.insert(text.find("[network]\n") + 10, "ca_file = \"" + mail.path("certificate.pem") + "\"\n");
    write_whole(config(), text);
    REQUIRE(collect().status == 0);
  }
  FeedServer feed;
  std::string secret;
};

}  // namespace

TEST_CASE("Debian's aiosmtpd takes our mail: encrypted, with a login, and to be read", "[alerts][real]") {
  if (!has_aiosmtpd()) return;
  const Receiver mail{"mail_receiver.py", "a secret of ours"};
  Begun setting;
  setting.tell(mail);
  const Ended sent = setting.ask({"alerts", "test"});
  INFO(sent.out << sent.err);
  CHECK(sent.status == 0);
  const auto taken = mail.lines("mails");
  REQUIRE(taken.size() == 1);
  const auto document = JsonDocument::parse(taken.front());
  REQUIRE(document);
  const JsonView root = document->root();
  CHECK(root["encrypted"].boolean() == true);
  CHECK(root["from"].text() == "nhsvalues@trust.example");
  CHECK(root["recipients"].size() == 2);
  CHECK(root["content"].text()->find("Subject: ") != std::string::npos);
}

TEST_CASE("aiosmtpd refuses a wrong password, and that is told", "[alerts][real]") {
  if (!has_aiosmtpd()) return;
  const Receiver mail{"mail_receiver.py", "another secret"};
  Begun setting;
  setting.tell(mail);
  const Ended sent = setting.ask({"alerts", "test"});
  INFO(sent.out << sent.err);
  CHECK(sent.status == 2);
  CHECK(sent.out.find("refuses user and password") != std::string::npos);
  CHECK(mail.lines("mails").empty());
}

TEST_CASE("A receiver that goes by our documents takes what we signed, and nothing that another secret signs",
          "[alerts][real]") {
  for (const bool same : {true, false}) {
    const Receiver hook{"webhook_receiver.py", same ? "a secret of ours" : "another secret"};
    Begun setting;
    setting.append_to_config("[[notify]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"http://127.0.0.1:" +
                             hook.port() + "/hook\"\ncredential = \"" + setting.secret +
                             "\"\nallow_plain_http = true\nallow_private_address = true\n");
    REQUIRE(setting.collect().status == 0);
    const Ended sent = setting.ask({"alerts", "test"});
    INFO(sent.out << sent.err);
    CHECK(sent.status == (same ? 0 : 2));
    CHECK(hook.lines("hooks").size() == (same ? 1U : 0U));
  }
}
