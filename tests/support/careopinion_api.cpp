#include "tests/support/careopinion_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "core/json.h"

namespace nhs::test {
namespace {

constexpr std::size_t kStoriesByDefault = 20;

std::size_t number(const SeenRequest& request, const std::string& name, std::size_t otherwise) {
  const auto text = request.parameter(name);
  std::size_t value = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

Reply reply_of(int status, const char* type, std::string body) {
  Reply reply;
  reply.status = status;
  reply.headers.emplace_back("Content-Type", type);
  reply.body = std::move(body);
  return reply;
}

Reply login_page() {
  return reply_of(200, "text/html; charset=utf-8",
                  "<!DOCTYPE html><html><head><title>Log in</title></head><body><form></form></body></html>");
}

/// A day, or a moment.
std::optional<UtcTime> moment(const std::string& text) {
  if (const auto instant = parse_rfc3339(text)) return instant;
  return parse_rfc3339(text + "T00:00:00Z");
}

}  // namespace

void CareOpinionApi::publish(Story story) {
  const int id = story.id;
  if (!stories_.emplace(id, std::move(story)).second)
    throw std::logic_error("there is a story of that number already");
}

void CareOpinionApi::withdraw(int id) {
  if (stories_.erase(id) == 0) throw std::logic_error("there is no story of that number");
}

Reply CareOpinionApi::answer(const SeenRequest& request, const std::string& base_url) const {
  if (request.path == "/login") return login_page();
  if (!admits(request)) return refusal(base_url);
  if (request.path != "/api/v2/opinions") return reply_of(404, "application/json", "{}");
  const std::vector<const Story*> all = listed(request);
  const std::size_t begin = std::min(number(request, "skip", 0), all.size());
  const std::size_t take = std::min(number(request, "take", kStoriesByDefault), quirks.largest_page);
  std::string body;
  for (std::size_t i = begin; i < std::min(begin + take, all.size()); ++i) {
    body += body.empty() ? "[" : ",";
    const auto apology = quirks.apologies.find(i);
    body += apology == quirks.apologies.end() ? json(*all[i], base_url) : "\"" + apology->second + "\"";
  }
  return reply_of(200, "application/json; charset=utf-8", body.empty() ? "[]" : body + "]");
}

bool CareOpinionApi::admits(const SeenRequest& request) const {
  const auto header = request.headers.find("authorization");
  return header != request.headers.end() && header->second == "SUBSCRIPTION_KEY " + key_;
}

Reply CareOpinionApi::refusal(const std::string& base_url) const {
  if (quirks.login_page_in_place) return login_page();
  Reply reply = reply_of(302, "text/html; charset=utf-8", "");
  reply.headers.emplace_back("Location", base_url + "/login?returnUrl=%2Fapi%2Fv2%2Fopinions");
  return reply;
}

std::vector<const Story*> CareOpinionApi::listed(const SeenRequest& request) const {
  std::vector<const Story*> all;
  auto after = moment(request.parameter("publishedafter").value_or(""));
  if (after && quirks.after_is_a_day)
    after = std::chrono::floor<std::chrono::days>(*after) + std::chrono::days{1} - std::chrono::seconds{1};
  for (const auto& [id, story] : stories_)
    if (!after || story.published > *after) all.push_back(&story);
  std::stable_sort(all.begin(), all.end(),
                   [](const Story* a, const Story* b) { return a->published < b->published; });
  if (request.parameter("dateofpublicationorder").value_or("ascending") == "descending")
    std::reverse(all.begin(), all.end());
  return all;
}

std::string CareOpinionApi::json(const Story& story, const std::string& base_url) const {
  const std::string id = std::to_string(story.id);
  JsonWriter json;
  json.begin_object().key("id").integer(story.id).key("title").text(story.title).key("body").text(story.body);
  // Moderators read each story before it is published.
  json.key("dateOfSubmission").text(format_utc(story.published - std::chrono::hours{20}));
  if (!quirks.no_publication_dates) json.key("dateOfPublication").text(format_utc(story.published));
  json.key("criticality").text("not critical").key("progress").text("response");
  json.key("authorRole").text("a relative").key("submissionRoute").text("web");
  json.key("authorAgeGroup").null().key("links").begin_array().begin_object();
  json.key("rel").text("self").key("id").text(id);
  json.key("href").text(fmt::format("{}/api/v2/opinions/{}", base_url, id)).end_object();
  json.begin_object().key("rel").text("healthservice").key("id").text("FICT01");
  json.key("href").text(base_url + "/api/v2/healthservices/FICT01").end_object();
  json.end_array().end_object();
  return std::string{json.str()};
}

}  // namespace nhs::test
