#include "collector/sources/bluesky_cursor.h"

#include <array>
#include <utility>

#include "collector/sources/cursor_json.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

constexpr std::array<std::pair<SessionStep, std::string_view>, 4> kSteps{{
    {SessionStep::log_in, "log_in"},
    {SessionStep::refresh, "refresh"},
    {SessionStep::search, "search"},
    {SessionStep::refused, "refused"},
}};

void put_times(JsonWriter& json, std::string_view key, const std::vector<UtcTime>& times) {
  json.key(key).begin_array();
  for (const UtcTime time : times) json.text(format_utc(time));
  json.end_array();
}

std::vector<UtcTime> times_in(JsonView value) {
  std::vector<UtcTime> times;
  for (std::size_t i = 0; i < value.size(); ++i)
    if (const auto time = time_in(value.at(i))) times.push_back(*time);
  return times;
}

void put_session(JsonWriter& json, const BlueskySession& session) {
  json.begin_object().key("account").text(session.account).key("url").text(session.url);
  json.key("server").text(session.server);
  json.key("access").text(session.access).key("refresh").text(session.refresh);
  for (const auto& [step, name] : kSteps)
    if (step == session.step) json.key("step").text(name);
  json.key("unproven").boolean(session.unproven).key("login_spent").boolean(session.login_spent);
  put_times(json, "logins", session.logins);
  put_times(json, "planned", session.planned);
  if (session.bar) {
    json.key("bar").begin_object();
    put_time(json, "until", session.bar->until);
    json.key("cause").text(session.bar->cause).key("password").text(session.bar->password).end_object();
  }
  json.end_object();
}

BlueskySession session_in(JsonView json) {
  BlueskySession session;
  session.account = json["account"].text_or_empty();
  session.url = json["url"].text_or_empty();
  session.server = json["server"].text_or_empty();
  session.access = json["access"].text_or_empty();
  session.refresh = json["refresh"].text_or_empty();
  for (const auto& [step, name] : kSteps)
    if (json["step"].text() == name) session.step = step;
  session.unproven = flag_in(json["unproven"]);
  session.login_spent = flag_in(json["login_spent"]);
  session.logins = times_in(json["logins"]);
  session.planned = times_in(json["planned"]);
  if (const auto until = time_in(json["bar"]["until"]))
    session.bar =
        LoginBar{*until, json["bar"]["cause"].text_or_empty(), json["bar"]["password"].text_or_empty()};
  return session;
}

void put_depth(JsonWriter& json, const SearchDepth& depth) {
  json.begin_object();
  put_time(json, "oldest", depth.oldest);
  json.key("at_oldest").begin_array();
  for (const std::string& hash : depth.at_oldest) json.text(hash);
  json.end_array().end_object();
}

SearchDepth depth_in(JsonView json) {
  SearchDepth depth;
  depth.oldest = time_in(json["oldest"]);
  for (std::size_t i = 0; i < json["at_oldest"].size(); ++i)
    depth.at_oldest.push_back(json["at_oldest"].at(i).text_or_empty());
  return depth;
}

void put_walk(JsonWriter& json, std::string_view key, const std::optional<SearchWalk>& walk) {
  if (!walk) return;
  json.key(key).begin_object();
  put_time(json, "since", walk->since);
  put_time(json, "until", walk->until);
  json.key("page").text(walk->page).key("depth");
  put_depth(json, walk->depth);
  json.key("window_depth");
  put_depth(json, walk->window_depth);
  put_time(json, "newest", walk->newest);
  put_time(json, "stepped_over", walk->stepped_over);
  json.key("found").boolean(walk->found).key("window_pages").integer(walk->window_pages);
  json.key("idle_pages").integer(walk->idle_pages).key("pages").integer(walk->pages).end_object();
}

std::optional<SearchWalk> search_walk_in(JsonView json) {
  if (!json.is_object()) return std::nullopt;
  SearchWalk walk;
  walk.since = time_in(json["since"]);
  walk.until = time_in(json["until"]);
  walk.page = json["page"].text_or_empty();
  walk.depth = depth_in(json["depth"]);
  walk.window_depth = depth_in(json["window_depth"]);
  walk.newest = time_in(json["newest"]);
  walk.stepped_over = time_in(json["stepped_over"]);
  walk.found = flag_in(json["found"]);
  walk.window_pages = count_in(json["window_pages"]);
  walk.idle_pages = count_in(json["idle_pages"]);
  walk.pages = count_in(json["pages"]);
  return walk;
}

}  // namespace

BlueskyProgress bluesky_progress_in(const Cursor& cursor) {
  BlueskyProgress progress;
  const auto document = JsonDocument::parse(cursor);
  if (!document) return progress;
  const JsonView json = document->root();
  progress.session = session_in(json["session"]);
  SearchProgress& search = progress.search;
  search.known = time_in(json["known"]);
  search.backfill_start = time_in(json["backfill_start"]);
  search.news = search_walk_in(json["news"]);
  search.backfill = search_walk_in(json["backfill"]);
  search.news_again = flag_in(json["news_again"]);
  search.rescan_again = flag_in(json["rescan_again"]);
  search.largest_page = count_in(json["largest_page"]);
  return progress;
}

Cursor cursor_of(const BlueskyProgress& progress) {
  const SearchProgress& search = progress.search;
  JsonWriter json;
  json.begin_object().key("session");
  put_session(json, progress.session);
  put_time(json, "known", search.known);
  put_time(json, "backfill_start", search.backfill_start);
  put_walk(json, "news", search.news);
  put_walk(json, "backfill", search.backfill);
  json.key("news_again").boolean(search.news_again).key("rescan_again").boolean(search.rescan_again);
  json.key("largest_page").integer(search.largest_page).end_object();
  return Cursor{json.str()};
}

}  // namespace nhs::collector
