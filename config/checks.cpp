#include "config/checks.h"

#include <algorithm>

#include "core/ascii.h"
#include "core/text.h"

namespace nhs::config {
namespace {

constexpr std::size_t kMaxAddressBytes = 2000;

bool is_printable(char c) { return c > ' ' && c < '\x7F'; }

template <typename Test>
bool all(std::string_view text, Test test) {
  return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

bool has_prefix(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

/// Twenty or more letters and digits in a row, or a Bluesky app password: nobody names a file so.
bool looks_like_token(std::string_view text) {
  std::size_t run = 0;
  bool letters = false;
  bool digits = false;
  for (const char c : text) {
    const bool in_run = is_digit(c) || is_letter(c);
    run = in_run ? run + 1 : 0;
    letters = in_run && (letters || is_letter(c));
    digits = in_run && (digits || is_digit(c));
    if (run >= 20 && letters && digits) return true;
  }
  const auto is_app_password_character = [text](std::size_t i) {
    return i % 5 == 4 ? text[i] == '-' : is_digit(text[i]) || (text[i] >= 'a' && text[i] <= 'z');
  };
  if (text.size() != 19) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!is_app_password_character(i)) return false;
  return true;
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && all(text, is_digit) && std::stoi(std::string{text}) >= 1 &&
         std::stoi(std::string{text}) <= 65535;
}

}  // namespace

bool is_host_and_port(std::string_view text) {
  std::string_view host = text.substr(0, text.rfind(':'));
  if (has_prefix(text, "[")) host = text.substr(0, std::min(text.find(']'), text.size() - 1) + 1);
  const std::string_view port = text.substr(host.size());
  if (!port.empty() && !is_port(port.substr(1))) return false;
  if (has_prefix(host, "["))
    return host.size() > 2 && host.back() == ']' && all(host.substr(1, host.size() - 2), [](char c) {
             return is_digit(c) || is_letter(c) || c == ':' || c == '.';
           });
  return host.size() <= 253 &&
         all(host, [](char c) { return is_digit(c) || is_letter(c) || c == '.' || c == '-'; });
}

bool is_hashtag(std::string_view text) {
  if (text.empty() || text.size() > 200 || all(text, is_digit)) return false;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (!is_word_character(character.code)) return false;
    at += character.length;
  }
  return true;
}

bool is_name(std::string_view text) {
  return text.size() <= 64 &&
         all(text, [](char c) { return is_digit(c) || is_letter(c) || c == '.' || c == '_' || c == '-'; });
}

bool is_small_name(std::string_view text) {
  return text.size() <= 32 &&
         all(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '_' || c == '-'; });
}

bool is_path(std::string_view text) {
  return all(text, [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7F'; });
}

bool is_account(std::string_view text) {
  if (has_prefix(text, "@")) text.remove_prefix(1);
  return text.size() <= 300 &&
         all(text, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7F'; });
}

bool is_contact(std::string_view text) {
  if (text.size() > 200 || !all(text, [](char c) { return is_printable(c) && c != '(' && c != ')'; }))
    return false;
  for (const std::string_view scheme : {"https://", "http://"})
    if (has_prefix(text, scheme)) {
      const std::string_view rest = text.substr(scheme.size());
      return is_host_and_port(rest.substr(0, rest.find_first_of("/?#")));
    }
  if (has_prefix(text, "mailto:")) text.remove_prefix(7);
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && is_host_and_port(text.substr(at + 1));
}

bool is_credential(std::string_view text) {
  if (has_prefix(text, "/") || has_prefix(text, "./") || has_prefix(text, "../")) return is_path(text);
  if (looks_like_token(text)) return false;
  return is_name(text) || (text.find('/') != std::string_view::npos && is_path(text) &&
                           text.find(' ') == std::string_view::npos);
}

std::optional<std::string> fault_of_url(std::string_view url, SourceKind kind, bool allow_plain_http) {
  const bool plain = has_prefix(url, "http://");
  if (plain && !allow_plain_http)
    return "must start with https:// (http:// only with network.allow_plain_http = true)";
  if (!plain && !has_prefix(url, "https://")) return "must be a web address that starts with https://";
  if (url.size() > kMaxAddressBytes || !all(url, is_printable))
    return "must be at most 2000 characters, without spaces and letters beyond ASCII (write a host as xn--…)";
  const std::string_view rest = url.substr(plain ? 7 : 8);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos)
    return "must hold no user name or password; put a token into a file and name that in source.credential";
  if (!is_host_and_port(authority)) return "must name a host, as https://example.org does";
  const std::string_view path = rest.substr(authority.size());
  if (path.find('#') != std::string_view::npos) return "must not end in a # and a place within the page";
  if (kind == SourceKind::mastodon && !path.empty() && path != "/")
    return "must be the server's address alone, such as https://mastodon.social";
  return std::nullopt;
}

}  // namespace nhs::config
