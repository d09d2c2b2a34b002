#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/time.h"
#include "tests/support/http_server.h"

namespace nhs::test {

struct FeedItem {
  std::string guid;
  std::string title = {};  ///< left out of the document when empty
  std::string url = {};
  std::string text;  ///< plain; stands in the document as escaped HTML
  UtcTime published{};
  std::vector<std::string> categories = {};
};

enum class FeedFormat : std::uint8_t { rss, atom };

struct FeedOptions {
  FeedFormat format = FeedFormat::rss;
  std::string title = "News of an invented trust";
  /// What fell out of the newest so many is gone from the document for good.
  std::size_t newest = 20;
  bool send_etag = true;
  bool send_last_modified = true;
  /// Put around the server's own handler: faults (Chaos::around), or something to do at each request.
  std::function<HttpServer::Handler(HttpServer::Handler)> around = {};
};

/// A publisher's feed at /feed.xml on loopback: RSS 2.0 or Atom 1.0, newest first, with validators and 304.
/// Thread-safe: items may be published while it answers.
class FeedServer {
 public:
  explicit FeedServer(FeedOptions options = {});
  ~FeedServer();
  FeedServer(const FeedServer&) = delete;
  FeedServer& operator=(const FeedServer&) = delete;

  /// guid must be new (std::logic_error).
  void publish(FeedItem item);
  /// The same item with another date ("bumped"), as publishers do who want to be read again.
  void redate(const std::string& guid, UtcTime published);
  /// The same document in another order, the same for the same seed; new items then go on top.
  void reorder(std::uint64_t seed);

  /// `http://127.0.0.1:PORT/feed.xml`
  std::string url() const;
  std::vector<SeenRequest> requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nhs::test
