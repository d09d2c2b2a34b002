#include "collector/sources/web_address.h"

#include <algorithm>
#include <vector>

#include "core/ascii.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

constexpr auto kNone = std::string_view::npos;

/// RFC 3986, 3: all views into one text. What is absent is empty; `has_…` tells `?` without a query from
/// none.
struct Parts {
  std::string_view scheme, authority, path, query, fragment;
  bool has_authority = false, has_query = false, has_fragment = false;
};

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

Parts split(std::string_view url) {
  Parts parts;
  if (const auto hash = url.find('#'); hash != kNone) {
    parts.fragment = url.substr(hash + 1);
    parts.has_fragment = true;
    url = url.substr(0, hash);
  }
  if (const auto mark = url.find('?'); mark != kNone) {
    parts.query = url.substr(mark + 1);
    parts.has_query = true;
    url = url.substr(0, mark);
  }
  if (const auto colon = url.find(':'); colon != kNone && is_scheme(url.substr(0, colon))) {
    parts.scheme = url.substr(0, colon);
    url = url.substr(colon + 1);
  }
  if (url.substr(0, 2) == "//") {
    const auto slash = url.find('/', 2);
    parts.has_authority = true;
    parts.authority = url.substr(2, slash == kNone ? kNone : slash - 2);
    url = slash == kNone ? std::string_view{} : url.substr(slash);
  }
  parts.path = url;
  return parts;
}

bool is_web(std::string_view scheme) {
  const std::string name = lower(scheme);
  return name == "http" || name == "https";
}

/// RFC 3986, 5.2.4.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  const bool absolute = path.substr(0, 1) == "/";
  if (absolute) path.remove_prefix(1);
  while (true) {
    const auto slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    const bool last = slash == kNone;
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != ".") {
      kept.push_back(segment);
    }
    if (last) {
      if (segment == "." || segment == "..") kept.push_back("");
      break;
    }
    path.remove_prefix(slash + 1);
  }
  std::string result;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (i > 0 || absolute) result += '/';
    result += kept[i];
  }
  return result;
}

std::string joined(std::string_view scheme, std::string_view authority, std::string_view path,
                   std::string_view query, bool has_query, std::string_view fragment, bool has_fragment) {
  std::string url = lower(scheme) + "://";
  const auto at = authority.rfind('@');
  const std::size_t host_start = at == kNone ? 0 : at + 1;
  url += authority.substr(0, host_start);
  url += lower(authority.substr(host_start));
  if (path.empty() || path.front() != '/') url += '/';
  url += path;
  if (has_query) url.append("?").append(query);
  if (has_fragment) url.append("#").append(fragment);
  return url;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Calls f(parameter) for each `name=value` of a query.
template <typename F>
void for_each_parameter(std::string_view query, F&& f) {
  while (!query.empty()) {
    const auto end = query.find('&');
    f(query.substr(0, end));
    query = end == kNone ? std::string_view{} : query.substr(end + 1);
  }
}

}  // namespace

std::string host_of(std::string_view url) {
  const Parts parts = split(trimmed(url));
  if (!is_web(parts.scheme) || !parts.has_authority) return {};
  std::string_view host = parts.authority;
  if (const auto at = host.rfind('@'); at != kNone) host.remove_prefix(at + 1);
  const auto bracket = host.rfind(']');
  if (const auto colon = host.find(':', bracket == kNone ? 0 : bracket); colon != kNone)
    host = host.substr(0, colon);
  return lower(host);
}

std::string origin_of(std::string_view url) {
  const Parts parts = split(trimmed(url));
  std::string_view server = parts.authority;
  if (const auto at = server.rfind('@'); at != kNone) server.remove_prefix(at + 1);
  if (!is_web(parts.scheme) || server.empty()) return {};
  return lower(parts.scheme) + "://" + lower(server);
}

std::string without_end_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

std::string_view path_of(std::string_view url) { return split(url).path; }

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      result += c;
    } else {
      result += '%';
      const auto byte = static_cast<unsigned char>(c);
      result += digits[byte >> 4];
      result += digits[byte & 15];
    }
  }
  return result;
}

std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::optional<std::string> query_parameter(std::string_view url, std::string_view name) {
  std::optional<std::string> value;
  for_each_parameter(split(url).query, [&](std::string_view parameter) {
    const auto equals = parameter.find('=');
    if (!value && equals != kNone && parameter.substr(0, equals) == name)
      value = percent_decoded(parameter.substr(equals + 1));
  });
  return value;
}

std::string resolved(std::string_view base, std::string_view reference) {
  const Parts from = split(trimmed(base));
  const Parts to = split(trimmed(reference));
  if (!to.scheme.empty()) {
    if (!is_web(to.scheme) || to.authority.empty()) return {};
    return joined(to.scheme, to.authority, without_dots(to.path), to.query, to.has_query, to.fragment,
                  to.has_fragment);
  }
  if (!is_web(from.scheme)) return {};
  if (to.has_authority)
    return to.authority.empty() ? std::string{}
                                : joined(from.scheme, to.authority, without_dots(to.path), to.query,
                                         to.has_query, to.fragment, to.has_fragment);
  if (from.authority.empty()) return {};
  if (to.path.empty()) {
    const std::string_view query = to.has_query ? to.query : from.query;
    return joined(from.scheme, from.authority, from.path, query, to.has_query || from.has_query, to.fragment,
                  to.has_fragment);
  }
  std::string path{to.path};
  if (to.path.front() != '/') {
    const auto slash = from.path.rfind('/');
    path = slash == kNone ? "/" + path : std::string{from.path.substr(0, slash + 1)} + path;
  }
  return joined(from.scheme, from.authority, without_dots(path), to.query, to.has_query, to.fragment,
                to.has_fragment);
}

std::string without_tracking(std::string_view url) {
  const Parts parts = split(trimmed(url));
  if (!is_web(parts.scheme) || parts.authority.empty()) return std::string{url};
  std::string query;
  for_each_parameter(parts.query, [&](std::string_view parameter) {
    if (lower(parameter.substr(0, 4)) == "utm_") return;
    if (!query.empty()) query += '&';
    query += parameter;
  });
  return joined(parts.scheme, parts.authority, parts.path, query, !query.empty(), parts.fragment,
                parts.has_fragment);
}

}  // namespace nhs::collector
