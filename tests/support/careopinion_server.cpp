#include "tests/support/careopinion_server.h"

#include <mutex>
#include <utility>

namespace nhs::test {

struct CareOpinionServer::Impl {
  explicit Impl(std::string key) : api(std::move(key)) {}

  std::mutex mutex;
  CareOpinionApi api;
  // Last, so that it goes first: its thread uses what stands above.
  std::unique_ptr<HttpServer> http;
};

CareOpinionServer::CareOpinionServer(CareOpinionServerOptions options)
    : impl_(std::make_unique<Impl>(std::move(options.key))) {
  HttpServer::Handler handler = [impl = impl_.get()](const SeenRequest& request) {
    const std::lock_guard lock(impl->mutex);
    return impl->api.answer(request, impl->http->url());
  };
  if (options.around) handler = options.around(std::move(handler));
  // Whoever asks before this is done waits for it: the answer names the server.
  const std::lock_guard lock(impl_->mutex);
  impl_->http = std::make_unique<HttpServer>(std::move(handler));
}

CareOpinionServer::~CareOpinionServer() = default;

void CareOpinionServer::publish(Story story) {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.publish(std::move(story));
}

void CareOpinionServer::withdraw(int id) {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.withdraw(id);
}

void CareOpinionServer::misbehave(CareOpinionQuirks quirks) {
  const std::lock_guard lock(impl_->mutex);
  impl_->api.quirks = std::move(quirks);
}

std::string CareOpinionServer::url() const { return impl_->http->url(); }

std::vector<SeenRequest> CareOpinionServer::requests() const { return impl_->http->requests(); }

}  // namespace nhs::test
