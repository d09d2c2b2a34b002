#include "tests/support/x_server.h"

#include <mutex>
#include <utility>

namespace nhs::test {

struct XServer::Impl {
  explicit Impl(std::function<UtcTime()> clock) : api(std::move(clock)) {}

  std::mutex mutex;
  XApi api;
  // Last, so that it goes first: its thread uses what stands above.
  std::unique_ptr<HttpServer> http;
};

XServer::XServer(XServerOptions options) : impl_(std::make_unique<Impl>(std::move(options.now))) {
  HttpServer::Handler handler = [impl = impl_.get()](const SeenRequest& request) {
    const std::lock_guard lock(impl->mutex);
    return impl->api.answer(request, "");
  };
  if (options.around) handler = options.around(std::move(handler));
  impl_->http = std::make_unique<HttpServer>(std::move(handler));
}

XServer::~XServer() = default;

std::string XServer::publish(const XTestPost& post) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->api.posts.publish(post);
}

std::string XServer::edit(const std::string& id, const std::string& text, UtcTime at) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->api.posts.edit(id, text, at);
}

void XServer::remove(const std::string& id) {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.posts.remove(id);
}

void XServer::with(const std::function<void(XApi&)>& change) {
  const std::lock_guard lock(impl_->mutex);
  change(impl_->api);
}

std::string XServer::url() const { return impl_->http->url(); }

std::vector<SeenRequest> XServer::requests() const { return impl_->http->requests(); }

}  // namespace nhs::test
