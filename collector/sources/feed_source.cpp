#include "collector/sources/feed_source.h"

#include <algorithm>
#include <set>

#include "collector/http_status.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/feed_document.h"
#include "collector/sources/feed_posts.h"
#include "collector/sources/post_text.h"
#include "core/json.h"
#include "core/text.h"
#include "net/rate_headers.h"

namespace nhs::collector {
namespace {

using std::chrono::seconds;

/// The most that a publisher's wish not to be asked is heeded: somebody's `max-age` of a year is meant for
/// caches.
constexpr seconds kLongestWish{24 * 3600};

/// Raised when items are read in another way, so that all feeds are read afresh once.
constexpr std::int64_t kReaderVersion = 1;

constexpr const char* kAccepted =
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1";

/// What is remembered between polls.
struct Memory {
  bool asked = false;  ///< in this run
  /// What the validators and hashes are for: another address or topic makes them worthless.
  std::string question;
  std::string etag;           ///< verbatim
  std::string last_modified;  ///< verbatim
  /// The last document's items, hashed: an id may hold somebody's handle.
  std::set<std::string> seen;
};

Memory recall(const Cursor& cursor) {
  Memory memory;
  const auto document = JsonDocument::parse(cursor);
  if (!document) return memory;
  const JsonView json = document->root();
  memory.asked = json["asked"].boolean().value_or(false);
  memory.question = json["question"].text_or_empty();
  memory.etag = json["etag"].text_or_empty();
  memory.last_modified = json["last_modified"].text_or_empty();
  const JsonView seen = json["seen"];
  for (std::size_t i = 0; i < seen.size(); ++i) memory.seen.insert(seen.at(i).text_or_empty());
  return memory;
}

Cursor written(const Memory& memory) {
  JsonWriter json;
  json.begin_object().key("asked").boolean(memory.asked).key("question").text(memory.question);
  json.key("etag")
      .text(memory.etag)
      .key("last_modified")
      .text(memory.last_modified)
      .key("seen")
      .begin_array();
  for (const std::string& hash : memory.seen) json.text(hash);
  json.end_array().end_object();
  return Cursor{json.str()};
}

/// A validator goes back byte for byte or not at all; headers may hold bytes that JSON cannot.
bool can_be_kept(std::string_view validator) {
  constexpr std::size_t longest = 1024;
  return validator.size() <= longest && repaired(validator) == validator;
}

class FeedSource final : public Source {
 public:
  explicit FeedSource(FeedOptions options) : options_(std::move(options)) {}

  Cursor begin_run(const Cursor& cursor, const RunStart& /*start*/) const override {
    Memory memory = recall(cursor);
    memory.asked = false;
    return written(memory);
  }

  /// A document is read whole each time.
  std::optional<UtcTime> overlap_before(const Cursor& /*cursor*/) const override { return std::nullopt; }

  std::optional<net::HttpRequest> next_request(const Cursor& cursor, const Topic& topic) const override {
    const Memory memory = recall(cursor);
    if (memory.asked) return std::nullopt;
    net::HttpRequest request{options_.url};
    request.headers.emplace_back("Accept", kAccepted);
    request.bearer = options_.bearer;
    if (memory.question != question(topic)) return request;
    if (!memory.etag.empty()) request.headers.emplace_back("If-None-Match", memory.etag);
    if (!memory.last_modified.empty())
      request.headers.emplace_back("If-Modified-Since", memory.last_modified);
    return request;
  }

  PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, const Topic& topic,
                   UtcTime now) const override {
    Memory memory = recall(cursor);
    if (memory.question != question(topic)) memory = Memory{};
    memory.asked = true;
    if (response.status == 304) {
      remember_validators(memory, response);
      return Proceed{written(memory), wish(response, std::nullopt, now), ""};
    }
    if (auto outcome = status_outcome(response, now)) return *std::move(outcome);
    const auto document = read_feed(response.body, response.header("Content-Type"), options_.url);
    if (!document) return Failed{FailureClass::transient, document.error().message};
    memory.question = question(topic);
    memory.etag.clear();
    memory.last_modified.clear();
    // A document that broke off would be "not modified" for ever and its rest never be read.
    if (!document->broken_off) remember_validators(memory, response);
    return page_of(*document, std::move(memory), response, topic, now);
  }

 private:
  PageOfPosts page_of(const FeedDocument& document, Memory memory, const net::HttpResponse& response,
                      const Topic& topic, UtcTime now) const {
    PageOfPosts page;
    // A Mastodon tag feed shows posts whose edits the API dates; publishers change items without a word.
    page.undated_edits = options_.network == "feed";
    std::set<std::string> present;
    for (Post& post : posts_of(document, options_.network, options_.url, now)) {
      present.insert(content_hash(post.id));
      const bool counts = options_.match_all || carries(topic, post.tags);
      (counts ? page.posts : page.withdrawn).push_back(std::move(post));
    }
    const bool any_known = std::any_of(present.begin(), present.end(),
                                       [&](const std::string& hash) { return memory.seen.count(hash) > 0; });
    if (!memory.seen.empty() && !present.empty() && !any_known)
      page.missed = Missed{"nothing in the feed was known from last time: items may have come and gone"};
    // A feed that is empty for a day still has a past.
    if (!present.empty()) memory.seen = std::move(present);
    page.cursor = written(memory);
    page.unreadable = document.unreadable;
    page.ask_again_in = wish(response, document.ttl, now);
    return page;
  }

  static void remember_validators(Memory& memory, const net::HttpResponse& response) {
    // Servers that say so are known not to keep their validators right (miniflux ignores them too).
    if (response.header("Expires") == std::optional<std::string_view>{"0"}) return;
    if (const auto etag = response.header("ETag"); etag && can_be_kept(*etag)) memory.etag = *etag;
    if (const auto modified = response.header("Last-Modified"); modified && can_be_kept(*modified))
      memory.last_modified = *modified;
  }

  static std::optional<seconds> wish(const net::HttpResponse& response, std::optional<seconds> ttl,
                                     UtcTime now) {
    const seconds wished =
        std::max(ttl.value_or(seconds{0}), net::cache_lifetime(response, now).value_or(seconds{0}));
    if (wished <= seconds{0}) return std::nullopt;
    return std::min(wished, kLongestWish);
  }

  std::string question(const Topic& topic) const {
    std::string all = options_.url + "\n" + options_.network + "\n" + (options_.match_all ? "*" : topic.tag);
    for (const std::string& tag : topic.all_tags) all += "\n" + tag;
    return content_hash(std::to_string(kReaderVersion) + "\n" + all);
  }

  FeedOptions options_;
};

}  // namespace

std::unique_ptr<Source> make_feed_source(FeedOptions options) {
  return std::make_unique<FeedSource>(std::move(options));
}

}  // namespace nhs::collector
