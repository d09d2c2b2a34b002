#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "core/post.h"
#include "core/time.h"
#include "privacy/pseudonymiser.h"
#include "store/post_store.h"
#include "tests/cli/desk.h"

namespace nhs::test {

/// A post as Bluesky itself shows it: with the account beneath the name, which no file is believed about.
inline Post on_bluesky(int id, const std::string& author, const std::string& did, UtcTime created_at) {
  Post post;
  post.network = "bluesky";
  post.id = post.local_id = "at://did:plc:" + did + "/app.bsky.feed.post/" + std::to_string(id);
  post.author = "@" + author;
  post.account = "did:plc:" + did;
  post.text = "They sat with her";
  post.created_at = created_at;
  return post;
}

/// Takes them into the desk's database, which is there, as its daemon would, but unjudged.
inline void collect(const Desk& desk, const std::vector<Post>& shown) {
  const auto key = privacy::Key::read(desk.path("pseudonym.key"));
  REQUIRE(key);
  const privacy::Pseudonymiser pseudonymiser{*key};
  store::Batch batch;
  batch.source = "blue";
  batch.now = SystemClock{}.now();
  for (const Post& post : shown) {
    store::ClassifiedPost made;
    made.post = pseudonymiser.pseudonymise(post);
    made.classification.unclassified = Unclassified::no_words;
    made.classification.model = "2026.11";
    batch.posts.push_back(std::move(made));
  }
  auto posts = store::PostStore::open_existing(desk.database());
  REQUIRE(posts);
  REQUIRE(posts->save(batch));
}

}  // namespace nhs::test
