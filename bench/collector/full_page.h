#pragma once

#include <string>
#include <vector>

namespace nhs::bench {

/// A fixture's bytes; name: below tests/fixtures.
std::string fixture(const std::string& name);

/// A JSON fixture with its first post repeated under so many ids in place of its posts.
///
/// list: the members that lead to the posts; empty when they are the document.  id: those that lead from a
/// post to what is to differ.
std::string full_json_page(const std::string& name, const std::vector<std::string>& list,
                           const std::vector<std::string>& id, int posts);

/// The same for XML. element: `item` or `entry`.  id: the text in the first one that is to differ.
std::string full_xml_page(const std::string& name, const std::string& element, const std::string& id,
                          int posts);

}  // namespace nhs::bench
