#pragma once

#include <string>

#include "collector/sources/json_walk.h"
#include "config/json_service.h"
#include "core/json.h"
#include "core/result.h"
#include "net/http.h"

namespace nhs::collector {

/// What leads to the page after this one; empty when it is the last. Fails with bad_data (65) for an address
/// on another server than `asked`, to which our secrets would go. Pure and thread-safe.
///
/// page: what is known of it; its `next` is not read.  walk: before this page.
Result<std::string> next_page_value(const net::HttpResponse& response, JsonView root,
                                    const JsonPageOutline& page, const JsonWalk& walk,
                                    const config::JsonService& service, const std::string& asked);

/// The address with `rel="next"` in the headers `Link` (RFC 8288); empty when there is none. Pure and
/// thread-safe.
std::string next_link(const net::HttpResponse& response);

}  // namespace nhs::collector
