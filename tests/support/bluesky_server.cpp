#include "tests/support/bluesky_server.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace nhs::test {

struct BlueskyServer::Impl {
  explicit Impl(std::function<UtcTime()> clock) : api(std::move(clock)) {}

  std::mutex mutex;
  BlueskyApi api;
  // Last, so that it goes first: its thread uses what stands above.
  std::unique_ptr<HttpServer> http;

  Reply answer(const SeenRequest& request) {
    const std::lock_guard lock(mutex);
    return api.answer(request, http->url());
  }
};

BlueskyServer::BlueskyServer(BlueskyServerOptions options)
    : impl_(std::make_unique<Impl>(std::move(options.clock))) {
  HttpServer::Handler handler = [impl = impl_.get()](const SeenRequest& request) {
    return impl->answer(request);
  };
  if (options.around) handler = options.around(std::move(handler));
  // Whoever asks before this is done waits for it: the answer names the server.
  const std::lock_guard lock(impl_->mutex);
  impl_->http = std::make_unique<HttpServer>(std::move(handler));
}

BlueskyServer::~BlueskyServer() = default;

std::string BlueskyServer::publish(const BlueskyPost& post) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->api.publish(post);
}

void BlueskyServer::remove(const std::string& uri) {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.remove(uri);
}

void BlueskyServer::with(const std::function<void(BlueskyApi&)>& change) {
  const std::lock_guard lock(impl_->mutex);
  change(impl_->api);
}

std::string BlueskyServer::url() const { return impl_->http->url(); }

int BlueskyServer::requests_for(const std::string& part_of_path) const {
  const auto requests = impl_->http->requests();
  return static_cast<int>(std::count_if(requests.begin(), requests.end(), [&](const SeenRequest& request) {
    return request.path.find(part_of_path) != std::string::npos;
  }));
}

std::vector<SeenRequest> BlueskyServer::requests() const { return impl_->http->requests(); }

}  // namespace nhs::test
