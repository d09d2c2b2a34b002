#include "collector/sources/x_problem.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace nhs::collector {
namespace {

/// What we ask by. Only these are repeated in messages: anything else would be the server's words.
constexpr std::array<std::string_view, 10> kParameters{
    "query",    "max_results", "tweet.fields", "post.fields", "expansions",
    "since_id", "until_id",    "start_time",   "next_token",  "pagination_token"};

/// `https://api.x.com/2/problems/NAME`; older answers have `api.twitter.com`.
bool is_of_type(JsonView problem, std::string_view name) {
  return problem["type"].text().value_or("").ends_with(name);
}

/// What X answers when credit runs out is not documented: users report 402 with this title.
bool is_about_money(JsonView problem) {
  const std::string_view title = problem["title"].text().value_or("");
  return is_of_type(problem, "/usage-capped") || title == "UsageCapExceeded" || title == "CreditsDepleted";
}

std::set<std::string, std::less<>> named_parameters(JsonView problem) {
  std::set<std::string, std::less<>> named;
  const JsonView errors = problem["errors"];
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const JsonView error = errors.at(i);
    const std::string_view message = error["message"].text().value_or("");
    for (const std::string_view parameter : kParameters)
      // X speaks of an unknown parameter only in the message: "The query parameter [post.fields] is not …".
      if (error["parameters"][parameter].exists() ||
          message.find(fmt::format("[{}]", parameter)) != std::string_view::npos)
        named.emplace(parameter);
  }
  return named;
}

}  // namespace

std::optional<XProblem> x_problem(const net::HttpResponse& response) {
  const auto document = JsonDocument::parse(response.body);
  const JsonView problem = document ? document->root() : JsonView{};
  if (response.status == 402 || is_about_money(problem)) return XProblem{XProblemKind::spent, {}};
  if (response.status == 401) return XProblem{XProblemKind::refuses_token, {}};
  if (response.status == 403 && is_of_type(problem, "/client-forbidden"))
    return XProblem{XProblemKind::not_enrolled, {}};
  if (response.status == 400) return XProblem{XProblemKind::refuses_question, named_parameters(problem)};
  return std::nullopt;
}

std::string in_words(const XProblem& problem, int status) {
  switch (problem.kind) {
    case XProblemKind::spent:
      return fmt::format(
          "X says that the account's credit or its quota for the month is used up (HTTP {}): add credit at "
          "https://developer.x.com, or wait until the month turns",
          status);
    case XProblemKind::refuses_token:
      return fmt::format(
          "X does not accept the token (HTTP {}): make a new Bearer token for the app at "
          "https://developer.x.com and put it where `credential` points",
          status);
    case XProblemKind::not_enrolled:
      return fmt::format(
          "X does not let this app search (HTTP {}): enrol it in a project with access to API v2 at "
          "https://developer.x.com",
          status);
    case XProblemKind::refuses_question:
      break;
  }
  std::string named;
  for (const std::string& parameter : problem.parameters)
    named += fmt::format("{}`{}`", named.empty() ? ": " : ", ", parameter);
  return fmt::format(
      "X does not accept the question (HTTP {}{}): try another `dialect` for the source, or a newer version "
      "of this program if X has changed its interface",
      status, named);
}

}  // namespace nhs::collector
