#pragma once

#include <fmt/format.h>

#include <thread>

#include "cli/context.h"
#include "cli/patience.h"

namespace nhs::cli {

/// Makes a write again while others stand in its way (patience.h), and says on stderr what it waits for.
template <typename Attempt>
auto once_others_let(const Context& context, const Attempt& attempt) -> decltype(attempt()) {
  return patiently(
      attempt, [&](const Error& reason) { context.say(fmt::format("Waiting: {}", reason.message)); },
      [](std::chrono::milliseconds pause) { std::this_thread::sleep_for(pause); });
}

}  // namespace nhs::cli
