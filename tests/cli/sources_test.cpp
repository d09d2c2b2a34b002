#include <algorithm>
#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const std::string kSourceDir = NHS_SOURCE_DIR;
const std::string kFixtures = NHS_FIXTURES;

/// A desk whose configuration has the sources of this text.
class ConfiguredDesk : public Desk {
 public:
  explicit ConfiguredDesk(const std::string& sources) {
    config_ = write("nhsvalues.toml",
                    "topics = [\"NHSvalues\"]\ncontact = \"https://trust.example/us\"\ndatabase = \"" +
                        database().string() +
                        "\"\n[network]\nallow_private_addresses = true\nallow_plain_http = true\n" + sources);
  }
  Ended ask(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--config", config_});
    return run(words);
  }
  Ended collect() const {
    return run_program(NHSVALUESD, {"--config", config_, "--once"}, path("."),
                       {{"NHSVALUES_DB", database().string()}});
  }
  Ended try_saved(const std::string& fixture) const {
    return ask({"sources", "test", "here", "--from-file", kFixtures + "/" + fixture});
  }
  /// The posts that the saved answer would bring.
  JsonDocument trial_of(const std::string& fixture, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"sources",  "test", "here",    "--from-file", kFixtures + "/" + fixture,
                                   "--format", "json", "--limit", "50"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended ended = ask(words);
    INFO(ended.err);
    INFO(ended.out);
    CHECK(ended.status == 0);
    auto document = JsonDocument::parse(ended.out);
    REQUIRE(document);
    CHECK(document->root()["works"].boolean() == true);
    return *std::move(document);
  }

 private:
  std::string config_;
};

/// A source called `here`.
std::string source(const std::string& kind, const std::string& more) {
  return "[[source]]\nname = \"here\"\nkind = \"" + kind + "\"\n" + more + "\n";
}

std::string shipped(const std::string& service, const std::string& more = "") {
  return source("json", "service = \"" + kSourceDir + "/config/services/" + service +
                            ".toml\"\ncredential = \"/nowhere/key\"\n" + more);
}

const std::string kMastodon = source("mastodon", "url = \"https://leeds.example\"");

/// The worked example of docs/generic-json.md.
std::string documented_example() {
  const std::string page = read_whole(kSourceDir + "/docs/generic-json.md");
  const std::size_t begin = page.find("```toml\n") + 8;
  return page.substr(begin, page.find("```\n", begin) - begin);
}

}  // namespace

TEST_CASE("A saved page of Mastodon shows the posts it would bring, without a database or the network",
          "[sources]") {
  const ConfiguredDesk desk{kMastodon};
  const JsonDocument trial = desk.trial_of("mastodon/tag_page1_newest.json");
  CHECK(trial.root()["kind"].text() == "mastodon");
  CHECK(trial.root()["posts"].size() > 0);
  CHECK(trial.root()["posts"].at(0)["network"].text() == "mastodon");
  const Ended text = desk.try_saved("mastodon/tag_page1_newest.json");
  CHECK(holds(text.out, "here works: "));
  CHECK(holds(text.out, "Nothing was stored.\n"));
  CHECK_FALSE(std::filesystem::exists(desk.database()));
}

TEST_CASE("A trial of a source names nobody, unless it is asked to", "[sources]") {
  const ConfiguredDesk desk{kMastodon};
  const std::string page = "mastodon/tag_page1_newest.json";
  const std::string text = desk.try_saved(page).out;
  INFO(text);
  CHECK(holds(text, "  author    [hidden]\n"));
  CHECK(holds(text, "  url       [hidden]\n"));
  CHECK(holds(text, "It is the night shift sharing the last biscuit."));
  CHECK(holds(text, "--reveal shows them."));
  const JsonDocument hidden = desk.trial_of(page);
  CHECK(hidden.root()["hides_people"].boolean() == true);
  CHECK(hidden.root()["posts"].at(0)["author"].text() == "[hidden]");
  CHECK_FALSE(holds(text, "ward_seven_amy"));
  const JsonDocument revealed = desk.trial_of(page, {"--reveal"});
  CHECK(revealed.root()["hides_people"].boolean() == false);
  CHECK(revealed.root()["posts"].at(0)["url"].text() ==
        "https://social.example/@ward_seven_amy/117648007503544327");
}

TEST_CASE("Saved answers of every kind are read as if just asked for", "[sources]") {
  const std::string key = "credential = \"/nowhere/key\"";
  const struct {
    std::string config;
    std::string fixture;
    std::size_t posts;
    std::string network;
  } cases[] = {
      {source("x", key + "\nspend_per_day = 1.0\nspend_per_month = 5.0"), "x/recent_page1_tweet_names.json",
       2, "x"},
      {source("feed", "url = \"https://ward-blog.example/feed.xml\""), "feeds/rss20_blog.xml", 2, "feed"},
      {source("careopinion", key), "careopinion/opinions_take2_skip0.json", 2, "careopinion"},
      {source("bluesky", "account = \"monitor.example\"\n" + key), "bluesky/search_page1.json", 2, "bluesky"},
      {shipped("youtube"), "other/youtube_search.json", 1, "youtube"},
      {shipped("threads"), "other/threads_keyword_search.json", 1, "threads"},
      {shipped("reddit"), "reddit/search_new_raw_json.json", 2, "reddit"},
  };
  for (const auto& one : cases) {
    INFO(one.fixture);
    const ConfiguredDesk desk{one.config};
    const JsonDocument trial = desk.trial_of(one.fixture);
    const JsonView posts = trial.root()["posts"];
    REQUIRE(posts.size() == one.posts);
    for (std::size_t i = 0; i < posts.size(); ++i) CHECK(posts.at(i)["network"].text() == one.network);
  }
}

TEST_CASE("The documented description of an invented forum reads its saved page", "[sources]") {
  const ConfiguredDesk desk{source(
      "json", "url = \"https://forum.example\"\nservice = \"forum.toml\"\ncredential = \"/nowhere/key\"")};
  desk.write("forum.toml", documented_example());
  const JsonDocument trial = desk.trial_of("generic/token_page_with_join.json", {"--reveal"});
  REQUIRE(trial.root()["posts"].size() == 2);
  const JsonView post = trial.root()["posts"].at(0);
  CHECK(post["id"].text() == "90071992547409931");
  CHECK(post["author"].text() == "@gena");
  CHECK(post["text"].text() == "Big integer id #NHSvalues");
}

TEST_CASE("A saved answer that holds no posts is told from one that cannot be read, exit 2", "[sources]") {
  const ConfiguredDesk mastodon{kMastodon};
  const Ended refusal = mastodon.try_saved("mastodon/error_401.json");
  CHECK(refusal.status == 2);
  CHECK(holds(refusal.out, "here does not work: "));
  CHECK(mastodon.try_saved("mastodon/tag_empty.json").status == 0);

  const ConfiguredDesk reddit{shipped("reddit")};
  const Ended token = reddit.try_saved("reddit/token.json");
  CHECK(token.status == 2);
  CHECK(holds(token.out, "no list of items"));

  const ConfiguredDesk bluesky{
      source("bluesky", "account = \"monitor.example\"\ncredential = \"/nowhere/key\"")};
  CHECK(bluesky.try_saved("bluesky/create_session.json").status == 2);
  CHECK(bluesky.try_saved("bluesky/error_403_html.html").status == 2);
}

TEST_CASE("A file that is not there, a folder and one that is too long are no saved answers", "[sources]") {
  const ConfiguredDesk desk{kMastodon};
  for (const std::string& file : {desk.path("none.json").string(), desk.path(".").string()}) {
    const Ended ended = desk.ask({"sources", "test", "here", "--from-file", file});
    CHECK(ended.status == 66);
    CHECK(holds(ended.err, "cannot be read; is the name right?"));
  }
  const std::string file = desk.write("long.json", std::string(10 * 1024 * 1024 + 1, ' '));
  const Ended ended = desk.ask({"sources", "test", "here", "--from-file", file});
  CHECK(ended.status == 65);
  CHECK(holds(ended.err, "over 10 MiB"));
}

TEST_CASE("A source that nobody configured is refused with where to look", "[sources]") {
  const ConfiguredDesk desk{kMastodon};
  const Ended ended = desk.ask({"sources", "test", "there"});
  CHECK(ended.status == 64);
  CHECK(holds(ended.err,
              "there: no such source in the configuration (did you mean here?); `nhsvalues sources list`"));
  CHECK(desk.ask({"sources", "elsewhere"}).status == 64);
  REQUIRE(desk.ask({"import", desk.write("empty.ndjson", "")}).status == 0);
  const std::string listed = desk.ask({"sources", "list"}).out;
  CHECK(holds(listed, "here"));
  CHECK(desk.ask({"sources"}).out == listed);
  CHECK(holds(desk.ask({"sources", "--format", "json"}).out, "\"here\""));
}

TEST_CASE("What a service with tokens may be asked is listed without its secret", "[sources]") {
  const ConfiguredDesk desk{source("json", "service = \"tokens.toml\"\ncredential = \"/nowhere/key\"")};
  desk.write("tokens.toml",
             "name = \"Tokens\"\nnetwork = \"tokens\"\n[request]\nurl = \"https://t.example/{tag}\"\n"
             "[token]\nurl = \"https://t.example/token\"\n[map]\nid = \"/id\"\ntext = \"/text\"\n"
             "[limit]\nrequests_per_day = 100\n");
  REQUIRE(desk.ask({"import", desk.write("empty.ndjson", "")}).status == 0);
  CHECK(holds(desk.ask({"sources", "list"}).out, "here: used 0 of 100 requests today\n"));
}

TEST_CASE("A source that may spend is asked only where that is wanted", "[sources]") {
  const ConfiguredDesk desk{shipped("youtube")};
  desk.write("key", "s3cret");
  std::filesystem::permissions(desk.path("key"), std::filesystem::perms::owner_read);
  const ConfiguredDesk with_key{source("json", "service = \"" + kSourceDir +
                                                   "/config/services/youtube.toml\"\ncredential = \"" +
                                                   desk.path("key").string() + "\"")};
  const Ended ended = with_key.ask({"sources", "test", "here"});
  CHECK(ended.status == 64);
  CHECK(holds(ended.err, "add --may-cost"));
  CHECK_FALSE(holds(ended.err, "s3cret"));
}

TEST_CASE("A server that cannot be reached does not work, and one that shows nothing is asked why",
          "[sources]") {
  const ConfiguredDesk lonely{source("mastodon", "url = \"http://127.0.0.1:1\"")};
  const Ended nobody = lonely.ask({"sources", "test", "here"});
  CHECK(nobody.status == 2);
  CHECK(holds(nobody.out, "here does not work: "));

  MastodonServer server;
  server.empty_tag_timelines_for_visitors();
  const ConfiguredDesk desk{source("mastodon", "url = \"" + server.url() + "\"")};
  const Ended closed = desk.ask({"sources", "test", "here"});
  INFO(closed.out);
  CHECK(closed.status == 0);
  CHECK(holds(closed.out, "0 posts would be taken in"));
  CHECK(holds(closed.out, "token"));
  CHECK(server.requests().size() <= 6);
}

TEST_CASE("Sources and coverage of a database without anything are told, and of none are refused",
          "[sources]") {
  const ConfiguredDesk desk{kMastodon};
  CHECK(desk.ask({"sources", "list"}).status == 66);
  CHECK(desk.ask({"coverage"}).status == 66);
  REQUIRE(desk.ask({"import", desk.write("empty.ndjson", "")}).status == 0);

  const Ended list = desk.ask({"sources", "list"});
  CHECK(list.status == 0);
  CHECK(holds(list.out, "not asked yet"));
  CHECK(holds(list.out, "nhsvaluesd is not running"));
  const Ended coverage = desk.ask({"coverage"});
  CHECK(coverage.status == 0);
  CHECK(holds(coverage.out, "0 posts; no source was asked.\n"));
  // Without a configuration there is nothing to list.
  CHECK(holds(desk.run({"sources", "list"}).out, "No sources are configured"));
}

TEST_CASE("Sources and coverage tell what a collection brought", "[sources]") {
  MastodonServer server;
  const UtcTime now = SystemClock{}.now();
  for (int i = 1; i <= 3; ++i)
    server.publish(TestPost{.text = "Kind as ever #NHSvalues", .created_at = now - std::chrono::minutes{i}});
  const ConfiguredDesk desk{source("mastodon", "url = \"" + server.url() + "\"\nevery = \"5m\"")};
  const Ended collected = desk.collect();
  INFO(collected.err);
  REQUIRE(collected.status == 0);

  const Ended list = desk.ask({"sources", "list", "--format", "json"});
  const auto sources = JsonDocument::parse(list.out);
  REQUIRE(sources);
  const JsonView here = sources->root()["sources"].at(0);
  CHECK(here["state"].text() == "working");
  CHECK(here["since_yesterday"]["asked"].integer().value_or(0) > 0);
  CHECK(here["spending"].is_null());

  const auto coverage = JsonDocument::parse(desk.ask({"coverage", "--format", "json"}).out);
  REQUIRE(coverage);
  CHECK(coverage->root()["posts"].integer() == 3);
  CHECK(coverage->root()["sources"].at(0)["hours_not_asked"].integer() == 0);
  CHECK(coverage->root()["complete"].boolean() == true);
  const Ended before = desk.ask({"coverage", "--since", "2020-01-01", "--until", "2020-02-01"});
  CHECK(holds(before.out, "2020-01-01 to 2020-01-31: 0 posts; no source was asked.\n"));
  CHECK(desk.ask({"coverage", "--since", "2020-02-01", "--until", "2020-01-01"}).status == 64);
}

TEST_CASE("check-config names the faults of a service's description with its lines, each once", "[sources]") {
  const std::string two = source("json", "service = \"bad.toml\"") +
                          "[[source]]\nname = \"again\"\nkind = \"json\"\nservice = \"bad.toml\"\n";
  const ConfiguredDesk desk{two};
  const std::string file = desk.write("bad.toml",
                                      "name = \"Bad\"\nnetwork = \"bad\"\nfrequency = 5\n[request]\n"
                                      "url = 7\n[map]\ntext = \"/text\"\n");
  const Ended ended = desk.ask({"check-config"});
  CHECK(ended.status == 78);
  INFO(ended.err);
  CHECK(holds(ended.err, file + ":3: frequency: "));
  CHECK(holds(ended.err, file + ":5: request.url: "));
  CHECK(ended.err.find(":3: frequency: ") == ended.err.rfind(":3: frequency: "));

  for (const char* service : {"reddit", "threads", "youtube"}) {
    INFO(service);
    CHECK(ConfiguredDesk{shipped(service)}.ask({"check-config"}).status == 0);
  }
  const Ended missing = ConfiguredDesk{source("json", "service = \"none.toml\"")}.ask({"check-config"});
  CHECK(missing.status == 78);
  CHECK(holds(missing.err, "none.toml"));
}

TEST_CASE("An import tells what ignore rules set aside, and what changed rules did", "[sources]") {
  const std::string rule = "[[ignore]]\nname = \"jobs\"\nphrase = \"apply now\"\nreason = \"adverts\"\n";
  const ConfiguredDesk desk{rule};
  const std::string posts = desk.write(
      "posts.ndjson",
      "{\"id\": \"1\", \"text\": \"Apply now for this job\"}\n{\"id\": \"2\", \"text\": \"Thank you\"}\n");
  const Ended first = desk.ask({"import", posts});
  CHECK(holds(
      first.err,
      "Imported: 2 new, 0 known already, 1 of the new and changed set aside by ignore rules or objections."));
  CHECK_FALSE(holds(first.err, "rules changed"));
  // No configuration, so no rules.
  const Ended without = desk.run({"import", posts});
  CHECK(holds(without.err, "The ignore rules changed: 0 stored posts set aside, 1 counts again."));
  CHECK_FALSE(holds(without.err, "by ignore rules"));
  const Ended again = desk.ask({"import", posts});
  CHECK(holds(again.err, "The ignore rules changed: 1 stored post set aside, 0 count again."));
}
