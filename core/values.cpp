#include "core/values.h"

namespace nhs {

std::string_view name_of(Value value) {
  static constexpr std::array<std::string_view, count_of<Value>> names = {"Working together for patients",
                                                                          "Respect and dignity",
                                                                          "Commitment to quality of care",
                                                                          "Compassion",
                                                                          "Improving lives",
                                                                          "Everyone counts"};
  return names[index_of(value)];
}

}  // namespace nhs
