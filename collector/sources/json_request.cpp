#include "collector/sources/json_request.h"

#include "collector/sources/json_template.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

using config::PagingMode;
using config::Placeholder;

TemplateValues values_of(const config::JsonService& service, const JsonPlaced& placed) {
  const JsonWalk& walk = *placed.progress.walk;
  const bool hash = placed.tag.rfind('#', 0) == 0;
  return {{Placeholder::url, placed.url},       {Placeholder::tag, hash ? placed.tag.substr(1) : placed.tag},
          {Placeholder::since, walk.since},     {Placeholder::page, page_value(walk, service.paging)},
          {Placeholder::secret, placed.secret}, {Placeholder::token, placed.progress.token}};
}

bool holds_secret(const config::ServiceTemplate& text) {
  return has_placeholder(text, Placeholder::secret) || has_placeholder(text, Placeholder::token);
}

void put_body(net::HttpRequest& request, const config::JsonRequest& asked, const TemplateValues& values) {
  const bool json = asked.body_type == config::BodyType::json;
  request.method = net::Method::post;
  request.headers.emplace_back("Content-Type",
                               json ? "application/json" : "application/x-www-form-urlencoded");
  request.body = rendered(asked.body, values, json ? Escape::json : Escape::url);
}

}  // namespace

std::string json_page_address(const config::JsonService& service, const JsonPlaced& placed) {
  const PagingMode mode = service.paging.mode;
  const bool pages_are_addresses = mode == PagingMode::next_url || mode == PagingMode::link_header;
  const std::string& page = placed.progress.walk->page;
  if (pages_are_addresses && !page.empty()) return page;
  return rendered(service.request.url, values_of(service, placed), Escape::url);
}

net::HttpRequest json_page_request(const config::JsonService& service, const JsonPlaced& placed) {
  const config::JsonRequest& asked = service.request;
  const TemplateValues values = values_of(service, placed);
  net::HttpRequest request{json_page_address(service, placed)};
  bool has_secret = holds_secret(asked.url) || holds_secret(asked.body);
  bool token_is_placed = has_secret;
  bool accept = false;
  for (const auto& [name, value] : asked.headers) {
    const std::string text = rendered(value, values, Escape::none);
    accept = accept || folded(name) == "accept";
    token_is_placed = token_is_placed || holds_secret(value);
    if (folded(name) == "authorization") {
      request.authorization = text;
      continue;
    }
    has_secret = has_secret || holds_secret(value);
    request.headers.emplace_back(name, text);
  }
  if (!accept) request.headers.emplace_back("Accept", "application/json");
  if (!service.token.url.empty() && !token_is_placed) request.bearer = placed.progress.token;
  if (asked.post) put_body(request, asked, values);
  // curl would carry them along to wherever a redirect leads.
  request.follow_redirects = !has_secret;
  return request;
}

}  // namespace nhs::collector
