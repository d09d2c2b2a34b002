#include "collector/sources/mastodon_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "collector/http_status.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/feed_source.h"
#include "collector/sources/mastodon_cursor.h"
#include "collector/sources/mastodon_instance.h"
#include "collector/sources/mastodon_recheck.h"
#include "collector/sources/mastodon_server.h"
#include "collector/sources/mastodon_status.h"
#include "collector/sources/mastodon_walk.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "core/json.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

using std::chrono::hours;

/// How long before the newest post a late one may still turn up: federation queues retry for about that long.
constexpr hours kTimelineOverlap{24};

/// How long a refusal holds before the API is asked again.
constexpr hours kRefusalHolds{24};

/// How long a server's word on its tag pages holds.
constexpr hours kProbeHolds{24};

/// Mastodon says 401 or, where a user is wanted, 422; other servers 403. The words are localised, so not
/// looked at.
bool wants_token(int status) { return status == 401 || status == 403 || status == 422; }

void widen(PageOutline& outline, const DecodedStatus& status) {
  const std::string& id = status.local_id;
  if (!id.empty()) {
    if (outline.lowest.empty() || id_before(id, outline.lowest)) outline.lowest = id;
    if (id_before(outline.highest, id)) outline.highest = id;
  }
  if (!status.created_at) return;
  outline.newest_at = std::max(outline.newest_at.value_or(*status.created_at), *status.created_at);
  outline.oldest_at = std::min(outline.oldest_at.value_or(*status.created_at), *status.created_at);
}

/// Whether what a server said then is still taken for true: not for ever, nor where our clock was ahead.
bool holds(const std::optional<UtcTime>& said_at, std::chrono::seconds how_long, UtcTime now) {
  return said_at && *said_at <= now && now - *said_at < how_long;
}

class MastodonSource final : public Source {
 public:
  explicit MastodonSource(MastodonOptions options)
      : backfill_(options.backfill), server_(std::move(options)), rechecker_(server_) {}

  Cursor begin_run(const Cursor& cursor, const RunStart& start) const override {
    MastodonProgress progress = progress_in(cursor);
    // What a token opens now need not wait until the refusal of one who had none is old.
    if (server_.has_token() || !holds(progress.refused_at, kRefusalHolds, start.now))
      progress.refused_at.reset();
    // Posts first: the question is asked again when there are none.
    progress.probing = false;
    if (!progress.feed.empty()) progress.feed = tag_feed("")->begin_run(progress.feed, start);
    begin_walk(progress, start, backfill_);
    return cursor_of(progress);
  }

  std::optional<UtcTime> overlap_before(const Cursor& cursor) const override {
    const MastodonProgress progress = progress_in(cursor);
    if (!progress.newest_at) return std::nullopt;
    return *progress.newest_at - kTimelineOverlap;
  }

  std::optional<net::HttpRequest> next_request(const Cursor& cursor, const Topic& topic) const override {
    const MastodonProgress progress = progress_in(cursor);
    if (progress.refused_at) return tag_feed(topic.tag)->next_request(progress.feed, topic);
    if (progress.probing) return server_.asking(server_.url() + "/api/v2/instance");
    const auto page = next_page(progress);
    if (!page) return std::nullopt;
    std::string url = fmt::format("{}/api/v1/timelines/tag/{}?limit={}", server_.url(),
                                  tag_in_path(topic.tag), progress.posts_a_page);
    if (!page->min_id.empty()) url += "&min_id=" + percent_encoded(page->min_id);
    if (!page->max_id.empty()) url += "&max_id=" + percent_encoded(page->max_id);
    return server_.asking(std::move(url));
  }

  std::optional<Cursor> with_smaller_page(const Cursor& cursor) const override {
    MastodonProgress progress = progress_in(cursor);
    if (progress.refused_at || progress.probing || progress.posts_a_page == 1) return std::nullopt;
    progress.posts_a_page /= 2;
    return cursor_of(progress);
  }

  bool next_is_backfill(const Cursor& cursor) const override {
    const MastodonProgress progress = progress_in(cursor);
    return !progress.refused_at && !progress.probing && is_backfill(progress);
  }

  std::optional<TimeSpan> unread(const Cursor& cursor) const override {
    return unread_by(progress_in(cursor));
  }

  PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, const Topic& topic,
                   UtcTime now) const override {
    MastodonProgress progress = progress_in(cursor);
    if (progress.refused_at) return read_tag_feed(response, std::move(progress), topic, now);
    if (progress.probing) return read_instance(response, std::move(progress), now);
    if (wants_token(response.status)) return refused(response, std::move(progress), now);
    // A tag that nobody used yet. Once posts were seen, a 404 is a fault, and no end of the timeline.
    if (response.status == 404 && progress.position.empty() && is_mastodon_error(response.body))
      return read_page({}, std::move(progress), topic, now);
    if (auto outcome = status_outcome(response, now)) return *std::move(outcome);
    const auto document = JsonDocument::parse(response.body);
    if (!document) return not_a_timeline(response.body, document.error().message);
    if (!document->root().is_array())
      return Failed{
          FailureClass::content,
          fmt::format("{} answered with JSON that is no timeline: check that the source's `url` is that of "
                      "a Mastodon server",
                      server_.host())};
    if (document->root().size() > kMostStatuses)
      return server_.too_many(document->root().size(), kTimelinePage);
    progress.posts_a_page = kTimelinePage;
    return read_page(document->root(), std::move(progress), topic, now);
  }

  std::string server() const override { return origin_of(server_.url()); }
  const Rechecker* rechecker() const override { return &rechecker_; }

 private:
  static std::string tag_in_path(const std::string& tag) {
    return percent_encoded(tag.rfind('#', 0) == 0 ? tag.substr(1) : tag);
  }

  std::unique_ptr<Source> tag_feed(const std::string& tag) const {
    FeedOptions feed;
    feed.url = fmt::format("{}/tags/{}.rss", server_.url(), tag_in_path(tag));
    feed.network = "mastodon";
    return make_feed_source(std::move(feed));
  }

  Failed not_a_timeline(std::string_view body, const std::string& why) const {
    const bool web_page = trimmed(body).substr(0, 1) == "<";
    return Failed{
        FailureClass::content,
        web_page ? fmt::format("{} answered with a web page in place of its timeline: it may be down for "
                               "upkeep or guard against bots",
                               server_.host())
                 : fmt::format("{}'s timeline breaks off or cannot be read: {}", server_.host(), why)};
  }

  PollOutcome refused(const net::HttpResponse& response, MastodonProgress progress, UtcTime now) const {
    auto outcome = status_outcome(response, now);
    const auto* failure = outcome ? std::get_if<Failed>(&*outcome) : nullptr;
    const bool about_token = failure != nullptr && failure->kind != FailureClass::transient;
    if (outcome && !about_token) return *std::move(outcome);
    if (server_.has_token())
      return Failed{
          FailureClass::needs_token,
          fmt::format("{} refused the token (HTTP {}): make a new one with the scope read:statuses for a "
                      "user of that server (Preferences, Development) and put it where `credential` points",
                      server_.host(), response.status)};
    progress.refused_at = now;
    PageOfPosts page;
    page.cursor = cursor_of(progress);
    page.notice = fmt::format(
        "{} shows its timeline only to those with a token (HTTP {}); reading the tag's feed, which holds "
        "the newest 20 posts, until there is a `credential`",
        server_.host(), response.status);
    return page;
  }

  /// A server that does not describe itself, or not so, is none the worse for it.
  PollOutcome read_instance(const net::HttpResponse& response, MastodonProgress progress, UtcTime now) const {
    if (auto outcome = status_outcome(response, now);
        outcome && std::holds_alternative<RateLimited>(*outcome))
      return *std::move(outcome);
    progress.probing = false;
    progress.probed_at = now;
    progress.access_notice.clear();
    if (response.status == 200)
      if (const auto document = JsonDocument::parse(response.body))
        progress.access_notice = tag_pages_closed(document->root(), server_.host(), server_.has_token());
    return Proceed{cursor_of(progress), std::nullopt, progress.access_notice};
  }

  /// After an empty page where no post was ever seen: what the server told of its tag pages, or that it is to
  /// be asked.
  static void look_for_a_closed_door(PageOfPosts& page, MastodonProgress& progress, UtcTime now) {
    progress.probing = !holds(progress.probed_at, kProbeHolds, now);
    if (!progress.probing) page.notice = progress.access_notice;
  }

  PollOutcome read_page(JsonView statuses, MastodonProgress progress, const Topic& topic, UtcTime now) const {
    const bool walks_back = direction_of(progress) == WalkDirection::back;
    PageOfPosts page;
    PageOutline outline;
    outline.statuses = static_cast<int>(statuses.size());
    for (std::size_t i = 0; i < statuses.size(); ++i) {
      DecodedStatus status = decode_status(statuses.at(i), server_.host(), now);
      if (status.verdict == StatusVerdict::unreadable)
        page.unreadable.push_back({content_hash(statuses.at(i).to_text()), std::move(status.cause)});
      widen(outline, status);
      const bool before_backfill = walks_back && progress.backfill_start && status.created_at &&
                                   *status.created_at < *progress.backfill_start;
      const bool counts = carries(topic, status.post.tags);
      if (!before_backfill) server_.sort_into(page, std::move(status), counts);
    }
    if (outline.statuses > 0 && outline.lowest.empty())
      return Failed{FailureClass::content,
                    fmt::format("{} sent a page on which nothing can be read: {}", server_.host(),
                                page.unreadable.empty() ? "" : page.unreadable.front().cause)};
    const WalkEnd end = advance(progress, outline, now);
    if (end == WalkEnd::no_progress)
      return Failed{
          FailureClass::content,
          fmt::format("{} gives the same page again when asked for older posts: what is older cannot be "
                      "read from it",
                      server_.host())};
    if (end == WalkEnd::gap_left)
      page.missed =
          Missed{fmt::format("{} cannot show what lies between its page and our last one", server_.host())};
    if (progress.position.empty()) look_for_a_closed_door(page, progress, now);
    page.cursor = cursor_of(progress);
    return page;
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
    } else if (auto* same = std::get_if<Proceed>(&outcome)) {
      keep_cursor(same->cursor);
    } else if (auto* failure = std::get_if<Failed>(&outcome); failure && closed(response.status)) {
      *failure = Failed{
          FailureClass::needs_token,
          fmt::format("{} shows neither its timeline nor the tag's feed (HTTP {}) without a token: make one "
                      "there (Preferences, Development, scope read:statuses) and name it in `credential`",
                      server_.host(), response.status)};
    }
    return outcome;
  }

  static bool closed(int status) { return status == 401 || status == 403 || status == 404 || status == 422; }

  std::optional<std::chrono::seconds> backfill_;
  MastodonServer server_;
  MastodonRechecker rechecker_;
};

}  // namespace

std::unique_ptr<Source> make_mastodon_source(MastodonOptions options) {
  return std::make_unique<MastodonSource>(std::move(options));
}

}  // namespace nhs::collector
