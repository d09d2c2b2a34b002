#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "net/http.h"

namespace nhs::net {

/// What one client allows; each limit protects against a server, not against us.
struct ClientOptions {
  /// `nhsvalues/0.1.0 (+https://example.org/contact)`: operators block anonymous pollers.
  std::string user_agent;
  bool allow_private_addresses = false;
  bool allow_plain_http = false;
  std::chrono::milliseconds connect_timeout{10'000};
  /// From the question to the last byte, the wait for a free connection included.
  std::chrono::milliseconds total_timeout{30'000};
  /// Counted after decompression; real pages stay under 1 MiB.
  std::size_t max_body_bytes = 10 * 1024 * 1024;
  /// Of all answers on a chain of redirects together.
  std::size_t max_header_bytes = 64 * 1024;
  long max_redirects = 5;
  /// PEM file of extra trust, for tests and servers of one's own; empty for the system's.
  std::string ca_file;
};

/// HttpClient on libcurl's multi interface, driven by the given executor's io_context. HTTP/1.1 only: libcurl
/// 7.87 to 8.5 mishandles HTTP/2 (curl #10936). Not thread-safe: use it on the executor's one thread.
/// Constructing the first one initialises libcurl, so do that before starting threads.
/// Destroying it cancels what is in flight; that must be before its io_context is destroyed.
/// Asks at most two connections a host and sixteen in all; further requests wait for their turn.
class CurlClient final : public HttpClient {
 public:
  CurlClient(boost::asio::any_io_executor executor, ClientOptions options);
  ~CurlClient() override;
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;

  boost::asio::awaitable<FetchResult> send(HttpRequest request) override;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// `libcurl/7.88.1 OpenSSL/3.0.16 …`, for --version.
std::string curl_version_text();

}  // namespace nhs::net
