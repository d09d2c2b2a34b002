#include "tests/support/status_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/text.h"

namespace nhs::test {
namespace {

constexpr std::size_t kShownCharacters = 30;

bool is_ascii_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// True where a hashtag or mention may start after this character.
bool parts_words(char c) {
  return !is_ascii_word(c) && c != '/' && c != '&' && c != '#' && c != '@' &&
         static_cast<unsigned char>(c) < 0x80;
}

/// How many bytes of the text its first characters take.
std::size_t bytes_of_characters(std::string_view text, std::size_t characters) {
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (starts_character && characters-- == 0) break;
  }
  return i;
}

std::string_view address_at_start(std::string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return {};
  std::string_view address = text.substr(0, text.find_first_of(" \t\n\"<>"));
  // The full stop that ends a sentence is not part of the address.
  while (std::string_view(".,;:!?)'").find(address.back()) != std::string_view::npos)
    address.remove_suffix(1);
  return address.size() > std::string_view("https://").size() ? address : std::string_view{};
}

std::string_view hashtag_at_start(std::string_view text, const std::vector<std::string>& tags) {
  if (!text.starts_with('#')) return {};
  std::size_t longest = 0;
  for (const std::string& tag : tags) {
    if (text.substr(1).starts_with(tag)) longest = std::max(longest, tag.size());
  }
  return longest > 0 ? text.substr(0, longest + 1) : std::string_view{};
}

/// `@amy` or `@amy@other.example`.
std::string_view mention_at_start(std::string_view text) {
  if (!text.starts_with('@')) return {};
  std::size_t end = 1;
  while (end < text.size() && is_ascii_word(text[end])) ++end;
  if (end == 1) return {};
  if (end + 1 < text.size() && text[end] == '@' && is_ascii_word(text[end + 1])) {
    const auto in_host = [](char c) { return is_ascii_word(c) || c == '.' || c == '-'; };
    while (++end < text.size() && in_host(text[end])) continue;
    while (!is_ascii_word(text[end - 1])) --end;
  }
  return text.substr(0, end);
}

std::string address_html(std::string_view address) {
  std::size_t scheme = address.find("//") + 2;
  if (address.substr(scheme).starts_with("www.")) scheme += 4;
  const std::string_view rest = address.substr(scheme);
  const std::size_t shown = bytes_of_characters(rest, kShownCharacters);
  return fmt::format(
      R"(<a href="{}" target="_blank" rel="nofollow noopener noreferrer"><span class="invisible">{}</span>)"
      R"(<span class="{}">{}</span><span class="invisible">{}</span></a>)",
      escaped(address), escaped(address.substr(0, scheme)), shown < rest.size() ? "ellipsis" : "",
      escaped(rest.substr(0, shown)), escaped(rest.substr(shown)));
}

std::string hashtag_html(std::string_view hashtag, std::string_view domain) {
  return fmt::format(
      R"(<a href="https://{0}/tags/{1}" class="mention hashtag" rel="tag">#<span>{1}</span></a>)", domain,
      escaped(hashtag.substr(1)));
}

std::string mention_html(std::string_view mention, std::string_view domain) {
  const std::size_t at = std::min(mention.find('@', 1), mention.size());
  const std::string_view name = mention.substr(1, at - 1);
  const std::string_view host = at < mention.size() ? mention.substr(at + 1) : domain;
  return fmt::format(
      R"(<span class="h-card"><a href="https://{0}/@{1}" class="u-url mention">@<span>{1}</span></a></span>)",
      host, name);
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string status_html(std::string_view text, std::string_view domain) {
  const std::vector<std::string> tags = hashtags_in(text);
  std::string html = "<p>";
  char before = ' ';
  while (!text.empty()) {
    std::string_view taken = text.substr(0, 1);
    const bool at_word_start = parts_words(before);
    if (text.starts_with("\n\n")) {
      taken = text.substr(0, std::min(text.find_first_not_of('\n'), text.size()));
      html += "</p><p>";
    } else if (text.front() == '\n') {
      html += "<br>";
    } else if (const auto address = address_at_start(text); at_word_start && !address.empty()) {
      html += address_html(taken = address);
    } else if (const auto hashtag = hashtag_at_start(text, tags); at_word_start && !hashtag.empty()) {
      html += hashtag_html(taken = hashtag, domain);
    } else if (const auto mention = mention_at_start(text); at_word_start && !mention.empty()) {
      html += mention_html(taken = mention, domain);
    } else {
      html += escaped(taken);
    }
    before = taken.back();
    text.remove_prefix(taken.size());
  }
  return html + "</p>";
}

}  // namespace nhs::test
