#include "collector/sources/bluesky_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "collector/http_status.h"
#include "collector/recheck.h"
#include "collector/sources/bluesky_cursor.h"
#include "collector/sources/bluesky_post.h"
#include "collector/sources/bluesky_session.h"
#include "collector/sources/bluesky_walk.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "core/json.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

/// The most that searchPosts gives.
constexpr int kSearchPage = 100;

/// The most that getPosts takes.
constexpr std::size_t kPostsAskedFor = 25;

/// A server that gives several times what was asked for would hold up all others while its page is taken in.
constexpr std::size_t kMostPosts = 400;

bool speaks_of_cursor(const XrpcError& error) {
  return folded(error.name).find("cursor") != std::string::npos ||
         folded(error.message).find("cursor") != std::string::npos;
}

std::string search_url(const std::string& server, const std::string& tag, const SearchWalk& walk) {
  std::string url = fmt::format("{}/xrpc/app.bsky.feed.searchPosts?q={}&sort=latest&limit={}", server,
                                percent_encoded("#" + tag), kSearchPage);
  if (walk.since) url += "&since=" + percent_encoded(format_utc(*walk.since));
  if (walk.until) url += "&until=" + percent_encoded(format_utc(*walk.until));
  if (!walk.page.empty()) url += "&cursor=" + percent_encoded(walk.page);
  return url;
}

class BlueskySource final : public Source, private Rechecker {
 public:
  explicit BlueskySource(BlueskyOptions options)
      : account_{std::move(options.url), std::move(options.account), std::move(options.password)},
        backfill_(options.backfill),
        drop_noindex_(options.drop_noindex) {
    account_.url = without_end_slash(std::move(account_.url));
    if (account_.name.rfind('@', 0) == 0) account_.name.erase(0, 1);
    host_ = host_of(account_.url);
  }

  Cursor begin_run(const Cursor& cursor, const RunStart& start) const override {
    BlueskyProgress progress = bluesky_progress_in(cursor);
    begin_session(progress.session, account_, start);
    begin_search(progress.search, start, backfill_);
    return cursor_of(progress);
  }

  /// Windows are in time, so a re-scan needs no anchor.
  std::optional<UtcTime> overlap_before(const Cursor&) const override { return std::nullopt; }

  std::optional<net::HttpRequest> next_request(const Cursor& cursor, const Topic& topic) const override {
    const BlueskyProgress progress = bluesky_progress_in(cursor);
    const SearchWalk* walk = current_walk(progress.search);
    if (walk == nullptr) return std::nullopt;
    if (progress.session.step != SessionStep::search) return session_request(progress.session, account_);
    const std::string tag = topic.tag.rfind('#', 0) == 0 ? topic.tag.substr(1) : topic.tag;
    net::HttpRequest request{search_url(progress.session.server, tag, *walk)};
    request.headers.emplace_back("Accept", "application/json");
    request.bearer = progress.session.access;
    request.follow_redirects = false;
    return request;
  }

  bool next_is_backfill(const Cursor& cursor) const override {
    const SearchProgress search = bluesky_progress_in(cursor).search;
    return !search.news && search.backfill;
  }

  std::optional<TimeSpan> unread(const Cursor& cursor) const override {
    const SearchProgress search = bluesky_progress_in(cursor).search;
    if (!search.news || !search.news->since || !search.news->depth.oldest) return std::nullopt;
    const TimeSpan span{*search.news->since, *search.news->depth.oldest};
    return span.from < span.to ? std::optional<TimeSpan>{span} : std::nullopt;
  }

  PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, const Topic& topic,
                   UtcTime now) const override {
    BlueskyProgress progress = bluesky_progress_in(cursor);
    if (progress.session.step != SessionStep::search) {
      if (auto outcome = read_session_answer(progress.session, account_, response, now))
        return *std::move(outcome);
      return proceed(progress);
    }
    if (response.status >= 400) return refused(response, std::move(progress), now);
    if (auto outcome = status_outcome(response, now)) return *std::move(outcome);
    const auto document = JsonDocument::parse(response.body);
    if (!document) return not_results(response.body, document.error().message);
    const JsonView posts = document->root()["posts"];
    if (!posts.is_array())
      return Failed{FailureClass::transient,
                    fmt::format("{} answered the search with JSON that holds no posts", host_)};
    if (posts.size() > kMostPosts)
      return Failed{FailureClass::transient, fmt::format("{} sent {} posts where {} were asked for", host_,
                                                         posts.size(), kSearchPage)};
    return read_page(document->root(), std::move(progress), topic, now);
  }

  const Rechecker* rechecker() const override { return this; }

  RecheckManner manner(const Cursor& /*cursor*/, UtcTime /*now*/) const override {
    RecheckManner manner;
    manner.posts_at_once = kPostsAskedFor;
    return manner;
  }

  /// A login is the polls' affair, for there are few of them in a day.
  std::optional<net::HttpRequest> question(const Cursor& cursor,
                                           const std::vector<PostToRecheck>& posts) const override {
    const BlueskyProgress progress = bluesky_progress_in(cursor);
    if (progress.session.step == SessionStep::refresh) return session_request(progress.session, account_);
    if (progress.session.step != SessionStep::search || posts.empty()) return std::nullopt;
    std::string url = progress.session.server + "/xrpc/app.bsky.feed.getPosts";
    for (std::size_t i = 0; i < posts.size(); ++i)
      url += fmt::format("{}uris={}", i == 0 ? '?' : '&', percent_encoded(posts[i].local_id));
    net::HttpRequest request{std::move(url)};
    request.headers.emplace_back("Accept", "application/json");
    request.bearer = progress.session.access;
    request.follow_redirects = false;
    return request;
  }

  RecheckOutcome read_answer(const net::HttpResponse& response, const Cursor& cursor,
                             const std::vector<PostToRecheck>& posts, const Topic& topic,
                             UtcTime now) const override {
    BlueskyProgress progress = bluesky_progress_in(cursor);
    if (progress.session.step != SessionStep::search) {
      if (auto outcome = read_session_answer(progress.session, account_, response, now))
        return as_recheck_outcome(*std::move(outcome));
      return proceed(progress);
    }
    if (response.status >= 400 && refuses_session(response.status, xrpc_error(response.body))) {
      reject_session(progress.session, account_, now);
      return proceed(progress);
    }
    if (auto outcome = status_outcome(response, now)) return as_recheck_outcome(*std::move(outcome));
    const auto document = JsonDocument::parse(response.body);
    if (!document) return not_results(response.body, document.error().message);
    const JsonView views = document->root()["posts"];
    if (!views.is_array() || views.size() > kMostPosts)
      return Failed{FailureClass::transient,
                    fmt::format("{} answered the question for posts with something else", host_)};
    Reread reread;
    reread.page.undated_edits = true;
    reread.page.cursor = cursor;
    for (const PostToRecheck& post : posts)
      reread.sights.push_back(sight_of(views, post, reread.page, topic, now));
    return reread;
  }

 private:
  /// The network leaves out what is gone.
  Sight sight_of(JsonView views, const PostToRecheck& post, PageOfPosts& page, const Topic& topic,
                 UtcTime now) const {
    for (std::size_t i = 0; i < views.size(); ++i) {
      if (views.at(i)["uri"].text_or_empty() != post.local_id) continue;
      DecodedBlueskyPost decoded = decode_bluesky_post(views.at(i), now);
      if (!decoded.post) return Sight::unclear;
      const bool counts = !has_lost_topic(post, *decoded.post, topic, false);
      sort_into(page, *std::move(decoded.post), counts);
      return Sight::present;
    }
    return Sight::gone;
  }

  static Proceed proceed(const BlueskyProgress& progress) {
    Proceed on;
    on.cursor = cursor_of(progress);
    return on;
  }

  Failed not_results(std::string_view body, const std::string& why) const {
    const bool web_page = trimmed(body).substr(0, 1) == "<";
    return {FailureClass::transient,
            web_page ? fmt::format("{} answered with a web page in place of search results: it may be down "
                                   "for upkeep or guard against bots",
                                   host_)
                     : fmt::format("{}'s search results break off or cannot be read: {}", host_, why)};
  }

  PollOutcome refused(const net::HttpResponse& response, BlueskyProgress progress, UtcTime now) const {
    const XrpcError error = xrpc_error(response.body);
    if (refuses_session(response.status, error)) {
      reject_session(progress.session, account_, now);
      return proceed(progress);
    }
    if (response.status == 400 && speaks_of_cursor(error) && !current_page(progress).empty()) {
      const SearchStep step = restart_window(progress.search, now);
      if (step.end == SearchStep::End::dead_cursors)
        return Failed{
            FailureClass::transient,
            fmt::format("{} refuses the cursors that it gives: only the newest page can be read", host_)};
      return proceed(progress);
    }
    if (response.status == 400 && error.name == "BadQueryString")
      return Failed{
          FailureClass::permanent,
          fmt::format("{} cannot search for this tag (HTTP 400): check the source's `topics`", host_)};
    if (response.status == 501)
      return Failed{FailureClass::permanent,
                    fmt::format("{} has no search (HTTP 501): check that the source's `url` is that of a "
                                "Bluesky PDS",
                                host_)};
    PollOutcome outcome = status_outcome(response, now).value();
    if (auto* failed = std::get_if<Failed>(&outcome);
        failed != nullptr && response.status == 403 && failed->kind == FailureClass::needs_token)
      failed->cause = fmt::format(
          "{} does not let us search (HTTP 403): check at bsky.app that the account is in order; it may also "
          "refuse this machine's address",
          host_);
    return outcome;
  }

  static std::string current_page(const BlueskyProgress& progress) {
    const SearchWalk* walk = current_walk(progress.search);
    return walk == nullptr ? std::string{} : walk->page;
  }

  PollOutcome read_page(JsonView results, BlueskyProgress progress, const Topic& topic, UtcTime now) const {
    PageOfPosts page;
    page.undated_edits = true;
    ResultsOutline outline;
    const JsonView posts = results["posts"];
    outline.posts = static_cast<int>(posts.size());
    outline.next_page = results["cursor"].text_or_empty();
    outline.hits = results["hitsTotal"].integer();
    for (std::size_t i = 0; i < posts.size(); ++i) {
      DecodedBlueskyPost decoded = decode_bluesky_post(posts.at(i), now);
      if (decoded.sorted_at)
        outline.seen.push_back({*decoded.sorted_at, content_hash(posts.at(i)["uri"].text_or_empty())});
      const auto& start = progress.search.backfill_start;
      const bool before_backfill = start && decoded.sorted_at && *decoded.sorted_at < *start;
      if (!decoded.post) {
        page.unreadable.push_back({content_hash(posts.at(i).to_text()), std::move(decoded.cause)});
        continue;
      }
      const bool counts = carries(topic, decoded.post->tags);
      if (!before_backfill) sort_into(page, *std::move(decoded.post), counts);
    }
    if (!page.unreadable.empty() && page.unreadable.size() == posts.size())
      return Failed{FailureClass::transient, fmt::format("{} sent a page on which nothing can be read: {}",
                                                         host_, page.unreadable.front().cause)};
    progress.session.unproven = false;
    SearchStep step = advance(progress.search, outline, now);
    if (step.end == SearchStep::End::empty_pages)
      return Failed{FailureClass::transient, fmt::format("{} sends page after page without a post", host_)};
    page.missed = std::move(step.missed);
    page.cursor = cursor_of(progress);
    return page;
  }

  void sort_into(PageOfPosts& page, Post post, bool counts) const {
    if (post.quotable == false && drop_noindex_) {
      ++page.opted_out;
      // It may have been kept before its author asked.
      page.withdrawn.push_back(std::move(post));
      return;
    }
    (counts ? page.posts : page.withdrawn).push_back(std::move(post));
  }

  BlueskyAccount account_;
  std::optional<std::chrono::seconds> backfill_;
  bool drop_noindex_;
  std::string host_;
};

}  // namespace

std::unique_ptr<Source> make_bluesky_source(BlueskyOptions options) {
  return std::make_unique<BlueskySource>(std::move(options));
}

}  // namespace nhs::collector
