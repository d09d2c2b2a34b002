#include "report/access_view.h"

#include <catch2/catch.hpp>

#include "core/json.h"
#include "privacy/digest.h"
#include "report/access_facts.h"
#include "report/html_text.h"

using namespace nhs;
using namespace nhs::report;

namespace {

std::string base64_of_hex(const std::string& hex) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bits = bits << 8 | static_cast<unsigned>(std::stoul(hex.substr(i, 2), nullptr, 16));
    for (count += 8; count >= 6; count -= 6) text += kDigits[bits >> (count - 6) & 0x3F];
  }
  if (count > 0) text += kDigits[bits << (6 - count) & 0x3F];
  while (text.size() % 4 != 0) text += '=';
  return text;
}

TimeZone zone() { return TimeZone::named("Europe/London").value(); }

AccessAnswer hostile_answer() {
  AccessAnswer answer;
  answer.account = "\"><img src=x onerror=alert(1)>\u202Egnp";
  answer.known = {{"mast<o>don", "h:x", 1}};
  answer.lists = {"<b>list</b>"};
  answer.policy.contact = "https://example.org/?a=1&b='2'";
  return answer;
}

store::HeldPost hostile_post() {
  store::HeldPost held;
  held.post.network = "<n>";
  held.post.text = "</blockquote><script>alert('x')</script>\u202E\u200B & more";
  held.post.tags = {"<tag>"};
  held.showings = {{"<source>", UtcTime{}, {}}};
  held.post.classification.language = "en";
  return held;
}

}  // namespace

TEST_CASE("The page's policy allows its own style, and nothing else that runs or loads", "[access]") {
  const std::string head = access_html(zone())->head(hostile_answer());
  const auto begin = head.find("<style>") + 7;
  privacy::Digest digest;
  digest.add(head.substr(begin, head.find("</style>") - begin));
  const std::string hash = base64_of_hex(digest.finish());
  CHECK(access_html_policy() == "default-src 'none'; style-src 'sha256-" + hash +
                                    "'; img-src data:; base-uri 'none'; form-action 'none'");
  CHECK(head.find("<meta http-equiv=\"Content-Security-Policy\" content=\"" + access_html_policy() + "\">") !=
        std::string::npos);
  CHECK(head.find("<style", begin) == std::string::npos);
}

TEST_CASE("Whatever an account or a post says is text on the page", "[access]") {
  const auto writer = access_html(zone());
  const std::string page =
      writer->head(hostile_answer()) +
      writer->post(hostile_post(), {"<id>", "javascript:alert(1)", "<a>", {{"<s>", "<l>"}}}) + writer->end();
  for (const char* live : {"<script", "<img", "<b>", "<n>", "<tag>", "<id>", "<a>", "<l>", "<source>",
                           "style=\"", "href=", "src=\"", "\u202E", "\u200B", "mast<o>"}) {
    INFO(live);
    CHECK(page.find(live) == std::string::npos);
  }
  CHECK(page.find("&lt;/blockquote&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more") !=
        std::string::npos);
}

TEST_CASE("JSON tells the text as it is stored, byte for byte", "[access]") {
  const auto writer = access_json(zone());
  std::string text = writer->head(hostile_answer());
  for (int posts = 0; posts < 2; ++posts) text += writer->post(hostile_post(), {});
  text += writer->end();
  const auto json = JsonDocument::parse(text);
  REQUIRE(json);
  REQUIRE(json->root()["posts"].size() == 2);
  CHECK(json->root()["posts"].at(1)["text"].text() == hostile_post().post.text);
  CHECK(json->root()["posts"].at(1)["sealed"]["id"].is_null());
}

TEST_CASE("A classification is told in words that need no key to them", "[access]") {
  Classification found;
  found.language = "en";
  found.sentiment = SentimentFinding{Sentiment::negative, 0.1, 0.08, 0.82, {}};
  found.values = {{Value::compassion, Direction::breached, 0.93, {}}};
  found.kind = KindFinding{Kind::experience, 0.7};
  found.groups = {Group::homeless_people};
  CHECK(
      reading_in_words(found) ==
      "Its tone is negative (82% sure). It is an experience of somebody's own (70% sure). It is about the NHS value "
      "\"Compassion\", which it says was fallen short of (93% sure). It speaks of homeless people.");
  found = {};
  found.unclassified = Unclassified::language;
  CHECK(reading_in_words(found) == "It was not judged, for it is not in a language that our program reads.");
}

TEST_CASE("An erased account that asks again is told which code of it is kept, and why", "[access]") {
  AccessAnswer answer;
  answer.known = {{"mastodon", "h:x", 0, UtcTime{}, true}};
  CHECK(answer.held());
  std::string lists;
  for (const Passage& each : access_passages(answer, zone()))
    if (each.title == "Lists")
      for (const std::string& line : each.lines) lists += line;
  CHECK(lists.find("You asked to be erased") != std::string::npos);
  CHECK(lists.find("you objected") != std::string::npos);
}

TEST_CASE("Whoever objected is told that in plain words, without the name that we have for it", "[access]") {
  store::HeldPost held;
  held.post.withdrawn_at = parse_rfc3339("2026-11-22T10:00:00Z");
  held.post.ignored_by = "(objection)";
  const auto counted = [&] {
    for (const Fact& each : access_facts(held, {}, zone()))
      if (each.name == "Counted") return each.value;
    return std::string{};
  };
  CHECK(counted().find("because you objected") != std::string::npos);
  CHECK(counted().find("(objection)") == std::string::npos);
  held.post.ignored_by = "adverts";
  CHECK(counted().find("the rule \"adverts\"") != std::string::npos);
}

TEST_CASE("Whoever asks is told where deleting a post on its network is enough, and where it is not",
          "[access]") {
  AccessAnswer answer;
  answer.policy.deletions_followed = {"mastodon", "x"};
  const auto kept = [&] {
    for (const Passage& each : access_passages(answer, zone()))
      if (each.title == "How long we keep it") return each.lines.back();
    return std::string{};
  };
  const std::string always = "Sooner when you ask us to erase it. Counts that name nobody stay.";
  const std::string followed =
      " Also when you delete a post on mastodon, as far as a source of ours still asks for it there: not one from a file or a feed.";
  const std::string others =
      " When you delete a post on feed or youtube, we do not learn of it: ask us to erase it.";
  answer.known = {{"mastodon", "h:a", 1}, {"x", "h:b", 0}};
  CHECK(kept() == always + followed);
  answer.known = {{"feed", "h:a", 1}, {"mastodon", "h:b", 2}, {"youtube", "h:c", 1}};
  CHECK(kept() == always + followed + others);
  answer.known = {{"feed", "h:a", 1}, {"youtube", "h:c", 1}};
  CHECK(kept() == always + others);
  answer.known.clear();
  CHECK(kept() == always);
}
