#include "collector/sources/mastodon_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "collector/http_status.h"
#include "collector/recheck.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/feed_source.h"
#include "collector/sources/mastodon_cursor.h"
#include "collector/sources/mastodon_instance.h"
#include "collector/sources/mastodon_status.h"
#include "collector/sources/mastodon_walk.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "core/json.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

using std::chrono::hours;

/// The most that Mastodon gives; larger limits are cut to it without a word.
constexpr int kPageLimit = 40;

/// Some servers give more than asked for; one that gives ten times as many would hold up all others while its
/// page is taken in.
constexpr std::size_t kMostStatuses = 400;

/// How long before the newest post a late one may still turn up: federation queues retry for about that long.
constexpr hours kOverlap{24};

/// How long a refusal holds before the API is asked again.
constexpr hours kRefusalHolds{24};

/// How long a server's word on its tag pages holds.
constexpr hours kProbeHolds{24};

/// How many statuses are asked for at once: servers do not say how many they take.
constexpr std::size_t kStatusesAtOnce = 20;

/// Servers learn to give several statuses at once by being upgraded.
constexpr hours kOneByOneHolds{7 * 24};

/// An answer to a question for several that shows none may as well come from a server that does not know the
/// question: each is asked for by itself, where a missing one has an answer of its own.
constexpr hours kOneByOneInDoubt{1};

/// Mastodon says 401 or, where a user is wanted, 422; other servers 403. The words are localised, so not
/// looked at.
bool wants_token(int status) { return status == 401 || status == 403 || status == 422; }

Failed failed(FailureClass kind, std::string cause) { return Failed{kind, std::move(cause)}; }

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

class MastodonSource final : public Source, private Rechecker {
 public:
  explicit MastodonSource(MastodonOptions options) : options_(std::move(options)) {
    options_.url = without_end_slash(std::move(options_.url));
    host_ = host_of(options_.url);
  }

  Cursor begin_run(const Cursor& cursor, const RunStart& start) const override {
    MastodonProgress progress = progress_in(cursor);
    if (progress.refused_at && start.now - *progress.refused_at >= kRefusalHolds) progress.refused_at.reset();
    // Posts first: the question is asked again when there are none.
    progress.probing = false;
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
    if (progress.probing) return asking(options_.url + "/api/v2/instance");
    const auto page = next_page(progress);
    if (!page) return std::nullopt;
    std::string url =
        fmt::format("{}/api/v1/timelines/tag/{}?limit={}", options_.url, tag_in_path(topic.tag), kPageLimit);
    if (!page->min_id.empty()) url += "&min_id=" + percent_encoded(page->min_id);
    if (!page->max_id.empty()) url += "&max_id=" + percent_encoded(page->max_id);
    return asking(std::move(url));
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
    if (response.status == 404 && progress.position.empty() && is_api_error(response.body))
      return read_page({}, std::move(progress), topic, now);
    if (auto outcome = status_outcome(response, now)) return *std::move(outcome);
    const auto document = JsonDocument::parse(response.body);
    if (!document) return not_a_timeline(response.body, document.error().message);
    if (!document->root().is_array())
      return failed(
          FailureClass::content,
          fmt::format("{} answered with JSON that is no timeline: check that the source's `url` is that of "
                      "a Mastodon server",
                      host_));
    if (document->root().size() > kMostStatuses)
      return failed(FailureClass::content, fmt::format("{} sent {} posts where {} were asked for", host_,
                                                       document->root().size(), kPageLimit));
    return read_page(document->root(), std::move(progress), topic, now);
  }

  const Rechecker* rechecker() const override { return this; }

  RecheckManner manner(const Cursor& cursor, UtcTime now) const override {
    RecheckManner manner;
    manner.posts_at_once = kStatusesAtOnce;
    if (one_by_one(progress_in(cursor), now)) {
      manner.posts_at_once = 1;
      manner.questions_a_turn = 20;
    }
    return manner;
  }

  /// Uris and permalinks are at the author's server; others hold copies.
  bool is_home_of(const PostToRecheck& post) const override {
    const std::string here = origin_of(options_.url);
    return origin_of(post.id) == here || origin_of(post.url) == here;
  }

  std::optional<net::HttpRequest> question(const Cursor& cursor,
                                           const std::vector<PostToRecheck>& posts) const override {
    const MastodonProgress progress = progress_in(cursor);
    if (progress.refused_at || posts.empty()) return std::nullopt;
    std::string url = options_.url + "/api/v1/statuses";
    if (posts.size() == 1) return asking(url + "/" + percent_encoded(posts.front().local_id));
    for (std::size_t i = 0; i < posts.size(); ++i)
      url += fmt::format("{}id%5B%5D={}", i == 0 ? '?' : '&', percent_encoded(posts[i].local_id));
    return asking(std::move(url));
  }

  RecheckOutcome read_answer(const net::HttpResponse& response, const Cursor& cursor,
                             const std::vector<PostToRecheck>& posts, const Topic& topic,
                             UtcTime now) const override {
    MastodonProgress progress = progress_in(cursor);
    return posts.size() == 1 ? read_status(response, std::move(progress), posts.front(), topic, now)
                             : read_statuses(response, std::move(progress), posts, topic, now);
  }

 private:
  static bool one_by_one(const MastodonProgress& progress, UtcTime now) {
    return progress.one_by_one_until && now < *progress.one_by_one_until;
  }

  static Proceed ask_one_by_one(MastodonProgress progress, UtcTime until) {
    progress.one_by_one_until = until;
    return Proceed{cursor_of(progress), std::nullopt, {}};
  }

  /// Answers in place of a status or a list of them.
  static RecheckOutcome instead(const net::HttpResponse& response, UtcTime now) {
    if (auto outcome = status_outcome(response, now)) return as_recheck_outcome(*std::move(outcome));
    return failed(FailureClass::content, "the server's answer holds no statuses");
  }

  RecheckOutcome read_status(const net::HttpResponse& response, MastodonProgress progress,
                             const PostToRecheck& post, const Topic& topic, UtcTime now) const {
    Reread reread;
    reread.page.cursor = cursor_of(progress);
    const bool said_gone = (response.status == 404 || response.status == 410) && is_api_error(response.body);
    if (said_gone) {
      reread.sights.push_back(Sight::gone);
      return reread;
    }
    const auto document = JsonDocument::parse(response.body);
    if (response.status != 200 || !document || !document->root().is_object()) return instead(response, now);
    reread.sights.push_back(sight_of(document->root(), post, reread.page, topic, now));
    return reread;
  }

  RecheckOutcome read_statuses(const net::HttpResponse& response, MastodonProgress progress,
                               const std::vector<PostToRecheck>& posts, const Topic& topic,
                               UtcTime now) const {
    // Servers before 4.3, and GoToSocial, know no such list.
    for (const int status : {400, 404, 405, 422, 501})
      if (response.status == status) return ask_one_by_one(std::move(progress), now + kOneByOneHolds);
    const auto document = JsonDocument::parse(response.body);
    if (response.status != 200 || !document || !document->root().is_array()) return instead(response, now);
    const JsonView statuses = document->root();
    if (statuses.size() > kMostStatuses)
      return failed(FailureClass::content, fmt::format("{} sent {} posts where {} were asked for", host_,
                                                       statuses.size(), posts.size()));
    Reread reread;
    reread.page.cursor = cursor_of(progress);
    bool shows_any = false;
    for (const PostToRecheck& post : posts) {
      Sight sight = Sight::gone;
      for (std::size_t i = 0; i < statuses.size(); ++i)
        if (statuses.at(i)["id"].text_or_empty() == post.local_id) {
          shows_any = true;
          sight = sight_of(statuses.at(i), post, reread.page, topic, now);
        }
      reread.sights.push_back(sight);
    }
    if (!shows_any) return ask_one_by_one(std::move(progress), now + kOneByOneInDoubt);
    return reread;
  }

  Sight sight_of(JsonView json, const PostToRecheck& post, PageOfPosts& page, const Topic& topic,
                 UtcTime now) const {
    DecodedStatus status = decode_status(json, host_, now);
    if (status.verdict == StatusVerdict::not_public) return Sight::gone;
    const bool readable = status.verdict == StatusVerdict::keep || status.verdict == StatusVerdict::opted_out;
    // A server that was set up afresh gives old ids to other posts.
    if (!readable || status.post.id != post.id) return Sight::unclear;
    const bool counts = !has_lost_topic(post, status.post, topic, true);
    sort_into(page, std::move(status), counts);
    return Sight::present;
  }

  net::HttpRequest asking(std::string url) const {
    net::HttpRequest request{std::move(url)};
    request.headers.emplace_back("Accept", "application/json");
    request.bearer = options_.bearer;
    return request;
  }

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
        FailureClass::content,
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
        progress.access_notice = tag_pages_closed(document->root(), host_, !options_.bearer.empty());
    return Proceed{cursor_of(progress), std::nullopt, progress.access_notice};
  }

  /// After an empty page where no post was ever seen: what the server told of its tag pages, or that it is to
  /// be asked.
  static void look_for_a_closed_door(PageOfPosts& page, MastodonProgress& progress, UtcTime now) {
    progress.probing = !progress.probed_at || now - *progress.probed_at >= kProbeHolds;
    if (!progress.probing) page.notice = progress.access_notice;
  }

  PollOutcome read_page(JsonView statuses, MastodonProgress progress, const Topic& topic, UtcTime now) const {
    const bool walks_back = direction_of(progress) == WalkDirection::back;
    PageOfPosts page;
    PageOutline outline;
    outline.statuses = static_cast<int>(statuses.size());
    for (std::size_t i = 0; i < statuses.size(); ++i) {
      DecodedStatus status = decode_status(statuses.at(i), host_, now);
      if (status.verdict == StatusVerdict::unreadable)
        page.unreadable.push_back({content_hash(statuses.at(i).to_text()), std::move(status.cause)});
      widen(outline, status);
      const bool before_backfill = walks_back && progress.backfill_start && status.created_at &&
                                   *status.created_at < *progress.backfill_start;
      const bool counts = carries(topic, status.post.tags);
      if (!before_backfill) sort_into(page, std::move(status), counts);
    }
    if (outline.statuses > 0 && outline.lowest.empty())
      return failed(FailureClass::content,
                    fmt::format("{} sent a page on which nothing can be read: {}", host_,
                                page.unreadable.empty() ? "" : page.unreadable.front().cause));
    const WalkEnd end = advance(progress, outline, now);
    if (end == WalkEnd::no_progress)
      return failed(
          FailureClass::content,
          fmt::format("{} gives the same page again when asked for older posts: what is older cannot be "
                      "read from it",
                      host_));
    if (end == WalkEnd::gap_left)
      page.missed = Missed{fmt::format("{} cannot show what lies between its page and our last one", host_)};
    if (progress.position.empty()) look_for_a_closed_door(page, progress, now);
    page.cursor = cursor_of(progress);
    return page;
  }

  static void leave_out(PageOfPosts& page, Post post) {
    ++page.opted_out;
    // It may have been kept before its author asked.
    page.withdrawn.push_back(std::move(post));
  }

  void sort_into(PageOfPosts& page, DecodedStatus status, bool counts) const {
    switch (status.verdict) {
      case StatusVerdict::keep: {
        if (options_.drop_noindex && status.post.quotable == false) {
          leave_out(page, std::move(status.post));
          break;
        }
        (counts ? page.posts : page.withdrawn).push_back(std::move(status.post));
        break;
      }
      case StatusVerdict::opted_out:
        leave_out(page, std::move(status.post));
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
