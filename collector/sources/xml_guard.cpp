#include "collector/sources/xml_guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/ascii.h"

namespace nhs::collector {
namespace {

/// HTML's names know no case.
std::size_t find_nocase(std::string_view text, std::string_view lower_needle) {
  const auto same = [](char a, char b) { return lower(a) == b; };
  const auto found = std::search(text.begin(), text.end(), lower_needle.begin(), lower_needle.end(), same);
  return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

/// Where the root element starts; the text's end when there is none.
std::size_t root_start(std::string_view text) {
  for (std::size_t at = 0; (at = text.find('<', at)) != std::string_view::npos; ++at) {
    if (text.substr(at, 4) == "<!--") at = std::min(text.find("-->", at), text.size() - 1);
    if (at + 1 < text.size() && is_letter(text[at + 1])) return at;
  }
  return text.size();
}

}  // namespace

std::string xml_refusal(std::string_view text) {
  const std::size_t root = root_start(text);
  const std::string_view prolog = text.substr(0, root);
  if (find_nocase(prolog, "<!doctype html") != std::string_view::npos ||
      find_nocase(text.substr(root, 5), "<html") == 0)
    return "answered with a web page, not a feed: open the source's `url` in a browser, it may want a "
           "person or name the feed's own address";
  if (root == text.size()) return "answered with a text that is no feed";
  if (find_nocase(prolog, "<!entity") != std::string_view::npos)
    return "the feed declares XML entities, by which a small document can grow without end; it is not read";
  if (static_cast<std::size_t>(std::count(text.begin(), text.end(), '<')) > kMaxXmlTags)
    return fmt::format("the feed has more than {} tags; it is not read", kMaxXmlTags);
  return {};
}

bool within_xml_limits(pugi::xml_node document) {
  int depth = 0;
  pugi::xml_node node = document.first_child();
  while (node) {
    const auto attributes = node.attributes();
    if (std::distance(attributes.begin(), attributes.end()) > kMaxXmlAttributes) return false;
    if (node.first_child()) {
      if (++depth > kMaxXmlDepth) return false;
      node = node.first_child();
      continue;
    }
    while (node && !node.next_sibling() && node.parent() != document) {
      node = node.parent();
      --depth;
    }
    node = node.next_sibling();
  }
  return true;
}

}  // namespace nhs::collector
