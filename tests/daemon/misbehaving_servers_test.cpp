#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/daemon/setting.h"
#include "tests/support/http_server.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

struct Misbehaviour {
  const char* name;
  HttpServer::Handler handler;
  /// Words of the log line, for a timeline and for a feed.
  const char* timeline_cause;
  const char* feed_cause;
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

HttpServer::Handler answering(const Reply& reply) {
  return [reply](const SeenRequest&) { return reply; };
}

Reply gzipped(std::size_t bytes) {
  Reply reply = body_of(std::string(bytes, ' '));
  reply.gzip = true;
  return reply;
}

Reply redirected_to_itself(const SeenRequest& request) {
  Reply reply = status_of(302);
  reply.headers = {{"Location", request.path}};
  return reply;
}

std::vector<Misbehaviour> misbehaviours() {
  const char* no_feed = "no JSON Feed";
  return {
      {"html", answering(body_of("<!DOCTYPE html><html><body>Just a moment</body></html>")), "web page",
       "web page"},
      {"cut-json", answering(body_of("[{\"id\": \"1\", \"uri\": \"https://x.exa")), "breaks off",
       "breaks off"},
      {"deep-json", answering(body_of(std::string(200'000, '['))), "nested deeper", "nested deeper"},
      {"not-utf8", answering(body_of("[\"\xC3\x28\"]")), "cannot be read", no_feed},
      {"wrong-shape", answering(body_of("{\"surprise\": true}")), "no timeline", no_feed},
      {"drops", answering(dropped()), "127.0.0.1", "127.0.0.1"},
      {"redirects", redirected_to_itself, "redirect", "redirect"},
      {"bomb", answering(gzipped(64 * 1024 * 1024)), "larger than", "larger than"},
      {"broken", answering(status_of(500)), "HTTP 500", "HTTP 500"},
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
  const auto check_told_once = [&](const std::string& name, const std::string& cause) {
    INFO(name);
    const std::string start = "warning: " + name + ": ";
    const std::size_t first = ended.err.find(start);
    REQUIRE(first != std::string::npos);
    CHECK(ended.err.find(start, first + 1) == std::string::npos);
    CHECK(ended.err.substr(first, ended.err.find('\n', first) - first).find(cause) != std::string::npos);
  };
  for (const Misbehaviour& bad : misbehaviours()) {
    check_told_once(bad.name, bad.timeline_cause);
    check_told_once(std::string{bad.name} + "-feed", bad.feed_cause);
  }
}

TEST_CASE("A page that is too large is read in smaller ones: a few huge posts hold up no others",
          "[daemon]") {
  MastodonOptions options;
  options.around = [](HttpServer::Handler handler) -> HttpServer::Handler {
    return [handler](const SeenRequest& request) {
      const auto limit = request.parameter("limit");
      return limit && std::stoi(*limit) > 10 ? gzipped(11 * 1024 * 1024) : handler(request);
    };
  };
  MastodonServer server{options};
  server.publish(posts_every_minute(45, now()));
  Setting setting;
  setting.watch("huge", "mastodon", server.url());
  const Ended ended = setting.collect("20s");
  INFO(ended.err);
  CHECK(ended.status == 0);
  CHECK(ended.err.find("huge: caught up: 45 new") != std::string::npos);
}

TEST_CASE("A server that never answers, and one that is not there, use up patience and no more", "[daemon]") {
  HttpServer silent{[](const SeenRequest&) {
    Reply reply;
    reply.delay = 10min;
    return reply;
  }};
  std::string nobody;
  {
    const HttpServer gone{[](const SeenRequest&) { return Reply{}; }};
    nobody = gone.url();
  }
  MastodonServer good;
  good.publish(posts_every_minute(45, now()));
  Setting setting;
  setting.watch("silent", "mastodon", silent.url());
  setting.watch("nobody", "mastodon", nobody);
  setting.watch("good", "mastodon", good.url());
  const auto start = std::chrono::steady_clock::now();
  const Ended ended = setting.collect("1s");
  INFO(ended.err);
  CHECK(std::chrono::steady_clock::now() - start < 60s);
  CHECK(ended.status == 75);
  CHECK(ended.err.find("good: caught up: 45 new") != std::string::npos);
  CHECK(ended.err.find("warning: silent: ") != std::string::npos);
  CHECK(ended.err.find("warning: nobody: ") != std::string::npos);
}

TEST_CASE("Posts with impossible dates are kept, and stand in no trend", "[daemon]") {
  MastodonOptions options;
  options.around = [](HttpServer::Handler handler) {
    return [handler](const SeenRequest& request) {
      Reply reply = handler(request);
      const std::string key = "\"created_at\":";
      for (std::size_t at = reply.body.find(key); at != std::string::npos;
           at = reply.body.find(key, at + 1)) {
        const std::size_t value = reply.body.find('"', at + key.size());
        reply.body.replace(value + 1, 10, "2026-31-31");
      }
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
  CHECK(setting.stored_posts().size() == 3);
  const auto status = JsonDocument::parse(setting.ask({"status", "--format", "json"}).out);
  REQUIRE(status);
  CHECK(status->root()["undated"].integer() == 3);
}

TEST_CASE("A malformed post on a page is left out, and the rest of the page goes in", "[daemon]") {
  MastodonServer good;
  good.publish(posts_every_minute(3, now()));
  MastodonOptions options;
  options.around = [](HttpServer::Handler handler) {
    return [handler](const SeenRequest& request) {
      Reply reply = handler(request);
      if (reply.body.size() > 2 && reply.body.front() == '[')
        reply.body.insert(1, "{\"id\": 5, \"content\": null}, ");
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
