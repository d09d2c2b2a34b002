#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

std::string post(int id, const std::string& text, const std::string& day) {
  return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) + R"(", "author": "@a)" +
         std::to_string(id) + R"(@a.example", "text": ")" + text + R"(", "created_at": ")" + day +
         R"(T09:30:00Z", "language": "en"})" + "\n";
}

/// Three months of posts, one of which raises a concern.
struct Written : Desk {
  Written() {
    std::string posts =
        post(1, "Nobody cared. They left her in pain and were rude. I want to kill myself", "2026-05-28");
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

TEST_CASE("A survey's answers are not called public posts, in a report for the team or for others",
          "[report]") {
  const Desk desk;
  std::string answers = "text\n";
  for (int i = 0; i < 12; ++i) answers += "The nurse was so kind and caring " + std::to_string(i) + "\n";
  REQUIRE(desk.run({"import", "--date", "2026-05-12", "--network", "ward-survey",
                    desk.write("survey.csv", answers)})
              .status == 0);
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--audience", "public"}}) {
    std::vector<std::string> words = {"report", "--period", "2026-05", "--format", "markdown"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended ended = desk.run(words);
    INFO(ended.err);
    CHECK(holds(ended.out, "Texts from files from 1 to 31 May 2026."));
    CHECK(holds(ended.out, "may be answers to a survey and never have been public"));
    CHECK_FALSE(holds(ended.out, "Public posts"));
  }
}

TEST_CASE("A time of any length is compared with the one before it, as far as that was collected",
          "[report]") {
  const Written desk;
  const auto told = [&](const char* period) {
    return desk.asked({"--period", period, "--format", "markdown"});
  };
  // 30 days, and the 30 before; a chart by days has 24. Posts are of the 10th to the 27th, two a day.
  CHECK(holds(told("2026-05-10..2026-06-08"), "2026-04-10 to 2026-05-09 (36 posts) and "));
  // Thirteen weeks that hold all posts; before them there is nothing.
  CHECK(holds(told("2026-03-09..2026-06-07"), "There is no earlier time of this length to compare with."));
  // A gap is told as one.
  CHECK(holds(told("2026-05-08..2026-05-11"), "; of the time of equal length before nothing was collected"));
}

TEST_CASE("A gap as long as the time told is a gap, and not the time before all", "[report]") {
  const Desk desk;
  std::string posts;
  int id = 1;
  for (const char* month : {"2026-01-", "2026-05-"})
    for (int day = 10; day < 28; ++day, ++id)
      posts += post(id, "The nurse was so kind and caring to Mum, number " + std::to_string(id),
                    month + std::to_string(day));
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", posts)}).status == 0);
  const auto told = [&](const char* period) {
    return desk.run({"report", "--period", period, "--format", "markdown"}).out;
  };
  // 30 days, the 30 before without a post, and before them January.
  const std::string after_gap = told("2026-05-10..2026-06-08");
  CHECK(holds(after_gap, "of the time of equal length before nothing was collected"));
  CHECK_FALSE(holds(after_gap, "There is no earlier time of this length"));
  CHECK(holds(told("2026-01-10..2026-02-08"), "There is no earlier time of this length"));
}

TEST_CASE("A report of days that were put together tells of how many posts the author is not known",
          "[report]") {
  const Desk desk;
  std::string posts;
  for (int day = 11; day < 21; ++day)
    posts += R"({"network": "survey", "id": ")" + std::to_string(day) +
             R"(", "author": null, "text": "The nurse was so kind and caring to Mum, number )" +
             std::to_string(day) + R"(", "created_at": "2026-05-)" + std::to_string(day) +
             R"(T09:30:00Z", "language": "en"})" + "\n";
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", posts)}).status == 0);
  const std::string told =
      desk.run({"report", "--period", "2026-05-11..2026-05-20", "--format", "markdown"}).out;
  INFO(told);
  CHECK(holds(told, "10 posts, whose authors are not known."));
  CHECK_FALSE(holds(told, "How many people wrote these posts was not counted"));
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
    CHECK(holds(page, "its posts were read later, as far as the servers still showed them, or imported."));
    for (const char* inside :
         {"The nurse was", "Nobody cared", "kill myself", "37 posts", "nhsvalues show", "nhsvalues label"})
      CHECK_FALSE(holds(page, inside));
  }
  CHECK(desk.run({"report", "--period", "2026-W20", "--audience", "public"}).status == 64);
  CHECK(desk.run({"report", "--period", "2026-05-10..2026-05-20", "--audience", "public"}).status == 64);
  CHECK(desk.run({"report", "--period", "2026-05", "--audience", "public", "--kind", "pledge"}).status == 64);
}

TEST_CASE("A report that hides a number for the public says what its mark means", "[report]") {
  const Written desk;
  const std::vector<std::string> words = {"--period", "2026-05", "--audience", "public", "--format", "text"};
  CHECK_FALSE(holds(desk.asked(words), "[c]"));
  std::string teams;
  for (int id = 900; id < 903; ++id) teams += post(id, "We worked together as one team", "2026-05-14");
  REQUIRE(desk.run({"import", desk.write("teams.ndjson", teams)}).status == 0);
  CHECK(holds(desk.asked(words), "Note: [c] hidden: from 1 to 7 posts"));
}

TEST_CASE("Posts to read begin with those behind the strongest signal", "[report]") {
  const Desk desk;
  std::string posts;
  int id = 1;
  for (int month = 3; month <= 5; ++month)
    for (int day = 1; day <= 28; ++day)
      for (int i = 0; i < 6; ++i) {
        const bool rude = month == 5 && day >= 18 && day <= 24;
        const std::string date =
            "2026-0" + std::to_string(month) + (day < 10 ? "-0" : "-") + std::to_string(day);
        posts += post(id,
                      (rude || (id + day / 7) % 8 == 0 ? "Nobody cared. They were rude to her, number "
                                                       : "The nurse was so kind and caring, number ") +
                          std::to_string(id),
                      date);
        ++id;
      }
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", posts)}).status == 0);
  const Ended ended = desk.run({"report", "--period", "2026-W21", "--format", "text"});
  INFO(ended.out);
  CHECK(holds(ended.out, "The posts behind it: nhsvalues posts --value "));
  const std::size_t first = ended.out.find("First the newest of those behind what stands out");
  REQUIRE(first != std::string::npos);
  CHECK(ended.out.find("Nobody cared.", first) < ended.out.find("The nurse was so kind", first));
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

TEST_CASE("A name that no post has is refused, not told as silence", "[report]") {
  const Written desk;
  const Ended refused = desk.run({"report", "--period", "2026-05", "--network", "Mastodn"});
  CHECK(refused.status == 64);
  CHECK(holds(refused.err, "no post is of network Mastodn"));
  CHECK(holds(refused.err, "mastodon"));
  CHECK(refused.out.empty());
  CHECK(holds(desk.run({"label", "--sample", "3", "--network", "mastodn"}).err,
              "no post is of network mastodn"));
}
