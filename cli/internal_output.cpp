#include "cli/internal_output.h"

#include <fmt/format.h>

#include "cli/context.h"

namespace nhs::cli {

void put_internal(std::string_view text) {
  if (!text.empty()) put(fmt::format("{}\n\n{}", kInternal, text));
}

}  // namespace nhs::cli
