#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/daemon/setting.h"
#include "tests/support/attack_strings.h"
#include "tests/support/bluesky_server.h"
#include "tests/support/careopinion_server.h"
#include "tests/support/feed_server.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/planted_people.h"
#include "tests/support/times.h"
#include "tests/support/x_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

const std::string kHandle{kPlantedHandle};
const std::string kName{kPlantedName};
const std::string kPost{kPlantedPost};
const std::string kToken{kPlantedToken};

/// A setting whose temporary files lie in it too, so that all that a program leaves behind is in one place.
struct WatchedSetting : Setting {
  WatchedSetting() { fs::create_directory(folder() / "tmp"); }

  std::map<std::string, std::string> environment() const {
    const std::string tmp = (folder() / "tmp").string();
    return {{"TMPDIR", tmp}, {"SQLITE_TMPDIR", tmp}, {"NHSVALUES_LOG", "trace"}, {"NHSVALUES_DB", ""}};
  }
  Ended run(const std::vector<std::string>& words) const {
    return run_program(NHSVALUES, arguments(words), folder(), environment());
  }

  /// Every file of the programs' own: the configuration and the secrets are the person's. What a test's
  /// program said on stdout and stderr lies there too.
  std::string everything() const {
    std::string bytes;
    for (const auto& entry : fs::recursive_directory_iterator(folder()))
      if (entry.is_regular_file() && entry.path().extension() != ".toml" &&
          entry.path().extension() != ".secret")
        bytes += read_whole(entry.path());
    return bytes;
  }

  /// Names of files that others than owner and group may read, or others than the owner may change. Numbers
  /// for Prometheus are for others to read.
  std::string open_files() const {
    std::string names;
    for (const auto& entry : fs::recursive_directory_iterator(folder())) {
      const std::string name = entry.path().filename().string();
      // The tests' own.
      if (entry.is_directory() || name.rfind("nhsvalues.toml", 0) == 0 ||
          entry.path().extension() == ".toml" || entry.path().extension() == ".in" ||
          entry.path().extension() == ".secret" || entry.path().extension() == ".prom")
        continue;
      struct stat found {};
      if (::lstat(entry.path().c_str(), &found) != 0) continue;
      const mode_t forbidden = S_ISSOCK(found.st_mode) ? 0007 : 0027;
      if ((found.st_mode & forbidden) != 0) names += fmt::format("{} {:o}\n", name, found.st_mode & 07777);
    }
    return names;
  }
};

/// A file of each format that import reads, each with the planted people in every member that may name one.
struct PlantedImport {
  const char* name;
  std::string content;
  std::vector<std::string> options;
};

std::vector<PlantedImport> planted_imports() {
  const std::string text = in_json(planted_text());
  const std::string cell = planted_text();
  const std::string day = "2026-11-03T09:30:00Z";
  return {
      {"a.ndjson",
       fmt::format(
           R"({{"network": "mastodon", "id": "{0}", "url": "{0}", "author": "@{1}", "text": "{2}", "created_at": "{3}", "language": "en", "tags": ["NHSvalues", "mary.quill@mail-host.example"], "in_reply_to": "{0}9"}})"
           "\n"
           R"({{"text": 12, "author": "{1}", "id": "{0}"}})"
           "\n"
           R"({{"text": "x", "author": "{1}", "created_at": "{1}", "network": "{4}"}})"
           "\n{0} {1} {2}\n",
           kPost, kHandle, text, day, kName),
       {}},
      {"b.csv",
       fmt::format(
           "id,text,author,url,created_at,name\n{0}b,\"{1}\",{2},{0}b,{3},{4}\n{0}c,\"{1}\",{2},{0}c,{2},{4}\n",
           kPost, cell, kHandle, day, kName),
       {}},
      {"c.tsv",
       fmt::format("id\ttext\tauthor\tcreated_at\n{0}d\t{1}\t{2}\t{3}\n", kPost, cell, kPlantedFarHandle,
                   day),
       {}},
      {"d.jsonl",
       fmt::format(
           R"({{"data": [{{"id": "2123710439224246272", "text": "{0}", "author_id": "9001", "created_at": "{1}", "lang": "en"}}], "includes": {{"users": [{{"id": "9001", "username": "{2}", "name": "{3}"}}]}}, "meta": {{"result_count": 1}}}})"
           "\n",
           text, day, kHandle, kName),
       {"--format", "x"}},
      {"outbox.json",
       fmt::format(
           R"({{"@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", "type": "OrderedCollection", "totalItems": 1, "orderedItems": [{{"id": "{0}/activity", "type": "Create", "actor": "https://quill-host.example/users/{1}", "published": "{3}", "to": ["https://www.w3.org/ns/activitystreams#Public"], "object": {{"id": "{0}", "type": "Note", "published": "{3}", "url": "{0}", "attributedTo": "https://quill-host.example/users/{1}", "to": ["https://www.w3.org/ns/activitystreams#Public"], "content": "<p>{2}</p>", "tag": [{{"type": "Mention", "href": "https://wren-host.example/users/gwendoline.w", "name": "@gwendoline.w@wren-host.example"}}]}}}}]}})",
           kPost + "7", kHandle, text, day),
       {}},
      {"e.ndjson",
       fmt::format(
           R"({{"id": "at://did:plc:{1}/app.bsky.feed.post/1", "thread_id": "{0}", "created_at": "{3}", "author": "{1}", "author_fullname": "{4}", "body": "{2}", "link": "{0}5", "tags": "NHSvalues", "languages": "en", "timestamp": 1793696400.123}})"
           "\n",
           kPost, kHandle, text, day, kName),
       {"--format", "4cat-ndjson", "--network", "bluesky"}},
      {"f.csv",
       fmt::format(
           "id,thread_id,timestamp,unix_timestamp,link,subject,body,author,author_fullname,language_guess\n"
           "2100000000000000001,2,2026-09-16 10:20:30,1789554030,https://x.com/{0}/status/2100000000000000001,,\"{1}\",{0},{2},en\n",
           kHandle, cell, kName),
       {"--format", "4cat-csv", "--network", "x"}},
      {"g.json",
       fmt::format(
           R"({{"version": "https://jsonfeed.org/version/1.1", "title": "{3}", "feed_url": "https://quill-host.example/@{0}/feed.json", "authors": [{{"name": "{3}"}}], "items": [{{"id": "{1}6", "url": "{1}6", "content_text": "{2}", "date_published": "{4}", "authors": [{{"name": "{3}", "url": "https://quill-host.example/@{0}"}}]}}]}})",
           kHandle, kPost, text, kName, day),
       {}},
  };
}

/// Rows of people, one that cannot be read, and then an error that repeats everything.
Reply answer_of_forum(const SeenRequest& request) {
  Reply reply;
  reply.headers = {{"Content-Type", "application/json"}};
  if (request.parameter("page") == "more") {
    reply.status = 403;
    reply.body = fmt::format(R"({{"error": "{} may not: {}", "token": "{}"}})", kHandle,
                             in_json(planted_text()), kToken);
    return reply;
  }
  reply.body = fmt::format(
      R"({{"rows": [{{"no": "{0}", "says": "{1}", "at": {2}, "by": "{3}", "name": "{4}"}}, {{"no": "{0}1", "says": {{"a": "{1}"}}, "at": "{3}", "by": "{3}"}}], "next": "more"}})",
      kPost, in_json(planted_text()), (now() - 3h).time_since_epoch().count(), kHandle, kName);
  return reply;
}

const std::string kForum =
    "name = \"A forum\"\nnetwork = \"forum\"\n[request]\nurl = \"{url}/search?q={tag}[?&page={page}?]\"\n"
    "headers = [\"X-Key: {secret}\"]\n[items]\npath = \"/rows\"\n[map]\nid = \"/no\"\ntext = \"/says\"\n"
    "author = \"/by\"\ncreated_at = \"/at\"\ntime_format = \"unix\"\n[paging]\nmode = \"token\"\nnext = \"/next\"\n";

/// What people ask of what was taken in.
const std::vector<std::vector<std::string>> kQuestions = {{"status"},
                                                          {"status", "--format", "json"},
                                                          {"sources"},
                                                          {"coverage"},
                                                          {"posts"},
                                                          {"posts", "--format", "json"},
                                                          {"posts", "--query", "nurse"},
                                                          {"show", "1"},
                                                          {"show", "2", "--format", "json"},
                                                          {"trends"},
                                                          {"signals"},
                                                          {"pledges"},
                                                          {"concerns"},
                                                          {"audit"},
                                                          {"export"},
                                                          {"export", "--format", "csv"},
                                                          {"doctor"}};

}  // namespace

TEST_CASE("What is looked for would be found in each of its spellings", "[capture]") {
  CHECK(planted_in("nothing of anybody").empty());
  CHECK(planted_in("x ZebQuillFeather y").rfind("handle (UTF-8)\n", 0) == 0);
  CHECK_FALSE(planted_in(std::string{"z\0e\0b\0q\0u\0i\0l\0l\0f\0e\0a\0t\0h\0e\0r\0", 30}).empty());
  CHECK_FALSE(planted_in("Zebedee%20Quillfeather").empty());
  CHECK_FALSE(planted_in("Zebedee+Quillfeather").empty());
  CHECK_FALSE(planted_in("LS29\\u00208QZ").empty());
  CHECK_FALSE(planted_in("https:\\/\\/quill-host.example\\/@petunia.p").empty());
  CHECK_FALSE(planted_in("emVicXVpbGxmZWF0aGVy").empty());    // zebquillfeather
  CHECK_FALSE(planted_in("QHplYnF1aWxsZmVhdGhlcg").empty());  // @zebquillfeather
}

TEST_CASE(
    "From every source nobody's name, address, number or date reaches the disk, the log or a temporary file",
    "[capture]") {
  MastodonServer social;
  social.require_token(kToken);
  social.publish(TestPost{.text = planted_text(), .created_at = now() - 1h, .author = kHandle});
  social.publish(TestPost{
      .text = planted_text() + " 2", .created_at = now() - 2h, .author = std::string{kPlantedFarHandle}});
  BlueskyServer blue;
  blue.with([](BlueskyApi& api) { api.sessions.password = kToken; });
  blue.publish({.text = planted_text() + " 3", .created_at = now() - 1h, .author = kHandle + ".example"});
  XServer ex;
  ex.with([](XApi& api) { api.quirks.token = kToken; });
  ex.publish({.text = planted_text() + " 4", .created_at = now() - 1h, .author = "xanthippew"});
  CareOpinionServer care{{.key = kToken}};
  care.publish({.id = 1,
                .title = "About " + std::string{"@plumpetunia"},
                .body = planted_text(),
                .published = now() - 1h});
  FeedServer feed;
  feed.publish({.guid = kPost, .url = kPost, .text = planted_text() + " 5", .published = now() - 1h});
  HttpServer forum{answer_of_forum};

  WatchedSetting setting;
  const auto credential = [&](const std::string& name) {
    return fmt::format("credential = \"{}\"\n", setting.keep_secret(name + ".secret", kToken));
  };
  write_whole(setting.folder() / "forum.toml", kForum);
  setting.watch("social", "mastodon", social.url(), credential("social"));
  setting.watch("blue", "bluesky", blue.url(), "account = \"monitor.example\"\n" + credential("blue"));
  setting.watch("ex", "x", ex.url(), credential("ex") + "spend_per_day = 5.0\nspend_per_month = 50.0\n");
  setting.watch("care", "careopinion", care.url(), credential("care"));
  setting.watch("feed", "feed", feed.url());
  setting.watch("forum", "json", forum.url(), "service = \"forum.toml\"\n" + credential("forum"));

  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder(), setting.environment()};
    for (const char* name : {"social", "blue", "ex", "care", "feed"}) {
      CAPTURE(name);
      CHECK(daemon.said(std::string{name} + ": caught up"));
    }
    CHECK(daemon.said("warning: forum: "));
    CHECK(setting.open_files().empty());
    // Over the control socket, beside the running daemon.
    const Ended noted = setting.run({"label", "1", "--sentiment", "negative"});
    CHECK(noted.status == 0);
    daemon.signal(SIGKILL);
    daemon.wait();
  }
  REQUIRE(fs::file_size(setting.database().string() + "-wal") > 0);
  const std::string killed = setting.everything();
  CHECK(killed.find(kPlantedRemains) != std::string::npos);
  CHECK(planted_in(killed).empty());

  for (const auto& words : kQuestions) {
    const Ended ended = setting.run(words);
    CAPTURE(words, ended.err);
    CHECK(ended.status == 0);
    CHECK(planted_in(ended.out + ended.err).empty());
  }
  setting.collect();
  CHECK(planted_in(setting.everything()).empty());
  CHECK(setting.open_files().empty());
  CHECK(setting.run({"status"}).out.find("Masked in texts since ") != std::string::npos);
}

TEST_CASE("From every format of import nobody's name, address, number or date reaches the disk or a message",
          "[capture]") {
  const Scratch files;
  WatchedSetting setting;
  setting.append_to_config("");
  for (const auto& [name, content, options] : planted_imports()) {
    CAPTURE(name);
    write_whole(files / name, content);
    std::vector<std::string> words{"import", (files / name).string()};
    words.insert(words.end(), options.begin(), options.end());
    const Ended ended = setting.run(words);
    INFO(ended.err);
    CHECK((ended.status == 0 || ended.status == 65));
    CHECK(ended.err.find("1 new") != std::string::npos);
    CHECK(planted_in(ended.out + ended.err).empty());
    CHECK(planted_in(setting.everything()).empty());
  }
  const std::string left = setting.everything();
  CHECK(left.find(kPlantedRemains) != std::string::npos);
  for (const auto& words : kQuestions) {
    const Ended ended = setting.run(words);
    CAPTURE(words, ended.err);
    CHECK(ended.status == 0);
    CHECK(planted_in(ended.out + ended.err).empty());
  }
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"posts", "--query", kHandle},
           {"export", "-o", (setting.folder() / "out.csv").string(), "--format", "csv"},
           {"backup", (setting.folder() / "copy.db").string()},
           {"label", "1", "--kind", "pledge"},
           {"pledges", "follow-up", "1", "--note", planted_text()}}) {
    const Ended ended = setting.run(words);
    CAPTURE(words, ended.err);
    CHECK(ended.status == 0);
    CHECK(planted_in(setting.everything()).empty());
  }
  CHECK(setting.open_files().empty());
}
