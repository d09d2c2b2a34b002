#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/desk.h"

using namespace nhs;
using namespace nhs::test;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string post(int id, const std::string& text, const std::string& day) {
  return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) + R"(", "author": "@a)" +
         std::to_string(id) + R"(@a.example", "text": ")" + text + R"(", "created_at": ")" + day +
         R"(T09:30:00Z", "language": "en"})" + "\n";
}

/// Three months of posts, one of which raises a concern.
struct Written : Desk {
  Written() {
    std::string posts = post(1, "I want to kill myself and the ward would not listen", "2026-05-28");
    int id = 2;
    for (const char* month : {"2026-03-", "2026-04-", "2026-05-"})
      for (int day = 10; day < 28; ++day)
        for (const char* text : {"The nurse was so kind and caring to Mum, number ",
                                 "Nobody cared. They left her in pain and were rude, number "}) {
          posts += post(id, text + std::to_string(id), month + std::to_string(day));
          ++id;
        }
    const Ended imported = run({"import", write("posts.ndjson", posts)});
    INFO(imported.err);
    REQUIRE(imported.status == 0);
  }
  std::string asked(const std::vector<std::string>& words) const {
    std::vector<std::string> all = {"report"};
    all.insert(all.end(), words.begin(), words.end());
    const Ended ended = run(all);
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    return ended.out;
  }
};

}  // namespace

TEST_CASE("A report is a file for the group, replaced only when that is asked for", "[report]") {
  const Written desk;
  const std::string file = desk.path("may.html").string();
  desk.asked({"--period", "2026-05", "-o", file});
  struct stat found {};
  REQUIRE(::stat(file.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777U) == 0640);
  const std::string page = read_whole(file);
  CHECK(holds(page, "<h1>How the NHS values are lived: May 2026</h1>"));
  CHECK(holds(page, "Internal: contains posts; not for publication."));
  CHECK(desk.run({"report", "--period", "2026-05", "-o", file}).status == 73);
  CHECK(desk.run({"report", "--period", "2026-04", "-o", file, "--force"}).status == 0);
  CHECK(holds(read_whole(file), "April 2026</h1>"));
  const std::string link = desk.path("link.html").string();
  std::filesystem::create_symlink(file, link);
  CHECK(desk.run({"report", "--period", "2026-05", "-o", link, "--force"}).status == 73);
  CHECK(desk.run({"report", "-o", desk.database().string(), "--force"}).status == 64);
}

TEST_CASE("The name's ending chooses how a report is written, and --format before it", "[report]") {
  const Written desk;
  desk.asked({"--period", "2026-05", "-o", desk.path("a.md").string()});
  CHECK(read_whole(desk.path("a.md")).rfind("# How the NHS values are lived: May 2026\n", 0) == 0);
  desk.asked({"--period", "2026-05", "-o", desk.path("b.md").string(), "--format", "html"});
  CHECK(read_whole(desk.path("b.md")).rfind("<!DOCTYPE html>", 0) == 0);
}

TEST_CASE("A report takes periods of any form, and no other", "[report]") {
  const Written desk;
  for (const char* period : {"2026-W20", "2026-05", "2026-Q2", "2026/27", "2026-05-12", "7d", "12w",
                             "2026-05-10..2026-05-20", "2026-03..2026-05", ""})
    CHECK(holds(desk.asked({"--period", period, "--format", "markdown"}), "# How the NHS values are lived"));
  CHECK(holds(desk.asked({"--period", "2026-05-10..2026-05-20"}), "Public posts from 10 to 20 May 2026."));
  for (const char* period : {"May", "2026-05..2026-03", "2999-W01", ".."})
    CHECK(desk.run({"report", "--period", period}).status == 64);
}

TEST_CASE("The team's report quotes posts, but none that raised a concern", "[report]") {
  const Written desk;
  const std::string page = desk.asked({"--period", "2026-05"});
  CHECK(holds(page, "The nurse was so kind"));
  CHECK_FALSE(holds(page, "kill myself"));
}

TEST_CASE("A report for the public quotes nobody and tells whole months of all posts", "[report]") {
  const Written desk;
  for (const char* format : {"html", "markdown"}) {
    const std::string page = desk.asked({"--period", "2026-05", "--audience", "public", "--format", format});
    CHECK(holds(page, "small numbers are hidden"));
    CHECK(holds(page, "about 35 posts"));
    for (const char* inside :
         {"The nurse was", "Nobody cared", "kill myself", "37 posts", "nhsvalues show", "nhsvalues label"})
      CHECK_FALSE(holds(page, inside));
  }
  CHECK(desk.run({"report", "--period", "2026-W20", "--audience", "public"}).status == 64);
  CHECK(desk.run({"report", "--period", "2026-05-10..2026-05-20", "--audience", "public"}).status == 64);
  CHECK(desk.run({"report", "--period", "2026-05", "--audience", "public", "--kind", "pledge"}).status == 64);
}

TEST_CASE("Without a post, and of a time before the first, a report reads sensibly", "[report]") {
  const Desk empty;
  REQUIRE(
      empty.run({"import", empty.write("one.ndjson", post(1, "So kind and caring", "2026-05-12"))}).status ==
      0);
  for (const char* period : {"2026-05", "2026-04", "2026-06", ""})
    for (const char* audience : {"internal", "public"}) {
      INFO(period << ' ' << audience);
      const Ended ended = empty.run({"report", "--period", period, "--audience", audience});
      INFO(ended.err);
      CHECK(ended.status == 0);
      CHECK(holds(ended.out, "</html>"));
    }
}
