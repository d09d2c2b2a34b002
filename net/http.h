#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace nhs::net {

enum class Method : std::uint8_t { get, post };

/// What is asked. Not an aggregate on purpose: g++ 12.2 destroys aggregate temporaries twice inside co_await
/// expressions.
class HttpRequest {
 public:
  explicit HttpRequest(std::string address) : url(std::move(address)) {}

  Method method = Method::get;
  /// May hold a key in its query: never logged but for its host.
  std::string url;
  /// Name and value, sent as they are. Never a token: that is `bearer`.
  std::vector<std::pair<std::string, std::string>> headers;
  /// Sent as `Authorization: Bearer …`, to this request's host only; never logged.
  std::string bearer;
  /// Sent as `Authorization: …`, word for word, to this request's host only; never logged. Instead of
  /// `bearer`.
  std::string authorization;
  /// Of a POST; its Content-Type stands in `headers`. May hold a password: never logged.
  std::string body;
  /// False where a redirect is an answer in itself, or where headers, URL or body hold a secret that curl
  /// would carry along to another host.
  bool follow_redirects = true;
};
static_assert(!std::is_aggregate_v<HttpRequest>);

/// What a server answered, redirects followed and content decoded.
class HttpResponse {
 public:
  HttpResponse() {}

  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  /// The first header of this name (case-insensitive); nothing when there is none.
  std::optional<std::string_view> header(std::string_view name) const;
};
static_assert(!std::is_aggregate_v<HttpResponse>);

/// Why no answer came.
enum class FetchFailure : std::uint8_t {
  address_refused,  ///< the name leads to an address we do not ask (loopback, private, link-local, …)
  name_not_found,   ///< DNS
  cannot_connect,
  tls,  ///< certificate or handshake
  timed_out,
  cut_off,  ///< the connection ended before the body did
  too_large,
  too_many_redirects,
  not_http,  ///< bad URL, bad scheme, garbled answer
  cancelled,
};

/// Non-aggregate for the same reason as HttpRequest.
class FetchError {
 public:
  FetchError(FetchFailure failure, std::string why) : kind(failure), cause(std::move(why)) {}

  FetchFailure kind;
  /// In words, without the URL's query.
  std::string cause;
};
static_assert(!std::is_aggregate_v<FetchError>);

using FetchResult = tl::expected<HttpResponse, FetchError>;

/// Asks servers over HTTP. One thread: that of the io_context on which the caller's coroutine runs.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// Every outcome is a value. Stops promptly, with `cancelled`, when the coroutine is cancelled.
  virtual boost::asio::awaitable<FetchResult> send(HttpRequest request) = 0;
};

}  // namespace nhs::net
