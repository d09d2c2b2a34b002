#include <signal.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/daemon/setting.h"
#include "tests/support/feed_server.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// What must never lie on disk: handles, addresses, links to posts, and personal data in texts.
const std::vector<std::string> kIdentities = {
    "wardamy",       "porterbo",     "far-away.example", "mary.jones@example.org",
    "0113 496 0000", "943 476 5919", "LS1 4AP",          "friendof",
    "/users/",       "/statuses/",   "guid-of-a-post",   "trust.example"};

std::string everything_in(const std::filesystem::path& folder) {
  std::string bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() != ".toml") bytes += read_whole(entry.path());
  return bytes;
}

void check_none_in(const std::string& bytes) {
  for (const std::string& identity : kIdentities) {
    INFO(identity);
    CHECK(bytes.find(identity) == std::string::npos);
  }
}

}  // namespace

TEST_CASE("No handle, address or link lies in clear in the database, its WAL, the log or a temporary file",
          "[identity]") {
  MastodonServer server;
  FeedServer feed;
  for (int i = 0; i < 30; ++i)
    server.publish(
        TestPost{.text = "Thank you @friendof and @friendof@far-away.example, ring 0113 496 0000 or write to "
                         "mary.jones@example.org, NHS number 943 476 5919, at LS1 4AP. #NHSvalues " +
                         std::to_string(i),
                 .created_at = now() - std::chrono::minutes{i},
                 .author = i % 2 == 0 ? "wardamy" : "porterbo@far-away.example"});
  feed.publish({.guid = "guid-of-a-post",
                .url = "https://trust.example/1",
                .text = "Our #NHSvalues",
                .published = now() - 1h});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  setting.watch("two", "feed", feed.url());

  Program daemon{NHSVALUESD,
                 setting.arguments(),
                 setting.folder(),
                 {{"TMPDIR", setting.folder().string()},
                  {"SQLITE_TMPDIR", setting.folder().string()},
                  {"NHSVALUES_LOG", "debug"}}};
  REQUIRE(daemon.said("one: caught up"));
  REQUIRE(daemon.said("two: caught up"));
  daemon.signal(SIGKILL);
  daemon.wait();
  REQUIRE(std::filesystem::file_size(setting.database().string() + "-wal") > 0);
  const std::string on_disk = everything_in(setting.folder());
  REQUIRE(on_disk.find("Thank you") != std::string::npos);
  check_none_in(on_disk);

  // After a clean stop the WAL has gone into the file: look again.
  REQUIRE(setting.collect().status == 0);
  check_none_in(everything_in(setting.folder()));
}

TEST_CASE("What commands print names nobody either", "[identity]") {
  MastodonServer server;
  server.publish(
      TestPost{.text = "Thank you @friendof. #NHSvalues", .created_at = now() - 1h, .author = "wardamy"});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"status"}, {"posts"}, {"posts", "--format", "json"}, {"show", "1"}, {"export"}}) {
    const Ended ended = setting.ask(words);
    REQUIRE(ended.status == 0);
    check_none_in(ended.out + ended.err);
  }
}
