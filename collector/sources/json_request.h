#pragma once

#include <string>

#include "collector/sources/json_walk.h"
#include "config/json_service.h"
#include "net/http.h"

namespace nhs::collector {

/// What stands in the placeholders of a request.
struct JsonPlaced {
  const std::string& url;
  const std::string& secret;
  const std::string& tag;
  /// With an open walk.
  const JsonProgress& progress;
};

/// The address of the walk's next page. Pure and thread-safe.
std::string json_page_address(const config::JsonService& service, const JsonPlaced& placed);

/// The question for that page. It follows no redirect where curl would carry a secret along. Pure and
/// thread-safe.
net::HttpRequest json_page_request(const config::JsonService& service, const JsonPlaced& placed);

}  // namespace nhs::collector
