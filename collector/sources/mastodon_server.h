#pragma once

#include <cstddef>
#include <string>

#include "collector/source.h"
#include "collector/sources/mastodon_source.h"
#include "collector/sources/mastodon_status.h"

namespace nhs::collector {

/// How a server that speaks Mastodon's API is asked, and what of its posts is taken in. Pure and thread-safe.
class MastodonServer {
 public:
  explicit MastodonServer(MastodonOptions options);

  /// Without an end slash.
  const std::string& url() const { return options_.url; }
  const std::string& host() const { return host_; }
  bool has_token() const { return !options_.bearer.empty(); }

  /// A question for JSON, by its whole address.
  net::HttpRequest asking(std::string url) const;

  /// Puts a status where it belongs on its page.
  ///
  /// counts: it is part of what is watched.
  void sort_into(PageOfPosts& page, DecodedStatus status, bool counts) const;

  /// What an answer of so many statuses means, when it is more than kMostStatuses.
  Failed too_many(std::size_t statuses, std::size_t asked_for) const;

 private:
  MastodonOptions options_;
  std::string host_;
};

/// Some servers give more than asked for; one that gives ten times as many would hold up all others while its
/// page is taken in.
inline constexpr std::size_t kMostStatuses = 400;

/// Whether this is the API's own word for what went wrong, such as that nobody used a tag yet, and no web
/// page in its place.
bool is_mastodon_error(const std::string& body);

}  // namespace nhs::collector
