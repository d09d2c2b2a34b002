#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <string>

#include "net/curl_client.h"
#include "net/http.h"

namespace nhs::net {

struct EasyCleanup {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
/// One of libcurl's handles, for one request at a time.
using EasyHandle = std::unique_ptr<CURL, EasyCleanup>;

struct HeaderListCleanup {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, HeaderListCleanup>;

/// One request on its way: the options of its easy handle, what has arrived, and what it came to.
/// curl holds its address, so it stays where it was made. The multi must have let go before it is destroyed.
class Transfer {
 public:
  /// easy: fresh, or from another transfer's release_handle().  request: one that refusal_of() lets pass.
  Transfer(EasyHandle easy, HttpRequest request, const ClientOptions& options);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return easy_.get(); }

  /// What curl's verdict means. Asked once, when the transfer is over.
  FetchResult result(CURLcode verdict);

  /// The handle, for the next request.
  EasyHandle release_handle();

 private:
  template <typename Argument>
  void set(CURLoption option, Argument argument);
  void set_request();
  void add_header(const std::string& name, const std::string& value);
  void set_limits();
  void set_callbacks();
  HttpResponse response();
  FetchFailure failure(CURLcode verdict) const;
  std::string cause(FetchFailure failure, CURLcode verdict) const;
  std::string where() const;
  std::string no_time() const;
  std::string no_http(CURLcode verdict) const;

  static std::size_t on_header(const char* bytes, std::size_t, std::size_t size, void* self) noexcept;
  static std::size_t on_body(const char* bytes, std::size_t, std::size_t size, void* self) noexcept;
  static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr* address) noexcept;

  EasyHandle easy_;
  HttpRequest request_;
  const ClientOptions options_;
  HeaderList header_list_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::string body_;
  std::size_t header_bytes_ = 0;
  bool too_large_ = false;
  // Since the last answer, so that each host on a chain of redirects is judged by itself.
  int addresses_tried_ = 0;
  int addresses_refused_ = 0;
  char curl_words_[CURL_ERROR_SIZE] = {};
};

}  // namespace nhs::net
