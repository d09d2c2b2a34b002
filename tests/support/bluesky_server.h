#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/bluesky_api.h"
#include "tests/support/http_server.h"

namespace nhs::test {

struct BlueskyServerOptions {
  /// The service's clock.
  std::function<UtcTime()> clock = [] { return SystemClock{}.now(); };
  /// Put around the server's own handler: faults (Chaos::around), or something to do at each request.
  std::function<HttpServer::Handler(HttpServer::Handler)> around = {};
};

/// A Bluesky PDS on loopback, which is its own entryway. Thread-safe: posts may be published while it
/// answers.
class BlueskyServer {
 public:
  explicit BlueskyServer(BlueskyServerOptions options = {});
  ~BlueskyServer();
  BlueskyServer(const BlueskyServer&) = delete;
  BlueskyServer& operator=(const BlueskyServer&) = delete;

  /// Returns the post's uri.
  std::string publish(const BlueskyPost& post);
  void remove(const std::string& uri);

  /// Does something to the service between two requests: changes a quirk, ends its sessions.
  void with(const std::function<void(BlueskyApi&)>& change);

  /// `http://127.0.0.1:PORT`
  std::string url() const;
  /// How many requests had this in their path: `createSession`, `searchPosts`.
  int requests_for(const std::string& part_of_path) const;
  std::vector<SeenRequest> requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nhs::test
