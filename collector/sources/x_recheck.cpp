#include "collector/sources/x_recheck.h"

#include <fmt/format.h>

#include "collector/http_status.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "collector/sources/x_api.h"
#include "collector/sources/x_post.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

/// The most that a lookup by ids takes.
constexpr std::size_t kMostIdsALookup = 100;

bool names_as_gone(JsonView errors, const std::string& id) {
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const JsonView error = errors.at(i);
    if (error["resource_id"].text_or_empty() != id && error["value"].text_or_empty() != id) continue;
    const std::string type = error["type"].text_or_empty();
    for (const std::string_view gone : {"/resource-not-found", "/not-authorized-for-resource"})
      if (type.size() >= gone.size() && type.compare(type.size() - gone.size(), gone.size(), gone) == 0)
        return true;
  }
  return false;
}

/// Deleted, suspended and protected posts are named, with the reason; what is neither shown nor named was
/// lost on the way.
Sight sight_of(JsonView answer, const PostToRecheck& post, PageOfPosts& page, const Topic& topic,
               UtcTime now) {
  const JsonView shown = answer["data"];
  for (std::size_t i = 0; i < shown.size(); ++i) {
    DecodedXPost decoded = decode_x_post(shown.at(i), {}, now);
    const bool asked_for = shown.at(i)["id"].text_or_empty() == post.local_id;
    // A later version may come in its place; both are known by the first one's id.
    const bool same_post = decoded.verdict == XVerdict::keep && decoded.post.id == post.id;
    if (!asked_for && !same_post) continue;
    if (decoded.verdict == XVerdict::withheld) return Sight::gone;
    if (!same_post) return Sight::unclear;
    // The name that it was collected under may be another account's by now.
    decoded.post.account.clear();
    decoded.post.author = post.author;
    decoded.post.url = post.url;
    const bool counts = !has_lost_topic(post, decoded.post, topic, true);
    (counts ? page.posts : page.withdrawn).push_back(std::move(decoded.post));
    return Sight::present;
  }
  return names_as_gone(answer["errors"], post.local_id) ? Sight::gone : Sight::unclear;
}

}  // namespace

RecheckManner XRechecker::manner(const Cursor& /*cursor*/, UtcTime /*now*/) const {
  RecheckManner manner;
  manner.posts_at_once = kMostIdsALookup;
  manner.pace = RecheckPace::daily;
  manner.price_of_post = options_.price_per_post;
  return manner;
}

std::optional<net::HttpRequest> XRechecker::question(const Cursor& cursor,
                                                     const std::vector<PostToRecheck>& posts) const {
  if (posts.empty()) return std::nullopt;
  std::string ids;
  for (const PostToRecheck& post : posts) ids += (ids.empty() ? "" : ",") + percent_encoded(post.local_id);
  return x_request(options_, fmt::format("{}/2/tweets?ids={}&{}", options_.url, ids,
                                         x_fields(options_, x_progress_in(cursor))));
}

RecheckOutcome XRechecker::read_answer(const net::HttpResponse& response, const Cursor& cursor,
                                       const std::vector<PostToRecheck>& posts, const Topic& topic,
                                       UtcTime now) const {
  if (response.status != 200) {
    if (const auto problem = x_problem(response)) return failed_by(*problem, response.status);
    if (auto outcome = status_outcome(response, now)) return as_recheck_outcome(*std::move(outcome));
  }
  const auto document = JsonDocument::parse(response.body);
  if (response.status != 200 || !is_json_object(document)) return not_an_x_answer(response.body);
  const JsonView answer = document->root();
  if (answer["data"].size() > kMostXPosts)
    return Failed{FailureClass::content, "X sent more posts than were asked for"};
  Reread reread;
  reread.page.cost = x_bill(options_, answer);
  reread.page.cursor = cursor;
  for (const PostToRecheck& post : posts)
    reread.sights.push_back(sight_of(answer, post, reread.page, topic, now));
  return reread;
}

}  // namespace nhs::collector
