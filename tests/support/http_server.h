#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nhs::test {

/// A request as a loopback server saw it.
struct SeenRequest {
  std::string method;
  std::string path;                               ///< decoded, without the query
  std::multimap<std::string, std::string> query;  ///< decoded
  std::map<std::string, std::string> headers;     ///< names in lower case
  std::string body = {};

  /// The first query parameter of this name; nothing when there is none.
  std::optional<std::string> parameter(const std::string& name) const;
};

/// A request for this target (`/path?query`), decoded as the server decodes it; the rest is empty.
SeenRequest request_for(std::string_view target);

/// What a loopback server answers, and how it misbehaves.
struct Reply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// Wait before answering.
  std::chrono::milliseconds delay{0};
  /// Send only so many bytes of the body under the full Content-Length, then close.
  std::optional<std::size_t> cut_after;
  /// Close without a word.
  bool drop = false;
  /// Compress the body and say so.
  bool gzip = false;
};

/// A small HTTP/1.1 server on 127.0.0.1 with keep-alive, on Boost.Beast, with one thread of its own.
/// The handler is called on that thread. Destroying it closes all connections and joins.
class HttpServer {
 public:
  using Handler = std::function<Reply(const SeenRequest&)>;

  /// port: 0 takes a free one.
  explicit HttpServer(Handler handler, std::uint16_t port = 0);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  /// `http://127.0.0.1:PORT`
  std::string url() const;

  /// What was asked so far, in order. Thread-safe.
  std::vector<SeenRequest> requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nhs::test
