#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/conditional.h"
#include "tests/support/http_server.h"
#include "tests/support/rate_limit.h"
#include "tests/support/timelines.h"

namespace nhs::test {

/// How a Mastodon-compatible server differs from the plain one; MastodonServer says what each means.
struct MastodonQuirks {
  std::string token;
  bool tag_timelines_hidden = false;
  bool tag_timelines_off = false;
  bool tag_timelines_empty_for_visitors = false;
  bool describes_itself = true;
  bool min_id_is_since_id = false;
  bool unknown_tag_is_404 = false;
  bool keep_edited_in_timelines = false;
  std::size_t page_limit = 40;
  std::optional<RateLimit> rate_limit;
};

/// What a Mastodon-compatible server answers: its side of the protocol, without connections. Not thread-safe.
class MastodonApi {
 public:
  /// domain: in links to tags and accounts.
  MastodonApi(std::string domain, IdStyle ids) : domain_(std::move(domain)), ids_(ids) {}

  /// base_url: what links to further pages begin with, `http://127.0.0.1:PORT`.
  Reply answer(const SeenRequest& request, const std::string& base_url);

  Timelines timelines;
  MastodonQuirks quirks;
  /// To be told of every change to the timelines.
  ConditionalAnswers feeds;

 private:
  Reply api(const SeenRequest& request, const std::string& base_url);
  std::optional<Reply> refusal(const SeenRequest& request) const;
  Reply timeline(const SeenRequest& request, const std::string& tag, const std::string& base_url) const;
  std::string links(const SeenRequest& request, const std::vector<const Status*>& page, std::size_t limit,
                    const std::string& base_url) const;
  Reply feed(const SeenRequest& request, const std::string& tag);
  Reply statuses(const SeenRequest& request) const;
  Reply instance() const;

  std::string domain_;
  IdStyle ids_;
};

}  // namespace nhs::test
