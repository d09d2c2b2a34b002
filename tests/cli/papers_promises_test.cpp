#include <catch2/catch.hpp>

#include "tests/cli/officer.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// The row of a source in a paper's table; empty where there is none.
std::string row_of(const std::string& paper, const std::string& source) {
  const std::size_t at = paper.find("\n| " + source + " | ");
  return at == std::string::npos ? "" : paper.substr(at + 1, paper.find('\n', at + 1) - at - 1);
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

const std::string kContact = "contact = \"https://network.example/contact\"\n";

}  // namespace

TEST_CASE("A paper does not call imported texts public that carry neither hashtag nor address", "[papers]") {
  const Officer desk;
  REQUIRE(desk.run({"import", desk.write("survey.csv", "text\nThe nurse was kind\n")}).status == 0);
  for (const char* paper : {"privacy-notice", "dpia"}) {
    CAPTURE(paper);
    const std::string text = desk.write_with(kContact, {paper}).out;
    CHECK(holds(text, "texts from files, which may be answers to a survey and never have been public"));
    CHECK(holds(row_of(text, "imported texts"), "they may be answers to a survey, not public"));
    CHECK(ends_with(row_of(text, "imported texts"),
                    "| no: neither author nor address is known; by its words only |"));
    CHECK(row_of(text, "imported files").empty());
    CHECK(
        holds(text, "whether they were public, and what those who wrote them were told: **[to be filled in"));
    CHECK_FALSE(holds(text, "public posts that carry"));
    CHECK_FALSE(holds(text, "and no posts that are not public"));
    CHECK_FALSE(holds(text, "\nOnly posts that everybody can see"));
    CHECK_FALSE(holds(text, "To learn what people say in public"));
  }
}

TEST_CASE("A paper tells imported posts with a hashtag or an address from texts with neither", "[papers]") {
  const Officer desk;
  REQUIRE(desk.run({"import", desk.write("posts.csv",
                                         "network,id,author,url,text\n"
                                         "forum,1,@ana@a.example,https://a.example/1,Kind\n"
                                         "forum,2,,https://a.example/2,Kinder\n"
                                         "mastodon,3,,,The kindest #nhsVALUES\n"
                                         "survey,4,,,Nobody came\n")})
              .status == 0);
  const std::string text = desk.write_with(configuration(), {"privacy-notice"}).out;
  // One of three names its author.
  CHECK(ends_with(row_of(text, "imported files"), "| only those that name their author |"));
  CHECK(holds(row_of(text, "imported files"), "| posts of forum, mastodon |"));
  CHECK(holds(row_of(text, "imported texts"), "| posts of survey |"));
  CHECK(
      holds(text, "We read public posts that carry #NHSvalues, #TeamLeeds; and public posts that the table"));
  CHECK(holds(text, "On networks, only posts that everybody can see are read"));

  const Officer named;
  REQUIRE(named
              .run({"import", named.write("posts.csv",
                                          "network,id,author,url,text\n"
                                          "forum,1,@ana@a.example,https://a.example/1,Kind\n")})
              .status == 0);
  const std::string all_public = named.write_with(configuration(), {"privacy-notice"}).out;
  CHECK(ends_with(row_of(all_public, "imported files"), "| yes |"));
  CHECK(holds(all_public, "\nOnly posts that everybody can see are read"));
  CHECK(holds(all_public, "and no posts that are not public"));
}

TEST_CASE("A paper promises of deletions what all, some or none of its sources keep", "[papers]") {
  const Officer desk;
  const std::string mastodon =
      "[[source]]\nname = \"leeds-server\"\nkind = \"mastodon\"\nurl = \"https://leeds.example\"\n";
  const auto paper = [&](const std::string& sources, const char* which) {
    const Ended ended = desk.write_with(kContact + sources, {which});
    INFO(ended.err);
    CHECK(ended.status == 0);
    return ended.out;
  };
  const std::string of_all = paper(mastodon, "dpia");
  CHECK(holds(of_all, "\nA post that is deleted on its network is deleted here.\n"));
  CHECK(holds(of_all, "edits upstream are followed |"));
  CHECK(holds(of_all, "looked for again, the newest more often"));
  CHECK(holds(of_all, "goes once that is known, at the latest with the next round of rechecks |"));
  CHECK(holds(of_all, "; the text follows the post on its network |"));
  CHECK_FALSE(holds(of_all, "oldest first"));

  const std::string feed =
      "[[source]]\nname = \"news\"\nkind = \"feed\"\nurl = \"https://news.example/feed\"\n";
  const std::string of_some = paper(mastodon + feed, "dpia");
  CHECK(holds(of_some, "is deleted here, where the table of sources says that deletions are followed"));
  CHECK(holds(of_some, "edits upstream are followed where the table of sources says so"));
  CHECK(holds(of_some, "low where deletions are followed; medium elsewhere"));
  CHECK(holds(of_some, "next round of rechecks; elsewhere it may stay until its time is over |"));

  for (const std::string& sources : {mastodon + "recheck = false\n" + feed, std::string{}}) {
    CAPTURE(sources);
    const std::string of_none = paper(sources, "dpia");
    CHECK_FALSE(holds(of_none, "deleted here."));
    CHECK_FALSE(holds(of_none, "is erased, and a ledger"));
    CHECK_FALSE(holds(of_none, "round of rechecks"));
    CHECK(holds(of_none, "edits upstream are followed at most as posts are read again |"));
    CHECK(holds(of_none, "it may stay until its time is over: no source follows deletions |"));
    CHECK(holds(paper(sources, "privacy-notice"), "has to ask for it to be erased here too"));
  }
}

TEST_CASE("A paper tells who gets digests, and that a recipient is reached without encryption", "[papers]") {
  const Officer desk;
  const std::string targets =
      "[[notify]]\nname = \"team\"\nkind = \"email\"\nserver = \"10.0.0.6:587\"\nfrom = \"a@network.example\"\n"
      "recipients = [\"b@network.example\"]\nallow_private_address = true\n"
      "[[notify]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"http://10.0.0.5/hook\"\ncredential = \"hook.secret\"\n"
      "allow_plain_http = true\nallow_private_address = true\n";
  const std::string digest = "[digest]\ndaily = [\"team\"]\nweekly = [\"team\"]\n";
  for (const char* paper : {"privacy-notice", "dpia"}) {
    CAPTURE(paper);
    const Ended ended = desk.write_with(configuration() + targets + digest, {paper});
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    CHECK(holds(
        ended.out,
        "- alerts (numbers, what was found in single posts, and their references; no text and no author) and a digest of each "
        "day and each week (exact numbers, small ones too, and what was found in single posts"));
    CHECK(holds(ended.out, "no text and no author), by e-mail through 10.0.0.6:587\n"));
    CHECK(holds(ended.out,
                "no author), to a web service at 10.0.0.5, by a connection that is not encrypted\n"));
    CHECK_FALSE(holds(desk.write_with(configuration() + targets, {paper}).out, "a digest of"));
  }
  const std::string dpia = desk.write_with(configuration() + targets, {"dpia"}).out;
  CHECK(holds(dpia, "connections that **need not be encrypted** (`allow_plain_http`)"));
  CHECK(holds(dpia, "also to **addresses in private networks**"));
  CHECK(holds(desk.write_with(configuration(), {"dpia"}).out,
              "encrypted connections only, none to addresses in private networks"));
}

TEST_CASE("A target that no rule and no digest names is no recipient", "[papers]") {
  const Officer desk;
  const std::string two =
      "[[notify]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"https://hook.example/h\"\ncredential = \"hook.secret\"\n"
      "[[notify]]\nname = \"log\"\nkind = \"file\"\npath = \"/var/log/nhsvalues/alerts.ndjson\"\n";
  CHECK(holds(desk.write_with(configuration() + two, {"dpia"}).out, "hook.example"));
  // One rule of each kind that is on where nobody configures it.
  std::string elsewhere;
  for (const char* kind : {"concern", "stale_source", "disk_space"})
    elsewhere += std::string{"[[alert]]\nname = \""} + kind + "\"\nkind = \"" + kind + "\"\nto = [\"log\"]\n";
  const Ended ended = desk.write_with(configuration() + two + elsewhere, {"dpia"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  CHECK_FALSE(holds(ended.out, "hook.example"));
}

TEST_CASE("Days for a network of which nothing is known are doubted wherever they are told", "[papers]") {
  const Officer desk;
  REQUIRE(desk.run({"import", "--network", "forum", desk.write("posts.csv", "text\nKind\n")}).status == 0);
  const std::string toml =
      configuration() +
      "[retention]\nnetworks = { mastodn = 3, twitter = 30, care_opinion = 30, forum = 9, bluesky = 8 }\n";
  const std::string doubt = "nothing is known of a network mastodn (did you mean mastodon?)";
  const Ended checked = desk.write_with(toml, {"check-config"});
  CHECK(checked.status == 0);
  CHECK(holds(checked.err, doubt));
  CHECK(holds(checked.err, "care_opinion (did you mean careopinion?)"));
  CHECK(holds(checked.err, "twitter (known are bluesky, careopinion, feed, forum, import, mastodon, reddit"));
  CHECK_FALSE(holds(checked.err, "a network forum"));
  CHECK_FALSE(holds(checked.err, "a network bluesky"));
  CHECK(holds(desk.write_with(toml, {"retention"}).err, doubt));
  CHECK(holds(desk.write_with(toml, {"status", "--format", "json"}).out, doubt));
  for (const char* paper : {"privacy-notice", "dpia"}) {
    const Ended ended = desk.write_with(toml, {paper});
    CHECK(holds(ended.err, doubt));
    CHECK(holds(ended.out, "posts on `mastodn` **[to be put right: retention.networks: " + doubt));
    CHECK(holds(ended.out, "posts on `forum` | 9 days |"));
  }
}

TEST_CASE("A paper says on what it hangs that a restored backup forgets again", "[papers]") {
  const Officer desk;
  CHECK(holds(
      desk.write_with(configuration(), {"privacy-notice"}).out,
      "forgets again what was forgotten since, as long as the database that it replaces can still be read"));
  CHECK(holds(desk.write_with(configuration(), {"dpia"}).out,
              "where the database is lost and a backup takes its place"));
}
