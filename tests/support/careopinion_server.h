#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/careopinion_api.h"

namespace nhs::test {

struct CareOpinionServerOptions {
  std::string key = "right";
  /// Put around the server's own handler: faults (Chaos::around), or something to do at each request.
  std::function<HttpServer::Handler(HttpServer::Handler)> around = {};
};

/// Care Opinion's API on loopback. Thread-safe: stories may be published while it answers.
class CareOpinionServer {
 public:
  explicit CareOpinionServer(CareOpinionServerOptions options = {});
  ~CareOpinionServer();
  CareOpinionServer(const CareOpinionServer&) = delete;
  CareOpinionServer& operator=(const CareOpinionServer&) = delete;

  void publish(Story story);
  void withdraw(int id);
  void misbehave(CareOpinionQuirks quirks);

  /// `http://127.0.0.1:PORT`
  std::string url() const;
  std::vector<SeenRequest> requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nhs::test
