#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "collector/recheck.h"
#include "collector/sources/mastodon_cursor.h"
#include "collector/sources/mastodon_server.h"

namespace nhs::collector {

/// How a Mastodon server is asked for posts again: for several statuses at once where it knows how to give
/// them (since 4.3), else one by one.
class MastodonRechecker final : public Rechecker {
 public:
  explicit MastodonRechecker(MastodonServer server) : server_(std::move(server)) {}

  RecheckManner manner(const Cursor& cursor, UtcTime now) const override;
  bool is_home_of(const PostToRecheck& post) const override;
  std::optional<net::HttpRequest> question(const Cursor& cursor,
                                           const std::vector<PostToRecheck>& posts) const override;
  RecheckOutcome read_answer(const net::HttpResponse& response, const Cursor& cursor,
                             const std::vector<PostToRecheck>& posts, const Topic& topic,
                             UtcTime now) const override;

 private:
  RecheckOutcome read_status(const net::HttpResponse& response, MastodonProgress progress,
                             const PostToRecheck& post, const Topic& topic, UtcTime now) const;
  RecheckOutcome read_statuses(const net::HttpResponse& response, MastodonProgress progress,
                               const std::vector<PostToRecheck>& posts, const Topic& topic,
                               UtcTime now) const;
  Sight sight_of(JsonView json, const PostToRecheck& post, PageOfPosts& page, const Topic& topic,
                 UtcTime now) const;

  MastodonServer server_;
};

}  // namespace nhs::collector
