#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace nhs::test {

/// A post as somebody wrote it, before a server has given it ids. Its hashtags are those in the text.
struct TestPost {
  std::string text;
  UtcTime created_at{};
  /// `amy` for an account of the server it is published on, `amy@elsewhere.example` for one of another
  /// server.
  std::string author = "amy";
  /// Empty where the author has not said.
  std::string language = "en";
  /// Given where the post comes from another server, as that server's publish() returned them. An author of
  /// another server without them gets invented ones.
  std::string uri = {};
  std::string url = {};
  /// What its author says of search engines; left out, as by other software, where unset.
  std::optional<bool> indexable = true;
  bool noindex = false;
};

/// What a server made of a post.
struct Published {
  std::string id;   ///< this server's own; pages are by it
  std::string uri;  ///< the same on all servers
  std::string url;  ///< where people read it
};

/// Posts a minute apart with different texts under #NHSvalues, oldest first, the last one at that moment.
inline std::vector<TestPost> posts_every_minute(int count, UtcTime last) {
  std::vector<TestPost> posts;
  for (int i = 1; i <= count; ++i) {
    posts.push_back({.text = "Tea on the ward, cup " + std::to_string(i) + ". #NHSvalues",
                     .created_at = last - std::chrono::minutes(count - i)});
  }
  return posts;
}

}  // namespace nhs::test
