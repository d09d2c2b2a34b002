#include "control/wire.h"

#include <catch2/catch.hpp>

#include "tests/store/store_fixture.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::control;
using namespace nhs::test;

namespace {

const std::string kDatabase = "/var/lib/nhsvalues/nhsvalues.db";

Label everything() {
  Label label;
  label.values = {{Value::compassion, Direction::breached}, {Value::improving_lives}};
  label.sentiment = Sentiment::negative;
  label.kind = Kind::experience;
  label.groups.emplace();
  return label;
}

std::string request(const std::string& members) { return R"({"database": "/a.db", )" + members + "}"; }

std::string refusal_of(const std::string& line) {
  const auto read = read_request(line);
  if (read) return "read";
  CHECK(read.error().status == ExitStatus::bad_data);
  return read.error().message;
}

/// A store of no posts, to carry changes out on.
struct Bureau {
  Bureau() {
    config.sources.resize(1);
    config.sources[0].name = "one";
  }
  JsonDocument told(const Change& change) {
    return JsonDocument::parse(carried_out(change, {store, config, {UtcTime{}, "ana (1001)"}})).value();
  }

  Scratch folder;
  config::Config config;
  store::PostStore store =
      store::PostStore::open(folder / "posts.db", "0123456789abcdef", TimeZone::named("UTC").value()).value();
};

}  // namespace

TEST_CASE("Every change is read as it was written", "[control]") {
  const std::vector<Change> changes = {
      LabelPost{12, everything(), "Ana O'Hara"},
      LabelPost{1, {std::nullopt, Sentiment::positive}, ""},
      UndoLabel{9'000'000'000},
      DrawSample{{0xfedcba9876543210, "since 2026-11-01", {1, 0, 3, 4, 5, 6, 10'000'000}}},
      ServePosts{3, {{7, Value::compassion, 0xffffffffffffffff}, {8, std::nullopt, 0}}},
      JudgePosts{{{7, everything()}, {8, {std::nullopt, Sentiment::neutral}}}, "Ben", true},
      JudgePosts{{{7, everything()}}, "Ben", false, 3},
      SwitchSource{"mastodon.social", false},
      FollowUpPledge{12, {"They opened it.\nAt last: \"a drop-in\"", "Sam", parse_day("2026-11-01").value()}},
      UndoFollowUp{12},
      AcknowledgeConcerns{{12, 7}, "Ana", "Rang the lead.\nTwice."},
      UndoAcknowledgement{{12}},
      NoteConsent{12, {"the author", "by mail", "reports", parse_day("2026-11-01").value(), "", "Ana"}},
      NoteConsent{
          12, {"her mother", "on paper", "a poster", parse_day("2026-11-01").value(), "she named it", "Ana"}},
      WithdrawConsent{12},
      WithdrawConsent{12, "Sam"},
      PurgeNext{},
      OpenPost{12},
      NoteDisclosure{{store::Outlet::export_begun, {}, "from 2026-11-01, on mastodon", {}, "csv, to a file"}},
      NoteDisclosure{{store::Outlet::reveal_done, {}, "", 0, ""}},
  };
  for (const Change& change : changes) {
    const std::string line = request_line({kDatabase, change});
    INFO(line);
    CHECK(line.back() == '\n');
    CHECK(line.find('\n') == line.size() - 1);
    const auto read = read_request(line);
    REQUIRE(read);
    CHECK(read->database == kDatabase);
    CHECK(read->change.index() == change.index());
    CHECK(request_line(*read) == line);
  }
}

TEST_CASE("A line that is no request is refused with what is wrong in it, and repeats nothing of it",
          "[control]") {
  const std::string secret = "do-not-repeat";
  for (const std::string& line :
       {std::string{},
        std::string{"hello "} + secret,
        std::string{"[]"},
        std::string{"{\"op\": \"label\"}"},
        request(R"("op": ")" + secret + R"(")"),
        request(R"("ref": 1)"),
        request(R"("op": "label", "ref": "1", "reader": "", "sentiment": "positive")"),
        request(R"("op": "label", "ref": -1, "reader": "", "sentiment": "positive")"),
        request(R"("op": "label", "ref": 1, "reader": "", "sentiment": "glad")"),
        request(R"("op": "label", "ref": 1, "reader": "")"),
        request(R"("op": "label", "ref": 1, "reader": "a\nb", "sentiment": "positive")"),
        request(R"("op": "label", "ref": 1, "reader": ")" + std::string(kLongestName + 1, 'x') +
                R"(", "sentiment": "positive")"),
        request(R"("op": "draw_sample", "seed": "1", "selection": "", "populations": [0,0,0,0,0,0,0])"),
        request(R"("op": "draw_sample", "seed": "0123456789abcdef", "selection": "", "populations": [-1])"),
        request(R"("op": "serve_posts", "draw": 1, "posts": [])"),
        request(R"("op": "judge_posts", "reader": "", "trial": false, "judgements": [{"ref": 1}])"),
        request(R"("op": "judge_posts", "reader": "", "trial": false, "draw": 0, )"
                R"("judgements": [{"ref": 1, "sentiment": "neutral"}])"),
        request(R"("op": "follow_up", "ref": 1, "note": " ", "by": "", "day": "2026-11-01")"),
        request(R"("op": "follow_up", "ref": 1, "note": "x", "by": "", "day": "soon")"),
        request(R"("op": "acknowledge_concerns", "refs": [], "by": "Ana", "note": "x")"),
        request(R"("op": "acknowledge_concerns", "refs": [0], "by": "Ana", "note": "x")"),
        request(R"("op": "acknowledge_concerns", "refs": [1], "by": " ", "note": "x")"),
        request(R"("op": "acknowledge_concerns", "refs": [1], "by": "Ana", "note": "")"),
        request(R"("op": "undo_acknowledgement", "refs": 1)"),
        request(R"("op": "consent", "ref": 1, "given_by": "a", "how": "", "use": "b", "day": "2026-11-01", )"
                R"("despite_wish": "", "by": "Ana")"),
        request(R"("op": "consent", "ref": 1, "given_by": "a", "how": "x", "use": "b", "day": "soon", )"
                R"("despite_wish": "", "by": "Ana")"),
        request(R"("op": "withdraw_consent")"),
        request(R"("op": "withdraw_consent", "ref": 1, "by": "a\nb")"),
        request(R"("op": "switch_source", "name": "one", "on": 1)")}) {
    INFO(line);
    const std::string refused = refusal_of(line);
    CHECK(refused != "read");
    CHECK(refused.find(secret) == std::string::npos);
    CHECK(refused.find('\n') == std::string::npos);
  }
}

TEST_CASE("More posts than one change may hold are refused", "[control]") {
  JudgePosts change{{}, "", false};
  for (std::size_t i = 0; i < kMostPosts; ++i)
    change.judgements.push_back({static_cast<std::int64_t>(i) + 1, everything()});
  const std::string longest = request_line({kDatabase, change});
  CHECK(longest.size() < kLongestLine);
  CHECK(read_request(longest));
  change.judgements.push_back({9999, everything()});
  CHECK(refusal_of(request_line({kDatabase, change})) == "judgements: must be a list of 1 to 500");
}

TEST_CASE("A post that stands twice in one change is refused", "[control]") {
  CHECK(refusal_of(request_line(
            {kDatabase, JudgePosts{{{7, everything()}, {8, everything()}, {7, everything()}}, "", true}})) ==
        "judgements: must be about each post once");
  CHECK(refusal_of(
            request_line({kDatabase, ServePosts{3, {{7, Value::compassion, 1}, {7, std::nullopt, 1}}}})) ==
        "posts: must be about each post once");
}

TEST_CASE("A note on a pledge is masked by who keeps it, whoever sent it", "[control]") {
  Bureau bureau;
  bureau.config.organisations = {"nhsengland"};
  store::ClassifiedPost pledge = MadePost{.text = "We will open a drop-in", .created_at = std::nullopt};
  pledge.classification.kind = KindFinding{Kind::pledge, 0.9};
  save(bureau.store, batch_of({pledge}));
  const FollowUpPledge change{
      1, {"Ask @jane or jane@example.org, says @nhsengland", "Sam", parse_day("1970-01-01").value()}};
  REQUIRE(bureau.told(change).root()["done"].exists());
  const auto kept = store::Reader::open(bureau.folder / "posts.db").value().pledge(1).value();
  REQUIRE(kept.follow_ups.size() == 1);
  const std::string& note = kept.follow_ups[0].follow_up.note;
  CHECK(note.find("jane") == std::string::npos);
  CHECK(note.find("@nhsengland") != std::string::npos);
}

TEST_CASE("A judgement that names its sample counts for that, though a later one served the post",
          "[control]") {
  Bureau bureau;
  save(bureau.store, batch_of({MadePost{.text = "So kind", .created_at = std::nullopt}}));
  for (const char* selection : {"", "on mastodon"}) {
    const std::int64_t draw =
        Drawn::read(bureau.told(DrawSample{{1, selection, {1}}}).root()["done"]).value().draw;
    bureau.told(ServePosts{draw, {{1, Value::compassion, store::text_mark("So kind")}}});
  }
  bureau.told(JudgePosts{{{1, everything()}}, "Ana", false, 1});
  const auto judged = store::Reader::open(bureau.folder / "posts.db").value().judged_sample().value();
  REQUIRE(judged.posts.size() == 1);
  CHECK(judged.posts[0].draw == 1);
}

TEST_CASE("An answer says what came of a change, or why nothing did", "[control]") {
  Bureau bureau;
  const JsonDocument done = bureau.told(SwitchSource{"one", false});
  CHECK(Switched::read(done.root()["done"]).value().changed);
  const JsonDocument again = bureau.told(SwitchSource{"one", false});
  CHECK_FALSE(Switched::read(again.root()["done"]).value().changed);

  const auto refused =
      read_answer(carried_out(SwitchSource{"two", false}, {bureau.store, bureau.config, UtcTime{}}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::usage);
  CHECK(refused.error().message.find("two: no such source") == 0);
  CHECK(read_answer(carried_out(UndoLabel{5}, {bureau.store, bureau.config, UtcTime{}})).error().status ==
        ExitStatus::no_input);
  CHECK(read_answer(
            carried_out(ServePosts{5, {{1, std::nullopt, 0}}}, {bureau.store, bureau.config, UtcTime{}}))
            .error()
            .status == ExitStatus::usage);
}

TEST_CASE("A source that is disabled can be enabled after it left the configuration", "[control]") {
  Bureau bureau;
  bureau.told(SwitchSource{"one", false});
  bureau.config.sources.clear();
  CHECK(bureau.told(SwitchSource{"one", true}).root()["done"]["changed"].boolean() == true);
  CHECK(bureau.store.disabled_sources().value().empty());
  CHECK(bureau.told(SwitchSource{"one", true}).root()["refused"].exists());
}

TEST_CASE("An answer of another version is not taken for success", "[control]") {
  for (const char* line : {"", "{}", "{\"done\": 1}", "{\"refused\": {\"status\": 0, \"message\": \"\"}}",
                           "{\"refused\": {\"status\": 66}}", "nonsense"}) {
    INFO(line);
    const auto read = read_answer(line);
    REQUIRE_FALSE(read);
    CHECK(read.error().status == ExitStatus::try_again);
  }
  CHECK_FALSE(Recounted::read(JsonDocument::parse("{}").value().root()));
  CHECK_FALSE(Judged::read(JsonDocument::parse(R"({"outcomes": ["lost"]})").value().root()));
}
