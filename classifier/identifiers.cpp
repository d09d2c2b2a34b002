#include "classifier/identifiers.h"

#include <algorithm>

#include "core/ascii.h"
#include "core/masks.h"

namespace nhs::classifier {
namespace {

/// Bytes of other scripts' letters are taken as letters: handles and addresses may hold them.
bool is_name(char c) {
  return is_digit(c) || is_lower(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool starts_with(std::string_view text, std::size_t at, std::string_view what) {
  return text.compare(at, what.size(), what) == 0;
}

/// An address is no longer than this (RFC 5321); it also keeps the search linear.
constexpr std::size_t kLongestLocalPart = 64;
/// Account and server together stay below this; a long run of `@` would else be read anew at each.
constexpr std::size_t kLongestMention = 320;

}  // namespace

std::size_t url_end(std::string_view text, std::size_t start) {
  if (!starts_with(text, start, "http://") && !starts_with(text, start, "https://") &&
      !starts_with(text, start, "www.")) {
    return 0;
  }
  std::size_t end = text.find_first_of(" \t\r\n<>\"[]()", start);
  if (end == std::string_view::npos) end = text.size();
  while (end > start && std::string_view(".,;:!?'").find(text[end - 1]) != std::string_view::npos) --end;
  return end;
}

std::size_t email_end(std::string_view text, std::size_t start) {
  std::size_t at = start;
  while (at < text.size() && at - start <= kLongestLocalPart &&
         (is_name(text[at]) || std::string_view(".+-%").find(text[at]) != std::string_view::npos)) {
    ++at;
  }
  if (at >= text.size() || text[at] != '@') return 0;
  std::size_t end = at + 1;
  std::size_t last_dot = 0;
  while (end < text.size() && (is_name(text[end]) || text[end] == '-' || text[end] == '.')) {
    if (text[end] == '.' && end + 1 < text.size() && is_name(text[end + 1])) last_dot = end;
    ++end;
  }
  while (end > at && !is_name(text[end - 1])) --end;
  return last_dot > at + 1 ? end : 0;
}

std::size_t postcode_end(std::string_view text, std::size_t start) {
  const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
  std::size_t area = start + 1;
  if (is_lower(at(area))) ++area;
  if (!is_digit(at(area))) return 0;
  // The district has one or two characters; with two, the second may be a letter.
  for (const std::size_t district : {area + 2, area + 1}) {
    if (district == area + 2 && !is_digit(at(area + 1)) && !is_lower(at(area + 1))) continue;
    const std::size_t sector = at(district) == ' ' ? district + 1 : district;
    const bool inward = is_digit(at(sector)) && is_lower(at(sector + 1)) && is_lower(at(sector + 2));
    if (inward && !is_name(at(sector + 3))) return sector + 3;
  }
  return 0;
}

std::size_t mention_end(std::string_view text, std::size_t start) {
  if (starts_with(text, start, "@...")) return start + 4;
  const std::size_t limit = std::min(text.size(), start + kLongestMention);
  std::size_t end = start + 1;
  while (end < limit && (is_name(text[end]) || text[end] == '@' || text[end] == '.' || text[end] == '-'))
    ++end;
  while (end > start + 1 && !is_name(text[end - 1])) --end;
  return end > start + 1 ? end : 0;
}

std::size_t number_end(std::string_view text, std::size_t start) {
  std::size_t end = start;
  for (;;) {
    while (end < text.size() && is_digit(text[end])) ++end;
    const bool joined = end + 1 < text.size() &&
                        std::string_view(".,:/").find(text[end]) != std::string_view::npos &&
                        is_digit(text[end + 1]);
    if (!joined) return end;
    ++end;
  }
}

std::size_t entity_end(std::string_view text, std::size_t start) {
  for (const std::string_view entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#39;", "&nbsp;"})
    if (starts_with(text, start, entity)) return start + entity.size();
  return 0;
}

Mask mask_at(std::string_view text, std::size_t start) {
  for (const std::string_view mask : kBracketMasks) {
    if (!starts_with(text, start, mask)) continue;
    // Whatever else is masked is a number, or is read as one.
    return {start + mask.size(), mask == kEmailMask      ? "<email>"
                                 : mask == kPostcodeMask ? "<postcode>"
                                                         : "<num>"};
  }
  return {0, {}};
}

bool is_product_topic(std::string_view tag) {
  return tag == "nhsvalues" || tag == "teamleeds" || tag == "heartsandminds";
}

}  // namespace nhs::classifier
