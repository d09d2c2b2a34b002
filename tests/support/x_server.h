#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/http_server.h"
#include "tests/support/x_api.h"

namespace nhs::test {

struct XServerOptions {
  /// Put around the server's own handler: faults (Chaos::around), or something to do at each request.
  std::function<HttpServer::Handler(HttpServer::Handler)> around = {};
  /// The server's clock; nothing for the machine's. Called on the server's thread too.
  std::function<UtcTime()> now = nullptr;
};

/// X API v2's recent search on loopback. Thread-safe: posts may be published while it answers.
class XServer {
 public:
  explicit XServer(XServerOptions options = {});
  ~XServer();
  XServer(const XServer&) = delete;
  XServer& operator=(const XServer&) = delete;

  std::string publish(const XTestPost& post);
  std::string edit(const std::string& id, const std::string& text, UtcTime at);
  void remove(const std::string& id);

  /// Sets quirks, looks at the bill, or changes several things at once, while no request is answered.
  void with(const std::function<void(XApi&)>& change);

  /// `http://127.0.0.1:PORT`
  std::string url() const;
  std::vector<SeenRequest> requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nhs::test
