#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nhs::notify {

/// So many posts a message lists.
inline constexpr std::int64_t kPostsListed = 20;

/// Whether what a rule watches is the case. Between the two borders of a rule nothing changes: a number that
/// swings around one border does not fire and recover by turns.
enum class Reading : std::uint8_t { clear, between, holds };

/// What a look at one thing found, with the words that a message would have. No word of it is a post's, an
/// author's or a server's: only numbers, names of the configuration, and references of posts.
struct Observation {
  std::string subject;  ///< which thing: a source's name, a value, a group; empty where there is one alone
  Reading reading = Reading::clear;
  std::string title = {};    ///< of what holds, a line; between the borders empty where it cannot be told
  std::string text = {};     ///< the causes, lines; never empty where it holds without posts
  std::string command = {};  ///< that shows more
  std::string over = {};     ///< the title once it is over
  std::vector<std::int64_t> posts = {};  ///< at most kPostsListed
  std::int64_t posts_in_all = 0;         ///< of which these are; 0 where that is not known
  /// Rises with each new cause, where these come one by one; else 0.
  std::int64_t mark = 0;
};

}  // namespace nhs::notify
