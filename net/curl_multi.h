#pragma once

#include <curl/curl.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>

namespace nhs::net {

/// libcurl's multi interface on an Asio event loop: curl says which descriptors and which time it waits for,
/// Asio waits. Always owned by a shared_ptr, for it hands out weak ones. Not thread-safe.
class CurlMulti : public std::enable_shared_from_this<CurlMulti> {
 public:
  explicit CurlMulti(boost::asio::any_io_executor executor);
  ~CurlMulti();
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;

  /// Runs a transfer to its end and gives curl's verdict; CURLE_ABORTED_BY_CALLBACK when the coroutine was
  /// cancelled or the multi closed. The handle must stay where it is until then; afterwards the multi has let
  /// go of it.
  boost::asio::awaitable<CURLcode> perform(CURL* easy);

  /// Ends all that runs, and everything else: the event loop holds nothing of ours afterwards. Idempotent.
  void close();

 private:
  struct Watch;
  struct Running;

  template <typename Handler>
  void start(CURL* easy, Handler handler);
  void finish(CURL* easy, CURLcode verdict);
  void act(curl_socket_t descriptor, int events);
  void arm_timer(long milliseconds);
  void watch(curl_socket_t descriptor, int wanted, Watch* known);
  void forget(curl_socket_t descriptor);
  void arm(const std::shared_ptr<Watch>& watch, int direction);
  void ready(const std::shared_ptr<Watch>& watch, int direction, bool failed);

  static int on_socket(CURL*, curl_socket_t descriptor, int wanted, void* self, void* known) noexcept;
  static int on_timer(CURLM*, long milliseconds, void* self) noexcept;

  boost::asio::any_io_executor executor_;
  boost::asio::steady_timer timer_;
  CURLM* multi_;
  std::map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  std::map<CURL*, std::shared_ptr<Running>> running_;
};

}  // namespace nhs::net
