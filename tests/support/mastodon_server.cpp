#include "tests/support/mastodon_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "core/text.h"
#include "tests/support/mastodon_api.h"

namespace nhs::test {
namespace {

/// A uri and permalink for a post that came from elsewhere without them, or is this server's own.
Published named(const TestPost& post, const std::string& id, const std::string& domain) {
  const std::size_t at = post.author.find('@');
  const std::string user = post.author.substr(0, at);
  const std::string home = at == std::string::npos ? domain : post.author.substr(at + 1);
  Published names{id, post.uri, post.url};
  if (names.uri.empty()) names.uri = fmt::format("https://{}/users/{}/statuses/{}", home, user, id);
  if (names.url.empty()) names.url = fmt::format("https://{}/@{}/{}", home, user, id);
  return names;
}

}  // namespace

struct MastodonServer::Impl {
  explicit Impl(const MastodonOptions& options)
      : domain(options.domain),
        ids(options.ids),
        api(options.domain, options.ids),
        // Servers give one post different ids.
        serial(std::hash<std::string>{}(options.domain) & 0xFFF) {}

  const std::string domain;
  const IdStyle ids;
  std::mutex mutex;
  MastodonApi api;
  std::uint64_t serial;
  // Last, so that it goes first: its thread uses what stands above.
  std::unique_ptr<HttpServer> http;

  Reply answer(const SeenRequest& request);
  Published publish(const TestPost& post);
};

Reply MastodonServer::Impl::answer(const SeenRequest& request) {
  const std::lock_guard lock(mutex);
  return api.answer(request, http->url());
}

Published MastodonServer::Impl::publish(const TestPost& post) {
  std::string id;
  do {
    id = local_id(ids, post.created_at, serial++);
  } while (api.timelines.has_id(id));
  Status status;
  status.names = named(post, id, domain);
  status.post = post;
  status.tags = hashtags_in(post.text);
  render(status, domain, ids);
  Published names = status.names;
  api.timelines.add(std::move(status));
  api.feeds.changed();
  return names;
}

MastodonServer::MastodonServer(MastodonOptions options) : impl_(std::make_unique<Impl>(options)) {
  HttpServer::Handler handler = [impl = impl_.get()](const SeenRequest& request) {
    return impl->answer(request);
  };
  if (options.around) handler = options.around(std::move(handler));
  // Whoever asks before this is done waits for it: the answer names the server.
  const std::lock_guard lock(impl_->mutex);
  impl_->http = std::make_unique<HttpServer>(std::move(handler));
}

MastodonServer::~MastodonServer() = default;

Published MastodonServer::publish(const TestPost& post) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->publish(post);
}

void MastodonServer::publish(const std::vector<TestPost>& posts) {
  const std::lock_guard lock(impl_->mutex);
  for (const TestPost& post : posts) impl_->publish(post);
}

Published MastodonServer::publish_late(const TestPost& post) {
  const std::lock_guard lock(impl_->mutex);
  const std::string newest = impl_->api.timelines.newest_id();
  Published names = impl_->publish(post);
  if (!OlderId{}(names.id, newest)) throw std::logic_error("a late post must be older than the newest one");
  return names;
}

void MastodonServer::edit(const std::string& uri, const std::string& text, UtcTime edited_at,
                          std::optional<std::vector<std::string>> tags) {
  const std::lock_guard lock(impl_->mutex);
  const std::vector<std::string> before = impl_->api.timelines.tags_listing(uri);
  Status status = impl_->api.timelines.take(uri);
  status.tags = tags ? std::move(*tags) : hashtags_in(text);
  status.post.text = text;
  status.edited_at = edited_at;
  render(status, impl_->domain, impl_->ids);
  impl_->api.timelines.add(std::move(status));
  if (impl_->api.quirks.keep_edited_in_timelines) {
    for (const std::string& tag : before) impl_->api.timelines.list_under(tag, uri);
  }
  impl_->api.feeds.changed();
}

void MastodonServer::remove(const std::string& uri) {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.timelines.take(uri);
  impl_->api.feeds.changed();
}

void MastodonServer::require_token(std::string token) {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks.token = std::move(token);
}

void MastodonServer::hide_tag_timelines() {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks.tag_timelines_hidden = true;
}

void MastodonServer::switch_tag_timelines_off() {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks.tag_timelines_off = true;
}

void MastodonServer::empty_tag_timelines_for_visitors() {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks.tag_timelines_empty_for_visitors = true;
}

void MastodonServer::describe_nothing() {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks.describes_itself = false;
}

void MastodonServer::min_id_is_since_id() {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks.min_id_is_since_id = true;
}

void MastodonServer::page_limit(std::size_t limit) {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks.page_limit = limit;
}

void MastodonServer::rate_limit(int limit, std::chrono::milliseconds window) {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks.rate_limit.emplace(limit, window);
}

void MastodonServer::unknown_tag_is_404() {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks.unknown_tag_is_404 = true;
}

void MastodonServer::keep_edited_in_timelines() {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks.keep_edited_in_timelines = true;
}

std::string MastodonServer::url() const { return impl_->http->url(); }

const std::string& MastodonServer::domain() const { return impl_->domain; }

int MastodonServer::requests_for(const std::string& part_of_path) const {
  const std::string wanted = folded(part_of_path);
  const auto requests = impl_->http->requests();
  return static_cast<int>(std::count_if(requests.begin(), requests.end(), [&](const SeenRequest& request) {
    return folded(request.path).find(wanted) != std::string::npos;
  }));
}

std::vector<SeenRequest> MastodonServer::requests() const { return impl_->http->requests(); }

}  // namespace nhs::test
