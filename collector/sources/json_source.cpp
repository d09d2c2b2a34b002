#include "collector/sources/json_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "collector/http_status.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/json_cursor.h"
#include "collector/sources/json_mapping.h"
#include "collector/sources/json_paging.h"
#include "collector/sources/json_request.h"
#include "collector/sources/json_token.h"
#include "collector/sources/json_walk.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"

namespace nhs::collector {
namespace {

/// Far more than any service gives on a page.
constexpr std::size_t kMostItems = 2000;
/// Where a walk has read posts already, fewer than these that cannot be read are posts of an odd kind.
constexpr std::size_t kTellingItems = 10;

bool is_among(const std::vector<int>& codes, int status) {
  return std::find(codes.begin(), codes.end(), status) != codes.end();
}

/// A page that the service no longer knows: what it says to a token that ran out.
bool is_refusal_of_page(int status) {
  return status == 400 || status == 404 || status == 410 || status == 422;
}

class JsonSource final : public Source {
 public:
  explicit JsonSource(JsonOptions options)
      : options_(std::move(options)), service_(std::move(options_.service)) {
    options_.url = without_end_slash(std::move(options_.url));
  }

  Cursor begin_run(const Cursor& cursor, const RunStart& start) const override {
    JsonProgress progress = json_progress_in(cursor);
    begin_json_walk(progress, service_, start, options_.backfill);
    progress.wants_token = has_token() && (progress.token.empty() || !progress.token_until ||
                                           start.now >= *progress.token_until);
    return cursor_of(progress);
  }

  /// Not its token's, which may be another's. Several may live on one host.
  std::string server() const override {
    if (!options_.url.empty()) return options_.url;
    const Topic any_topic{"nhsvalues", {}};
    JsonProgress fresh;
    fresh.walk = JsonWalk{};
    return origin_of(json_page_request(service_, placed_in(fresh, any_topic)).url);
  }

  /// A walk knows itself how far it has to go.
  std::optional<UtcTime> overlap_before(const Cursor& /*cursor*/) const override { return std::nullopt; }

  std::optional<TimeSpan> unread(const Cursor& cursor) const override {
    return unread_by_json_walk(json_progress_in(cursor), service_.paging.order);
  }

  std::optional<net::HttpRequest> next_request(const Cursor& cursor, const Topic& topic) const override {
    const JsonProgress progress = json_progress_in(cursor);
    if (!progress.walk || progress.walk->paused) return std::nullopt;
    if (progress.wants_token) return token_request(service_, options_.secret);
    return json_page_request(service_, placed_in(progress, topic));
  }

  PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, const Topic& topic,
                   UtcTime now) const override {
    JsonProgress progress = json_progress_in(cursor);
    if (!progress.walk) progress.walk = JsonWalk{};
    if (progress.wants_token) return read_token(response, std::move(progress), now);
    const auto document = JsonDocument::parse(response.body);
    const JsonView root = document ? document->root() : JsonView{};
    if (is_among(service_.errors.empty_codes, response.status))
      return page_of(response, JsonView{}, JsonView{}, std::move(progress), topic, now);
    if (auto outcome = trouble(response, root, progress, now)) return *std::move(outcome);
    if (!document)
      return Failed{FailureClass::content, fmt::format("{} answered with something that is no JSON ({})",
                                                       service_.name, document.error().message)};
    const JsonView list = value_at(root, service_.items.path);
    if (!list.is_array() && !list.is_null())
      return Failed{FailureClass::content,
                    fmt::format("{}'s answer has no list of items: check items.path in its description",
                                service_.name)};
    if (list.size() > kMostItems)
      return Failed{FailureClass::content, fmt::format("{} sent {} items at once, more than the {} that fit",
                                                       service_.name, list.size(), kMostItems)};
    return page_of(response, root, list, std::move(progress), topic, now);
  }

 private:
  bool has_token() const { return !service_.token.url.empty(); }

  JsonPlaced placed_in(const JsonProgress& progress, const Topic& topic) const {
    return {options_.url, options_.secret, topic.tag, progress};
  }

  PollOutcome read_token(const net::HttpResponse& response, JsonProgress progress, UtcTime now) const {
    const auto refused = [this](int status) {
      return Failed{
          FailureClass::needs_token,
          fmt::format("{} gives no access token for this id and secret (HTTP {}): check the source's "
                      "`credential`, which holds both as id:secret",
                      service_.name, status)};
    };
    if (response.status == 400 || response.status == 401) return refused(response.status);
    if (auto outcome = status_outcome(response, now)) return *std::move(outcome);
    if (!take_token(progress, response.body, now)) return refused(response.status);
    return Proceed{cursor_of(progress), std::nullopt, ""};
  }

  /// What an answer means that is no page; nothing when it is one.
  std::optional<PollOutcome> trouble(const net::HttpResponse& response, JsonView root, JsonProgress& progress,
                                     UtcTime now) const {
    const SideTables tables{JsonView{}, {}};
    if (tables.any_holds(root, service_.errors.quota))
      return Failed{FailureClass::money,
                    fmt::format("{}: the quota of this key is used up; it goes on when the next begins",
                                service_.name)};
    const bool throttles = tables.any_holds(root, service_.errors.throttled);
    const auto by_status = throttles ? throttled(response, now) : status_outcome(response, now);
    if (by_status && std::holds_alternative<RateLimited>(*by_status)) return by_status;
    if (is_among(service_.errors.auth_codes, response.status) || tables.any_holds(root, service_.errors.auth))
      return refused(response, progress);
    if (by_status && progress.walk->resumed && is_refusal_of_page(response.status))
      return start_again(progress, now);
    const auto& places = service_.errors.pointers;
    const auto is_set = [&](const config::JsonPointer& place) {
      return has_value(tables.first(root, {place}));
    };
    const auto found = std::find_if(places.begin(), places.end(), is_set);
    if (found == places.end()) return by_status;
    const auto* failed = by_status ? std::get_if<Failed>(&*by_status) : nullptr;
    return Failed{failed != nullptr ? failed->kind : FailureClass::content,
                  fmt::format("{} answers with an error (HTTP {}, at {})", service_.name, response.status,
                              written_pointer(*found))};
  }

  /// As if it had said so by its status.
  static std::optional<PollOutcome> throttled(net::HttpResponse response, UtcTime now) {
    response.status = 429;
    return status_outcome(response, now);
  }

  Failed needs_token(int status) const {
    return {FailureClass::needs_token,
            fmt::format("{} does not accept the credential (HTTP {}): it is missing, wrong or has run out; "
                        "renew it and put it where the source's `credential` says",
                        service_.name, status)};
  }

  PollOutcome refused(const net::HttpResponse& response, JsonProgress& progress) const {
    if (!has_token() || progress.token_renewed || progress.token.empty()) return needs_token(response.status);
    progress.token.clear();
    progress.token_until.reset();
    progress.wants_token = progress.token_renewed = true;
    return Proceed{cursor_of(progress), std::nullopt, ""};
  }

  PollOutcome start_again(JsonProgress& progress, UtcTime now) const {
    const JsonProgress before = progress;
    PageOfPosts nothing;
    if (begin_anew(progress, service_, now) == JsonWalkEnd::out_of_reach)
      nothing.missed = missed(before, before.walk->position);
    nothing.cursor = cursor_of(progress);
    return nothing;
  }

  PollOutcome page_of(const net::HttpResponse& response, JsonView root, JsonView list, JsonProgress progress,
                      const Topic& topic, UtcTime now) const {
    PageOfPosts page;
    // Without dates of changes, another text is all that shows one.
    page.undated_edits = service_.map.edited_at.empty();
    const JsonPageOutline outline = take_in(root, list, topic, now, page);
    const bool is_telling = progress.walk->seen.empty() || list.size() >= kTellingItems;
    if (is_telling && !page.unreadable.empty() && page.unreadable.size() == list.size())
      return unreadable(page.unreadable);
    return follow(response, root, outline, std::move(progress), topic, now, std::move(page));
  }

  /// The service has changed, or its description never was right: to go on would be to read past all posts.
  Failed unreadable(const std::vector<Unreadable>& items) const {
    return {
        FailureClass::content,
        fmt::format("{}: none of {} items on a page can be read, the first because {}; compare [map] in its "
                    "description with an answer of today",
                    service_.name, items.size(), items.front().cause)};
  }

  /// Maps the items into the page.
  JsonPageOutline take_in(JsonView root, JsonView list, const Topic& topic, UtcTime now,
                          PageOfPosts& page) const {
    JsonPageOutline outline;
    outline.count = static_cast<std::int64_t>(list.size());
    const SideTables tables{root, service_.joins};
    for (std::size_t i = 0; i < list.size(); ++i) {
      MappedItem item = map_item(list.at(i), service_, tables, now);
      if (item.verdict == ItemVerdict::unreadable) {
        page.unreadable.push_back({content_hash(list.at(i).to_text()), item.cause, 1});
        continue;
      }
      outline.items.push_back({content_hash(item.post.id), item.post.local_id, item.post.created_at});
      if (item.verdict == ItemVerdict::left_out) continue;
      const bool counts =
          options_.match_all || !service_.filter.require_tag || carries(topic, item.post.tags);
      const bool keep = counts && item.verdict == ItemVerdict::keep;
      const bool opted_out = keep && options_.drop_noindex && item.post.quotable == false;
      page.opted_out += opted_out;
      // One that was kept before its author asked stops counting.
      (keep && !opted_out ? page.posts : page.withdrawn).push_back(std::move(item.post));
    }
    return outline;
  }

  PageOfPosts follow(const net::HttpResponse& response, JsonView root, JsonPageOutline outline,
                     JsonProgress progress, const Topic& topic, UtcTime now, PageOfPosts page) const {
    const JsonProgress before = progress;
    const auto next = next_page_value(response, root, outline, *before.walk, service_,
                                      json_page_address(service_, placed_in(before, topic)));
    if (next)
      outline.next = *next;
    else
      page.notice = fmt::format("{}: {}", service_.name, next.error().message);
    const JsonWalkEnd end = advance(progress, service_, outline, now);
    if (end == JsonWalkEnd::out_of_reach) page.missed = missed(before, position_after(*before.walk, outline));
    page.cursor = cursor_of(progress);
    return page;
  }

  /// position: how far down its walk had come.
  Missed missed(const JsonProgress& before, std::optional<UtcTime> position) const {
    Missed what{
        fmt::format("{} shows no more of what came since it was last read to its end", service_.name)};
    const bool goes_down = service_.paging.order == config::PageOrder::newest_first;
    if (goes_down && before.newest_at && position && *before.newest_at < *position)
      what.span = TimeSpan{*before.newest_at, *position};
    return what;
  }

  JsonOptions options_;
  config::JsonService service_;
};

}  // namespace

std::unique_ptr<Source> make_json_source(JsonOptions options) {
  return std::make_unique<JsonSource>(std::move(options));
}

}  // namespace nhs::collector
