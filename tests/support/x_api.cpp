#include "tests/support/x_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "core/json.h"
#include "core/text.h"

namespace nhs::test {
namespace {

using std::chrono::seconds;

constexpr std::string_view kPath = "/2/tweets/search/recent";
constexpr std::string_view kLookupPath = "/2/tweets";
constexpr std::size_t kMostLookedUp = 100;
constexpr std::string_view kProblems = "https://api.x.com/2/problems/";
constexpr seconds kReach{7 * 24 * 3600};
constexpr seconds kNearestToNow{10};
constexpr std::size_t kLongestQuery = 512;

Reply json_reply(int status, const JsonWriter& json) {
  Reply reply;
  reply.status = status;
  reply.headers.emplace_back("Content-Type", status == 200 ? "application/json; charset=utf-8"
                                                           : "application/problem+json; charset=utf-8");
  reply.body = std::string(json.str());
  return reply;
}

Reply plain_problem(int status, std::string_view title) {
  JsonWriter json;
  json.begin_object().key("title").text(title).key("type").text("about:blank");
  json.key("status").integer(status).key("detail").text(title).end_object();
  return json_reply(status, json);
}

Reply invalid_request(const SeenRequest& request,
                      const std::vector<std::pair<std::string, std::string>>& faults) {
  JsonWriter json;
  json.begin_object().key("errors").begin_array();
  for (const auto& [name, message] : faults) {
    json.begin_object().key("parameters").begin_object().key(name).begin_array();
    json.text(request.parameter(name).value_or("")).end_array().end_object();
    json.key("message").text(message).end_object();
  }
  json.end_array().key("title").text("Invalid Request");
  json.key("detail").text("One or more parameters to your request was invalid.");
  json.key("type").text(std::string(kProblems) + "invalid-request").end_object();
  return json_reply(400, json);
}

Reply client_forbidden() {
  JsonWriter json;
  json.begin_object().key("title").text("Client Forbidden");
  json.key("type").text(std::string(kProblems) + "client-forbidden");
  json.key("detail").text("This app is not enrolled for the requested endpoint.");
  json.key("reason").text("client-not-enrolled");
  json.key("registration_url").text("https://developer.x.com/").end_object();
  return json_reply(403, json);
}

Reply usage_capped() {
  JsonWriter json;
  json.begin_object().key("title").text("UsageCapExceeded");
  json.key("detail").text("Usage cap exceeded: Monthly product cap");
  json.key("type").text(std::string(kProblems) + "usage-capped");
  json.key("period").text("Monthly").key("scope").text("Product").end_object();
  return json_reply(429, json);
}

/// 1 to 19 digits.
std::optional<std::uint64_t> id_in(std::string_view text) {
  std::uint64_t id = 0;
  const auto [rest, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (fault != std::errc{} || rest != text.data() + text.size() || text.size() > 19) return std::nullopt;
  return id;
}

/// `YYYY-MM-DDTHH:mm:ssZ` and nothing else.
std::optional<UtcTime> time_in(const std::string& text) {
  const auto time = parse_rfc3339(text);
  return time && format_utc(*time) == text ? time : std::nullopt;
}

UtcTime time_of(std::uint64_t id) {
  return UtcTime{std::chrono::floor<seconds>(std::chrono::milliseconds{x_snowflake_milliseconds(id)})};
}

std::vector<std::string> words_in(const std::string& text, char separator) {
  std::vector<std::string> words;
  std::istringstream stream(text);
  for (std::string word; std::getline(stream, word, separator);) words.push_back(word);
  return words;
}

std::string header_of(const SeenRequest& request, const std::string& name) {
  const auto header = request.headers.find(name);
  return header == request.headers.end() ? "" : header->second;
}

/// All of a question but its token: X's tokens belong to one question.
std::string question_of(const SeenRequest& request) {
  std::string question;
  for (const auto& [name, value] : request.query)
    if (name != "next_token" && name != "pagination_token") question += fmt::format("{}={}&", name, value);
  return question;
}

}  // namespace

XApi::XApi(std::function<UtcTime()> clock) : now(std::move(clock)) {
  if (!now) now = [] { return SystemClock{}.now(); };
}

Reply XApi::answer(const SeenRequest& request, const std::string& /*base_url*/) {
  const bool looks_up = request.path == kLookupPath;
  if (!looks_up && request.path != kPath) return plain_problem(404, "Not Found");
  if (quirks.rate_limit && now() >= window_ends_) {
    window_ends_ = now() + quirks.rate_limit->window;
    seen_in_window_ = 0;
  }
  ++seen_in_window_;
  Reply reply;
  if (quirks.rate_limit && seen_in_window_ > quirks.rate_limit->limit) {
    reply = plain_problem(429, "Too Many Requests");
  } else if (auto refused = refusal(request)) {
    reply = *std::move(refused);
  } else if (looks_up) {
    reply = lookup(request);
  } else {
    Faults faults;
    const Search search = search_of(request, faults);
    reply = faults.empty() ? page(request, search) : invalid_request(request, faults);
  }
  if (quirks.rate_limit) {
    const int left = std::max(0, quirks.rate_limit->limit - seen_in_window_);
    reply.headers.emplace_back("x-rate-limit-limit", std::to_string(quirks.rate_limit->limit));
    reply.headers.emplace_back("x-rate-limit-remaining", std::to_string(left));
    reply.headers.emplace_back("x-rate-limit-reset", std::to_string(window_ends_.time_since_epoch().count()));
  }
  return reply;
}

std::optional<Reply> XApi::refusal(const SeenRequest& request) {
  const std::string given = header_of(request, "authorization");
  const bool known = quirks.token.empty() ? given.starts_with("Bearer ") && given.size() > 7
                                          : given == "Bearer " + quirks.token;
  if (!known) return plain_problem(401, "Unauthorized");
  if (!quirks.enrolled) return client_forbidden();
  if (quirks.out_of_credit) return plain_problem(402, "CreditsDepleted");
  if (quirks.usage_cap && bill.posts() >= *quirks.usage_cap) return usage_capped();
  return std::nullopt;
}

XApi::Search XApi::search_of(const SeenRequest& request, Faults& faults) const {
  static const std::set<std::string> kKnown{"query",       "max_results",  "since_id",         "until_id",
                                            "start_time",  "end_time",     "next_token",       "expansions",
                                            "user.fields", "media.fields", "pagination_token", "sort_order"};
  const char* old_name = "tweet.fields";
  const char* new_name = "post.fields";
  for (const auto& [name, value] : request.query) {
    const bool known = kKnown.contains(name) ||
                       (name == old_name && quirks.vocabulary != XVocabulary::post_only) ||
                       (name == new_name && quirks.vocabulary != XVocabulary::tweet_only);
    if (!known) faults.emplace_back(name, fmt::format("The query parameter [{}] is not one of ours", name));
  }
  Search search;
  read_query(request, search, faults);
  read_bounds(request, search, faults);
  read_fields(request, search, faults);
  read_token(request, search, faults);
  return search;
}

void XApi::read_query(const SeenRequest& request, Search& search, Faults& faults) const {
  const std::string query = request.parameter("query").value_or("");
  if (query.empty() || query.size() > kLongestQuery)
    faults.emplace_back("query", "'query' must be between 1 and 512 characters");
  for (const std::string& term : words_in(query, ' ')) {
    if (term == "-is:retweet")
      search.retweets = false;
    else if (term == "-is:nullcast")
      search.nullcast = false;
    else if (term.starts_with("#") && term.size() > 1 && search.tag.empty())
      search.tag = term.substr(1);
    else
      faults.emplace_back("query", "There was an issue with this term");
  }
  if (search.tag.empty()) faults.emplace_back("query", "Negated terms need a standalone one beside them");
  const auto results = request.parameter("max_results");
  if (!results) return;
  const auto number = id_in(*results);
  if (!number || *number < 10 || *number > 100)
    faults.emplace_back("max_results", "'max_results' must be between 10 and 100");
  search.max_results = static_cast<std::size_t>(number.value_or(10));
}

void XApi::read_bounds(const SeenRequest& request, Search& search, Faults& faults) const {
  const auto id = [&](const std::string& name) -> std::optional<std::uint64_t> {
    const auto given = request.parameter(name);
    if (!given) return std::nullopt;
    const auto number = id_in(*given);
    if (!number)
      faults.emplace_back(name, "not an id");
    else if (time_of(*number) < now() - kReach)
      faults.emplace_back(
          name, fmt::format("'{}' must be a tweet id created after {}", name, format_utc(now() - kReach)));
    return number;
  };
  const auto time = [&](const std::string& name) -> std::optional<UtcTime> {
    const auto given = request.parameter(name);
    if (!given) return std::nullopt;
    const auto moment = time_in(*given);
    if (!moment)
      faults.emplace_back(name, "not a date");
    else if (*moment < now() - kReach)
      faults.emplace_back(name, fmt::format("'{}' must be on or after {}", name, format_utc(now() - kReach)));
    else if (*moment > now() - kNearestToNow)
      faults.emplace_back(name, fmt::format("'{}' must be a minimum of 10 seconds prior to now", name));
    return moment;
  };
  search.since_id = id("since_id");
  search.until_id = id("until_id");
  search.start_time = time("start_time");
  search.end_time = time("end_time");
  if ((search.since_id || search.until_id) && (search.start_time || search.end_time))
    faults.emplace_back("since_id",
                        "Invalid use of 'since_id' or 'until_id' in conjunction with 'start_time' or "
                        "'end_time'.");
}

void XApi::read_fields(const SeenRequest& request, Search& search, Faults& faults) const {
  static const std::set<std::string> kTweetFields{"attachments",
                                                  "author_id",
                                                  "conversation_id",
                                                  "created_at",
                                                  "edit_controls",
                                                  "entities",
                                                  "id",
                                                  "in_reply_to_user_id",
                                                  "edit_history_tweet_ids",
                                                  "lang",
                                                  "note_tweet",
                                                  "public_metrics",
                                                  "possibly_sensitive",
                                                  "referenced_tweets",
                                                  "text",
                                                  "withheld"};
  static const std::set<std::string> kPostFields{
      "attachments", "conversation_id", "created_at",         "edit_controls",  "entities", "id",
      "lang",        "note_post",       "possibly_sensitive", "public_metrics", "text",     "withheld"};
  const bool new_names = quirks.vocabulary == XVocabulary::post_only || request.query.contains("post.fields");
  search.fields.names = new_names ? XNames::post : XNames::tweet;
  const std::string name = new_names ? "post.fields" : "tweet.fields";
  const std::set<std::string>& allowed = new_names ? kPostFields : kTweetFields;
  for (const std::string& field : words_in(request.parameter(name).value_or(""), ',')) {
    if (!allowed.contains(field))
      faults.emplace_back(name,
                          fmt::format("The `{}` query parameter value [{}] is not one of ours", name, field));
    search.fields.others = true;
    search.fields.author = search.fields.author || field == "author_id";
  }
  for (const std::string& expansion : words_in(request.parameter("expansions").value_or(""), ',')) {
    if (expansion != "author_id") faults.emplace_back("expansions", "not one that this server knows");
    search.fields.author = search.expands_authors = true;
  }
}

void XApi::read_token(const SeenRequest& request, Search& search, Faults& faults) const {
  const auto given = request.parameter("next_token");
  if (!given) return;
  const auto place = places_.find(*given);
  if (place == places_.end() || quirks.tokens_refused || place->second.question != question_of(request)) {
    faults.emplace_back("next_token", "not a valid token");
    return;
  }
  if (!quirks.repeats_page) search.below = place->second.below;
  search.empty_pages_sent = place->second.empty_pages_sent;
}

std::vector<const XStoredPost*> XApi::found_by(const Search& search) const {
  std::vector<const XStoredPost*> found;
  for (const XStoredPost* stored : posts.newest_first()) {
    const std::uint64_t id = stored->newest();
    const UtcTime written = time_of(id);
    const UtcTime end = search.end_time.value_or(now() - quirks.search_lag + seconds{1});
    if (written >= end || written < search.start_time.value_or(now() - kReach)) continue;
    if (written < now() - kReach || (search.since_id && id <= *search.since_id)) continue;
    if (search.until_id && !quirks.ignores_until_id && id >= *search.until_id) continue;
    if (search.below && id >= *search.below) continue;
    if (!stored->post.retweets.empty() && !search.retweets) continue;
    if (stored->post.nullcast && !search.nullcast) continue;
    if (carries_topic(stored->post.text, {}, search.tag)) found.push_back(stored);
  }
  return found;
}

Reply XApi::page(const SeenRequest& request, const Search& search) {
  std::vector<const XStoredPost*> found = found_by(search);
  const std::size_t limit = std::min(search.max_results, quirks.page_limit);
  const std::string question = question_of(request);
  std::string next;
  const bool empty = quirks.endless_empty_pages ||
                     (!found.empty() && search.below && search.empty_pages_sent < quirks.empty_pages);
  if (empty) {
    const std::uint64_t below = found.empty() ? 0 : found.front()->newest() + 1;
    next = token_for({question, search.below.value_or(below), search.empty_pages_sent + 1});
    found.clear();
  } else if (found.size() > limit || (quirks.repeats_page && !found.empty())) {
    found.resize(std::min(limit, found.size()));
    next = token_for({question, found.back()->newest(), 0});
  }
  JsonWriter json;
  json.begin_object();
  if (!found.empty()) {
    json.key("data").begin_array();
    for (const XStoredPost* stored : found) {
      write_x_post(json, *stored, search.fields);
      bill.read_post(std::to_string(stored->newest()), now());
    }
    json.end_array();
    if (search.expands_authors) write_includes(json, found);
  }
  json.key("meta").begin_object();
  if (!found.empty()) {
    json.key("newest_id").text(std::to_string(found.front()->newest()));
    json.key("oldest_id").text(std::to_string(found.back()->newest()));
  }
  json.key("result_count").integer(static_cast<std::int64_t>(found.size()));
  if (!next.empty()) json.key("next_token").text(next);
  json.end_object().end_object();
  return json_reply(200, json);
}

/// Whoever asks for a version gets the newest. What is deleted, protected or suspended is an error of its
/// own.
Reply XApi::lookup(const SeenRequest& request) {
  Search search;
  Faults faults;
  read_fields(request, search, faults);
  const std::vector<std::string> ids = words_in(request.parameter("ids").value_or(""), ',');
  if (ids.empty() || ids.size() > kMostLookedUp) faults.emplace_back("ids", "must be between 1 and 100 ids");
  if (!faults.empty()) return invalid_request(request, faults);
  JsonWriter json;
  json.begin_object().key("data").begin_array();
  std::vector<std::string> gone;
  for (const std::string& id : ids) {
    if (quirks.lost_in_lookups.contains(id)) continue;
    const XStoredPost* found = nullptr;
    for (const XStoredPost* stored : posts.newest_first())
      for (const std::uint64_t version : stored->versions)
        if (std::to_string(version) == id) found = stored;
    if (found == nullptr) {
      gone.push_back(id);
      continue;
    }
    write_x_post(json, *found, search.fields);
    bill.read_post(std::to_string(found->newest()), now());
  }
  json.end_array();
  if (!gone.empty()) {
    json.key("errors").begin_array();
    for (const std::string& id : gone) {
      json.begin_object().key("value").text(id).key("title").text("Not Found Error");
      json.key("resource_type").text("tweet").key("parameter").text("ids").key("resource_id").text(id);
      json.key("type").text(std::string(kProblems) + "resource-not-found").end_object();
    }
    json.end_array();
  }
  json.end_object();
  return json_reply(200, json);
}

void XApi::write_includes(JsonWriter& json, const std::vector<const XStoredPost*>& page) {
  std::set<std::string> authors;
  for (const XStoredPost* stored : page) authors.insert(stored->post.author);
  json.key(quirks.authors_lost ? "errors" : "includes");
  if (quirks.authors_lost)
    json.begin_array();
  else
    json.begin_object().key("users").begin_array();
  for (const std::string& author : authors) {
    const std::string id = x_account_id(author);
    json.begin_object();
    if (quirks.authors_lost) {
      json.key("value").text(id).key("title").text("Not Found Error").key("resource_type").text("user");
      json.key("parameter").text("author_id").key("resource_id").text(id);
      json.key("type").text(std::string(kProblems) + "resource-not-found");
    } else {
      const auto renamed = quirks.renamed.find(author);
      json.key("id").text(id);
      json.key("username")
          .text(renamed == quirks.renamed.end() ? author : renamed->second)
          .key("name")
          .text("Somebody called " + author);
      bill.read_author(id, now());
    }
    json.end_object();
  }
  json.end_array();
  if (!quirks.authors_lost) json.end_object();
}

std::string XApi::token_for(Place place) {
  const std::string token = fmt::format("b26v89c19zqg8o3f{:x}", places_.size());
  places_.emplace(token, std::move(place));
  return token;
}

std::map<std::string, std::string> XApi::in_reach(const std::string& tag) const {
  Search search;
  search.tag = tag;
  search.retweets = search.nullcast = false;
  std::map<std::string, std::string> texts;
  for (const XStoredPost* stored : found_by(search))
    if (!stored->post.withheld) texts.emplace(std::to_string(stored->versions.front()), stored->post.text);
  return texts;
}

}  // namespace nhs::test
