#include "collector/sources/feed_source.h"

#include <algorithm>
#include <set>

#include "collector/http_status.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/feed_document.h"
#include "collector/sources/feed_memory.h"
#include "collector/sources/feed_posts.h"
#include "collector/sources/mastodon_permalink.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "core/text.h"
#include "net/rate_headers.h"

namespace nhs::collector {
namespace {

using std::chrono::seconds;

/// The most that a publisher's wish not to be asked is heeded: somebody's `max-age` of a year is meant for
/// caches.
constexpr seconds kLongestWish{24 * 3600};

/// Raised when items are read in another way, so that all feeds are read afresh once.
constexpr std::int64_t kReaderVersion = 2;

const std::string kFeed = "feed";
const std::string kMastodon = "mastodon";

constexpr const char* kAccepted =
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1";

/// How many pages of a long feed are read in one go.
constexpr int kMaxFeedPages = 50;

/// A validator goes back byte for byte or not at all; headers may hold bytes that JSON cannot.
bool can_be_kept(std::string_view validator) {
  constexpr std::size_t longest = 1024;
  return validator.size() <= longest && repaired(validator) == validator;
}

/// Mastodon's feeds name their software; where something on the way dropped that, the address and the links
/// give them away.
bool is_mastodon_feed(const FeedDocument& document, std::string_view url) {
  if (!document.generator.empty()) return document.generator.rfind("Mastodon", 0) == 0;
  constexpr std::string_view ending = ".rss";
  const std::string_view path = path_of(url);
  const bool tag_page = path.rfind("/tags/", 0) == 0 && path.size() > ending.size() &&
                        path.substr(path.size() - ending.size()) == ending;
  const auto of_an_account = [](const FeedItem& item) { return !author_in_permalink(item.link).empty(); };
  return tag_page && std::all_of(document.items.begin(), document.items.end(), of_an_account);
}

bool share_one(const std::set<std::string>& some, const std::set<std::string>& others) {
  return std::any_of(some.begin(), some.end(), [&](const auto& one) { return others.count(one) > 0; });
}

Failed ended() {
  return {FailureClass::permanent,
          "the publisher says that this feed has ended and will bring nothing new: remove the source or give "
          "its new `url`"};
}

class FeedSource final : public Source {
 public:
  explicit FeedSource(FeedOptions options) : options_(std::move(options)) {}

  Cursor begin_run(const Cursor& cursor, const RunStart& /*start*/) const override {
    FeedMemory memory = feed_memory_in(cursor);
    memory.asked = false;
    memory.walk.reset();
    return cursor_of(memory);
  }

  /// A document is read whole each time.
  std::optional<UtcTime> overlap_before(const Cursor& /*cursor*/) const override { return std::nullopt; }

  std::optional<net::HttpRequest> next_request(const Cursor& cursor, const Topic& topic) const override {
    const FeedMemory memory = feed_memory_in(cursor);
    if (memory.asked && !memory.walk) return std::nullopt;
    net::HttpRequest request{memory.walk ? memory.walk->next : options_.url};
    request.headers.emplace_back("Accept", kAccepted);
    request.bearer = options_.bearer;
    if (memory.walk || memory.question != question(topic)) return request;
    if (!memory.etag.empty()) request.headers.emplace_back("If-None-Match", memory.etag);
    if (!memory.last_modified.empty())
      request.headers.emplace_back("If-Modified-Since", memory.last_modified);
    return request;
  }

  std::optional<seconds> ask_again_in(const Cursor& cursor) const override {
    const seconds wished = std::min(feed_memory_in(cursor).ask_again_in, kLongestWish);
    return wished > seconds{0} ? std::optional{wished} : std::nullopt;
  }

  PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, const Topic& topic,
                   UtcTime now) const override {
    FeedMemory memory = feed_memory_in(cursor);
    if (memory.question != question(topic)) memory = FeedMemory{};
    memory.asked = true;
    if (memory.walk) return read_further_page(response, std::move(memory), topic, now);
    if (response.status == 304) {
      if (memory.expired) return ended();
      remember_validators(memory, response);
      const auto wished = wish(response, std::nullopt, now);
      memory.ask_again_in = wished.value_or(seconds{0});
      return Proceed{cursor_of(memory), wished, ""};
    }
    if (auto outcome = status_outcome(response, now)) return *std::move(outcome);
    const auto document = read_feed(response.body, response.header("Content-Type"), options_.url);
    if (!document) return Failed{FailureClass::content, document.error().message};
    memory.question = question(topic);
    memory.etag.clear();
    memory.last_modified.clear();
    return read_first_page(*document, std::move(memory), response, topic, now);
  }

 private:
  PollOutcome read_first_page(const FeedDocument& document, FeedMemory memory,
                              const net::HttpResponse& response, const Topic& topic, UtcTime now) const {
    std::set<std::string> present;
    PageOfPosts page = page_of(document, topic, now, present);
    const bool nothing_new =
        std::includes(memory.seen.begin(), memory.seen.end(), present.begin(), present.end());
    memory.expired = document.expired;
    if (document.expired && nothing_new) return ended();
    const bool any_known = share_one(present, memory.seen);
    FeedWalk walk{"", 1, {content_hash(options_.url)}, present};
    if (!any_known && leads_on(walk, document)) {
      // Without validators: a walk that is broken off is to start over, not to hear "not modified".
      memory.walk = std::move(walk);
      page.cursor = cursor_of(memory);
      return page;
    }
    if (!memory.seen.empty() && !present.empty() && !any_known)
      page.missed = Missed{"nothing in the feed was known from last time: items may have come and gone"};
    // A feed that is empty for a day still has a past.
    if (!present.empty()) memory.seen = std::move(present);
    // A document that broke off would be "not modified" for ever and its rest never be read.
    if (!document.broken_off) remember_validators(memory, response);
    page.ask_again_in = wish(response, document.ttl, now);
    memory.ask_again_in = page.ask_again_in.value_or(seconds{0});
    page.cursor = cursor_of(memory);
    return page;
  }

  /// A page that cannot be had ends the walk, and not the source: the newest items are read.
  PollOutcome read_further_page(const net::HttpResponse& response, FeedMemory memory, const Topic& topic,
                                UtcTime now) const {
    auto outcome = status_outcome(response, now);
    const auto* failure = outcome ? std::get_if<Failed>(&*outcome) : nullptr;
    const bool not_there = failure != nullptr && failure->kind == FailureClass::permanent;
    if (outcome && !not_there) return *std::move(outcome);
    const auto document = not_there
                              ? fail(ExitStatus::bad_data, "the feed's next page is not there")
                              : read_feed(response.body, response.header("Content-Type"), memory.walk->next);
    std::set<std::string> present;
    PageOfPosts page = document ? page_of(*document, topic, now, present) : PageOfPosts{};
    ++memory.walk->pages;
    const bool any_known = share_one(present, memory.seen);
    if (document && !any_known && leads_on(*memory.walk, *document)) {
      page.cursor = cursor_of(memory);
      return page;
    }
    if (!memory.seen.empty() && !any_known)
      page.missed = Missed{
          "the feed's further pages did not lead to what was known from last time: items may "
          "have come and gone"};
    if (!memory.walk->first_page.empty()) memory.seen = std::move(memory.walk->first_page);
    memory.walk.reset();
    page.ask_again_in = wish(response, std::nullopt, now);
    memory.ask_again_in = page.ask_again_in.value_or(seconds{0});
    page.cursor = cursor_of(memory);
    return page;
  }

  /// Sets the walk to the page after this document; false where there is none that may be asked.
  bool leads_on(FeedWalk& walk, const FeedDocument& document) const {
    const bool near = !document.next_url.empty() && origin_of(document.next_url) == origin_of(options_.url);
    if (!near || walk.pages >= kMaxFeedPages) return false;
    walk.next = document.next_url;
    return walk.visited.insert(content_hash(walk.next)).second;
  }

  /// present: takes the hashes of all items.
  PageOfPosts page_of(const FeedDocument& document, const Topic& topic, UtcTime now,
                      std::set<std::string>& present) const {
    const std::string& network =
        options_.network == kFeed && is_mastodon_feed(document, options_.url) ? kMastodon : options_.network;
    PageOfPosts page;
    // A Mastodon tag feed shows posts whose edits the API dates; publishers change items without a word.
    page.undated_edits = network == kFeed;
    for (FeedPost& of_item : posts_of(document, network, options_.url, now)) {
      Post& post = of_item.post;
      present.insert(content_hash(post.id));
      if (network == kMastodon) post.author = author_in_permalink(post.url.empty() ? post.id : post.url);
      const bool counts = options_.match_all || carries(topic, post.tags);
      (counts ? page.posts : page.withdrawn).push_back(std::move(post));
    }
    page.unreadable = document.unreadable;
    return page;
  }

  static void remember_validators(FeedMemory& memory, const net::HttpResponse& response) {
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
