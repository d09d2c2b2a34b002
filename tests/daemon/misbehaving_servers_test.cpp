#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/daemon/setting.h"
#include "tests/support/http_server.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

UtcTime now() { return SystemClock{}.now(); }

struct Misbehaviour {
  const char* name;
  HttpServer::Handler handler;
};

Reply body_of(std::string body) {
  Reply reply;
  reply.headers = {{"Content-Type", "application/json"}};
  reply.body = std::move(body);
  return reply;
}

Reply status_of(int status) {
  Reply reply;
  reply.status = status;
  return reply;
}

Reply dropped() {
  Reply reply;
  reply.drop = true;
  return reply;
}

std::vector<Misbehaviour> misbehaviours() {
  return {
      {"html", [](const SeenRequest&) { return body_of("<!DOCTYPE html><html><body>Just a moment</body></html>"); }},
      {"cut-json", [](const SeenRequest&) { return body_of("[{\"id\": \"1\", \"uri\": \"https://x.exa"); }},
      {"deep-json", [](const SeenRequest&) { return body_of(std::string(200'000, '[')); }},
      {"not-utf8", [](const SeenRequest&) { return body_of("[\"\xC3\x28\"]"); }},
      {"wrong-shape", [](const SeenRequest&) { return body_of("{\"surprise\": true}"); }},
      {"drops", [](const SeenRequest&) { return dropped(); }},
      {"redirects",
       [](const SeenRequest& request) {
         Reply reply;
         reply.status = 302;
         reply.headers = {{"Location", request.path}};
         return reply;
       }},
      {"bomb",
       [](const SeenRequest&) {
         Reply reply = body_of(std::string(64 * 1024 * 1024, ' '));
         reply.gzip = true;
         return reply;
       }},
      {"broken", [](const SeenRequest&) { return status_of(500); }},
  };
}

}  // namespace

TEST_CASE("Servers that misbehave are named once each with the cause, and hold up nobody", "[daemon]") {
  MastodonServer good;
  good.publish(posts_every_minute(45, now()));
  Setting setting;
  setting.watch("good", "mastodon", good.url());
  std::vector<std::unique_ptr<HttpServer>> servers;
  for (const Misbehaviour& bad : misbehaviours()) {
    servers.push_back(std::make_unique<HttpServer>(bad.handler));
    setting.watch(bad.name, "mastodon", servers.back()->url());
    servers.push_back(std::make_unique<HttpServer>(bad.handler));
    setting.watch(std::string{bad.name} + "-feed", "feed", servers.back()->url() + "/feed.xml");
  }
  const Ended ended = setting.collect("1s");
  INFO(ended.err);
  CHECK(ended.status == 75);
  CHECK(ended.err.find("good: caught up: 45 new") != std::string::npos);
  for (const Misbehaviour& bad : misbehaviours())
    for (const std::string& name : {std::string{bad.name}, std::string{bad.name} + "-feed"}) {
      INFO(name);
      const std::string start = "warning: " + name + ": ";
      const std::size_t first = ended.err.find(start);
      REQUIRE(first != std::string::npos);
      CHECK(ended.err.find(start, first + 1) == std::string::npos);
    }
}

TEST_CASE("A malformed post on a page is left out, and the rest of the page goes in", "[daemon]") {
  MastodonServer good;
  good.publish(posts_every_minute(3, now()));
  MastodonOptions options;
  options.around = [](HttpServer::Handler handler) {
    return [handler](const SeenRequest& request) {
      Reply reply = handler(request);
      if (reply.body.size() > 2 && reply.body.front() == '[') reply.body.insert(1, "{\"id\": 5, \"content\": null}, ");
      return reply;
    };
  };
  MastodonServer server{options};
  server.publish(posts_every_minute(3, now()));
  Setting setting;
  setting.watch("odd", "mastodon", server.url());
  const Ended ended = setting.collect();
  INFO(ended.err);
  CHECK(ended.status == 0);
  CHECK(ended.err.find("could not be read") != std::string::npos);
  CHECK(setting.stored_posts().size() == 3);
}
