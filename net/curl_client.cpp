#include "net/curl_client.h"

#include <curl/curl.h>

#include <boost/asio/this_coro.hpp>
#include <utility>
#include <vector>

#include "net/curl_multi.h"
#include "net/curl_start.h"
#include "net/request_rules.h"
#include "net/transfer.h"

namespace nhs::net {
namespace {

namespace asio = boost::asio;

}  // namespace

/// Shared with the requests in flight, which may see the client go.
struct CurlClient::State {
  State(const asio::any_io_executor& executor, ClientOptions allowed)
      : options(std::move(allowed)), multi(std::make_shared<CurlMulti>(executor)) {}

  ClientOptions options;
  std::shared_ptr<CurlMulti> multi;
  /// Used handles remember TLS sessions.
  std::vector<EasyHandle> idle;

  EasyHandle take_handle() {
    if (idle.empty()) return EasyHandle(curl_easy_init());
    EasyHandle handle = std::move(idle.back());
    idle.pop_back();
    return handle;
  }

  void give_back(EasyHandle handle) {
    constexpr std::size_t kWorthKeeping = 16;  // as many as there can be connections
    if (idle.size() < kWorthKeeping) idle.push_back(std::move(handle));
  }

  static asio::awaitable<FetchResult> fetch(std::shared_ptr<State> state, HttpRequest request);
};

asio::awaitable<FetchResult> CurlClient::State::fetch(std::shared_ptr<State> state, HttpRequest request) {
  const asio::cancellation_state cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() != asio::cancellation_type::none)
    co_return tl::unexpected(FetchError(FetchFailure::cancelled, "the request was cancelled"));
  std::optional<FetchError> refusal = refusal_of(request, state->options);
  if (refusal) co_return tl::unexpected(std::move(*refusal));

  Transfer transfer(state->take_handle(), std::move(request), state->options);
  const CURLcode verdict = co_await state->multi->perform(transfer.handle());
  FetchResult result = transfer.result(verdict);
  state->give_back(transfer.release_handle());
  co_return result;
}

CurlClient::CurlClient(asio::any_io_executor executor, ClientOptions options) {
  start_libcurl();
  state_ = std::make_shared<State>(executor, std::move(options));
}

CurlClient::~CurlClient() { state_->multi->close(); }

asio::awaitable<FetchResult> CurlClient::send(HttpRequest request) {
  // Not a coroutine itself: what it returns may be awaited when this client is gone.
  return State::fetch(state_, std::move(request));
}

std::string curl_version_text() {
  const curl_version_info_data* const version = curl_version_info(CURLVERSION_NOW);
  return std::string("libcurl/") + version->version + " " + version->ssl_version;
}

}  // namespace nhs::net
