#include "collector/sources/json_paging.h"

#include <algorithm>

#include "collector/sources/json_time.h"
#include "collector/sources/json_values.h"
#include "collector/sources/web_address.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

using config::PagingMode;

/// A token or address; what is longer is meant to fill our store.
constexpr std::size_t kLongestNext = 4096;

std::string origin_of(const std::string& url) {
  const std::size_t path = url.find_first_of("/?#", url.find("//") + 2);
  return folded(url.substr(0, path));
}

Result<std::string> on_same_server(const std::string& reference, const std::string& asked) {
  if (reference.empty()) return std::string{};
  std::string next = resolved(asked, reference);
  if (next.empty() || origin_of(next) != origin_of(asked))
    return fail(ExitStatus::bad_data,
                "the answer's next page is on another server, which is not asked; nothing was sent there");
  return next;
}

std::string after_last(const JsonPageOutline& page, const JsonWalk& walk, const std::string& time_format) {
  const auto position = position_after(walk, page);
  // Services differ in whether the moment itself belongs to the page; so it does.
  return position ? written_time(*position + std::chrono::seconds{1}, time_format) : std::string{};
}

bool is_short(const JsonPageOutline& page, const config::JsonPaging& paging) {
  return page.count == 0 || page.count < paging.size;
}

/// Where the items that were asked for belong to the page, they come alone at the end of all.
bool may_hide_more(const JsonPageOutline& page, const config::JsonPaging& paging) {
  return paging.size > 0 && page.count >= paging.size;
}

/// Whether one of the parameters after a link says `rel=next`, quoted or not, alone or among others.
bool says_next(std::string_view parameters) {
  std::string text = folded(parameters);
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  for (const char* written : {";rel=next", ";rel=\"next"})
    if (text.find(written) != std::string::npos) return true;
  return false;
}

}  // namespace

std::string next_link(const net::HttpResponse& response) {
  for (const auto& [name, value] : response.headers) {
    if (folded(name) != "link") continue;
    std::string_view rest = value;
    while (true) {
      const std::size_t open = rest.find('<');
      const std::size_t close = rest.find('>', open == std::string_view::npos ? 0 : open);
      if (open == std::string_view::npos || close == std::string_view::npos) break;
      const std::string_view target = rest.substr(open + 1, close - open - 1);
      rest.remove_prefix(close + 1);
      if (says_next(rest.substr(0, rest.find('<')))) return std::string{target};
    }
  }
  return {};
}

Result<std::string> next_page_value(const net::HttpResponse& response, JsonView root,
                                    const JsonPageOutline& page, const JsonWalk& walk,
                                    const config::JsonService& service, const std::string& asked) {
  const config::JsonPaging& paging = service.paging;
  std::string next;
  switch (paging.mode) {
    case PagingMode::none:
      break;
    case PagingMode::token:
      next = plain_text(value_at(root, paging.next));
      break;
    case PagingMode::next_url:
    case PagingMode::link_header: {
      const std::string reference = paging.mode == PagingMode::link_header
                                        ? next_link(response)
                                        : plain_text(value_at(root, paging.next));
      const auto address = on_same_server(reference, asked);
      if (!address) return address;
      next = *address;
      break;
    }
    case PagingMode::page:
      if (!is_short(page, paging)) next = std::to_string(paging.first + walk.pages + 1);
      break;
    case PagingMode::offset:
      if (!is_short(page, paging)) next = std::to_string(walk.items + page.count);
      break;
    case PagingMode::until_time:
      if (page.count > 0) next = after_last(page, walk, service.catch_up.time_format);
      if ((next == walk.page || !brings_unseen(walk, page)) && !may_hide_more(page, paging)) next.clear();
      break;
    case PagingMode::until_id:
      if (!page.items.empty()) next = page.items.back().local_id;
      if (next == walk.page && !may_hide_more(page, paging)) next.clear();
      break;
  }
  if (next.size() > kLongestNext)
    return fail(ExitStatus::bad_data, "what leads to the next page is over 4096 bytes long");
  return next;
}

}  // namespace nhs::collector
