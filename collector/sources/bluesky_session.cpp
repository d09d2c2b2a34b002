#include "collector/sources/bluesky_session.h"

#include <fmt/format.h>

#include <algorithm>

#include "collector/http_status.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/web_address.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

constexpr std::chrono::hours kHour{1};

/// Five an hour are 120 a day: leaves room for a second topic and for the account's owner.
constexpr std::size_t kMostLoginsAnHour = 5;

/// Far from the 300 a day while a service is in trouble for some hours, and seldom reached by polls that are
/// minutes apart.
constexpr std::size_t kMostPlannedAnHour = 20;

/// Failed runs after which a PDS may be the wrong one.
constexpr int kDoubtfulAfter = 5;

/// Tokens have some hundred bytes.
constexpr std::size_t kLongestSessionToken = 8'192;

std::string password_fingerprint(const BlueskyAccount& account) {
  return content_hash(account.name + '\n' + account.password);
}

bool within_last_hour(UtcTime moment, UtcTime now) { return now - moment < kHour && moment - now < kHour; }

bool is_barred(const BlueskySession& session, const BlueskyAccount& account, UtcTime now) {
  // A bar further off than an hour was set by a clock that ran ahead.
  if (!session.bar || session.bar->until <= now || session.bar->until > now + kHour) return false;
  return session.bar->password.empty() || session.bar->password == password_fingerprint(account);
}

void refuse(BlueskySession& session, UtcTime until, std::string cause, std::string password = {}) {
  session.bar = LoginBar{until, std::move(cause), std::move(password)};
  session.step = SessionStep::refused;
}

void forget_old(std::vector<UtcTime>& moments, UtcTime now) {
  moments.erase(std::remove_if(moments.begin(), moments.end(),
                               [&](UtcTime moment) { return !within_last_hour(moment, now); }),
                moments.end());
}

void plan_login(BlueskySession& session, const BlueskyAccount& account, UtcTime now) {
  session.access.clear();
  session.refresh.clear();
  session.server = account.url;
  session.unproven = false;
  const auto& logins = session.logins;
  forget_old(session.logins, now);
  forget_old(session.planned, now);
  if (is_barred(session, account, now)) {
    session.step = SessionStep::refused;
  } else if (session.login_spent) {
    refuse(session, now,
           fmt::format("{} refuses the session that it has just given: check at bsky.app that the account is "
                       "in order",
                       host_of(account.url)));
  } else if (logins.size() >= kMostLoginsAnHour) {
    refuse(session, logins.front() + kHour,
           fmt::format("{} has ended {} sessions within an hour: check at bsky.app that the account is in "
                       "order",
                       host_of(account.url), logins.size()));
  } else if (session.planned.size() >= kMostPlannedAnHour) {
    refuse(
        session, session.planned.front() + kHour,
        fmt::format("{} was asked for a session {} times within an hour and gave none that lasted: it may be "
                    "in trouble",
                    host_of(account.url), session.planned.size()));
  } else {
    session.bar.reset();
    session.login_spent = true;
    session.planned.push_back(now);
    session.step = SessionStep::log_in;
  }
}

/// What goes into a header must not end it.
bool is_token(const std::string& text) {
  return !text.empty() && text.size() <= kLongestSessionToken &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

/// Scheme and host of an address that tokens may be sent to; empty when they may not: it is never less
/// guarded than the configured one.
std::string guarded_origin(std::string_view endpoint, const std::string& configured) {
  const std::string url = resolved("", endpoint);
  const bool plain = url.rfind("http://", 0) == 0;
  if (plain && configured.rfind("http://", 0) != 0) return {};
  std::string origin = origin_of(url);
  const bool names_a_user = url.rfind(origin, 0) != 0;
  return names_a_user ? std::string{} : origin;
}

/// The account's own PDS, from its DID document (at-proto: the service whose id ends `#atproto_pds`).
std::string pds_in(JsonView did_document, const std::string& configured) {
  constexpr std::string_view kPds = "#atproto_pds";
  const JsonView services = did_document["service"];
  for (std::size_t i = 0; i < services.size(); ++i) {
    const std::string id = services.at(i)["id"].text_or_empty();
    if (id.size() >= kPds.size() && id.compare(id.size() - kPds.size(), kPds.size(), kPds) == 0)
      return guarded_origin(services.at(i)["serviceEndpoint"].text_or_empty(), configured);
  }
  return {};
}

Failed unusable(const BlueskyAccount& account) {
  return {FailureClass::transient,
          fmt::format("{} answered the login with something that is no session: check that the source's "
                      "`url` is that of a Bluesky PDS",
                      host_of(account.url))};
}

std::optional<PollOutcome> take_tokens(BlueskySession& session, const BlueskyAccount& account,
                                       const net::HttpResponse& response, UtcTime now) {
  const auto document = JsonDocument::parse(response.body);
  if (!document) return unusable(account);
  const JsonView json = document->root();
  if (json["active"].boolean() == std::optional<bool>{false}) {
    refuse(session, now + kHour,
           fmt::format("{} says that the account is not active: reactivate it at bsky.app or name another in "
                       "`account`",
                       host_of(account.url)),
           password_fingerprint(account));
    return std::nullopt;
  }
  std::string access = json["accessJwt"].text_or_empty();
  std::string refresh = json["refreshJwt"].text_or_empty();
  if (!is_token(access) || !is_token(refresh)) return unusable(account);
  session.access = std::move(access);
  session.refresh = std::move(refresh);
  if (std::string pds = pds_in(json["didDoc"], account.url); !pds.empty()) session.server = std::move(pds);
  session.step = SessionStep::search;
  session.unproven = true;
  return std::nullopt;
}

std::string login_refusal(const std::string& host, int status, const std::string& error) {
  if (error == "AuthFactorTokenRequired")
    return fmt::format(
        "{} wants a code sent by e-mail: make an app password (bsky.app, Settings, Privacy and security, App "
        "passwords) and put it where `credential` points",
        host);
  if (error == "AccountTakedown")
    return fmt::format("{} has taken the account down: name another in `account`", host);
  return fmt::format(
      "{} refused the account or its password (HTTP {}): check `account`, make a new app password (bsky.app, "
      "Settings, Privacy and security, App passwords) and put it where `credential` points",
      host, status);
}

bool is_definite(int status) {
  return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
}

std::optional<PollOutcome> read_login(BlueskySession& session, const BlueskyAccount& account,
                                      const net::HttpResponse& response, UtcTime now) {
  const std::string error = xrpc_error(response.body).name;
  if (auto outcome = status_outcome(response, now)) {
    const auto* failed = std::get_if<Failed>(&*outcome);
    // Retry-After and a guard against bots say nothing about the password.
    const bool about_us = failed != nullptr && failed->kind != FailureClass::transient;
    if (!about_us || !is_definite(response.status)) return outcome;
    session.logins.push_back(now);
    refuse(session, now + kHour, login_refusal(host_of(account.url), response.status, error),
           password_fingerprint(account));
    return std::nullopt;
  }
  auto outcome = take_tokens(session, account, response, now);
  if (!outcome) session.logins.push_back(now);
  return outcome;
}

std::optional<PollOutcome> read_refresh(BlueskySession& session, const BlueskyAccount& account,
                                        const net::HttpResponse& response, UtcTime now) {
  const XrpcError error = xrpc_error(response.body);
  if (refuses_session(response.status, error) ||
      (response.status >= 400 && error.name == "AccountTakedown")) {
    plan_login(session, account, now);
    return std::nullopt;
  }
  if (auto outcome = status_outcome(response, now)) return outcome;
  return take_tokens(session, account, response, now);
}

Failed still_refused(const BlueskySession& session, UtcTime now) {
  const LoginBar bar = session.bar.value_or(LoginBar{now, "no login is possible", ""});
  const std::string later = bar.until > now
                                ? fmt::format(" (the next login is tried after {})", format_utc(bar.until))
                                : std::string{};
  return {FailureClass::needs_token, bar.cause + later};
}

net::HttpRequest post_to(const std::string& server, std::string_view method) {
  net::HttpRequest request{fmt::format("{}/xrpc/{}", server, method)};
  request.method = net::Method::post;
  request.headers.emplace_back("Accept", "application/json");
  request.follow_redirects = false;
  return request;
}

}  // namespace

XrpcError xrpc_error(std::string_view body) {
  const auto document = JsonDocument::parse(body);
  if (!document) return {};
  return {document->root()["error"].text_or_empty(), document->root()["message"].text_or_empty()};
}

void begin_session(BlueskySession& session, const BlueskyAccount& account, const RunStart& start) {
  if (session.account != account.name || session.url != account.url) {
    session = BlueskySession{};
    session.account = account.name;
    session.url = account.url;
  }
  session.login_spent = false;
  const bool doubtful =
      session.server != account.url && start.failures > 0 && start.failures % kDoubtfulAfter == 0;
  if (session.access.empty() || session.refresh.empty() || doubtful) plan_login(session, account, start.now);
}

net::HttpRequest session_request(const BlueskySession& session, const BlueskyAccount& account) {
  if (session.step == SessionStep::log_in) {
    net::HttpRequest request = post_to(account.url, "com.atproto.server.createSession");
    request.headers.emplace_back("Content-Type", "application/json");
    JsonWriter json;
    json.begin_object().key("identifier").text(account.name).key("password").text(account.password);
    request.body = std::string{json.end_object().str()};
    return request;
  }
  if (session.step == SessionStep::refresh) {
    net::HttpRequest request = post_to(session.server, "com.atproto.server.refreshSession");
    request.bearer = session.refresh;
    return request;
  }
  net::HttpRequest request{account.url + "/xrpc/com.atproto.server.describeServer"};
  request.headers.emplace_back("Accept", "application/json");
  return request;
}

std::optional<PollOutcome> read_session_answer(BlueskySession& session, const BlueskyAccount& account,
                                               const net::HttpResponse& response, UtcTime now) {
  switch (session.step) {
    case SessionStep::log_in:
      return read_login(session, account, response, now);
    case SessionStep::refresh:
      return read_refresh(session, account, response, now);
    case SessionStep::refused:
    case SessionStep::search:
      break;
  }
  if (response.status >= 500 || response.status == 429)
    if (auto outcome = status_outcome(response, now)) return outcome;
  return still_refused(session, now);
}

bool refuses_session(int status, const XrpcError& error) {
  return status == 401 || (status == 400 && (error.name == "ExpiredToken" || error.name == "InvalidToken"));
}

void reject_session(BlueskySession& session, const BlueskyAccount& account, UtcTime now) {
  if (session.unproven || session.refresh.empty())
    plan_login(session, account, now);
  else
    session.step = SessionStep::refresh;
}

}  // namespace nhs::collector
