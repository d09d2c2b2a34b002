#include "collector/sources/mastodon_recheck.h"

#include <fmt/format.h>

#include <utility>

#include "collector/http_status.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

using std::chrono::hours;

/// How many statuses are asked for at once: servers do not say how many they take.
constexpr std::size_t kStatusesAtOnce = 20;

/// Servers learn to give several statuses at once by being upgraded.
constexpr hours kOneByOneHolds{7 * 24};

/// An answer to a question for several that shows none may as well come from a server that does not know the
/// question: each is asked for by itself, where a missing one has an answer of its own.
constexpr hours kOneByOneInDoubt{1};

bool one_by_one(const MastodonProgress& progress, UtcTime now) {
  return progress.one_by_one_until && now < *progress.one_by_one_until;
}

Proceed ask_one_by_one(MastodonProgress progress, UtcTime until) {
  progress.one_by_one_until = until;
  return Proceed{cursor_of(progress), std::nullopt, {}};
}

/// Answers in place of a status or a list of them.
RecheckOutcome instead(const net::HttpResponse& response, UtcTime now) {
  if (auto outcome = status_outcome(response, now)) return as_recheck_outcome(*std::move(outcome));
  return Failed{FailureClass::content, "the server's answer holds no statuses"};
}

}  // namespace

RecheckManner MastodonRechecker::manner(const Cursor& cursor, UtcTime now) const {
  RecheckManner manner;
  manner.posts_at_once = kStatusesAtOnce;
  if (one_by_one(progress_in(cursor), now)) {
    manner.posts_at_once = 1;
    manner.questions_a_turn = 20;
  }
  return manner;
}

/// Uris and permalinks are at the author's server; others hold copies.
bool MastodonRechecker::is_home_of(const PostToRecheck& post) const {
  const std::string here = origin_of(server_.url());
  return origin_of(post.id) == here || origin_of(post.url) == here;
}

std::optional<net::HttpRequest> MastodonRechecker::question(const Cursor& cursor,
                                                            const std::vector<PostToRecheck>& posts) const {
  const MastodonProgress progress = progress_in(cursor);
  if (progress.refused_at || posts.empty()) return std::nullopt;
  std::string url = server_.url() + "/api/v1/statuses";
  if (posts.size() == 1) return server_.asking(url + "/" + percent_encoded(posts.front().local_id));
  for (std::size_t i = 0; i < posts.size(); ++i)
    url += fmt::format("{}id%5B%5D={}", i == 0 ? '?' : '&', percent_encoded(posts[i].local_id));
  return server_.asking(std::move(url));
}

RecheckOutcome MastodonRechecker::read_answer(const net::HttpResponse& response, const Cursor& cursor,
                                              const std::vector<PostToRecheck>& posts, const Topic& topic,
                                              UtcTime now) const {
  MastodonProgress progress = progress_in(cursor);
  return posts.size() == 1 ? read_status(response, std::move(progress), posts.front(), topic, now)
                           : read_statuses(response, std::move(progress), posts, topic, now);
}

RecheckOutcome MastodonRechecker::read_status(const net::HttpResponse& response, MastodonProgress progress,
                                              const PostToRecheck& post, const Topic& topic,
                                              UtcTime now) const {
  Reread reread;
  reread.page.cursor = cursor_of(progress);
  const bool said_gone =
      (response.status == 404 || response.status == 410) && is_mastodon_error(response.body);
  if (said_gone) {
    reread.sights.push_back(Sight::gone);
    return reread;
  }
  const auto document = JsonDocument::parse(response.body);
  if (response.status != 200 || !document || !document->root().is_object()) return instead(response, now);
  reread.sights.push_back(sight_of(document->root(), post, reread.page, topic, now));
  return reread;
}

RecheckOutcome MastodonRechecker::read_statuses(const net::HttpResponse& response, MastodonProgress progress,
                                                const std::vector<PostToRecheck>& posts, const Topic& topic,
                                                UtcTime now) const {
  // Servers before 4.3, and GoToSocial, know no such list.
  for (const int status : {400, 404, 405, 422, 501})
    if (response.status == status) return ask_one_by_one(std::move(progress), now + kOneByOneHolds);
  const auto document = JsonDocument::parse(response.body);
  if (response.status != 200 || !document || !document->root().is_array()) return instead(response, now);
  const JsonView statuses = document->root();
  if (statuses.size() > kMostStatuses) return server_.too_many(statuses.size(), posts.size());
  Reread reread;
  reread.page.cursor = cursor_of(progress);
  bool shows_any = false;
  for (const PostToRecheck& post : posts) {
    Sight sight = Sight::gone;
    for (std::size_t i = 0; i < statuses.size(); ++i)
      if (statuses.at(i)["id"].text_or_empty() == post.local_id) {
        shows_any = true;
        sight = sight_of(statuses.at(i), post, reread.page, topic, now);
      }
    reread.sights.push_back(sight);
  }
  if (!shows_any) return ask_one_by_one(std::move(progress), now + kOneByOneInDoubt);
  return reread;
}

Sight MastodonRechecker::sight_of(JsonView json, const PostToRecheck& post, PageOfPosts& page,
                                  const Topic& topic, UtcTime now) const {
  DecodedStatus status = decode_status(json, server_.host(), now);
  if (status.verdict == StatusVerdict::not_public) return Sight::gone;
  const bool readable = status.verdict == StatusVerdict::keep || status.verdict == StatusVerdict::opted_out;
  // A server that was set up afresh gives old ids to other posts. One that was first seen in a feed is known
  // by its address.
  const bool is_it = status.post.id == post.id || (!post.url.empty() && status.post.url == post.url);
  if (!readable || !is_it) return Sight::unclear;
  const bool counts = !has_lost_topic(post, status.post, topic, true);
  server_.sort_into(page, std::move(status), counts);
  return Sight::present;
}

}  // namespace nhs::collector
