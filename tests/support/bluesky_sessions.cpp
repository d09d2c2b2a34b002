#include "tests/support/bluesky_sessions.h"

#include <utility>

#include "core/json.h"

namespace nhs::test {
namespace {

std::string bearer_of(const SeenRequest& request) {
  constexpr std::string_view scheme = "Bearer ";
  const auto header = request.headers.find("authorization");
  if (header == request.headers.end() || header->second.rfind(scheme, 0) != 0) return {};
  return header->second.substr(scheme.size());
}

bool is_json(const SeenRequest& request) {
  const auto type = request.headers.find("content-type");
  return type != request.headers.end() && type->second.rfind("application/json", 0) == 0;
}

}  // namespace

Reply xrpc_reply(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  reply.body = std::move(body);
  return reply;
}

Reply xrpc_failure(int status, const std::string& name, const std::string& message) {
  JsonWriter json;
  json.begin_object().key("error").text(name).key("message").text(message).end_object();
  return xrpc_reply(status, std::string{json.str()});
}

Reply BlueskySessions::create(const SeenRequest& request, const std::string& base_url, UtcTime now) {
  ++logins_;
  if (logins_allowed && logins_ > *logins_allowed) {
    Reply reply = xrpc_failure(429, "RateLimitExceeded", "Rate Limit Exceeded");
    const auto reset = now.time_since_epoch().count() + 300;
    reply.headers.emplace_back("RateLimit-Limit", std::to_string(*logins_allowed));
    reply.headers.emplace_back("RateLimit-Remaining", "0");
    reply.headers.emplace_back("RateLimit-Reset", std::to_string(reset));
    reply.headers.emplace_back("RateLimit-Policy", std::to_string(*logins_allowed) + ";w=300");
    reply.headers.emplace_back("Retry-After", "300");
    return reply;
  }
  const auto document = JsonDocument::parse(request.body);
  if (request.method != "POST" || !is_json(request) || !document)
    return xrpc_failure(400, "InvalidRequest", "Wrong request encoding");
  const JsonView body = document->root();
  const std::string identifier = body["identifier"].text_or_empty();
  if ((identifier != account && identifier != did) || body["password"].text() != password)
    return xrpc_failure(401, "AuthenticationRequired", "Invalid identifier or password");
  if (taken_down) return xrpc_failure(401, "AccountTakedown", "Account has been taken down");
  if (wants_code && !body["authFactorToken"].exists())
    return xrpc_failure(401, "AuthFactorTokenRequired", "A sign in code has been sent to your email address");
  return new_session(base_url, now);
}

Reply BlueskySessions::refresh(const SeenRequest& request, const std::string& base_url, UtcTime now) {
  ++refreshes_;
  if (request.method != "POST" || !request.body.empty())
    return xrpc_failure(400, "InvalidRequest", "A request body was provided when none was expected");
  const std::string token = bearer_of(request);
  if (token.empty()) return xrpc_failure(401, "AuthMissing", "Authentication Required");
  const auto known = refresh_.find(token);
  if (known == refresh_.end()) return xrpc_failure(400, "InvalidToken", "Token could not be verified");
  if (known->second) return xrpc_failure(400, "ExpiredToken", "Token has been revoked");
  if (taken_down) return xrpc_failure(401, "AccountTakedown", "Account has been taken down");
  known->second = true;
  return new_session(base_url, now);
}

std::optional<Reply> BlueskySessions::refusal(const SeenRequest& request, UtcTime now) {
  const std::string token = bearer_of(request);
  if (token.empty()) return xrpc_failure(401, "AuthMissing", "Authentication Required");
  const auto known = access_.find(token);
  if (known == access_.end()) return xrpc_failure(400, "InvalidToken", "Token could not be verified");
  const bool used_up = access_requests && known->second.requests >= *access_requests;
  if (now >= known->second.until || used_up) return xrpc_failure(400, "ExpiredToken", "Token has expired");
  ++known->second.requests;
  return std::nullopt;
}

void BlueskySessions::expire_access() {
  for (auto& entry : access_) entry.second.until = UtcTime{};
}

void BlueskySessions::end_all() {
  access_.clear();
  refresh_.clear();
}

Reply BlueskySessions::new_session(const std::string& base_url, UtcTime now) {
  const std::string serial = std::to_string(++tokens_);
  const std::string access = "eyJ.access." + serial;
  const std::string refresh = "eyJ.refresh." + serial;
  access_[access] = Access{now + access_lifetime};
  refresh_[refresh] = false;
  JsonWriter json;
  json.begin_object().key("did").text(did).key("didDoc").begin_object().key("id").text(did);
  json.key("service").begin_array().begin_object().key("id").text("#atproto_pds");
  json.key("type").text("AtprotoPersonalDataServer");
  json.key("serviceEndpoint").text(pds.empty() ? base_url : pds).end_object().end_array().end_object();
  json.key("handle").text(account).key("accessJwt").text(access).key("refreshJwt").text(refresh);
  json.key("active").boolean(!inactive);
  if (inactive) json.key("status").text("deactivated");
  return xrpc_reply(200, std::string{json.end_object().str()});
}

}  // namespace nhs::test
