#include "notify/mail_text.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "notify/message_json.h"
#include "tests/support/attack_strings.h"

using namespace nhs;
using namespace nhs::notify;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kSent{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 9h + 5min + 7s};

config::NotifyTarget target() {
  config::NotifyTarget team;
  team.name = "team";
  team.kind = config::TargetKind::email;
  team.from = "nhsvalues@trust.example";
  team.recipients = {"ana@trust.example", "ben@trust.example"};
  return team;
}

store::AlertMessage two_wait() {
  store::AlertMessage one;
  one.key = "0123456789abcdef0123456789abcdef";
  one.rule = "concern";
  one.at = kSent;
  one.title = "2 posts with words of concern wait for a reader";
  one.text = "The oldest has waited for 2 h.";
  one.command = "nhsvalues concerns";
  one.posts = {12, 15};
  return one;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    lines.push_back(text.substr(at, end - at));
    at = end == std::string::npos ? text.size() : end + 2;
  }
  return lines;
}

std::string decoded(const std::string& body) {
  std::string text;
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (body.compare(at, 3, "=\r\n") == 0) {
      at += 2;
    } else if (body[at] == '=') {
      text += static_cast<char>(std::stoi(body.substr(at + 1, 2), nullptr, 16));
      at += 2;
    } else if (body[at] != '\r') {
      text += body[at];
    }
  }
  return text;
}

}  // namespace

TEST_CASE("A mail has the headers of a machine's message and all that the alert says", "[notify]") {
  const std::string text = mail_text(target(), two_wait(), kSent);
  CHECK(text.find("Date: Thu, 26 Nov 2026 09:05:07 +0000\r\n") == 0);
  CHECK(text.find("\r\nFrom: NHS values <nhsvalues@trust.example>\r\n") != std::string::npos);
  CHECK(text.find("\r\nTo: ana@trust.example,\r\n ben@trust.example\r\n") != std::string::npos);
  CHECK(text.find("\r\nSubject: [NHS values] 2 posts with words of concern wait for a reader\r\n") !=
        std::string::npos);
  CHECK(text.find("\r\nMessage-ID: <0123456789abcdef0123456789abcdef@trust.example>\r\n") !=
        std::string::npos);
  CHECK(text.find("\r\nAuto-Submitted: auto-generated\r\n") != std::string::npos);
  CHECK(text.find("\r\nContent-Type: text/plain; charset=utf-8\r\n") != std::string::npos);
  const std::string body = decoded(text.substr(text.find("\r\n\r\n") + 4));
  CHECK(body.find("Posts: 12, 15") != std::string::npos);
  CHECK(body.find("nhsvalues concerns") != std::string::npos);
}

TEST_CASE("Whatever stands in an alert, it adds no header, no line of them and nothing that misleads",
          "[notify]") {
  const std::vector<std::string> usual = lines_of(mail_text(target(), two_wait(), kSent));
  const auto names_of = [](const std::vector<std::string>& lines) {
    std::vector<std::string> names;
    for (const std::string& line : lines) {
      if (line.empty()) break;
      if (line[0] != ' ') names.push_back(line.substr(0, line.find(':')));
    }
    return names;
  };
  std::vector<std::string> texts = {"x\r\nBcc: all@far.example", "x\nBcc: all@far.example\n\nbody",
                                    "=?UTF-8?B?Cg==?=", std::string{"a\0b", 3},
                                    test::enormous_attack().substr(0, 60'000)};
  for (const test::Attack& attack : test::attack_strings()) texts.push_back(attack.text);
  for (const std::string& text : texts) {
    CAPTURE(text.substr(0, 60));
    store::AlertMessage attacked = two_wait();
    attacked.title = attacked.text = attacked.rule = attacked.command = text;
    const std::string mail = mail_text(target(), attacked, kSent);
    const std::vector<std::string> lines = lines_of(mail);
    CHECK(names_of(lines) == names_of(usual));
    for (const std::string& line : lines) {
      CHECK(line.size() <= 998);
      for (const char c : line) CHECK((c >= ' ' && c <= '~'));
    }
    CHECK(test::danger_in(decoded(mail.substr(mail.find("\r\n\r\n") + 4))).empty());
    const std::string json = message_json(attacked);
    CHECK(json.find('\n') == std::string::npos);
  }
}

TEST_CASE("A subject in any script is cut between characters, and comes out as it was", "[notify]") {
  std::string subject;
  for (int i = 0; i < 40; ++i) subject += "Größe 💙 ";
  const std::string words = header_words(subject);
  for (const std::string& word : lines_of(words)) CHECK(word.size() <= 76);
  CHECK(words.find("=?UTF-8?B?") == 0);
  CHECK(header_words("Plain words") == "Plain words");
}

TEST_CASE("A body is quoted so that no line is too long and none loses its last space", "[notify]") {
  const std::string text = std::string(200, 'x') + " \n.\n= \u00e9\n";
  const std::string body = quoted_printable(text);
  for (const std::string& line : lines_of(body)) CHECK(line.size() <= 76);
  CHECK(decoded(body) == text);
}

TEST_CASE("A webhook's body is JSON whatever is put in, and says what is wrong with it before", "[notify]") {
  const std::string body = R"({"text": "{title}", "posts": [{posts}], "more": {"a": "{at} {key}"}})";
  CHECK_FALSE(config::fault_of_body(body));
  store::AlertMessage attacked = two_wait();
  for (const test::Attack& attack : test::attack_strings()) {
    attacked.title = attack.text;
    CAPTURE(attack.name);
    const std::string filled = config::filled_body(body, parts_of(attacked));
    const auto json = JsonDocument::parse(filled);
    // What is no UTF-8 never stands in a message of ours.
    if (attack.text.find('\xff') == std::string::npos && json) CHECK(json->root()["posts"].size() == 2);
  }
  CHECK(config::fault_of_body(R"({"text": "{titel}"})").value().find("titel") != std::string::npos);
  CHECK(config::fault_of_body(R"({"text": {title}})"));
  CHECK(config::fault_of_body("[]"));
  CHECK(config::fault_of_body("{title}"));
}

TEST_CASE("A digest's mail has the text and the same as HTML, and both arrive as they were written",
          "[notify][digest]") {
  store::AlertMessage digest = two_wait();
  digest.rule = "daily-digest";
  digest.event = store::AlertEvent::digest;
  digest.digest = "daily/2026-11-25";
  digest.text = "Compassion: 29% – “as usual”\n" + std::string(2000, 'x') + "\nFrom ward 4 =_nhsvalues_\n.\n";
  digest.html = "<p>Compassion: 29% – “as usual” é</p>\n" + std::string(3000, 'y') + "\n--=_nhsvalues_" +
                digest.key + "--\n";
  const std::string text = mail_text(target(), digest, kSent);
  CHECK(
      text.find("\r\nX-NHSvalues-Rule: daily-digest\r\nX-NHSvalues-Event: digest\r\nMIME-Version: 1.0\r\n") !=
      std::string::npos);
  const std::string boundary = "\r\n--=_nhsvalues_0123456789abcdef0123456789abcdef";
  REQUIRE(text.find("\r\nContent-Type: multipart/alternative;\r\n boundary=\"" + boundary.substr(4) +
                    "\"\r\n\r\n") != std::string::npos);
  std::vector<std::string> parts;
  for (std::size_t at = text.find(boundary); at != std::string::npos; at = text.find(boundary, at + 1))
    parts.push_back(text.substr(at + boundary.size(), text.find(boundary, at + 1) - at - boundary.size()));
  REQUIRE(parts.size() == 3);
  CHECK(
      parts[0].find(
          "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n") ==
      0);
  CHECK(
      parts[1].find(
          "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n") ==
      0);
  CHECK(parts[2] == "--\r\n");
  CHECK(decoded(parts[0].substr(parts[0].find("\r\n\r\n") + 4)) == digest.text);
  CHECK(decoded(parts[1].substr(parts[1].find("\r\n\r\n") + 4)) == digest.html);
  for (const std::string& line : lines_of(text)) {
    CAPTURE(line);
    CHECK(line.size() <= 78);
    CHECK(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }));
  }
}
