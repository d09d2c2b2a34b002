#include "collector/sources/mastodon_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "collector/http_status.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/feed_source.h"
#include "collector/sources/mastodon_cursor.h"
#include "collector/sources/mastodon_status.h"
#include "collector/sources/mastodon_walk.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "core/json.h"
#include "core/text.h"
#include "net/rate_headers.h"

namespace nhs::collector {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

/// The most that Mastodon gives; larger limits are cut to it without a word.
constexpr int kPageLimit = 40;

/// Some servers give more than asked for; one that gives ten times as many would hold up all others while its
/// page is taken in.
constexpr std::size_t kMostStatuses = 400;

/// How long before the newest post a late one may still turn up: federation queues retry for about that long.
constexpr hours kOverlap{24};

/// How long a refusal holds before the API is asked again.
constexpr hours kRefusalHolds{24};

/// Of a rate budget, this part is left for others behind the same address.
constexpr double kReserve = 0.05;

/// Mastodon says 401 or, where a user is wanted, 422; other servers 403. The words are localised, so not
/// looked at.
bool wants_token(int status) { return status == 401 || status == 403 || status == 422; }

Failed failed(FailureClass kind, std::string cause) { return Failed{kind, std::move(cause)}; }

std::optional<seconds> pause_for_reserve(const net::HttpResponse& response, UtcTime now) {
  const net::RateBudget budget = net::rate_budget(response, now);
  if (!budget.limit || !budget.remaining || !budget.reset_at || *budget.reset_at <= now) return std::nullopt;
  if (*budget.remaining > static_cast<int>(kReserve * *budget.limit)) return std::nullopt;
  return *budget.reset_at - now;
}

/// `@amy@social.example` from `https://social.example/@amy/1` or `…/users/amy/statuses/1`: a tag feed names
/// nobody.
std::string author_in(const std::string& permalink) {
  std::string_view path = path_of(permalink);
  if (path.rfind("/@", 0) == 0)
    path.remove_prefix(2);
  else if (path.rfind("/users/", 0) == 0)
    path.remove_prefix(7);
  else
    return {};
  const std::string_view name = path.substr(0, path.find('/'));
  if (name.empty()) return {};
  const bool remote = name.find('@') != std::string_view::npos;
  return remote ? fmt::format("@{}", name) : fmt::format("@{}@{}", name, host_of(permalink));
}

void widen(PageOutline& outline, const DecodedStatus& status) {
  const std::string& id = status.local_id;
  if (!id.empty()) {
    if (outline.lowest.empty() || id_before(id, outline.lowest)) outline.lowest = id;
    if (id_before(outline.highest, id)) outline.highest = id;
  }
  if (status.created_at)
    outline.newest_at = std::max(outline.newest_at.value_or(*status.created_at), *status.created_at);
}

class MastodonSource final : public Source {
 public:
  explicit MastodonSource(MastodonOptions options) : options_(std::move(options)) {
    while (!options_.url.empty() && options_.url.back() == '/') options_.url.pop_back();
    host_ = host_of(options_.url);
  }

  Cursor begin_run(const Cursor& cursor, const RunStart& start) const override {
    MastodonProgress progress = progress_in(cursor);
    if (progress.refused_at && start.now - *progress.refused_at >= kRefusalHolds) progress.refused_at.reset();
    if (!progress.feed.empty()) progress.feed = tag_feed("")->begin_run(progress.feed, start);
    begin_walk(progress, start, options_.backfill);
    return cursor_of(progress);
  }

  std::optional<UtcTime> overlap_before(const Cursor& cursor) const override {
    const MastodonProgress progress = progress_in(cursor);
    if (!progress.newest_at) return std::nullopt;
    return *progress.newest_at - kOverlap;
  }

  std::optional<net::HttpRequest> next_request(const Cursor& cursor, const Topic& topic) const override {
    const MastodonProgress progress = progress_in(cursor);
    if (progress.refused_at) return tag_feed(topic.tag)->next_request(progress.feed, topic);
    const auto page = next_page(progress);
    if (!page) return std::nullopt;
    std::string url =
        fmt::format("{}/api/v1/timelines/tag/{}?limit={}", options_.url, tag_in_path(topic.tag), kPageLimit);
    if (!page->min_id.empty()) url += "&min_id=" + percent_encoded(page->min_id);
    if (!page->max_id.empty()) url += "&max_id=" + percent_encoded(page->max_id);
    net::HttpRequest request{std::move(url)};
    request.headers.emplace_back("Accept", "application/json");
    request.bearer = options_.bearer;
    return request;
  }

  PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, const Topic& topic,
                   UtcTime now) const override {
    MastodonProgress progress = progress_in(cursor);
    if (progress.refused_at) return read_tag_feed(response, std::move(progress), topic, now);
    if (wants_token(response.status)) return refused(response, std::move(progress), now);
    // A tag that nobody used yet. Once posts were seen, a 404 is a fault, and no end of the timeline.
    if (response.status == 404 && progress.position.empty() && is_api_error(response.body))
      return read_page({}, {}, std::move(progress), topic, now);
    if (auto outcome = status_outcome(response, now)) return *std::move(outcome);
    const auto document = JsonDocument::parse(response.body);
    if (!document) return not_a_timeline(response.body, document.error().message);
    if (!document->root().is_array())
      return failed(
          FailureClass::transient,
          fmt::format("{} answered with JSON that is no timeline: check that the source's `url` is that of "
                      "a Mastodon server",
                      host_));
    if (document->root().size() > kMostStatuses)
      return failed(FailureClass::transient, fmt::format("{} sent {} posts where {} were asked for", host_,
                                                         document->root().size(), kPageLimit));
    return read_page(document->root(), pause_for_reserve(response, now), std::move(progress), topic, now);
  }

 private:
  static std::string tag_in_path(const std::string& tag) {
    return percent_encoded(tag.rfind('#', 0) == 0 ? tag.substr(1) : tag);
  }

  std::unique_ptr<Source> tag_feed(const std::string& tag) const {
    FeedOptions feed;
    feed.url = fmt::format("{}/tags/{}.rss", options_.url, tag_in_path(tag));
    feed.network = "mastodon";
    return make_feed_source(std::move(feed));
  }

  /// An unknown tag is no error, but a web page in an API's place is.
  static bool is_api_error(const std::string& body) {
    const auto document = JsonDocument::parse(body);
    return document && document->root().is_object();
  }

  Failed not_a_timeline(std::string_view body, const std::string& why) const {
    const bool web_page = trimmed(body).substr(0, 1) == "<";
    return failed(
        FailureClass::transient,
        web_page ? fmt::format("{} answered with a web page in place of its timeline: it may be down for "
                               "upkeep or guard against bots",
                               host_)
                 : fmt::format("{}'s timeline breaks off or cannot be read: {}", host_, why));
  }

  PollOutcome refused(const net::HttpResponse& response, MastodonProgress progress, UtcTime now) const {
    auto outcome = status_outcome(response, now);
    const auto* failure = outcome ? std::get_if<Failed>(&*outcome) : nullptr;
    const bool about_token = failure != nullptr && failure->kind != FailureClass::transient;
    if (outcome && !about_token) return *std::move(outcome);
    if (!options_.bearer.empty())
      return failed(
          FailureClass::needs_token,
          fmt::format("{} refused the token (HTTP {}): make a new one with the scope read:statuses for a "
                      "user of that server (Preferences, Development) and put it where `credential` points",
                      host_, response.status));
    progress.refused_at = now;
    PageOfPosts page;
    page.cursor = cursor_of(progress);
    page.notice = fmt::format(
        "{} shows its timeline only to those with a token (HTTP {}); reading the tag's feed, which holds "
        "the newest 20 posts, until there is a `credential`",
        host_, response.status);
    return page;
  }

  PollOutcome read_page(JsonView statuses, std::optional<seconds> pause, MastodonProgress progress,
                        const Topic& topic, UtcTime now) const {
    const bool walks_back = direction_of(progress) == WalkDirection::back;
    PageOfPosts page;
    page.ask_again_in = pause;
    PageOutline outline;
    outline.statuses = static_cast<int>(statuses.size());
    for (std::size_t i = 0; i < statuses.size(); ++i) {
      DecodedStatus status = decode_status(statuses.at(i), host_, now);
      if (status.verdict == StatusVerdict::unreadable)
        page.unreadable.push_back({content_hash(statuses.at(i).to_text()), std::move(status.cause)});
      widen(outline, status);
      const bool before_backfill = walks_back && progress.backfill_start && status.created_at &&
                                   *status.created_at < *progress.backfill_start;
      if (!before_backfill) sort_into(page, std::move(status), topic);
    }
    if (outline.statuses > 0 && outline.lowest.empty())
      return failed(FailureClass::transient,
                    fmt::format("{} sent a page on which nothing can be read: {}", host_,
                                page.unreadable.empty() ? "" : page.unreadable.front().cause));
    const WalkEnd end = advance(progress, outline, now);
    if (end == WalkEnd::no_progress)
      return failed(
          FailureClass::transient,
          fmt::format("{} gives the same page again when asked for older posts: what is older cannot be "
                      "read from it",
                      host_));
    if (end == WalkEnd::gap_left)
      page.missed = Missed{fmt::format("{} cannot show what lies between its page and our last one", host_)};
    page.cursor = cursor_of(progress);
    return page;
  }

  static void sort_into(PageOfPosts& page, DecodedStatus status, const Topic& topic) {
    switch (status.verdict) {
      case StatusVerdict::keep: {
        const bool counts = carries(topic, status.post.tags);
        (counts ? page.posts : page.withdrawn).push_back(std::move(status.post));
        break;
      }
      case StatusVerdict::opted_out:
        ++page.opted_out;
        break;
      case StatusVerdict::unreadable:
      case StatusVerdict::boost:
      case StatusVerdict::not_public:
        break;
    }
  }

  PollOutcome read_tag_feed(const net::HttpResponse& response, MastodonProgress progress, const Topic& topic,
                            UtcTime now) const {
    PollOutcome outcome = tag_feed(topic.tag)->read(response, progress.feed, topic, now);
    const auto keep_cursor = [&](Cursor& feed_cursor) {
      progress.feed = std::move(feed_cursor);
      feed_cursor = cursor_of(progress);
    };
    if (auto* page = std::get_if<PageOfPosts>(&outcome)) {
      keep_cursor(page->cursor);
      for (auto* posts : {&page->posts, &page->withdrawn})
        for (Post& post : *posts) post.author = author_in(post.url.empty() ? post.id : post.url);
    } else if (auto* same = std::get_if<Proceed>(&outcome)) {
      keep_cursor(same->cursor);
    } else if (auto* failure = std::get_if<Failed>(&outcome); failure && closed(response.status)) {
      *failure = failed(
          FailureClass::needs_token,
          fmt::format("{} shows neither its timeline nor the tag's feed (HTTP {}) without a token: make one "
                      "there (Preferences, Development, scope read:statuses) and name it in `credential`",
                      host_, response.status));
    }
    return outcome;
  }

  static bool closed(int status) { return status == 401 || status == 403 || status == 404 || status == 422; }

  MastodonOptions options_;
  std::string host_;
};

}  // namespace

std::unique_ptr<Source> make_mastodon_source(MastodonOptions options) {
  return std::make_unique<MastodonSource>(std::move(options));
}

}  // namespace nhs::collector
