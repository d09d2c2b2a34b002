#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "collector/source.h"

namespace nhs::collector {

/// By which names X is asked: those to 2.166 (`tweet.fields`), those since 2.167 (`post.fields`), or those
/// before unless X refuses them. Answers are read in both.
enum class XDialect : std::uint8_t { either, tweet, post };

struct XOptions {
  /// `https://api.x.com`.
  std::string url;
  /// The app's Bearer token.
  std::string bearer;
  XDialect dialect = XDialect::either;
  /// Whether authors are asked for, each of which is billed.
  bool authors = true;
  /// How far back the first reading goes; nothing for the seven days that there are.
  std::optional<std::chrono::seconds> backfill;
  /// What X bills, in millionths of a dollar.
  std::int64_t price_per_post = 5'000;
  std::int64_t price_per_author = 10'000;
  /// Posts of a page, from kXSmallestPage to kXPageLimit: by them goes the most that it can cost.
  int page_limit = 100;
};

inline constexpr int kXPageLimit = 100;
inline constexpr int kXSmallestPage = 10;

/// What is searched for: posts with the tag, without retweets and advertisements that only their audience
/// sees.
std::string x_query(std::string_view tag);

/// The longest query of a self-serve account, in characters.
inline constexpr std::size_t kLongestXQuery = 512;

/// A tag's posts by X API v2's recent search, paged as x_walk.h says. Every post and author that an answer
/// holds is billed, so nothing else is expanded, and PageOfPosts::cost says what it came to.
std::unique_ptr<Source> make_x_source(XOptions options);

}  // namespace nhs::collector
