#include "collector/sources/xml_names.h"

#include <array>
#include <utility>

#include "core/text.h"

namespace nhs::collector {
namespace {

constexpr std::array<std::pair<std::string_view, Namespace>, 11> kAddresses = {{
    {"http://www.w3.org/2005/Atom", Namespace::atom},
    {"http://purl.org/atom/ns#", Namespace::atom},
    {"http://purl.org/rss/1.0/modules/content/", Namespace::content},
    {"http://purl.org/dc/elements/1.1/", Namespace::dublin_core},
    {"http://purl.org/dc/terms/", Namespace::dublin_core},
    {"http://search.yahoo.com/mrss/", Namespace::media},
    {"http://search.yahoo.com/mrss", Namespace::media},
    {"http://purl.org/rss/1.0/", Namespace::plain},
    {"http://my.netscape.com/rdf/simple/0.9/", Namespace::plain},
    {"http://channel.netscape.com/rdf/simple/0.9/", Namespace::plain},
    {"http://backend.userland.com/rss2", Namespace::plain},
}};

constexpr std::array<std::pair<std::string_view, Namespace>, 4> kPrefixes = {{
    {"atom", Namespace::atom},
    {"content", Namespace::content},
    {"dc", Namespace::dublin_core},
    {"media", Namespace::media},
}};

std::string_view prefix_of(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

/// The namespace that a prefix stands for at this element; empty when nothing declares it.
std::string_view address_of(pugi::xml_node element, std::string_view prefix) {
  const std::string declaration = prefix.empty() ? "xmlns" : "xmlns:" + std::string{prefix};
  for (pugi::xml_node node = element; node; node = node.parent())
    if (const auto attribute = node.attribute(declaration.c_str())) return attribute.value();
  return {};
}

struct StringWriter final : pugi::xml_writer {
  std::string text;
  void write(const void* bytes, std::size_t size) override {
    text.append(static_cast<const char*>(bytes), size);
  }
};

}  // namespace

Namespace namespace_of(pugi::xml_node element) {
  const std::string_view prefix = prefix_of(element.name());
  const std::string_view address = trimmed(address_of(element, prefix));
  for (const auto& known : kAddresses)
    if (known.first == address) return known.second;
  if (prefix.empty()) return Namespace::plain;
  if (address.empty())
    for (const auto& known : kPrefixes)
      if (known.first == prefix) return known.second;
  return Namespace::other;
}

std::string_view local_name(pugi::xml_node element) {
  const std::string_view name = element.name();
  const std::string_view prefix = prefix_of(name);
  return prefix.empty() ? name : name.substr(prefix.size() + 1);
}

bool is(pugi::xml_node element, Namespace space, std::string_view name) {
  return local_name(element) == name && namespace_of(element) == space;
}

pugi::xml_node child(pugi::xml_node parent, Namespace space, std::string_view name) {
  for (const pugi::xml_node node : parent.children())
    if (is(node, space, name)) return node;
  return {};
}

std::string content_of(pugi::xml_node element) {
  for (const pugi::xml_node node : element.children()) {
    if (node.type() != pugi::node_element) continue;
    StringWriter markup;
    for (const pugi::xml_node part : element.children())
      part.print(markup, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
    return markup.text;
  }
  return text_of(element);
}

std::string text_of(pugi::xml_node element) {
  std::string text;
  for (const pugi::xml_node node : element.children())
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) text += node.value();
  // `&#0;` and the like come out of the parser as what they name.
  return std::string{trimmed(repaired(text))};
}

}  // namespace nhs::collector
