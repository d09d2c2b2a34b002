#include "cli/internal_output.h"

#include <fmt/format.h>

#include "cli/context.h"

namespace nhs::cli {

std::string internal(std::string_view text) {
  return text.empty() ? std::string{} : fmt::format("{}\n\n{}", kInternal, text);
}

void put_internal(std::string_view text) { put(internal(text)); }

}  // namespace nhs::cli
