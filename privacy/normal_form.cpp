#include "privacy/normal_form.h"

#include <algorithm>

#include "core/ascii.h"
#include "core/text.h"
#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(),
                                                    [](char want, char have) { return want == lower(have); });
}

/// Takes the text up to one of these characters from the front; the character stays.
std::string_view take_until(std::string_view& text, std::string_view any_of) {
  const std::string_view taken = text.substr(0, text.find_first_of(any_of));
  text.remove_prefix(taken.size());
  return taken;
}

std::string normal_host(std::string_view authority) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
    authority.remove_prefix(at + 1);
  for (const std::string_view port : {":443", ":80", ":"})
    if (authority.ends_with(port)) authority.remove_suffix(port.size());
  return folded(authority);
}

bool is_tracking(std::string_view parameter) {
  const std::string_view name = parameter.substr(0, parameter.find('='));
  return starts_with_any_case(name, "utm_") || (name.size() == 6 && starts_with_any_case(name, "fbclid")) ||
         (name.size() == 5 && starts_with_any_case(name, "gclid"));
}

/// query: with its `?`, or empty.
std::string normal_query(std::string_view query) {
  std::string kept;
  while (!query.empty()) {
    query.remove_prefix(1);
    const std::string_view parameter = take_until(query, "&");
    if (parameter.empty() || is_tracking(parameter)) continue;
    kept += kept.empty() ? '?' : '&';
    kept += parameter;
  }
  return kept;
}

/// The byte after the word that starts here; `at` itself when none does.
std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    // Most letters are ASCII, and every text comes through here.
    if (is_letter(text[at]) || is_digit(text[at])) {
      ++at;
      continue;
    }
    const Character character = character_at(text, at);
    if (!is_word_character(character.code)) break;
    at += character.length;
  }
  return at;
}

bool starts_link(std::string_view text) {
  const auto starts_with = [text](std::string_view start) { return text.substr(0, start.size()) == start; };
  return starts_with("http://") || starts_with("https://") || starts_with("www.");
}

/// The byte after a mention, whose `@` is here.
std::size_t end_of_mention(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const std::size_t word_end = end_of_word(text, at);
    if (word_end == at && std::string_view{"@.-"}.find(text[at]) == std::string_view::npos) break;
    at = std::max(word_end, at + 1);
  }
  return at;
}

}  // namespace

std::string normal_url(std::string_view url) {
  url = trimmed(url);
  std::string_view rest = url;
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!starts_with_any_case(rest, scheme)) continue;
    rest.remove_prefix(scheme.size());
    const std::string host = normal_host(take_until(rest, "/?#"));
    std::string_view path = take_until(rest, "?#");
    while (path.ends_with("/")) path.remove_suffix(1);
    const std::string query = normal_query(take_until(rest, "#"));
    return "https://" + host + std::string{path} + query;
  }
  return std::string{url};
}

std::string normal_account(std::string_view account) {
  account = trimmed(account);
  if (!account.empty() && account.front() == '@') account.remove_prefix(1);
  return folded(account);
}

std::string normal_words(std::string_view masked_text) {
  const std::string text = folded(masked_text);
  std::string words;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '@') {
      at = end_of_mention(text, at);
    } else if (starts_link(std::string_view{text}.substr(at))) {
      at = std::min(text.find_first_of(" \t\n", at), text.size());
    } else if (const std::size_t end = end_of_word(text, at); end != at) {
      if (!words.empty()) words += ' ';
      words.append(text, at, end - at);
      at = end;
    } else {
      at += character_at(text, at).length;
    }
  }
  return words;
}

}  // namespace nhs::privacy
