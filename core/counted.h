#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>

namespace nhs {

/// A number and what is counted, where several have a name of their own: "1 try", "3 tries".
template <std::integral Number>
std::string counted(Number number, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", number, number == 1 ? one : several);
}

/// The same for most nouns, which get an `s`: "1 week", "7 weeks".
template <std::integral Number>
std::string counted(Number number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

}  // namespace nhs
