#pragma once

#include <chrono>
#include <functional>

#include "core/result.h"

namespace nhs::cli {

/// How long is waited for others who read or write, each time one must.
struct Patience {
  std::chrono::milliseconds between{500};
  std::chrono::milliseconds most{std::chrono::minutes{10}};
};

/// What an attempt gives once nobody stands in its way any more. It is made again for as long as it fails
/// with try_again (75), as a store's writer does while its log is at its bound, and the last failure is told
/// when that takes too long.
///
/// attempt: changed nothing when it fails so.  told: is told the reason once, when waiting begins.  sleep: in
/// place of std::this_thread::sleep_for in tests.
template <typename Attempt>
auto patiently(const Attempt& attempt, const std::function<void(const Error&)>& told,
               const std::function<void(std::chrono::milliseconds)>& sleep, Patience patience = {})
    -> decltype(attempt()) {
  auto ended = attempt();
  for (std::chrono::milliseconds waited{0};
       !ended && ended.error().status == ExitStatus::try_again && waited < patience.most;
       waited += patience.between) {
    if (waited.count() == 0) told(ended.error());
    sleep(patience.between);
    ended = attempt();
  }
  return ended;
}

}  // namespace nhs::cli
