#include <catch2/catch.hpp>

#include "tests/store/store_fixture.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::test;

namespace {

store::ClassifiedPost post_with(const std::string& text, std::int64_t mentions, std::int64_t phones) {
  store::ClassifiedPost post = MadePost{.id = 1, .text = text};
  post.post.masked[index_of(Masked::mention)] = mentions;
  post.post.masked[index_of(Masked::phone)] = phones;
  return post;
}

}  // namespace

TEST_CASE("What was masked is counted once a text, from the first day on", "[masking]") {
  const Scratch folder;
  auto store = open_store(folder / "posts.db");
  const auto status = [&] {
    return open_reader(folder / "posts.db").status(at("2026-11-20T09:00:00Z")).value();
  };
  CHECK_FALSE(status().masked_since);

  save(store, batch_of({post_with("@… rang [phone]", 1, 1)}));
  // Seen again, by re-scans and other servers.
  save(store, batch_of({post_with("@… rang [phone]", 1, 1)}));
  CHECK(status().masked[index_of(Masked::mention)] == 1);
  CHECK(status().masked[index_of(Masked::phone)] == 1);
  CHECK(status().masked[index_of(Masked::email)] == 0);
  REQUIRE(status().masked_since);

  store::ClassifiedPost edited = post_with("@… and @…", 2, 0);
  edited.post.edited_at = at("2026-11-03T09:30:00Z");
  save(store, batch_of({edited}));
  CHECK(status().masked[index_of(Masked::mention)] == 3);
}

TEST_CASE("Each kind of what is masked can be counted, or a post would keep its whole batch out",
          "[masking]") {
  const Scratch folder;
  store::ClassifiedPost post = MadePost{.id = 1, .text = "all of it"};
  post.post.masked.fill(1);
  auto store = open_store(folder / "posts.db");
  save(store, batch_of({post}));
  const auto status = open_reader(folder / "posts.db").status(at("2026-11-20T09:00:00Z")).value();
  for (const Masked what : all_of<Masked>()) CHECK(status.masked[index_of(what)] == 1);
}
