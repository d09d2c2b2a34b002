#include "collector/sources/x_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "collector/http_status.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "collector/sources/x_api.h"
#include "collector/sources/x_cursor.h"
#include "collector/sources/x_post.h"
#include "collector/sources/x_problem.h"
#include "collector/sources/x_recheck.h"
#include "collector/sources/x_walk.h"
#include "core/json.h"
#include "core/text.h"
#include "net/http_date.h"

namespace nhs::collector {
namespace {

using std::chrono::seconds;

/// Questions that X refused and that were put otherwise, in one run.
constexpr int kMostRefusals = 3;

/// By X's clock, which is the one that its posts and its reach go by.
UtcTime answered_at(const net::HttpResponse& response, UtcTime now) {
  return net::parse_http_date(response.header("Date").value_or("")).value_or(now);
}

XOptions with_plain_url(XOptions options) {
  options.url = without_end_slash(std::move(options.url));
  return options;
}

class XSource final : public Source {
 public:
  explicit XSource(XOptions options) : options_(with_plain_url(std::move(options))), rechecker_(options_) {}

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
    url += "&" + x_fields(options_, progress);
    if (options_.authors) {
      if (!uses_post_names(options_, progress)) url += ",author_id";
      url += "&expansions=author_id&user.fields=username";
    }
    if (bounds->since_id != 0) url += fmt::format("&since_id={}", bounds->since_id);
    if (bounds->until_id != 0) url += fmt::format("&until_id={}", bounds->until_id);
    if (bounds->start_time) url += "&start_time=" + percent_encoded(format_utc(*bounds->start_time));
    if (!bounds->next_token.empty()) url += "&next_token=" + percent_encoded(bounds->next_token);
    return x_request(options_, std::move(url));
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
    if (!is_json_object(document)) return not_an_x_answer(response.body);
    // Without it nobody knows whether there is a next page. An answer that is nothing but errors lacks it.
    if (!document->root()["meta"].is_object()) {
      if (const auto problem = x_problem(response)) return failed_by(*problem, response.status);
      return Failed{FailureClass::content,
                    "X's answer lacks its `meta` part, so that it cannot be read on: check that the source's "
                    "`url` is X's, and see whether there is a newer version of this program"};
    }
    return read_page(response, document->root(), std::move(progress), topic, now);
  }

  const Rechecker* rechecker() const override { return &rechecker_; }

 private:
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
    if (names(uses_post_names(options_, progress) ? "post.fields" : "tweet.fields")) {
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
    if (items.size() > kMostXPosts)
      return Failed{FailureClass::content, fmt::format("X sent {} posts where {} were asked for: check the "
                                                       "source's `url`",
                                                       items.size(), options_.page_limit)};
    PageOfPosts page;
    page.cost = x_bill(options_, answer);
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
  XRechecker rechecker_;
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
