#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collector/sources/x_source.h"
#include "source_fixtures.h"
#include "tests/support/conditional.h"
#include "tests/support/x_api.h"

namespace nhs::test {

/// What a server of X's answers to a request, without connections.
///
/// tells_time: its answers bear a Date.
inline net::HttpResponse asked_of(XApi& api, const net::HttpRequest& request, bool tells_time = true) {
  SeenRequest seen = request_for(request.url.substr(request.url.find("/2/")));
  if (!request.bearer.empty()) seen.headers["authorization"] = "Bearer " + request.bearer;
  Reply reply = api.answer(seen, "");
  if (tells_time) reply.headers.emplace_back("Date", http_date(api.now()));
  return answer(reply.status, std::move(reply.body), std::move(reply.headers));
}

/// A collection from X in memory, with X beside it, that keeps pages and cursors together as the store does.
class XCollection {
 public:
  explicit XCollection(collector::XOptions options = {}) : api([this] { return now; }) {
    options.url = "https://api.x.com/";
    options.bearer = "TOKEN";
    source = collector::make_x_source(std::move(options));
  }
  XCollection(const XCollection&) = delete;
  XCollection& operator=(const XCollection&) = delete;

  std::string publish(UtcTime created_at, const std::string& author = "amy") {
    XTestPost post;
    post.text = "Kindness " + std::to_string(++published_) + " #NHSvalues";
    post.created_at = created_at;
    post.author = author;
    return api.posts.publish(post);
  }

  void begin_run() {
    failure.clear();
    cursor = source->begin_run(cursor, run_at(now));
  }

  /// Asks once and keeps the answer; false when the run has nothing left to ask, or failed.
  bool step() {
    const auto request = source->next_request(cursor, nhs_values());
    if (!request) return false;
    asked.push_back(request->url);
    return keep(source->read(asked_of(api, *request, tells_time), cursor, nhs_values(), now));
  }

  /// A whole run; how many questions it took.
  int run() {
    begin_run();
    const std::size_t before = asked.size();
    while (step())
      if (asked.size() - before > 1'000) throw std::runtime_error("a run without end");
    return static_cast<int>(asked.size() - before);
  }

  UtcTime now = at("2026-11-20T10:00:00Z");
  XApi api;
  bool tells_time = true;
  std::unique_ptr<collector::Source> source;
  collector::Cursor cursor;
  std::map<std::string, std::string> kept;  ///< text by canonical id
  std::vector<std::string> asked;           ///< addresses
  std::vector<collector::Missed> missed;
  std::vector<std::string> notices;
  std::int64_t cost = 0;
  std::string failure;
  FailureClass failure_class{};
  UtcTime limited_until{};

 private:
  bool keep(const collector::PollOutcome& outcome) {
    if (const auto* page = std::get_if<collector::PageOfPosts>(&outcome)) {
      for (const Post& post : page->posts) kept[post.id] = post.text;
      for (const Post& post : page->withdrawn) kept.erase(post.id);
      cost += page->cost;
      cursor = page->cursor;
      if (page->missed) missed.push_back(*page->missed);
      if (!page->notice.empty()) notices.push_back(page->notice);
      return true;
    }
    if (const auto* proceed = std::get_if<collector::Proceed>(&outcome)) {
      cursor = proceed->cursor;
      return true;
    }
    if (const auto* failed = std::get_if<collector::Failed>(&outcome)) {
      failure = failed->cause;
      failure_class = failed->kind;
    } else if (const auto* limited = std::get_if<collector::RateLimited>(&outcome)) {
      limited_until = limited->until;
    }
    return false;
  }

  int published_ = 0;
};

}  // namespace nhs::test
