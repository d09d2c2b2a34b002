#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/http_server.h"
#include "tests/support/local_id.h"
#include "tests/support/test_post.h"

namespace nhs::test {

struct MastodonOptions {
  /// Stands in uris, permalinks and handles; requests still go to url().
  std::string domain = "social.example";
  IdStyle ids = IdStyle::snowflake;
  /// Put around the server's own handler: faults (Chaos::around), or something to do at each request.
  std::function<HttpServer::Handler(HttpServer::Handler)> around = {};
};

/// A Mastodon-compatible server on loopback: tag timelines, tag feeds and the instance's own description,
/// with the real ones' quirks on switches. Written from the services' documentation, not from our client.
///
/// Thread-safe: posts may be published while it answers.
class MastodonServer {
 public:
  explicit MastodonServer(MastodonOptions options = {});
  ~MastodonServer();
  MastodonServer(const MastodonServer&) = delete;
  MastodonServer& operator=(const MastodonServer&) = delete;

  /// The id is made from created_at, as Mastodon does: of several posts of one second, the later published is
  /// newer.
  Published publish(const TestPost& post);
  void publish(const std::vector<TestPost>& posts);

  /// A post that reaches this server after newer ones, and so gets an id below theirs. One that is not late
  /// is a mistake in the test (std::logic_error).
  Published publish_late(const TestPost& post);

  /// The author changes the text. tags: those in the new text unless given. The timelines follow the tags,
  /// unless keep_edited_in_timelines().
  void edit(const std::string& uri, const std::string& text, UtcTime edited_at,
            std::optional<std::vector<std::string>> tags = std::nullopt);

  void remove(const std::string& uri);

  /// The API answers 401 without this token.
  void require_token(std::string token);
  /// Tag timelines answer 422 without a token, as where the public preview is off. Their feeds stay open.
  void hide_tag_timelines();
  /// Tag timelines are empty for everybody, and the instance says that they are off (Mastodon 4.5).
  void switch_tag_timelines_off();
  /// Tag timelines are empty without a token, and the instance says that they are for its own people.
  void empty_tag_timelines_for_visitors();
  /// `/api/v2/instance` is 404, as on servers that know version 1 only.
  void describe_nothing();
  /// Hollo until 2026-05: min_id gives the newest page, and no rel="prev" is sent.
  void min_id_is_since_id();
  /// At most so many statuses a page, whatever is asked for; 40 unless set.
  void page_limit(std::size_t limit);
  /// The API answers 429 after so many requests a window, in another language and without Retry-After.
  void rate_limit(int limit, std::chrono::milliseconds window);
  /// A tag that nobody ever used is 404, as documented; an empty list, as coded, unless set.
  void unknown_tag_is_404();
  /// Timelines list what they once listed, though an edit took the tag away.
  void keep_edited_in_timelines();

  /// `http://127.0.0.1:PORT`
  std::string url() const;
  const std::string& domain() const;

  /// How many requests had this in their path, case aside: `/timelines/tag/nhsvalues`, `/tags/`.
  int requests_for(const std::string& part_of_path) const;
  std::vector<SeenRequest> requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nhs::test
