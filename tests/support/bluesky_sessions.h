#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "core/time.h"
#include "tests/support/http_server.h"

namespace nhs::test {

/// The sessions of one account on a PDS: createSession, refreshSession, and what becomes of tokens. Written
/// from com.atproto.server's lexicons. Not thread-safe.
class BlueskySessions {
 public:
  std::string account = "monitor.example";
  std::string did = "did:plc:monitor00000000000000009";
  std::string password = "abcd-efgh-ijkl-mnop";
  bool wants_code = false;  ///< signing in needs a code sent by e-mail
  bool taken_down = false;
  bool inactive = false;
  /// An access token's life; in the reference PDS two hours.
  std::chrono::seconds access_lifetime{7200};
  /// How many requests an access token is good for; nothing for any number.
  std::optional<int> access_requests;
  /// createSession is 429 after so many; nothing for no limit.
  std::optional<int> logins_allowed;
  /// What the DID document gives as the account's PDS; empty for the address that was asked.
  std::string pds;

  Reply create(const SeenRequest& request, const std::string& base_url, UtcTime now);
  /// A refresh token is good for one refresh; what it gave before stays as it is.
  Reply refresh(const SeenRequest& request, const std::string& base_url, UtcTime now);
  /// Why the request's access token is no good; nothing when it is.
  std::optional<Reply> refusal(const SeenRequest& request, UtcTime now);

  /// Access tokens have run out.
  void expire_access();
  /// The service remembers no session.
  void end_all();

  /// How many createSession calls there were, refused ones included.
  int logins() const { return logins_; }
  int refreshes() const { return refreshes_; }

 private:
  struct Access {
    UtcTime until;
    int requests = 0;
  };

  Reply new_session(const std::string& base_url, UtcTime now);

  std::map<std::string, Access> access_;
  std::map<std::string, bool> refresh_;  ///< true once it is spent
  int logins_ = 0;
  int refreshes_ = 0;
  int tokens_ = 0;
};

/// A JSON answer, and an error as AT Protocol services write it.
Reply xrpc_reply(int status, std::string body);
Reply xrpc_failure(int status, const std::string& name, const std::string& message);

}  // namespace nhs::test
