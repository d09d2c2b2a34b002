#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/source.h"
#include "core/time.h"
#include "net/http.h"

namespace nhs::collector {

/// Who signs in, and where.
struct BlueskyAccount {
  std::string url;  ///< the PDS or entryway that takes the password, without a `/` at its end
  std::string name;
  std::string password;  ///< an app password
};

/// What the session wants to be asked next.
enum class SessionStep : std::uint8_t {
  log_in,
  refresh,
  search,   ///< nothing: it can be used
  refused,  ///< no login for now; the service is asked only for a sign of life
};

/// Until when no login is tried, and why.
struct LoginBar {
  UtcTime until;
  std::string cause;  ///< in words for people
  /// A fingerprint of the password that was refused, so that a new one is tried at once; empty where the bar
  /// holds for any. As well guarded as the tokens beside it.
  std::string password;
};

/// A signed-in session with a PDS. Lives in the source's cursor, so that it outlasts the process: logins are
/// limited to 30 in five minutes and 300 a day (Bluesky's rate limits), sessions last for months.
struct BlueskySession {
  /// Whose it is, and who gave it.
  std::string account;
  std::string url;
  /// Where its requests go: the account's own PDS, as the service named it.
  std::string server;
  std::string access;
  std::string refresh;
  SessionStep step = SessionStep::log_in;
  /// No search was answered with these tokens yet.
  bool unproven = false;
  /// This run has had its login.
  bool login_spent = false;
  /// The logins of the last hour that were answered, oldest first.
  std::vector<UtcTime> logins;
  /// Those that were to be asked for. A service that is down answers none, which is no fault of the
  /// account's; a process that dies of an answer keeps none.
  std::vector<UtcTime> planned;
  std::optional<LoginBar> bar;
};

/// An error as AT Protocol services write it: `{"error": "Name", "message": "…"}`; empty for anything else.
struct XrpcError {
  std::string name;
  std::string message;
};

XrpcError xrpc_error(std::string_view body);

/// Begins a run. A session of this account goes on; where there is none, one login is planned, unless the
/// last was refused within the hour, or five were answered or twenty planned within it. After every fifth
/// failed run in a row a session elsewhere is given up: the account may have moved on from that PDS, which
/// only a login tells.
void begin_session(BlueskySession& session, const BlueskyAccount& account, const RunStart& start);

/// The request of a step other than `search`. It holds a secret, but for that of `refused`.
net::HttpRequest session_request(const BlueskySession& session, const BlueskyAccount& account);

/// Takes in the answer to session_request. Nothing when it leads on, and the session knows how; else the
/// outcome, and the session is as it was.
std::optional<PollOutcome> read_session_answer(BlueskySession& session, const BlueskyAccount& account,
                                               const net::HttpResponse& response, UtcTime now);

/// Whether a search was refused for its session's sake. A PDS says so with 400, the search behind it with
/// 401.
bool refuses_session(int status, const XrpcError& error);

/// After such a refusal: a session that has worked is refreshed, one that never has is given up.
void reject_session(BlueskySession& session, const BlueskyAccount& account, UtcTime now);

}  // namespace nhs::collector
