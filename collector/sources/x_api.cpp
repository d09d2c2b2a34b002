#include "collector/sources/x_api.h"

#include <set>
#include <utility>

#include "core/text.h"

namespace nhs::collector {
namespace {

/// Members of an answer's `includes` that are billed: each once.
std::int64_t distinct(JsonView objects, std::string_view id) {
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < objects.size(); ++i) ids.insert(objects.at(i)[id].text().value_or(""));
  return static_cast<std::int64_t>(ids.size());
}

}  // namespace

bool uses_post_names(const XOptions& options, const XProgress& progress) {
  return options.dialect == XDialect::post || (options.dialect == XDialect::either && progress.post_names);
}

std::string x_fields(const XOptions& options, const XProgress& progress) {
  return uses_post_names(options, progress) ? "post.fields=created_at,lang,entities,note_post,withheld"
                                            : "tweet.fields=created_at,lang,entities,note_tweet,withheld,"
                                              "edit_history_tweet_ids,referenced_tweets";
}

net::HttpRequest x_request(const XOptions& options, std::string url) {
  net::HttpRequest request{std::move(url)};
  request.headers.emplace_back("Accept", "application/json");
  request.bearer = options.bearer;
  return request;
}

std::int64_t x_bill(const XOptions& options, JsonView answer) {
  const JsonView includes = answer["includes"];
  std::int64_t posts = static_cast<std::int64_t>(answer["data"].size());
  for (const char* kind : {"tweets", "posts", "polls", "places"}) posts += distinct(includes[kind], "id");
  posts += distinct(includes["media"], "media_key");
  return posts * options.price_per_post + distinct(includes["users"], "id") * options.price_per_author;
}

Failed failed_by(const XProblem& problem, int status) {
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

Failed not_an_x_answer(std::string_view body) {
  const bool web_page = trimmed(body.substr(0, 1'000)).substr(0, 1) == "<";
  return {FailureClass::content,
          web_page ? "X's address answered with a web page in place of posts: check that the source's `url` "
                     "is https://api.x.com and that no proxy stands in between"
                   : "X's answer breaks off or is no JSON: it is asked again"};
}

bool is_json_object(const Result<JsonDocument>& document) { return document && document->root().is_object(); }

}  // namespace nhs::collector
