#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

constexpr std::uint64_t kPostsInABatch = 40;

/// Saves batch after batch, each with its number as the cursor, until the process ends.
[[noreturn]] void save_for_ever(const std::filesystem::path& file, std::uint64_t next) {
  auto posts = store::PostStore::open(file, kFingerprint, london());
  for (; posts; ++next) {
    std::vector<store::ClassifiedPost> made;
    for (std::uint64_t i = 0; i < kPostsInABatch; ++i)
      made.push_back(
          MadePost{.id = next * kPostsInABatch + i, .url = next * kPostsInABatch + i, .author = i});
    store::Batch batch = batch_of(std::move(made));
    batch.state = SourceState{};
    batch.state->source = batch.source;
    batch.state->topic = "NHSvalues";
    batch.state->cursor = std::to_string(next);
    if (!posts->save(batch)) break;
  }
  _exit(1);
}

std::uint64_t saved_batches(store::PostStore& posts) {
  const auto state = posts.source_state("mastodon.social", "NHSvalues").value();
  return state ? std::stoull(state->cursor) + 1 : 0;
}

}  // namespace

TEST_CASE("Killed at any moment, the store holds whole batches, once each, with their cursor and rollups",
          "[store][crash]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  std::mt19937 random(7);
  std::uint64_t batches = 0;
  // As long as it takes to save a few; longer where the machine is busy and a round saved nothing.
  std::uint64_t longest_us = 60'000;
  for (int round = 0; round < 30; ++round) {
    CAPTURE(round, batches);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) save_for_ever(file, batches);
    std::this_thread::sleep_for(std::chrono::microseconds{random() % longest_us});
    REQUIRE(kill(child, SIGKILL) == 0);
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));

    store::PostStore posts = open_store(file);
    const std::uint64_t after = saved_batches(posts);
    REQUIRE(after >= batches);
    if (after == batches) longest_us = std::min<std::uint64_t>(longest_us * 3 / 2, 5'000'000);
    batches = after;
    REQUIRE(open_reader(file).count({}) == static_cast<std::int64_t>(batches * kPostsInABatch));
    REQUIRE(posts.rollups_hold() == true);
    REQUIRE(posts.search_holds() == true);
  }
  CHECK(batches > 0);
  CHECK(integer(file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
}
