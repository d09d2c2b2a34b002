#include "collector/sources/x_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "collector/http_status.h"
#include "collector/recheck.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "collector/sources/x_cursor.h"
#include "collector/sources/x_post.h"
#include "collector/sources/x_problem.h"
#include "collector/sources/x_walk.h"
#include "core/json.h"
#include "core/text.h"
#include "net/http_date.h"

namespace nhs::collector {
namespace {

using std::chrono::seconds;

/// A server that gives five times what was asked for is not X; taking it in would hold up all others.
constexpr std::size_t kMostPosts = 500;

/// The most that a lookup by ids takes.
constexpr std::size_t kPostsAtOnce = 100;

/// Questions that X refused and that were put otherwise, in one run.
constexpr int kMostRefusals = 3;

/// By X's clock, which is the one that its posts and its reach go by.
UtcTime answered_at(const net::HttpResponse& response, UtcTime now) {
  return net::parse_http_date(response.header("Date").value_or("")).value_or(now);
}

bool is_json_object(const Result<JsonDocument>& document) { return document && document->root().is_object(); }

/// Members of an answer's `includes` that are billed: each once.
std::int64_t distinct(JsonView objects, std::string_view id) {
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < objects.size(); ++i) ids.insert(objects.at(i)[id].text().value_or(""));
  return static_cast<std::int64_t>(ids.size());
}

class XSource final : public Source, private Rechecker {
 public:
  explicit XSource(XOptions options) : options_(std::move(options)) {
    options_.url = without_end_slash(std::move(options_.url));
  }

  Cursor begin_run(const Cursor& cursor, const RunStart& start) const override {
    XProgress progress = x_progress_in(cursor);
    begin_x_walk(progress, start.now, options_.backfill);
    return cursor_of(progress);
  }

  /// Reading again costs again; x_walk.h says why nothing is lost.
  std::optional<UtcTime> overlap_before(const Cursor& /*cursor*/) const override { return std::nullopt; }

  std::optional<net::HttpRequest> next_request(const Cursor& cursor, const Topic& topic) const override {
    const XProgress progress = x_progress_in(cursor);
    const auto bounds = next_x_page(progress);
    if (!bounds) return std::nullopt;
    std::string url = fmt::format("{}/2/tweets/search/recent?query={}&max_results={}", options_.url,
                                  percent_encoded(x_query(topic.tag)), options_.page_limit);
    url += "&" + fields(progress);
    if (options_.authors) {
      if (!uses_post_names(progress)) url += ",author_id";
      url += "&expansions=author_id&user.fields=username";
    }
    if (bounds->since_id != 0) url += fmt::format("&since_id={}", bounds->since_id);
    if (bounds->until_id != 0) url += fmt::format("&until_id={}", bounds->until_id);
    if (bounds->start_time) url += "&start_time=" + percent_encoded(format_utc(*bounds->start_time));
    if (!bounds->next_token.empty()) url += "&next_token=" + percent_encoded(bounds->next_token);
    net::HttpRequest request{std::move(url)};
    request.headers.emplace_back("Accept", "application/json");
    request.bearer = options_.bearer;
    return request;
  }

  bool next_is_backfill(const Cursor& cursor) const override {
    return next_x_page_is_backfill(x_progress_in(cursor));
  }

  std::optional<TimeSpan> unread(const Cursor& cursor) const override {
    return unread_by_x_walk(x_progress_in(cursor));
  }

  PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, const Topic& topic,
                   UtcTime now) const override {
    XProgress progress = x_progress_in(cursor);
    if (response.status != 200) return read_refusal(response, std::move(progress), now);
    const auto document = JsonDocument::parse(response.body);
    if (!is_json_object(document)) return not_an_answer(response.body);
    // Without it nobody knows whether there is a next page. An answer that is nothing but errors lacks it.
    if (!document->root()["meta"].is_object()) {
      if (const auto problem = x_problem(response)) return failed_by(*problem, response.status);
      return Failed{FailureClass::content,
                    "X's answer lacks its `meta` part, so that it cannot be read on: check that the source's "
                    "`url` is X's, and see whether there is a newer version of this program"};
    }
    return read_page(response, document->root(), std::move(progress), topic, now);
  }

  const Rechecker* rechecker() const override { return this; }

  RecheckManner manner(const Cursor& /*cursor*/, UtcTime /*now*/) const override {
    RecheckManner manner;
    manner.posts_at_once = kPostsAtOnce;
    manner.pace = RecheckPace::daily;
    manner.price_of_post = options_.price_per_post;
    return manner;
  }

  /// Authors are known already, and would be billed at twice the price of posts.
  std::optional<net::HttpRequest> question(const Cursor& cursor,
                                           const std::vector<PostToRecheck>& posts) const override {
    if (posts.empty()) return std::nullopt;
    std::string ids;
    for (const PostToRecheck& post : posts) ids += (ids.empty() ? "" : ",") + percent_encoded(post.local_id);
    net::HttpRequest request{
        fmt::format("{}/2/tweets?ids={}&{}", options_.url, ids, fields(x_progress_in(cursor)))};
    request.headers.emplace_back("Accept", "application/json");
    request.bearer = options_.bearer;
    return request;
  }

  RecheckOutcome read_answer(const net::HttpResponse& response, const Cursor& cursor,
                             const std::vector<PostToRecheck>& posts, const Topic& topic,
                             UtcTime now) const override {
    if (response.status != 200) {
      if (const auto problem = x_problem(response)) return failed_by(*problem, response.status);
      if (auto outcome = status_outcome(response, now)) return as_recheck_outcome(*std::move(outcome));
    }
    const auto document = JsonDocument::parse(response.body);
    if (response.status != 200 || !is_json_object(document)) return not_an_answer(response.body);
    const JsonView answer = document->root();
    if (answer["data"].size() > kMostPosts)
      return Failed{FailureClass::content, "X sent more posts than were asked for"};
    Reread reread;
    reread.page.cost = bill(answer);
    reread.page.cursor = cursor;
    for (const PostToRecheck& post : posts)
      reread.sights.push_back(sight_of(answer, post, reread.page, topic, now));
    return reread;
  }

 private:
  std::string fields(const XProgress& progress) const {
    return uses_post_names(progress) ? "post.fields=created_at,lang,entities,note_post,withheld"
                                     : "tweet.fields=created_at,lang,entities,note_tweet,withheld,"
                                       "edit_history_tweet_ids,referenced_tweets";
  }

  /// Deleted, suspended and protected posts are named, with the reason; what is neither shown nor named was
  /// lost on the way.
  static Sight sight_of(JsonView answer, const PostToRecheck& post, PageOfPosts& page, const Topic& topic,
                        UtcTime now) {
    const JsonView shown = answer["data"];
    for (std::size_t i = 0; i < shown.size(); ++i) {
      DecodedXPost decoded = decode_x_post(shown.at(i), {}, now);
      const bool asked_for = shown.at(i)["id"].text_or_empty() == post.local_id;
      // A later version may come in its place; both are known by the first one's id.
      const bool same_post = decoded.verdict == XVerdict::keep && decoded.post.id == post.id;
      if (!asked_for && !same_post) continue;
      if (decoded.verdict == XVerdict::withheld) return Sight::gone;
      if (!same_post) return Sight::unclear;
      decoded.post.author = post.author;
      decoded.post.url = post.url;
      const bool counts = !has_lost_topic(post, decoded.post, topic, true);
      (counts ? page.posts : page.withdrawn).push_back(std::move(decoded.post));
      return Sight::present;
    }
    return names_as_gone(answer["errors"], post.local_id) ? Sight::gone : Sight::unclear;
  }

  static bool names_as_gone(JsonView errors, const std::string& id) {
    for (std::size_t i = 0; i < errors.size(); ++i) {
      const JsonView error = errors.at(i);
      if (error["resource_id"].text_or_empty() != id && error["value"].text_or_empty() != id) continue;
      const std::string type = error["type"].text_or_empty();
      for (const std::string_view gone : {"/resource-not-found", "/not-authorized-for-resource"})
        if (type.size() >= gone.size() && type.compare(type.size() - gone.size(), gone.size(), gone) == 0)
          return true;
    }
    return false;
  }

  bool uses_post_names(const XProgress& progress) const {
    return options_.dialect == XDialect::post ||
           (options_.dialect == XDialect::either && progress.post_names);
  }

  static Failed failed_by(const XProblem& problem, int status) {
    switch (problem.kind) {
      case XProblemKind::spent:
        return {FailureClass::money, in_words(problem, status)};
      case XProblemKind::refuses_token:
        return {FailureClass::needs_token, in_words(problem, status)};
      case XProblemKind::not_enrolled:
      case XProblemKind::refuses_question:
        break;
    }
    return {FailureClass::permanent, in_words(problem, status)};
  }

  static Failed not_an_answer(std::string_view body) {
    const bool web_page = trimmed(body.substr(0, 1'000)).substr(0, 1) == "<";
    return {FailureClass::content,
            web_page
                ? "X's address answered with a web page in place of posts: check that the source's `url` "
                  "is https://api.x.com and that no proxy stands in between"
                : "X's answer breaks off or is no JSON: it is asked again"};
  }

  PollOutcome read_refusal(const net::HttpResponse& response, XProgress progress, UtcTime now) const {
    const auto problem = x_problem(response);
    if (problem && problem->kind == XProblemKind::refuses_question &&
        ask_otherwise(progress, problem->parameters, answered_at(response, now)))
      return Proceed{cursor_of(progress), std::nullopt, {}};
    if (problem) return failed_by(*problem, response.status);
    if (auto outcome = status_outcome(response, now)) return *std::move(outcome);
    return Failed{
        FailureClass::content,
        fmt::format("X's answer (HTTP {}) holds no posts: check the source's `url`", response.status)};
  }

  /// Whether there is another way to put the question that X refused, which then stands in the progress.
  bool ask_otherwise(XProgress& progress, const std::set<std::string, std::less<>>& refused,
                     UtcTime now) const {
    const auto names = [&](std::string_view parameter) { return refused.count(parameter) != 0; };
    if (names(uses_post_names(progress) ? "post.fields" : "tweet.fields")) {
      if (options_.dialect != XDialect::either || progress.names_switched) return false;
      progress.names_switched = true;
      progress.post_names = !progress.post_names;
      return true;
    }
    if (++progress.refusals > kMostRefusals) return false;
    // A refusal that names nothing may be of the token, which else would stay for ever.
    if (names("next_token") || names("pagination_token") || refused.empty()) return forget_x_token(progress);
    if (!names("since_id") && !names("until_id") && !names("start_time")) return false;
    leave_behind(progress, now);
    return true;
  }

  PollOutcome read_page(const net::HttpResponse& response, JsonView answer, XProgress progress,
                        const Topic& topic, UtcTime now) const {
    const JsonView items = answer["data"];
    if (items.exists() && !items.is_null() && !items.is_array())
      return Failed{FailureClass::content, "X's answer holds something else in place of a list of posts"};
    if (items.size() > kMostPosts)
      return Failed{FailureClass::content, fmt::format("X sent {} posts where {} were asked for: check the "
                                                       "source's `url`",
                                                       items.size(), options_.page_limit)};
    PageOfPosts page;
    page.cost = bill(answer);
    XPageOutline outline;
    outline.answered_at = answered_at(response, now);
    outline.next_token = answer["meta"]["next_token"].text_or_empty();
    const XAuthors authors = x_authors(answer["includes"]);
    for (std::size_t i = 0; i < items.size(); ++i)
      sort_into(page, outline, items.at(i), decode_x_post(items.at(i), authors, now), topic);
    if (items.size() > 0 && !outline.has_posts)
      return Failed{FailureClass::content, fmt::format("X sent a page on which nothing can be read: {}",
                                                       page.unreadable.front().cause)};
    tell(page, advance_x_walk(progress, outline), progress, now);
    page.cursor = cursor_of(progress);
    return page;
  }

  /// What the answer cost: errors in it are free. Other things than posts and authors are never asked for; if
  /// they come, they count as posts.
  std::int64_t bill(JsonView answer) const {
    const JsonView includes = answer["includes"];
    std::int64_t posts = static_cast<std::int64_t>(answer["data"].size());
    for (const char* kind : {"tweets", "posts", "polls", "places"}) posts += distinct(includes[kind], "id");
    posts += distinct(includes["media"], "media_key");
    return posts * options_.price_per_post + distinct(includes["users"], "id") * options_.price_per_author;
  }

  static void sort_into(PageOfPosts& page, XPageOutline& outline, JsonView item, DecodedXPost decoded,
                        const Topic& topic) {
    if (decoded.id != 0) {
      outline.lowest = outline.has_posts ? std::min(outline.lowest, decoded.id) : decoded.id;
      outline.highest = std::max(outline.highest, decoded.id);
      outline.has_posts = true;
    }
    switch (decoded.verdict) {
      case XVerdict::keep: {
        const bool counts = carries(topic, decoded.post.tags);
        (counts ? page.posts : page.withdrawn).push_back(std::move(decoded.post));
        break;
      }
      case XVerdict::unreadable:
        page.unreadable.push_back({content_hash(item.to_text()), std::move(decoded.cause)});
        break;
      case XVerdict::repost:
      case XVerdict::withheld:
        break;
    }
  }

  static void tell(PageOfPosts& page, XWalkEnd end, XProgress& progress, UtcTime now) {
    if (end == XWalkEnd::stalled)
      page.notice =
          "X gives the same page again when asked for older posts; they are asked for again at the next turn";
    if (!progress.missed) return;
    const TimeSpan span{progress.missed->from, std::min(progress.missed->to, now)};
    progress.missed.reset();
    if (span.from >= span.to) return;
    page.missed =
        Missed{end == XWalkEnd::given_up
                   ? "X repeats itself when asked for these posts"
                   : "X's search reaches seven days back, and these posts were older when asked for",
               span};
  }

  XOptions options_;
};

}  // namespace

std::string x_query(std::string_view tag) {
  if (!tag.empty() && tag.front() == '#') tag.remove_prefix(1);
  return fmt::format("#{} -is:retweet -is:nullcast", tag);
}

std::unique_ptr<Source> make_x_source(XOptions options) {
  return std::make_unique<XSource>(std::move(options));
}

}  // namespace nhs::collector
