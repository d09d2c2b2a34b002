#include "store/properties.h"

#include <charconv>

namespace nhs::store {
namespace {

constexpr char kWithoutWords = '!';

}  // namespace

std::string kind_member(Kind kind) { return std::to_string(index_of(kind)); }

std::string language_member(const std::string& language, bool without_words) {
  return without_words ? language + kWithoutWords : language;
}

std::string_view language_of(std::string_view member) {
  return is_without_words(member) ? member.substr(0, member.size() - 1) : member;
}

bool is_without_words(std::string_view member) { return !member.empty() && member.back() == kWithoutWords; }

std::string groups_member(const std::vector<Group>& groups) {
  unsigned bits = 0;
  for (const Group group : groups) bits |= 1U << index_of(group);
  return std::to_string(bits);
}

bool holds_group(std::string_view member, Group group) {
  unsigned bits = 0;
  std::from_chars(member.data(), member.data() + member.size(), bits);
  return (bits >> index_of(group) & 1U) != 0;
}

std::vector<std::int64_t> sources_in(std::string_view member) {
  std::vector<std::int64_t> sources;
  const char* at = member.data();
  const char* const end = at + member.size();
  while (at != end) {
    std::int64_t source = 0;
    const auto read = std::from_chars(at, end, source);
    if (read.ec != std::errc{}) break;
    sources.push_back(source);
    at = read.ptr == end ? end : read.ptr + 1;
  }
  return sources;
}

}  // namespace nhs::store
