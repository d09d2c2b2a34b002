#pragma once

#include <string_view>
#include <vector>

namespace nhs::classifier {

/// The parts of a list as it is written in the tables of this folder, with separators between them.
inline std::vector<std::string_view> split(std::string_view list, char separator = ' ') {
  std::vector<std::string_view> parts;
  while (!list.empty()) {
    const std::size_t end = list.find(separator);
    if (end != 0) parts.push_back(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
  }
  return parts;
}

}  // namespace nhs::classifier
