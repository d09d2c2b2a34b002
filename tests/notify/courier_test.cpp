#include "notify/courier.h"

#include <sys/stat.h>

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <memory>
#include <optional>
#include <thread>

#include "core/json.h"
#include "notify/line_file.h"
#include "notify/webhook.h"
#include "tests/support/http_server.h"
#include "tests/support/program.h"
#include "tests/support/scratch.h"
#include "tests/support/smtp_server.h"

using namespace nhs;
using namespace nhs::notify;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

struct StillClock final : Clock {
  UtcTime now() const override { return UtcTime{std::chrono::seconds{1'800'000'000}}; }
};

store::AlertMessage message() {
  store::AlertMessage one;
  one.key = "0123456789abcdef0123456789abcdef";
  one.rule = "concern";
  one.at = UtcTime{std::chrono::seconds{1'799'999'000}};
  one.title = "2 posts wait";
  one.text = "Since this morning.\n.\n..a point";
  one.command = "nhsvalues concerns";
  one.posts = {12, 15};
  return one;
}

boost::asio::awaitable<void> take(boost::asio::awaitable<Carried> carrying, std::optional<Carried>& into) {
  into = co_await std::move(carrying);
}

/// A folder with a secret, and one target.
struct Surroundings {
  Scratch scratch;
  StillClock clock;
  config::Config config;

  Surroundings() {
    write_whole(scratch / "secret", "a secret of ours\n");
    std::filesystem::permissions(scratch / "secret", std::filesystem::perms{0600});
  }
  config::NotifyTarget& add(config::TargetKind kind) {
    config::NotifyTarget target;
    target.name = "target";
    target.kind = kind;
    target.credential = (scratch / "secret").string();
    target.allow_private_address = target.allow_plain_http = true;
    config.targets = {target};
    return config.targets.front();
  }
  void add_mail(const SmtpServer& server) {
    config::NotifyTarget& target = add(config::TargetKind::email);
    target.server = server.host();
    target.user = "nhsvalues";
    target.from = "nhsvalues@trust.example";
    target.recipients = {"ana@trust.example", "ben@trust.example"};
    config.ca_file = server.certificate_file();
  }

  Carried carry() const {
    boost::asio::io_context io{1};
    Courier courier{io.get_executor(), config, clock};
    std::optional<Carried> carried;
    boost::asio::co_spawn(io, take(courier.carry("target", message()), carried), boost::asio::detached);
    io.run();
    return carried.value();
  }
};

}  // namespace

TEST_CASE("A file gets a line of JSON for a message, once, however often it is brought", "[notify]") {
  Surroundings around;
  around.add(config::TargetKind::file).path = around.scratch / "alerts.ndjson";
  write_whole(around.scratch / "alerts.ndjson", "{\"torn\": \"by a ki");
  for (int i = 0; i < 3; ++i) CHECK(around.carry().outcome == Carried::Outcome::delivered);
  const std::string all = read_whole(around.scratch / "alerts.ndjson");
  const std::string line = all.substr(all.find('\n') + 1);
  CHECK(line.find('\n') == line.size() - 1);
  const auto json = JsonDocument::parse(line.substr(0, line.size() - 1)).value();
  CHECK(json.root()["schema"].text() == "nhsvalues.alert/1");
  CHECK(json.root()["key"].text() == message().key);
  CHECK(json.root()["posts"].to_text() == "[12,15]");
}

TEST_CASE("A line that a kill tore does not count as written, though the next one ended it", "[notify]") {
  const Scratch scratch;
  const auto file = scratch / "alerts.ndjson";
  const std::string first = R"({"key": "first", "text": "all of it"})";
  const std::string second = R"({"key": "second"})";
  write_whole(file, first.substr(0, first.size() / 2));
  REQUIRE(append_once(file, "second", second));
  REQUIRE(append_once(file, "first", first));
  REQUIRE(append_once(file, "first", first));
  CHECK(read_whole(file) == first.substr(0, first.size() / 2) + "\n" + second + "\n" + first + "\n");
}

TEST_CASE("What is no plain file, or lies nowhere, is refused and not waited for", "[notify]") {
  const Scratch scratch;
  write_whole(scratch / "another", "another's\n");
  std::filesystem::create_symlink(scratch / "another", scratch / "link");
  CHECK(append_once(scratch / "link", "key", "line").error().message.find("is a link") != std::string::npos);
  CHECK(read_whole(scratch / "another") == "another's\n");
  REQUIRE(::mkfifo((scratch / "pipe").c_str(), 0600) == 0);
  CHECK_FALSE(append_once(scratch / "pipe", "key", "line"));
  CHECK_FALSE(append_once(scratch / "nowhere" / "file", "key", "line"));
}

TEST_CASE("A webhook is signed over body and time, and says which message it is", "[notify]") {
  HttpServer server{[](const SeenRequest&) { return Reply{}; }};
  Surroundings around;
  around.add(config::TargetKind::webhook).url = server.url() + "/hook?token=hidden";
  CHECK(around.carry().outcome == Carried::Outcome::delivered);
  REQUIRE(server.requests().size() == 1);
  const SeenRequest request = server.requests().front();
  CHECK(request.method == "POST");
  CHECK(request.headers.at("content-type") == "application/json");
  CHECK(request.headers.at("idempotency-key") == message().key);
  CHECK(request.headers.at("x-nhsvalues-timestamp") == "1800000000");
  CHECK(request.headers.at("x-nhsvalues-signature") ==
        "sha256=" + hmac_sha256("a secret of ours", "1800000000." + request.body));
  CHECK(JsonDocument::parse(request.body).value().root()["title"].text() == "2 posts wait");
}

TEST_CASE("The signature is that of RFC 4231", "[notify]") {
  CHECK(hmac_sha256("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("A webhook that refuses, redirects or is not there has not taken the message", "[notify]") {
  Surroundings around;
  SECTION("refuses") {
    HttpServer server{[](const SeenRequest&) {
      Reply reply;
      reply.status = 503;
      reply.body = "@amy said things";
      return reply;
    }};
    around.add(config::TargetKind::webhook).url = server.url() + "/hook?token=hidden";
    const Carried carried = around.carry();
    CHECK(carried.outcome == Carried::Outcome::failed);
    CHECK(carried.trouble == "the webhook answers with HTTP 503");
  }
  SECTION("redirects") {
    HttpServer elsewhere{[](const SeenRequest&) { return Reply{}; }};
    HttpServer server{[&](const SeenRequest&) {
      Reply reply;
      reply.status = 307;
      reply.headers = {{"Location", elsewhere.url()}};
      return reply;
    }};
    around.add(config::TargetKind::webhook).url = server.url();
    CHECK(around.carry().outcome == Carried::Outcome::failed);
    CHECK(elsewhere.requests().empty());
  }
  SECTION("is not there, or may not be asked") {
    config::NotifyTarget& target = around.add(config::TargetKind::webhook);
    target.url = "http://127.0.0.1:1/hook?token=hidden";
    CHECK(around.carry().trouble.find("hidden") == std::string::npos);
    target.allow_private_address = false;
    CHECK(around.carry().trouble.find("private or local address") != std::string::npos);
    target.allow_plain_http = false;
    CHECK(around.carry().trouble.find("plain http") != std::string::npos);
  }
  SECTION("its secret can be read by others") {
    std::filesystem::permissions(around.scratch / "secret", std::filesystem::perms{0644});
    around.add(config::TargetKind::webhook).url = "http://127.0.0.1:1/";
    CHECK(around.carry().trouble.find("chmod 600") != std::string::npos);
  }
}

TEST_CASE("A mail goes to all its recipients, encrypted, signed in, and reads as it was written",
          "[notify]") {
  SmtpServer server;
  Surroundings around;
  around.add_mail(server);
  CHECK(around.carry().trouble == "");
  REQUIRE(server.mails().size() == 1);
  const TakenMail mail = server.mails().front();
  CHECK(mail.encrypted);
  CHECK(mail.login == std::string{"\0nhsvalues\0a secret of ours", 27});
  CHECK(mail.from == "nhsvalues@trust.example");
  CHECK(mail.recipients == std::vector<std::string>{"ana@trust.example", "ben@trust.example"});
  CHECK(mail.header("Subject") == "[NHS values] 2 posts wait");
  CHECK(mail.header("Message-ID") == "<0123456789abcdef0123456789abcdef@trust.example>");
  CHECK(mail.header("Auto-Submitted") == "auto-generated");
  CHECK(mail.content.find("Since this morning.\r\n.\r\n..a point\r\n") != std::string::npos);
}

TEST_CASE("A mail server that took the message and says no farewell is not waited for", "[notify]") {
  SmtpServer server{[](int) {
    SmtpManners manners;
    manners.answers_quit = false;
    return manners;
  }};
  Surroundings around;
  around.add_mail(server);
  const auto began = std::chrono::steady_clock::now();
  CHECK(around.carry().outcome == Carried::Outcome::delivered);
  CHECK(std::chrono::steady_clock::now() - began < 10s);
  CHECK(server.mails().size() == 1);
}

TEST_CASE("A mail server that refused a recipient and says no farewell does not hold its target up",
          "[notify]") {
  SmtpServer server{[](int) {
    SmtpManners manners;
    manners.rcpt = 550;
    manners.answers_quit = false;
    return manners;
  }};
  Surroundings around;
  around.add_mail(server);
  const auto began = std::chrono::steady_clock::now();
  CHECK(around.carry().trouble.find("550") != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - began < 30s);
}

TEST_CASE("Whoever stops does not wait for a mail server that lets us wait", "[notify]") {
  SmtpServer server{[](int) {
    SmtpManners manners;
    manners.before_taken = 6s;
    return manners;
  }};
  Surroundings around;
  around.add_mail(server);
  boost::asio::io_context io{1};
  Courier courier{io.get_executor(), around.config, around.clock};
  std::optional<Carried> carried;
  boost::asio::co_spawn(io, take(courier.carry("target", message()), carried), boost::asio::detached);
  const auto has_data = [&] {
    const auto heard = server.heard();
    return std::find(heard.begin(), heard.end(), "DATA") != heard.end();
  };
  for (int turn = 0; turn < 200 && !has_data(); ++turn) io.run_for(20ms);
  REQUIRE(has_data());
  const auto began = std::chrono::steady_clock::now();
  courier.stop();
  CHECK(std::chrono::steady_clock::now() - began < 4s);
  io.run();
  CHECK(carried.value().outcome == Carried::Outcome::cancelled);
}

TEST_CASE("Whoever stops waits for several mail servers together, not for one after the other", "[notify]") {
  const auto slow = [](int) {
    SmtpManners manners;
    manners.before_taken = 6s;
    return manners;
  };
  std::vector<std::unique_ptr<SmtpServer>> servers;
  Surroundings around;
  std::string certificates;
  std::vector<config::NotifyTarget> targets;
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    servers.push_back(std::make_unique<SmtpServer>(slow));
    around.add_mail(*servers.back());
    targets.push_back(around.config.targets.front());
    targets.back().name = name;
    certificates += read_whole(servers.back()->certificate_file());
  }
  around.config.targets = targets;
  around.config.ca_file = around.scratch / "certificates.pem";
  write_whole(around.config.ca_file, certificates);
  boost::asio::io_context io{1};
  Courier courier{io.get_executor(), around.config, around.clock};
  std::vector<std::optional<Carried>> carried(servers.size());
  // libcurl looks once a second whether it is to stop. The last target begins first, the others each a little
  // later: stopped in their order, one after the other, each has just missed its look, and they take 3 s.
  for (std::size_t at = servers.size(); at-- > 0;) {
    boost::asio::co_spawn(io, take(courier.carry(targets[at].name, message()), carried[at]),
                          boost::asio::detached);
    const auto has_data = [&] {
      const auto heard = servers[at]->heard();
      return std::find(heard.begin(), heard.end(), "DATA") != heard.end();
    };
    for (int turn = 0; turn < 200 && !has_data(); ++turn) io.run_for(20ms);
    REQUIRE(has_data());
    std::this_thread::sleep_for(100ms);
  }
  const auto began = std::chrono::steady_clock::now();
  courier.stop();
  CHECK(std::chrono::steady_clock::now() - began < 2s);
  io.restart();
  io.run();
  for (const auto& each : carried) CHECK(each.value().outcome == Carried::Outcome::cancelled);
}

TEST_CASE("A mail server that offers no encryption gets neither password nor message", "[notify]") {
  SmtpServer server{[](int) {
    SmtpManners manners;
    manners.offers_starttls = false;
    return manners;
  }};
  Surroundings around;
  around.add_mail(server);
  CHECK(around.carry().trouble.find("offers no STARTTLS") != std::string::npos);
  for (const std::string& line : server.heard()) CHECK((line.rfind("EHLO", 0) == 0 || line == "QUIT"));
}

TEST_CASE("A mail server that was said to speak TLS from the first byte on and does not gets nothing",
          "[notify]") {
  SmtpServer server;
  Surroundings around;
  around.add_mail(server);
  around.config.targets.front().security = config::MailSecurity::tls;
  CHECK(around.carry().trouble.find("no trustworthy TLS") != std::string::npos);
  CHECK(server.mails().empty());
}

TEST_CASE("A mail server is believed by its certificate alone, and asked at an allowed address alone",
          "[notify]") {
  SmtpServer server;
  SmtpServer another;
  Surroundings around;
  around.add_mail(server);
  SECTION("another's certificate") {
    around.config.ca_file = another.certificate_file();
    CHECK(around.carry().trouble.find("no trustworthy TLS") != std::string::npos);
  }
  SECTION("a private address") {
    around.config.targets.front().allow_private_address = false;
    CHECK(around.carry().trouble.find("private or local address") != std::string::npos);
    CHECK(server.conversations() == 0);
  }
  CHECK(server.mails().empty());
}

TEST_CASE("Whatever a mail server refuses, it is a failure that says where, and no mail counts as sent",
          "[notify]") {
  SmtpManners manners;
  SmtpServer server{[&](int) { return manners; }};
  Surroundings around;
  around.add_mail(server);
  const auto refused = [&](int SmtpManners::*step, int code) {
    manners = {};
    manners.*step = code;
    const Carried carried = around.carry();
    CAPTURE(code, carried.trouble);
    CHECK(carried.outcome == Carried::Outcome::failed);
    CHECK(carried.trouble.find(server.host()) == 0);
    CHECK(carried.trouble.find("secret") == std::string::npos);
  };
  refused(&SmtpManners::greeting, 554);
  refused(&SmtpManners::auth, 535);
  refused(&SmtpManners::mail, 452);
  refused(&SmtpManners::rcpt, 550);
  refused(&SmtpManners::data, 451);
  refused(&SmtpManners::taken, 452);
  refused(&SmtpManners::taken, 554);
  manners = {};
  manners.drop_early = true;
  CHECK(around.carry().outcome == Carried::Outcome::failed);
  CHECK(server.mails().empty());
  manners = {};
  CHECK(around.carry().outcome == Carried::Outcome::delivered);
  CHECK(server.mails().size() == 1);
}
