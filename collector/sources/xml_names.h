#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace nhs::collector {

/// The namespaces that feeds mix. pugixml knows none.
enum class Namespace : std::uint8_t {
  plain,  ///< RSS of any version: in no namespace, or in one of RSS's
  atom,
  content,
  dublin_core,
  media,
  other,
};

/// The namespace of an element: by its address, whatever the prefix; by the customary prefix where
/// the document forgot to declare it.
Namespace namespace_of(pugi::xml_node element);

/// The element's name without prefix.
std::string_view local_name(pugi::xml_node element);

bool is(pugi::xml_node element, Namespace space, std::string_view name);

/// The first child element of this name; the null node when there is none.
pugi::xml_node child(pugi::xml_node parent, Namespace space, std::string_view name);

/// An element's content: its text, or its child elements as markup where it has some.
std::string content_of(pugi::xml_node element);

/// An element's text, trimmed; of child elements nothing.
std::string text_of(pugi::xml_node element);

}  // namespace nhs::collector
