#include "collector/sources/mastodon_server.h"

#include <fmt/format.h>

#include <utility>

#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

void leave_out(PageOfPosts& page, Post post) {
  ++page.opted_out;
  // It may have been kept before its author asked.
  page.withdrawn.push_back(std::move(post));
}

}  // namespace

MastodonServer::MastodonServer(MastodonOptions options) : options_(std::move(options)) {
  options_.url = without_end_slash(std::move(options_.url));
  host_ = host_of(options_.url);
}

net::HttpRequest MastodonServer::asking(std::string url) const {
  net::HttpRequest request{std::move(url)};
  request.headers.emplace_back("Accept", "application/json");
  request.bearer = options_.bearer;
  return request;
}

void MastodonServer::sort_into(PageOfPosts& page, DecodedStatus status, bool counts) const {
  switch (status.verdict) {
    case StatusVerdict::keep: {
      if (options_.drop_noindex && status.post.quotable == false) {
        leave_out(page, std::move(status.post));
        break;
      }
      (counts ? page.posts : page.withdrawn).push_back(std::move(status.post));
      break;
    }
    case StatusVerdict::opted_out:
      leave_out(page, std::move(status.post));
      break;
    case StatusVerdict::unreadable:
    case StatusVerdict::boost:
    case StatusVerdict::not_public:
      break;
  }
}

Failed MastodonServer::too_many(std::size_t statuses, std::size_t asked_for) const {
  return {FailureClass::content,
          fmt::format("{} sent {} posts where {} were asked for", host_, statuses, asked_for)};
}

bool is_mastodon_error(const std::string& body) {
  const auto document = JsonDocument::parse(body);
  return document && document->root().is_object();
}

}  // namespace nhs::collector
