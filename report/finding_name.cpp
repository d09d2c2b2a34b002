#include "report/finding_name.h"

#include <fmt/format.h>

#include <array>

namespace nhs::report {

std::string_view plain_name_of(Value value) {
  static constexpr std::array<std::string_view, count_of<Value>> names = {
      "Working together", "Respect and dignity", "Quality of care",
      "Compassion",       "Improving lives",     "Everyone counts"};
  return names[index_of(value)];
}

std::string_view said_of_value(Direction direction) {
  static constexpr std::array<std::string_view, count_of<Direction>> words = {
      "lived up to", "fallen short of", "only named"};
  return words[index_of(direction)];
}

std::string finding_name(std::optional<Value> value, std::optional<Direction> direction) {
  if (!value) return "All posts";
  if (!direction) return std::string{plain_name_of(*value)};
  return fmt::format("{}, {}", plain_name_of(*value), said_of_value(*direction));
}

}  // namespace nhs::report
