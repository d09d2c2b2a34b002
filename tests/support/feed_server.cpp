#include "tests/support/feed_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <random>
#include <stdexcept>
#include <utility>

#include "tests/support/conditional.h"
#include "tests/support/feed_document.h"

namespace nhs::test {

struct FeedServer::Impl {
  FeedOptions options;
  std::mutex mutex;
  std::vector<FeedItem> items;  // as in the document
  ConditionalAnswers answers;
  // Last, so that it goes first: its thread uses what stands above.
  std::unique_ptr<HttpServer> http;

  Reply answer(const SeenRequest& request);
  std::vector<FeedItem>::iterator place_of(const std::string& guid);
  void insert_by_date(FeedItem item);
};

Reply FeedServer::Impl::answer(const SeenRequest& request) {
  const std::lock_guard lock(mutex);
  if (request.path != "/feed.xml") {
    Reply reply;
    reply.status = 404;
    return reply;
  }
  const bool rss = options.format == FeedFormat::rss;
  return answers.answer(request,
                        rss ? rss_document(options.title, items) : atom_document(options.title, items),
                        rss ? "application/rss+xml; charset=utf-8" : "application/atom+xml; charset=utf-8");
}

std::vector<FeedItem>::iterator FeedServer::Impl::place_of(const std::string& guid) {
  return std::find_if(items.begin(), items.end(), [&](const FeedItem& item) { return item.guid == guid; });
}

void FeedServer::Impl::insert_by_date(FeedItem item) {
  const auto older = [&](const FeedItem& other) { return other.published <= item.published; };
  items.insert(std::find_if(items.begin(), items.end(), older), std::move(item));
  const auto oldest = [](const FeedItem& a, const FeedItem& b) { return a.published < b.published; };
  if (items.size() > options.newest) items.erase(std::min_element(items.begin(), items.end(), oldest));
  answers.changed();
}

FeedServer::FeedServer(FeedOptions options) : impl_(std::make_unique<Impl>()) {
  impl_->answers.send_etag = options.send_etag;
  impl_->answers.send_last_modified = options.send_last_modified;
  impl_->options = std::move(options);
  HttpServer::Handler handler = [impl = impl_.get()](const SeenRequest& request) {
    return impl->answer(request);
  };
  if (impl_->options.around) handler = impl_->options.around(std::move(handler));
  impl_->http = std::make_unique<HttpServer>(std::move(handler));
}

FeedServer::~FeedServer() = default;

void FeedServer::publish(FeedItem item) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->place_of(item.guid) != impl_->items.end())
    throw std::logic_error("this feed has that guid already");
  impl_->insert_by_date(std::move(item));
}

void FeedServer::redate(const std::string& guid, UtcTime published) {
  const std::lock_guard lock(impl_->mutex);
  const auto at = impl_->place_of(guid);
  if (at == impl_->items.end()) throw std::logic_error("this feed has no item of that guid");
  FeedItem item = std::move(*at);
  impl_->items.erase(at);
  item.published = published;
  impl_->insert_by_date(std::move(item));
}

void FeedServer::reorder(std::uint64_t seed) {
  const std::lock_guard lock(impl_->mutex);
  std::shuffle(impl_->items.begin(), impl_->items.end(), std::mt19937_64(seed));
  impl_->answers.changed();
}

std::string FeedServer::url() const { return impl_->http->url() + "/feed.xml"; }

std::vector<SeenRequest> FeedServer::requests() const { return impl_->http->requests(); }

}  // namespace nhs::test
