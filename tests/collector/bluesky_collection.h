#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "collector/sources/bluesky_source.h"
#include "core/text.h"
#include "source_fixtures.h"
#include "tests/support/bluesky_api.h"
#include "tests/support/http_server.h"

namespace nhs::test {

/// The request as a server sees it that answers in this process.
inline SeenRequest seen(const net::HttpRequest& request) {
  const auto path = request.url.find('/', request.url.find("//") + 2);
  SeenRequest as_seen = request_for(request.url.substr(path));
  as_seen.method = request.method == net::Method::post ? "POST" : "GET";
  for (const auto& [name, value] : request.headers) as_seen.headers[folded(name)] = value;
  if (!request.bearer.empty()) as_seen.headers["authorization"] = "Bearer " + request.bearer;
  as_seen.body = request.body;
  return as_seen;
}

/// A collection from a Bluesky service in this process, which keeps pages and cursors together as the store
/// does.
struct BlueskyCollection {
  explicit BlueskyCollection(std::optional<std::chrono::seconds> backfill = std::nullopt,
                             std::string password = "abcd-efgh-ijkl-mnop") {
    collector::BlueskyOptions options;
    options.url = "https://pds.example";
    options.account = "monitor.example";
    options.password = std::move(password);
    options.backfill = backfill;
    source = collector::make_bluesky_source(options);
  }

  void begin(bool rescan) {
    collector::RunStart start = run_at(now);
    start.rescan = rescan;
    cursor = source->begin_run(cursor, start);
    failure.clear();
    limited_until.reset();
  }

  collector::PollOutcome ask(const net::HttpRequest& request) {
    ++requests;
    const Reply reply = api.answer(seen(request), "https://pds.example");
    return source->read(answer(reply.status, reply.body, reply.headers), cursor, nhs_values(), now);
  }

  /// Asks once and keeps what comes; false when the run has caught up or failed.
  bool step() {
    const auto request = source->next_request(cursor, nhs_values());
    if (!request) return false;
    const collector::PollOutcome outcome = ask(*request);
    if (const auto* page = std::get_if<collector::PageOfPosts>(&outcome)) {
      for (const Post& post : page->posts) kept[post.id] = post;
      gaps += page->missed ? 1 : 0;
      cursor = page->cursor;
      return true;
    }
    if (const auto* on = std::get_if<collector::Proceed>(&outcome)) {
      cursor = on->cursor;
      return true;
    }
    if (const auto* wait = std::get_if<collector::RateLimited>(&outcome)) limited_until = wait->until;
    if (const auto* failed = std::get_if<collector::Failed>(&outcome)) {
      failure = failed->cause;
      failure_class = failed->kind;
    }
    return false;
  }

  /// A whole run; how many requests it took.
  int run(bool rescan) {
    begin(rescan);
    const int before = requests;
    while (step()) REQUIRE(requests - before < 25'000);
    return requests - before;
  }

  std::string publish(UtcTime created_at, const std::string& text = "Tea on the ward #NHSvalues") {
    BlueskyPost post;
    post.text = text;
    post.created_at = created_at;
    return api.publish(post);
  }

  std::vector<std::string> missing() const {
    std::vector<std::string> uris;
    for (const std::string& uri : api.found_now("NHSvalues"))
      if (kept.count(uri) == 0) uris.push_back(uri);
    return uris;
  }

  UtcTime now = at("2026-11-20T10:00:00Z");
  BlueskyApi api{[this] { return now; }};
  std::unique_ptr<collector::Source> source;
  collector::Cursor cursor{};
  std::map<std::string, Post> kept{};  ///< by uri
  int requests = 0;
  int gaps = 0;
  std::string failure{};
  FailureClass failure_class{};
  std::optional<UtcTime> limited_until{};
};

}  // namespace nhs::test
