#include "collector/sources/careopinion_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "collector/http_status.h"
#include "collector/sources/careopinion_story.h"
#include "collector/sources/careopinion_walk.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/web_address.h"
#include "core/json.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

/// 100 and 200 are seen in use.
constexpr int kTake = 100;

/// A service that gives five times as many does not do what was asked.
constexpr std::size_t kMostStories = 500;

/// 200,000 stories a run: far more than were published in the service's first ten years.
constexpr int kMostStoryPages = 2'000;

/// Of the first walk in a run: other sources' posts are kept in between, and `status` tells how far it is.
constexpr int kPagesOfFirstWalk = 20;

/// The document is a web page, whatever its label.
bool is_web_page(const net::HttpResponse& response) {
  const std::string type = folded(response.header("Content-Type").value_or(""));
  return type.rfind("text/html", 0) == 0 || trimmed(response.body).substr(0, 1) == "<";
}

class CareOpinionSource final : public Source {
 public:
  explicit CareOpinionSource(CareOpinionOptions options) : options_(std::move(options)) {
    options_.url = without_end_slash(std::move(options_.url));
    host_ = host_of(options_.url);
  }

  Cursor begin_run(const Cursor& cursor, const RunStart& start) const override {
    StoryProgress progress = story_progress_in(cursor);
    begin_walk(progress, start.now, options_.backfill);
    return cursor_of(progress);
  }

  /// Each walk overlaps the last by itself.
  std::optional<UtcTime> overlap_before(const Cursor& /*cursor*/) const override { return std::nullopt; }

  std::optional<net::HttpRequest> next_request(const Cursor& cursor, const Topic& /*topic*/) const override {
    const StoryProgress progress = story_progress_in(cursor);
    if (!progress.walk) return std::nullopt;
    const StoryWalk& walk = *progress.walk;
    if (rests(progress)) return std::nullopt;
    std::string url = fmt::format("{}/api/v2/opinions?take={}&skip={}&dateofpublicationorder=ascending",
                                  options_.url, kTake, walk.skip);
    // A day is understood as one and as its first moment; either is early enough.
    if (walk.after) url += "&publishedafter=" + format_utc(*walk.after).substr(0, 10);
    net::HttpRequest request{std::move(url)};
    request.headers.emplace_back("Accept", "application/json");
    request.authorization = "SUBSCRIPTION_KEY " + options_.key;
    request.follow_redirects = false;
    return request;
  }

  std::optional<TimeSpan> unread(const Cursor& cursor) const override {
    const StoryProgress progress = story_progress_in(cursor);
    if (!progress.walk) return std::nullopt;
    const StoryWalk& walk = *progress.walk;
    auto from = walk.read_up_to ? walk.read_up_to : walk.after;
    // One that rests has more to read, also where no story told its date.
    if (rests(progress)) from = std::min(from.value_or(UtcTime{}), walk.began_at - std::chrono::seconds{1});
    if (!from || *from >= walk.began_at) return std::nullopt;
    return TimeSpan{*from, walk.began_at};
  }

  PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, const Topic& /*topic*/,
                   UtcTime now) const override {
    StoryProgress progress = story_progress_in(cursor);
    if (!progress.walk) return Proceed{cursor, std::nullopt, ""};
    if (const auto refusal = refused(response, now)) return *refusal;
    if (auto outcome = status_outcome(response, now)) return *std::move(outcome);
    const auto document = JsonDocument::parse(response.body);
    if (!document)
      return Failed{FailureClass::content,
                    fmt::format("{}'s list of stories breaks off or cannot be read: {}", host_,
                                document.error().message)};
    const JsonView stories = document->root();
    if (!stories.is_array())
      return Failed{
          FailureClass::content,
          fmt::format("{} answered with JSON that is no list of stories: check the source's `url`", host_)};
    if (stories.size() > kMostStories)
      return Failed{FailureClass::content,
                    fmt::format("{} sent {} stories where {} were asked for", host_, stories.size(), kTake)};
    if (progress.walk->pages >= kMostStoryPages)
      return Failed{
          FailureClass::content,
          fmt::format("{}'s list of stories does not end; reading goes on at the next turn", host_)};
    return read_page(stories, std::move(progress), now);
  }

  std::string server() const override { return origin_of(options_.url); }

 private:
  /// The newest stories come last, so that a first walk is no mere backfill: until its end what is new is
  /// unread, and the rest is left to the next run.
  static bool rests(const StoryProgress& progress) {
    return progress.walk && !progress.read_up_to && progress.walk->pages >= kPagesOfFirstWalk;
  }

  /// The service has no error for a bad key: it leads to its login page (302), or shows one.
  std::optional<Failed> refused(const net::HttpResponse& response, UtcTime now) const {
    const bool redirects = response.status >= 300 && response.status < 400 && response.status != 304;
    const bool login_page = response.status == 200 && is_web_page(response);
    bool forbidden = response.status == 401 || response.status == 403;
    if (forbidden) {
      // Also what throttles, and what guards against bots.
      const auto outcome = status_outcome(response, now);
      const auto* failure = outcome ? std::get_if<Failed>(&*outcome) : nullptr;
      forbidden = failure != nullptr && failure->kind == FailureClass::needs_token;
    }
    if (!redirects && !login_page && !forbidden) return std::nullopt;
    return Failed{
        FailureClass::needs_token,
        fmt::format(
            "{}: the key was refused ({}): see that the subscription runs and includes the API, and "
            "put its key where `credential` points",
            host_,
            forbidden ? fmt::format("HTTP {}", response.status) : "it leads to a web page for people")};
  }

  PollOutcome read_page(JsonView stories, StoryProgress progress, UtcTime now) const {
    PageOfPosts page;
    page.undated_edits = true;
    StoryOutline outline;
    for (std::size_t i = 0; i < stories.size(); ++i) {
      DecodedStory story = decode_story(stories.at(i), options_.url, now);
      outline.ids.push_back(story.post ? story.post->id : "");
      if (story.published_at) outline.ends_at = story.published_at;
      if (story.post)
        page.posts.push_back(*std::move(story.post));
      else
        page.unreadable.push_back({content_hash(stories.at(i).to_text()), std::move(story.cause)});
    }
    // Apologies among stories are stepped over; where there is nothing else, the stories are still to come.
    if (!page.unreadable.empty() && page.posts.empty())
      return Failed{FailureClass::content, fmt::format("{} sent a page on which nothing can be read: {}",
                                                       host_, page.unreadable.front().cause)};
    const auto read_before = progress.walk->read_up_to;
    if (advance(progress, outline) == StoryStep::unsteady) {
      page.missed = Missed{fmt::format(
          "{}'s list of stories changed again and again while it was read: some may have slipped by", host_)};
      // Stories stand in the order of their publication.
      if (read_before && outline.ends_at && *read_before < *outline.ends_at)
        page.missed->span = TimeSpan{*read_before, *outline.ends_at};
    }
    page.cursor = cursor_of(progress);
    return page;
  }

  CareOpinionOptions options_;
  std::string host_;
};

}  // namespace

std::unique_ptr<Source> make_careopinion_source(CareOpinionOptions options) {
  return std::make_unique<CareOpinionSource>(std::move(options));
}

}  // namespace nhs::collector
