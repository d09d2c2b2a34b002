#pragma once

#include <string>

#include "collector/sources/json_walk.h"
#include "config/json_service.h"
#include "net/http.h"

namespace nhs::collector {

/// Access tokens by an application's own id and secret: OAuth 2.0 client credentials (RFC 6749, 4.4). Pure
/// and thread-safe.

/// Asks for one. credential: `id:secret`.
net::HttpRequest token_request(const config::JsonService& service, const std::string& credential);

/// Takes the token of an answer into the progress, to be renewed a minute before its end. False when there is
/// none in it.
bool take_token(JsonProgress& progress, const std::string& body, UtcTime now);

}  // namespace nhs::collector
