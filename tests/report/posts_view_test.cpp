#include "report/posts_view.h"

#include <catch2/catch.hpp>

#include "tests/report/watched.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

const std::string kText = "Hours late and nobody sat with her.";

Classification breached_compassion() {
  Classification found;
  found.language = "en";
  found.sentiment = SentimentFinding{Sentiment::negative, 0.05, 0.19, 0.76, {}};
  found.values.push_back({Value::compassion, Direction::breached, 0.93, {{15, 34}}});
  found.kind = KindFinding{Kind::experience, 0.88};
  found.groups = {Group::homeless_people};
  found.model = "2026.11";
  return found;
}

store::StoredPost post_of(std::string text) {
  store::StoredPost post;
  post.ref = 1234;
  post.network = "mastodon";
  post.created_at = parse_rfc3339("2026-11-01T09:30:00Z");
  post.text = std::move(text);
  post.sources = {"leeds.example"};
  post.classification = breached_compassion();
  return post;
}

}  // namespace

TEST_CASE("A classification is written in the documented shape, with evidence from the text", "[posts]") {
  JsonWriter json;
  json.begin_object().key("text").text(kText);
  write_classification(json, breached_compassion(), kText);
  json.end_object();
  CHECK(
      json.str() ==
      R"({"text": "Hours late and nobody sat with her.", "language": "en", "sentiment": {"label": "negative", )"
      R"("score": -0.71, "positive": 0.05, "neutral": 0.19, "negative": 0.76}, "values": [{"value": "compassion", )"
      R"("direction": "breached", "probability": 0.93, "evidence": [{"text": "nobody sat with her", "start": 15, )"
      R"("end": 34}]}], "kind": {"label": "experience", "probability": 0.88}, "groups": ["homeless_people"], )"
      R"("model": "2026.11"})");
}

TEST_CASE("What is not classified has nulls and the reason", "[posts]") {
  Classification found;
  found.language = "cy";
  found.unclassified = Unclassified::language;
  found.model = "2026.11";
  JsonWriter json;
  json.begin_object();
  write_classification(json, found, "Bore da");
  json.end_object();
  CHECK(json.str() == R"({"language": "cy", "sentiment": null, "values": [], "kind": null, "groups": [], )"
                      R"("model": "2026.11", "unclassified": "language"})");
  CHECK(findings_in_words(found) == "not classified: in another language (cy)");
}

TEST_CASE("Findings read as words", "[posts]") {
  CHECK(findings_in_words(breached_compassion()) ==
        "negative (-0.71); compassion breached; experience; about homeless people");
}

TEST_CASE("An explanation quotes the words that decided", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  const std::string text = post_explained(post_of(kText), breached_compassion(), {}, zone, Terminal{});
  CHECK(text.find("Compassion: breached (93% likely), because of \"nobody sat with her\"") !=
        std::string::npos);
}

TEST_CASE("Evidence by another model is not passed off as the stored judgement's", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  Classification other = breached_compassion();
  other.model = "2027.01";
  const std::string text = post_explained(post_of(kText), other, {}, zone, Terminal{});
  CHECK(text.find("because of") == std::string::npos);
  CHECK(text.find("Judged by model 2026.11") != std::string::npos);
}

TEST_CASE("Without a model a post is shown without the words that decided", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  const std::string text = post_explained(post_of(kText), std::nullopt, {}, zone, Terminal{});
  CHECK(text.find("compassion breached") != std::string::npos);
  CHECK(text.find("No model is at hand") != std::string::npos);
  const auto json = JsonDocument::parse(post_explained_json(post_of(kText), std::nullopt, {}));
  REQUIRE(json);
  CHECK(json->root()["values"].at(0)["value"].text() == "compassion");
  CHECK(json->root()["withdrawn_at"].is_null());
}

TEST_CASE("A withdrawn post says since when and why there is nothing to see", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoredPost post = post_of("");
  post.classification = {};
  post.withdrawn_at = parse_rfc3339("2026-11-03T10:00:00Z");
  Terminal wide;
  wide.columns = 200;
  const std::string text = post_explained(post, std::nullopt, {}, zone, wide);
  CHECK(text.find(
            "withdrawn on Tue 3 Nov 2026 10:00: its author took the tag away, so it no longer counts and its "
            "text is gone\n") != std::string::npos);
  CHECK(text.find("no value") == std::string::npos);
  const auto json = JsonDocument::parse(post_explained_json(post, std::nullopt, {}));
  CHECK(json->root()["withdrawn_at"].text() == "2026-11-03T10:00:00Z");
}

TEST_CASE("Cells that a spreadsheet would run are text", "[posts]") {
  for (const char* attack : {"=HYPERLINK(\"https://evil.example\")", "+1", "-1", "@SUM(A1)", "\tx"}) {
    const std::string csv = posts_csv({post_of(attack)});
    // A tab has become a space.
    const char shown = attack[0] == '\t' ? ' ' : attack[0];
    CHECK(csv.find(std::string{"\"'"} + shown) != std::string::npos);
  }
}

TEST_CASE("A hostile post stays one harmless block in the table", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  const std::string table = posts_table({post_of("\x1b[2Jgone\n\n99  Mon fake heading")}, zone, Terminal{});
  CHECK(table.find('\x1b') == std::string::npos);
  CHECK(table.find("\n99") == std::string::npos);
}

TEST_CASE("Lists show nothing of the text of a post whose author asks not to be found", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoredPost hidden = post_of(kText);
  hidden.quotable = false;
  const std::string table = posts_table({hidden}, zone, terminal_of(120));
  const std::string lines = posts_ndjson({hidden});
  const std::string csv = posts_csv({hidden});
  const std::string whole = posts_json({hidden});
  for (const std::string& shown : {table, lines, csv, whole})
    for (const char* word : {"Hours late", "nobody", "sat with her"})
      CHECK(shown.find(word) == std::string::npos);
  CHECK(table.find("compassion breached") != std::string::npos);
  CHECK(table.find("(withheld, as its author asks not to be found; show 1234 has it, not for quoting)") !=
        std::string::npos);
  CHECK(csv.find(",\"\",yes,no,\"unknown author\"\r\n") != std::string::npos);
  for (const std::string& document : {lines, whole}) {
    const auto json = JsonDocument::parse(document);
    REQUIRE(json);
    const JsonView post = json->root()["posts"].exists() ? json->root()["posts"].at(0) : json->root();
    CHECK(post["quotable"].boolean() == false);
    CHECK(post["text"].is_null());
    CHECK(post["values"].at(0)["evidence"].size() == 0);
  }
}

TEST_CASE("One post alone shows its text, with the remark that it is not for quoting", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoredPost hidden = post_of(kText);
  hidden.quotable = false;
  const std::string text = post_explained(hidden, breached_compassion(), {}, zone, Terminal{});
  CHECK(text.find("nobody sat with her") != std::string::npos);
  CHECK(text.find("Not for quoting: its author asks not to be found.") != std::string::npos);
  CHECK(post_explained(post_of(kText), std::nullopt, {}, zone, Terminal{}).find("Not for quoting") ==
        std::string::npos);
  const auto json = JsonDocument::parse(post_explained_json(hidden, std::nullopt, {}));
  CHECK(json->root()["quotable"].boolean() == false);
  CHECK(json->root()["text"].text() == kText);
}

TEST_CASE("A post that a rule sets aside names the rule and keeps its text", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoredPost ignored = post_of(kText);
  ignored.ignored_by = "jobs";
  ignored.withdrawn_at = parse_rfc3339("2026-11-03T10:00:00Z");
  const std::string text = post_explained(ignored, std::nullopt, {}, zone, Terminal{});
  CHECK(text.find("Counts nowhere: set aside by the ignore rule jobs.") != std::string::npos);
  CHECK(text.find("Hours late") != std::string::npos);
  CHECK(text.find("took the tag away") == std::string::npos);
  const auto json = JsonDocument::parse(post_explained_json(ignored, std::nullopt, {}));
  CHECK(json->root()["ignored_by"].text() == "jobs");
  CHECK(json->root()["withdrawn_at"].is_null());
  CHECK(JsonDocument::parse(post_explained_json(post_of(kText), std::nullopt, {}))
            ->root()["ignored_by"]
            .is_null());
}

TEST_CASE("A hostile post cannot act in the terminal, in a list or alone", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  Classification found = breached_compassion();
  found.values[0].evidence = {{0, kHostile.size()}};
  const store::StoredPost hostile = post_of(kHostile);
  CHECK(is_harmless(posts_table({hostile}, zone, terminal_of(80))));
  CHECK(is_harmless(post_explained(hostile, found, {}, zone, terminal_of(80))));
}

TEST_CASE("What a search found is marked on a terminal, and as it stands elsewhere", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoredPost post = post_of(kText);
  post.snippet = store::Snippet{"…late and nobody sat with her.", {{12, 22}}};
  REQUIRE(post.snippet->text.substr(12, 10) == "nobody sat");
  Terminal terminal;
  CHECK(posts_table({post}, zone, terminal).find("  …late and nobody sat with her.\n") != std::string::npos);
  terminal.interactive = true;
  CHECK(posts_table({post}, zone, terminal).find("…late and [nobody sat] with her.\n") != std::string::npos);
  terminal.colour = true;
  CHECK(posts_table({post}, zone, terminal).find("…late and \x1b[1mnobody sat\x1b[0m with") !=
        std::string::npos);
  CHECK(
      posts_ndjson({post}).find(
          R"("snippet": {"text": "…late and nobody sat with her.", "matches": [{"start": 12, "end": 22}]})") !=
      std::string::npos);
  post.snippet.reset();
  CHECK(posts_json({post}).find("snippet") == std::string::npos);
}

TEST_CASE("A match that goes on in the next line is marked there again", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoredPost post = post_of(kText);
  post.snippet = store::Snippet{"one two three four five six", {{0, 27}}};
  Terminal terminal;
  terminal.columns = 22;
  terminal.colour = true;
  CHECK(posts_table({post}, zone, terminal)
            .find("  \x1b[1mone two three four\x1b[0m\n\x1b[1m  five six\x1b[0m\n") != std::string::npos);
}

TEST_CASE("Signs in what a search found can neither run nor mark", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoredPost post = post_of(kText);
  post.snippet = store::Snippet{"a\x1b[31m\x02 b\nc", {{0, 1}}};
  Terminal terminal;
  terminal.interactive = true;
  CHECK(posts_table({post}, zone, terminal).find("  [a][31m b c\n") != std::string::npos);
}

TEST_CASE("A post is told with an alias of its author, the same as pledges have", "[posts]") {
  store::StoredPost post = post_of(kText);
  post.author_key = KeyedHash{0x3f, 0x2a, 0x9c};
  const TimeZone zone = TimeZone::named("Europe/London").value();
  CHECK(posts_table({post}, zone, Terminal{}).find("mastodon  author 3f2a9c\n") != std::string::npos);
  CHECK(posts_ndjson({post}).find(R"("author_alias": "author 3f2a9c")") != std::string::npos);
  CHECK(posts_csv({post}).find("text,refuses_quotation,labelled,author_alias\r\n") != std::string::npos);
  CHECK(posts_csv({post}).find(",no,\"author 3f2a9c\"\r\n") != std::string::npos);
  // In what is taken out, people have no name that could be guessed at from another list.
  CHECK(exported_csv_row(post, "h:1", "h:2").find("3f2a9c") == std::string::npos);
}

TEST_CASE("An exported row has the language that its network says, and the one that was found", "[posts]") {
  CHECK(exported_csv_head().ends_with(",language_found\r\n"));
  store::StoredPost post = post_of(kText);
  post.language = "en-GB";
  post.classification.language = "pl";
  const std::string row = exported_csv_row(post, "h:1", "");
  CHECK(row.find(",\"en-GB\",") != std::string::npos);
  CHECK(row.ends_with(",\"pl\"\r\n"));
}

TEST_CASE("A post of a file that gives the day alone is shown without an hour", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoredPost post = post_of(kText);
  post.created_at = parse_rfc3339("2026-11-20T12:00:00Z");
  post.sources = {"import"};
  CHECK(posts_table({post}, zone, Terminal{}).find("Fri 20 Nov 2026  ") != std::string::npos);
  // Somebody may well publish at noon, and a network says so.
  post.sources = {"import", "mastodon.social"};
  CHECK(posts_table({post}, zone, Terminal{}).find("Fri 20 Nov 2026 12:00  ") != std::string::npos);
  post.sources = {"import"};
  post.created_at = parse_rfc3339("2026-11-20T12:00:01Z");
  CHECK(posts_table({post}, zone, Terminal{}).find("Fri 20 Nov 2026 12:00  ") != std::string::npos);
}

TEST_CASE("A list shows the beginning of a story, and where the rest is", "[posts]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  std::string story;
  for (int i = 0; i < 400; ++i) story += "Somebody listened to us, at last. ";
  const std::string table = posts_table({post_of(story), post_of(kText)}, zone, Terminal{});
  CHECK(table.size() < 2'000);
  CHECK(table.find("has all of it)") != std::string::npos);
  CHECK(table.find("nobody sat with her") != std::string::npos);
  CHECK(post_explained(post_of(story), std::nullopt, {}, zone, Terminal{}).size() > story.size());
}

TEST_CASE("A score that rounds to nothing has no sign", "[posts]") {
  store::StoredPost post = post_of(kText);
  post.classification.sentiment = SentimentFinding{Sentiment::neutral, 0.3001, 0.3978, 0.3021, {}};
  CHECK(findings_in_words(post.classification).find("(+0.00)") != std::string::npos);
  CHECK(posts_csv({post}).find("-0.00") == std::string::npos);
}
