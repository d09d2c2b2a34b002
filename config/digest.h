#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/values.h"

namespace nhs::config {

/// What becomes of a digest that has nothing to tell.
enum class WhenNothingHappened : std::uint8_t { send, skip };

/// `[digest]`: who gets one. Names of targets of kind email.
struct DigestRules {
  std::vector<std::string> daily;
  std::vector<std::string> weekly;
  WhenNothingHappened when_nothing_happened = WhenNothingHappened::send;
};

}  // namespace nhs::config

template <>
struct nhs::Vocabulary<nhs::config::WhenNothingHappened> {
  static constexpr std::string_view noun = "way with a digest that has nothing to tell";
  static constexpr std::array<std::string_view, 2> ids = {"send", "skip"};
};
