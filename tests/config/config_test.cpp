#include "config/config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::config;
using namespace std::chrono_literals;

namespace {

using Lines = std::vector<std::string>;

/// A file's smallest content.
const std::string kContact = "contact = \"https://example.org/contact\"\n";

Config parsed(const std::string& toml) {
  auto config = parse(toml, "/etc/nhsvalues/nhsvalues.toml");
  if (!config)
    for (const std::string& line : config.error().lines) FAIL_CHECK(line);
  REQUIRE(config);
  return *config;
}

Lines faults(const std::string& toml) {
  const auto config = parse(toml, "n.toml");
  return config ? Lines{} : config.error().lines;
}

/// The faults of one source with this line, without its place in the file.
Lines faults_of_source(const std::string& line, const std::string& general = "") {
  Lines found = faults(kContact + general + "[[source]]\nname = \"a\"\nkind = \"mastodon\"\n" + line + "\n");
  for (std::string& fault : found) fault = fault.substr(fault.find(": ") + 2);
  return found;
}

Lines faults_of_url(const std::string& url, const std::string& general = "") {
  return faults_of_source("url = \"" + url + "\"", general);
}

const std::string kUrl = "url = \"https://example.org\"\n";

}  // namespace

TEST_CASE("A file with everything is read as it stands", "[config]") {
  const Config config = parsed(R"(
topics   = ["NHSvalues", "TeamLeeds"]
contact  = "team@example.org"
database = "data/nhsvalues.db"

[network]
allow_private_addresses = true
allow_plain_http = true
ca_file = "../ssl/own.pem"

[privacy]
key_file = "/srv/keys/pseudonym.key"
organisations = ["@leedscares"]

[report]
timezone = "Europe/Dublin"

[[source]]
name = "one"
kind = "mastodon"
url = "http://[::1]:8080/"
every = "90s"
backfill = "30d"
credential = "mastodon-token"
topics = ["teamleeds"]

[[source]]
name = "two"
kind = "feed"
url = "https://example.org/feed.xml?page=1"
credential = "secrets/token"
match_all = true
)");
  CHECK(config.topics == Lines{"NHSvalues", "TeamLeeds"});
  CHECK(config.contact == "team@example.org");
  CHECK(config.database == "/etc/nhsvalues/data/nhsvalues.db");
  CHECK(config.allow_private_addresses);
  CHECK(config.allow_plain_http);
  CHECK(config.ca_file == "/etc/ssl/own.pem");
  CHECK(config.key_file == "/srv/keys/pseudonym.key");
  CHECK(config.organisations == Lines{"@leedscares"});
  CHECK(config.timezone == "Europe/Dublin");
  CHECK(config.file == "/etc/nhsvalues/nhsvalues.toml");
  REQUIRE(config.sources.size() == 2);
  const SourceConfig& one = config.sources[0];
  CHECK(one.name == "one");
  CHECK(one.kind == SourceKind::mastodon);
  CHECK(one.url == "http://[::1]:8080");
  CHECK(one.every == 90s);
  CHECK(one.backfill == 30 * 24h);
  CHECK(one.credential == "mastodon-token");
  CHECK(one.topics == Lines{"teamleeds"});
  CHECK_FALSE(one.match_all);
  const SourceConfig& two = config.sources[1];
  CHECK(two.kind == SourceKind::feed);
  CHECK(two.url == "https://example.org/feed.xml?page=1");
  CHECK(two.credential == "/etc/nhsvalues/secrets/token");
  CHECK(two.match_all);
}

TEST_CASE("What is not in the file has its default", "[config]") {
  const Config config = parsed(kContact + "[[source]]\nname = \"a\"\nkind = \"feed\"\n" + kUrl);
  CHECK(config.topics == Lines{"NHSvalues"});
  CHECK(config.database == "/var/lib/nhsvalues/nhsvalues.db");
  CHECK_FALSE(config.allow_private_addresses);
  CHECK_FALSE(config.allow_plain_http);
  CHECK(config.ca_file.empty());
  CHECK(config.key_file.empty());
  CHECK(config.organisations.empty());
  CHECK(config.timezone == "Europe/London");
  REQUIRE(config.sources.size() == 1);
  CHECK(config.sources[0].every == 5min);
  CHECK(config.sources[0].backfill == std::nullopt);
  CHECK(config.sources[0].credential.empty());
  CHECK(config.sources[0].topics.empty());
  CHECK_FALSE(config.sources[0].match_all);
}

TEST_CASE("A time zone whose rules no start could ever read is a fault of the file", "[config]") {
  for (const std::string zone : {"../../../etc/passwd", "right/Europe/London"}) {
    const Lines told =
        faults("contact = \"https://example.org/contact\"\n[report]\ntimezone = \"" + zone + "\"\n");
    REQUIRE_FALSE(told.empty());
    CHECK(told[0].find("n.toml:3: report.timezone: must be a name of the time zone database") == 0);
  }
}

TEST_CASE("Every fault is told, in the order of the file, with line, key and what is allowed", "[config]") {
  CHECK(faults(R"(topics = []
frequency = 5
[network]
allow_plain_http = "yes"
[report]
timezone = "Europe/Leeds"
[[source]]
name = "a b"
kind = "twitter"
every = "200ms"
)") == Lines{"n.toml:1: topics: must be 1 to 20 hashtags without #, made of letters, digits and _ (is empty)",
             "n.toml:1: contact: missing; must be a web page or an e-mail address of yours, such as "
             "\"https://example.org/contact\"",
             "n.toml:2: frequency: unknown key; allowed here: topics, contact, database, control_socket, "
             "network, privacy, report, retention, log, metrics, source, ignore, query, campaign, "
             "safeguarding, concern, alert, notify, digest",
             "n.toml:4: network.allow_plain_http: must be true or false (is a text)",
             "n.toml:6: report.timezone: must be a name of the time zone database, such as \"Europe/London\" "
             "(is \"Europe/Leeds\")",
             "n.toml:8: source.name: must be 1 to 64 letters, digits, points, hyphens and underscores (is "
             "\"a b\")",
             "n.toml:9: source.kind: must be \"mastodon\", \"bluesky\", \"x\", \"feed\", \"careopinion\" or "
             "\"json\" (is \"twitter\")",
             "n.toml:10: source.every: must be a duration of at least 1s and at most 7d, such as \"90s\", "
             "\"5m\" or \"2h\" (is \"200ms\")"});
}

TEST_CASE("A key that is nearly right is told what it may have meant", "[config]") {
  CHECK(faults(kContact + "topic = [\"a\"]\n") ==
        Lines{"n.toml:2: topic: unknown key; did you mean topics?"});
  CHECK(faults(kContact + "[netwrok]\nca_file = \"x\"\n") ==
        Lines{"n.toml:2: netwrok: unknown key; did you mean network?"});
  CHECK(faults(kContact + "timezone = \"Europe/London\"\n") ==
        Lines{"n.toml:2: timezone: unknown key here; did you mean report.timezone?"});
  CHECK(faults(kContact + "[report]\ndatabase = \"x\"\n") ==
        Lines{"n.toml:3: report.database: unknown key here; database stands at the top, before the first "
              "[table]"});
  CHECK(faults_of_source(kUrl + "evrey = \"5m\"") == Lines{"source.evrey: unknown key; did you mean every?"});
  CHECK(faults(kContact + "\"source.name\" = \"x\"\n").size() == 1);
}

TEST_CASE("A value of another type is told which type is wanted", "[config]") {
  CHECK(
      faults(kContact + "[report]\ntimezone = 5\n") ==
      Lines{"n.toml:3: report.timezone: must be a text in quotes: a name of the time zone database, such as "
            "\"Europe/London\" (is a number)"});
  CHECK(
      faults(kContact + "topics = [\"a\", 2]\n") ==
      Lines{
          "n.toml:2: topics: must be a list of texts, [\"…\"]: 1 to 20 hashtags without #, made of letters, "
          "digits and _ (is another list)"});
  CHECK(faults(kContact + "network = true\n") ==
        Lines{"n.toml:2: network: must be a table, written [network] (is true or false)"});
  CHECK(faults(kContact + "[source]\nname = \"a\"\n") ==
        Lines{"n.toml:2: source: must be written [[source]], in double brackets, once for each source"});
  CHECK(faults(kContact + "source = [5]\n").size() == 1);
  CHECK(faults(kContact + "[ignore]\nname = \"a\"\n") ==
        Lines{"n.toml:2: ignore: must be written [[ignore]], in double brackets, once for each rule"});
  CHECK(faults(kContact + "database = 2026-11-01\n").at(0).find("(is a date or time)") != std::string::npos);
}

TEST_CASE("What is not TOML is told with its line", "[config]") {
  const Lines found = faults(kContact + "topics = \n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].rfind("n.toml:2: not TOML: ", 0) == 0);
  CHECK(faults("a = 1\na = 2\n").at(0).rfind("n.toml:2: not TOML: ", 0) == 0);
  CHECK(faults("a = \"\xFF\"\n").at(0).rfind("n.toml:1: not TOML: ", 0) == 0);
}

TEST_CASE("A key nested beyond reason is refused, not followed", "[config]") {
  std::string deep = kContact;
  for (int i = 0; i < 100000; ++i) deep += "a.";
  CHECK(faults(deep + "a = 1\n") == Lines{"n.toml:2: the line is over 4096 bytes; break it"});
  std::string bearable = kContact;
  for (int i = 0; i < 2000; ++i) bearable += "a.";
  CHECK(faults(bearable + "a = 1\n").size() == 1);
  CHECK(faults(kContact + "topics = " + std::string(2000, '[') + "\n").size() == 1);
}

TEST_CASE("Two sources cannot have one name", "[config]") {
  const std::string source = "[[source]]\nname = \"a\"\nkind = \"mastodon\"\n" + kUrl;
  CHECK(faults(kContact + source + source) ==
        Lines{"n.toml:7: source.name: must be another one: a is taken in line 3"});
}

TEST_CASE("A source cannot have the name under which `nhsvalues import` counts", "[config]") {
  const auto source = [](const std::string& name) {
    return kContact + "[[source]]\nname = \"" + name + "\"\nkind = \"mastodon\"\n" + kUrl;
  };
  CHECK(faults(source("import")) ==
        Lines{"n.toml:3: source.name: must be another one: what `nhsvalues import` brings is counted under "
              "this name"});
  CHECK(faults(source("imports")).empty());
}

TEST_CASE("A source's address is an https address without secrets; a server's is its origin", "[config]") {
  CHECK(faults_of_url("https://example.org").empty());
  CHECK(faults_of_url("https://example.org:8443/").empty());
  CHECK(faults_of_url("http://example.org") ==
        Lines{"source.url: must start with https:// (http:// only with network.allow_plain_http = true)"});
  CHECK(faults_of_url("http://127.0.0.1:8080", "[network]\nallow_plain_http = true\n").empty());
  CHECK(faults_of_url("example.org") == Lines{"source.url: must be a web address that starts with https://"});
  CHECK(faults_of_url("https://example.org/tags/NHSvalues") ==
        Lines{"source.url: must be the server's address alone, such as https://mastodon.social"});
  for (const char* wrong :
       {"https://", "https://example.org:0", "https://example.org:99999", "https://example.org:x",
        "https://exa mple.org", "https://exämple.org", "https://example.org#x", "https://[::1",
        "https://example.org?x=1", "ftp://example.org", "https://:80"}) {
    CAPTURE(wrong);
    CHECK(faults_of_url(wrong).size() == 1);
  }
  const Lines secret = faults_of_url("https://someone:hunter2@example.org");
  REQUIRE(secret.size() == 1);
  CHECK(secret[0].find("must hold no user name or password") != std::string::npos);
  CHECK(secret[0].find("hunter2") == std::string::npos);
}

TEST_CASE("Addresses of people, and passwords in the wrong place, are refused and not repeated", "[config]") {
  const std::string mail = kContact + "[[notify]]\nname = \"mail\"\nkind = \"email\"\n";
  for (const std::string& text :
       {std::string{"contact = \"https://someone:hunter2@example.org/contact?token=hunter2\"\n"},
        mail + "server = \"smtp://nhs:hunter2@mail.example.org:587\"\n",
        mail + "recipients = [\"hunter2 at example.org\"]\n",
        kContact + "[privacy]\norganisations = [\"hunter2 x\"]\n"}) {
    CAPTURE(text);
    std::string told;
    for (const std::string& fault : faults(text)) told += fault + '\n';
    CHECK(told.find(": must be ") != std::string::npos);
    CHECK(told.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("A credential is a name or a path; what looks like the secret itself is refused and not repeated",
          "[config]") {
  for (const char* right :
       {"", "mastodon-token", "mastodon.social_token-2026", "/etc/nhsvalues/mastodon.token", "./token",
        "secrets/token", "the-token-for-our-mastodon-server"}) {
    CAPTURE(right);
    CHECK(faults_of_source(kUrl + "credential = \"" + right + "\"").empty());
  }
  for (const std::string wrong :
       {"ZA-Yj3aBD8U8Cm7lKUp-lm9O9BmDgdhHzDeqsY8tlL0", "abcd-ef1h-ijkl-mnop", "Bearer x",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30", "AAAAAAAAAAAAAAAAAAAAAMLheAAAAAAA0%2BuSeid",
        "0123456789abcdef0123456789abcdef"}) {
    CAPTURE(wrong);
    const Lines found = faults_of_source(kUrl + "credential = \"" + wrong + "\"");
    REQUIRE(found.size() == 1);
    CHECK(found[0].find("never the token itself") != std::string::npos);
    CHECK(found[0].find(wrong) == std::string::npos);
  }
}

TEST_CASE("Hashtags, intervals and contacts have their bounds", "[config]") {
  const auto is_right = [](const std::string& line) { return faults(kContact + line).empty(); };
  CHECK(is_right("topics = [\"café_2\", \"日本\"]\n"));
  for (const char* wrong : {"#NHSvalues", "two words", "2026", "", "a-b"})
    CHECK_FALSE(is_right("topics = [\"" + std::string{wrong} + "\"]\n"));
  std::string many = "topics = [";
  for (int i = 0; i < 20; ++i) many += "\"tag" + std::to_string(i) + "\",\n";
  CHECK(is_right(many + "]\n"));
  CHECK_FALSE(is_right(many + "\"more\"]\n"));

  for (const char* right : {"1s", "7d", "1w", "90m"})
    CHECK(faults_of_source(kUrl + "every = \"" + std::string{right} + "\"").empty());
  for (const char* wrong : {"0s", "8d", "5", "all", "-5m"})
    CHECK(faults_of_source(kUrl + "every = \"" + std::string{wrong} + "\"").size() == 1);
  CHECK(faults_of_source(kUrl + "backfill = \"all\"").empty());
  CHECK(faults_of_source(kUrl + "backfill = \"everything\"").size() == 1);
  // Before a year of four digits there is nothing to ask for.
  CHECK(faults_of_source(kUrl + "backfill = \"1000000d\"").at(0).find("at most 100 years") !=
        std::string::npos);

  for (const char* right :
       {"https://example.org/a?b", "http://example.org", "team@example.org", "mailto:team@example.org"})
    CHECK(faults("contact = \"" + std::string{right} + "\"\n").empty());
  for (const char* wrong :
       {"", "us", "https://", "a b@example.org", "https://example.org/\\r\\nX: y", "a@b)", "@example.org"})
    CHECK(faults("contact = \"" + std::string{wrong} + "\"\n").size() == 1);
}

TEST_CASE("Keys that depend on another are checked against it", "[config]") {
  CHECK(faults_of_source(kUrl + "topics = [\"NHSVALUES\"]").empty());
  CHECK(faults_of_source(kUrl + "topics = [\"other\"]") ==
        Lines{"source.topics: must be among the topics at the top of the file (other is not)"});
  CHECK(
      faults_of_source(kUrl + "match_all = true") ==
      Lines{"source.match_all: must not stand here: it is for sources of kind \"feed\" or \"json\" (this one "
            "is \"mastodon\")"});
}

TEST_CASE("The longest pace of a source is not shorter than its shortest", "[config]") {
  CHECK(faults_of_source(kUrl + "every = \"10m\"\nslowest = \"5m\"") ==
        Lines{"source.slowest: must be no shorter than every (10m)"});
  CHECK(faults_of_source(kUrl + "slowest = \"4m\"") ==
        Lines{"source.slowest: must be no shorter than every (5m)"});
  CHECK(faults_of_source(kUrl + "every = \"10m\"\nslowest = \"10m\"").empty());
  const auto paces = [](const std::string& line) {
    const Config config =
        parsed(kContact + "[[source]]\nname = \"a\"\nkind = \"mastodon\"\n" + kUrl + line + "\n");
    return std::pair{slowest_pace(config.sources[0]), silence_of(config.sources[0])};
  };
  CHECK(paces("") == std::pair<std::chrono::seconds, std::chrono::seconds>{20min, 2h});
  CHECK(paces("every = \"1m\"").second == 1h);
  CHECK(paces("slowest = \"1h\"\nsilent_after = \"2d\"") ==
        std::pair<std::chrono::seconds, std::chrono::seconds>{1h, 48h});
}

TEST_CASE("Money is a number, whole or not, within bounds", "[config]") {
  const std::string x = "[[source]]\nname = \"x\"\nkind = \"x\"\ncredential = \"x-token\"\n";
  const Config config = parsed(kContact + x + "spend_per_day = 2\nspend_per_month = 12.5\nauthors = false\n");
  CHECK(config.sources.at(0).x.spend_per_day == 2.0);
  CHECK(config.sources.at(0).x.spend_per_month == 12.5);
  CHECK(config.sources.at(0).x.price_per_post == 0.005);
  CHECK_FALSE(config.sources.at(0).x.authors);
  CHECK(config.sources.at(0).url == "https://api.x.com");
  CHECK(faults(kContact + x + "spend_per_day = \"2\"\n") ==
        Lines{"n.toml:6: source.spend_per_day: must be a number: dollars, from 0 to 100000 (is a text)"});
  CHECK(faults(kContact + x + "spend_per_day = -0.5\n") ==
        Lines{"n.toml:6: source.spend_per_day: must be dollars, from 0 to 100000 (is -0.5)"});
  for (const char* wrong : {"nan", "inf", "100001"})
    CHECK(faults(kContact + x + "spend_per_month = " + wrong + "\n").size() == 1);
}

TEST_CASE("A key that is for another kind of source is refused, with the kinds that have it", "[config]") {
  CHECK(faults_of_source(kUrl + "spend_per_day = 1") ==
        Lines{"source.spend_per_day: must not stand here: it is for sources of kind \"x\" (this one is "
              "\"mastodon\")"});
  for (const char* line : {"account = \"a.example\"", "service = \"a.toml\"", "dialect = \"post\"",
                           "authors = true", "price_per_post = 1", "match_all = false"}) {
    CAPTURE(line);
    CHECK(faults_of_source(kUrl + line).size() == 1);
  }
}

TEST_CASE("Each kind of source is told what it cannot do without", "[config]") {
  const auto faults_of_kind = [](const std::string& kind, const std::string& lines) {
    Lines found = faults(kContact + "[[source]]\nname = \"a\"\nkind = \"" + kind + "\"\n" + lines);
    for (std::string& fault : found) fault = fault.substr(fault.find(": ") + 2);
    return found;
  };
  CHECK(faults_of_kind("mastodon", "") ==
        Lines{"source.url: missing; a source of kind \"mastodon\" needs an https address"});
  CHECK(faults_of_kind("feed", "").size() == 1);
  CHECK(faults_of_kind("bluesky", "") ==
        Lines{"source.account: missing; a source of kind \"bluesky\" needs the handle that signs in",
              "source.credential: missing; a source of kind \"bluesky\" needs the place of an app password"});
  CHECK(faults_of_kind("x", "") ==
        Lines{"source.credential: missing; a source of kind \"x\" needs the place of a key"});
  CHECK(faults_of_kind("careopinion", "").size() == 1);
  CHECK(
      faults_of_kind("json", "") ==
      Lines{"source.service: missing; a source of kind \"json\" needs the file that describes the service"});

  CHECK(faults_of_kind("bluesky", "account = \"a.example\"\ncredential = \"b\"\n").empty());
  CHECK(faults_of_kind("careopinion", "credential = \"b\"\n").empty());
  const Config config =
      parsed(kContact + "[[source]]\nname = \"a\"\nkind = \"json\"\nservice = \"services/a.toml\"\n");
  CHECK(config.sources.at(0).service == "/etc/nhsvalues/services/a.toml");

  // A value that was refused is not missing as well.
  CHECK(faults_of_kind("bluesky", "account = \"a b\"\ncredential = \"b\"\n").size() == 1);
  CHECK(faults_of_kind("x", "credential = \"0123456789abcdef0123456789abcdef\"\n").size() == 1);
}

TEST_CASE("A rule of what to ignore says what and why, under a name of its own", "[config]") {
  const Config config = parsed(kContact + R"(
[[ignore]]
name = "adverts"
phrase = "apply now"
source = "mas.to"
reason = "Vacancies."
[[ignore]]
name = "bot"
author = "@bot@example.org"
reason = "Repeats the news."
)");
  REQUIRE(config.ignore.size() == 2);
  CHECK(config.ignore[0].name == "adverts");
  CHECK(config.ignore[0].author.empty());
  CHECK(config.ignore[0].phrase == "apply now");
  CHECK(config.ignore[0].source == "mas.to");
  CHECK(config.ignore[0].reason == "Vacancies.");
  CHECK(config.ignore[1].author == "@bot@example.org");

  const std::string rule = "[[ignore]]\nname = \"a\"\n";
  CHECK(faults(kContact + rule + "reason = \"x\"\n") ==
        Lines{"n.toml:2: ignore: must say what to ignore: an author, a phrase or a source"});
  CHECK(faults(kContact + rule + "phrase = \"apply\"\n") ==
        Lines{"n.toml:2: ignore.reason: missing; must be a line of text"});
  CHECK(
      faults(kContact + rule + "reason = \"x\"\nphrase = \"ab\"\n") ==
      Lines{"n.toml:5: ignore.phrase: must be at least three characters of a text, on one line (is \"ab\")"});
  for (const char* blank : {"   ", "\xe2\x80\x8b\xe2\x80\x8b\xe2\x80\x8b", "\xc2\xa0 a\xef\xbb\xbf b"})
    CHECK(faults(kContact + rule + "reason = \"x\"\nphrase = \"" + blank + "\"\n").size() ==
          (std::string{blank}.find('a') == std::string::npos ? 1 : 0));
  CHECK(faults(kContact + rule + "reason = \"x\"\nsource = \"a\"\nphrases = \"apply\"\n") ==
        Lines{"n.toml:6: ignore.phrases: unknown key; did you mean phrase?"});
  const std::string whole = rule + "source = \"s\"\nreason = \"x\"\n";
  CHECK(faults(kContact + whole + whole) ==
        Lines{"n.toml:7: ignore.name: must be another one: a is taken in line 3"});

  // Who is ignored is nobody's business but the reader's of the file.
  const Lines account = faults(kContact + rule + "reason = \"x\"\nauthor = \"@some one\"\n");
  REQUIRE(account.size() == 1);
  CHECK(account[0].find("some one") == std::string::npos);
}

TEST_CASE("Long and odd values are shown short and on one line", "[config]") {
  const Lines found = faults(kContact + "[report]\ntimezone = \"a\\nb" + std::string(500, 'x') + "\"\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].size() < 250);
  CHECK(found[0].find('\n') == std::string::npos);
}

TEST_CASE("A file is read from the disk; what is no such file says so", "[config]") {
  const test::Scratch scratch;
  const auto write = [&scratch](const char* name, const std::string& content) {
    std::ofstream(scratch / name) << content;
    return scratch / name;
  };
  const auto config = load(write("right.toml", kContact + "database = \"here.db\"\n"));
  REQUIRE(config);
  CHECK(config->database == scratch / "here.db");
  CHECK(config->file == scratch / "right.toml");

  CHECK(load(scratch / "missing.toml").error().lines ==
        Lines{(scratch / "missing.toml").string() + ": cannot be read: No such file or directory"});
  CHECK(load(scratch.path()).error().lines.at(0).find("is a folder") != std::string::npos);
  CHECK(load(write("large.toml", std::string((1 << 20) + 1, '\n'))).error().lines.at(0).find("over 1 MiB") !=
        std::string::npos);
  CHECK(load(write("full.toml", kContact + std::string((1 << 20) - kContact.size(), '\n'))));
}

TEST_CASE("A FIFO is refused rather than waited for; what a shell hands over is read", "[config]") {
  const test::Scratch scratch;
  REQUIRE(::mkfifo((scratch / "fifo").c_str(), 0600) == 0);
  CHECK(load(scratch / "fifo").error().lines ==
        Lines{(scratch / "fifo").string() + ": is a FIFO, which may never end; name a file"});
  // As `--config <(…)` hands it over.
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  std::thread shell{[&] {
    // Later than it is asked for.
    std::this_thread::sleep_for(50ms);
    CHECK(::write(pipe[1], kContact.data(), kContact.size()) == static_cast<ssize_t>(kContact.size()));
    ::close(pipe[1]);
  }};
  const auto config = load("/dev/fd/" + std::to_string(pipe[0]));
  shell.join();
  ::close(pipe[0]);
  REQUIRE(config);
  CHECK(config->contact == "https://example.org/contact");
}

TEST_CASE("A saved query is a text under a name of its own", "[config]") {
  const Config config = parse(kContact + R"([[query]]
name = "waiting"
text = "wait* OR delay"
)",
                              "n.toml")
                            .value();
  REQUIRE(config.queries.size() == 1);
  CHECK(config.queries[0].name == "waiting");
  CHECK(config.queries[0].text == "wait* OR delay");
  const std::string query = "[[query]]\nname = \"a\"\ntext = \"x\"\n";
  CHECK(faults(kContact + query + query) ==
        Lines{"n.toml:6: query.name: must be another one: a is taken in line 3"});
  CHECK(faults(kContact + "[[query]]\nname = \"a\"\n") ==
        Lines{"n.toml:2: query.text: missing; must be at most 1000 bytes of text on one line, such as "
              "\"wait* OR delay\""});
}

TEST_CASE("Texts are kept for a year, and a network may have days of its own", "[config]") {
  const Config usual = parsed(kContact);
  CHECK(usual.retention.text_days == 365);
  CHECK(text_days_by_network(usual.retention) == std::map<std::string, int>{{"youtube", 30}});

  const Config own =
      parsed(kContact + "[retention]\ntext_days = 20\n[retention.networks]\nx = 7\nimport = 3650\n");
  CHECK(own.retention.text_days == 20);
  CHECK(text_days_by_network(own.retention) == std::map<std::string, int>{{"import", 3650}, {"x", 7}});

  const Config inline_table = parsed(kContact + "[retention]\nnetworks = { youtube = 90 }\n");
  CHECK(text_days_by_network(inline_table.retention) == std::map<std::string, int>{{"youtube", 90}});
}

TEST_CASE("Days that are none, and networks that are none, are named with what is allowed", "[config]") {
  const auto fault = [](const std::string& line) {
    const Lines found = faults(kContact + "[retention]\n" + line + "\n");
    return found.size() == 1 ? found.front() : std::to_string(found.size()) + " faults";
  };
  CHECK(fault("text_days = 0") ==
        "n.toml:3: retention.text_days: must be a whole number of days from 1 to 36500 (is 0)");
  CHECK(fault("text_days = 1.5").find("(is 1.5)") != std::string::npos);
  CHECK(fault("text_days = \"never\"").find("must be a number: a whole number of days") != std::string::npos);
  CHECK(fault("networks = { X = 30 }").find("(is X = 30)") != std::string::npos);
  CHECK(fault("networks = { feed = 30, x = \"30d\" }").find("(\"x\" is a text)") != std::string::npos);
  // Of several, those that are wrong: the rest would push them out of the message.
  CHECK(fault("networks = { mastodon = 30, bluesky = 30, feed = 30, careopinion = 30, youtube = 0, Z = 3 }")
            .find("(is Z = 3, youtube = 0)") != std::string::npos);
  CHECK(fault("networks = 30").find("must be a table of numbers") != std::string::npos);
}
