#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "core/json.h"
#include "store/post_store.h"
#include "tests/cli/desk.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// A database with posts that a model of long ago found positive and about nothing.
void fill(const Desk& desk, int count) {
  const Ended imported =
      desk.run({"import", desk.write("posts.ndjson", R"({"text": "The ward is on level four"})")});
  INFO(imported.err);
  REQUIRE(imported.status == 0);
  auto posts = store::PostStore::open_existing(desk.database());
  REQUIRE(posts);
  store::Batch batch;
  batch.source = "import";
  batch.now = SystemClock{}.now();
  for (int i = 0; i < count; ++i) {
    store::ClassifiedPost post;
    post.post.network = "import";
    post.post.key = {1, static_cast<std::uint8_t>(i % 256), static_cast<std::uint8_t>(i / 256)};
    post.post.text = "Nobody cared, they left her in pain and were rude";
    post.post.created_at = parse_rfc3339("2026-11-03T09:30:00Z").value();
    post.classification.language = "en";
    post.classification.model = "2020.01";
    post.classification.sentiment = SentimentFinding{Sentiment::positive, 1, 0, 0, {}};
    batch.posts.push_back(post);
  }
  REQUIRE(posts->save(batch));
}

std::int64_t negative(const Desk& desk) {
  const Ended ended =
      desk.run({"trends", "--since", "2026-11", "--until", "2026-12", "--by", "month", "--format", "json"});
  INFO(ended.err);
  return JsonDocument::parse(ended.out)
      .value()
      .root()["rows"]
      .at(0)["sentiment"]["negative"]
      .integer()
      .value();
}

}  // namespace

TEST_CASE("Reclassify judges anew what another model judged, says what changed, and then has nothing to do",
          "[cli]") {
  Desk desk;
  fill(desk, 4500);
  REQUIRE(desk.run({"label", "5", "--sentiment", "neutral"}).status == 0);
  const Ended trial = desk.run({"reclassify", "--dry-run"});
  INFO(trial.err);
  REQUIRE(trial.status == 0);
  CHECK(trial.out.find("4500 posts would be judged anew by ") == 0);
  CHECK(trial.out.find("(before: 4500 by 2020.01)") != std::string::npos);
  CHECK(trial.out.find("4500 would come out otherwise") != std::string::npos);
  CHECK(trial.out.find("sentiment 4500") != std::string::npos);
  CHECK(negative(desk) == 0);

  const Ended done = desk.run({"reclassify"});
  REQUIRE(done.status == 0);
  CHECK(done.err.empty());
  CHECK(done.out.find("4500 posts judged anew by ") == 0);
  CHECK(negative(desk) == 4499);
  const Ended again = desk.run({"reclassify"});
  REQUIRE(again.status == 0);
  CHECK(again.out.find("Every stored post is judged by ") == 0);
  CHECK(desk.run({"reclassify", "--dry-run"}).out == again.out);
}

TEST_CASE("Reclassify waits for nobody who writes, and its trial needs not wait", "[cli]") {
  Desk desk;
  fill(desk, 1);
  const int lock = open((desk.database().string() + ".lock").c_str(), O_RDWR | O_CREAT, 0640);
  REQUIRE(flock(lock, LOCK_EX | LOCK_NB) == 0);
  CHECK(desk.run({"reclassify"}).status == 75);
  CHECK(desk.run({"reclassify", "--dry-run"}).status == 0);
  close(lock);
}

TEST_CASE("Without a database there is nothing to judge anew", "[cli]") {
  const Desk desk;
  CHECK(desk.run({"reclassify"}).status == 66);
  CHECK(desk.run({"reclassify", "--dry-run"}).status == 66);
}
