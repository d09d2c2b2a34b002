#include "tests/support/labelled_posts.h"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>

#include "core/json.h"
#include "tests/support/federation.h"
#include "tests/support/loopback_client.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const UtcTime kUntil = *parse_rfc3339("2026-11-22T12:34:56Z");

/// A file that goes when the test does.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content) {
    std::string name = (std::filesystem::temp_directory_path() / "nhs-posts-XXXXXX").string();
    close(mkstemp(name.data()));
    path = name;
    std::ofstream(path) << content;
  }
  ~TemporaryFile() { std::filesystem::remove(path); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  std::filesystem::path path;
};

std::vector<LabelledPost> many_posts(int count) {
  std::vector<LabelledPost> posts;
  for (int i = 0; i < count; ++i)
    posts.push_back({"p" + std::to_string(i), "Post " + std::to_string(i) + " #NHSvalues", "other"});
  return posts;
}

}  // namespace

TEST_CASE("Labelled posts are read by column name, escapes undone", "[posts]") {
  const TemporaryFile file(
      "id\ttext\tvalues\tsentiment\tkind\tgroups\n"
      "p1\tone\\ntwo \\\\n \\t #NHSvalues\t-\tneutral\tnews\t-\n");
  const auto posts = read_labelled_posts(file.path);
  REQUIRE(posts);
  REQUIRE(posts->size() == 1);
  CHECK(posts->front().id == "p1");
  CHECK(posts->front().text == "one\ntwo \\n \t #NHSvalues");
  CHECK(posts->front().kind == "news");
}

TEST_CASE("A file that is not there or not labelled is refused with its place", "[posts]") {
  CHECK(read_labelled_posts("/nonexistent.tsv").error().status == ExitStatus::no_input);
  const TemporaryFile no_columns("id\ttext\np1\tone\n");
  CHECK(read_labelled_posts(no_columns.path).error().status == ExitStatus::bad_data);
  const TemporaryFile short_row("id\ttext\tkind\np1\tone\n");
  CHECK(read_labelled_posts(short_row.path).error().message.find(":2:") != std::string::npos);
}

TEST_CASE("Posts are spread over the twelve weeks before a moment, none after it", "[posts]") {
  const auto spread = spread_over_weeks(many_posts(5000), kUntil);
  const auto by_time = [](const TestPost& a, const TestPost& b) { return a.created_at < b.created_at; };
  const auto [first, last] = std::minmax_element(spread.begin(), spread.end(), by_time);
  CHECK(last->created_at < kUntil);
  CHECK(last->created_at > kUntil - std::chrono::days(2));
  CHECK(first->created_at >= kUntil - kSpread);
  CHECK(first->created_at < kUntil - kSpread + std::chrono::days(2));
  CHECK(spread[17].text == "Post 17 #NHSvalues");
}

TEST_CASE("People write more on weekdays and in the daytime", "[posts]") {
  double weekend = 0, night = 0;
  const auto spread = spread_over_weeks(many_posts(5000), kUntil);
  for (const TestPost& post : spread) {
    const auto day = std::chrono::floor<std::chrono::days>(post.created_at);
    const std::chrono::weekday weekday{day};
    weekend += weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    night += post.created_at - day < std::chrono::hours(6);
  }
  CHECK(weekend / 5000 < 0.22);
  CHECK(weekend / 5000 > 0.10);
  CHECK(night / 5000 < 0.05);
}

TEST_CASE("A few hundred people write, some much more than others, and always the same", "[posts]") {
  const auto spread = spread_over_weeks(many_posts(5000), kUntil);
  std::map<std::string, int> by_author;
  for (const TestPost& post : spread) ++by_author[post.author];
  CHECK(by_author.size() > 250);
  CHECK(by_author.size() <= 300);
  const auto most = std::max_element(by_author.begin(), by_author.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  CHECK(most->second > 5 * 5000 / 300);

  const auto again = spread_over_weeks(many_posts(5000), kUntil);
  const auto same = [](const TestPost& a, const TestPost& b) {
    return a.text == b.text && a.created_at == b.created_at && a.author == b.author;
  };
  CHECK(std::equal(spread.begin(), spread.end(), again.begin(), same));
}

TEST_CASE("Federated posts are on their home server and at least one more, under one uri", "[posts]") {
  MastodonServer a{{.domain = "a.example"}}, b{{.domain = "b.example"}}, c{{.domain = "c.example"}};
  federate(spread_over_weeks(many_posts(60), kUntil), {&a, &b, &c});
  std::map<std::string, std::set<std::string>> servers_by_uri;
  std::set<std::string> ids;
  std::size_t statuses = 0;
  for (const MastodonServer* server : {&a, &b, &c}) {
    std::string older;
    for (std::size_t size = 1; size > 0;) {
      const std::string url = server->url() + "/api/v1/timelines/tag/nhsvalues?limit=40" + older;
      const auto document = JsonDocument::parse(get(url).body());
      REQUIRE(document);
      size = document->root().size();
      for (std::size_t i = 0; i < size; ++i) {
        const JsonView status = document->root().at(i);
        servers_by_uri[status["uri"].text_or_empty()].insert(server->domain());
        ids.insert(status["id"].text_or_empty());
        older = "&max_id=" + status["id"].text_or_empty();
        ++statuses;
      }
    }
  }
  CHECK(servers_by_uri.size() == 60);
  CHECK(ids.size() == statuses);
  for (const auto& [uri, servers] : servers_by_uri) {
    CHECK(servers.size() >= 2);
    const std::string home = uri.substr(8, std::string("a.example").size());
    CHECK(servers.contains(home));
  }
}
