#pragma once

#include <chrono>

namespace nhs::bench {

/// Watches so many sources on this thread for a while, of which one in a hundred always fails, and prints
/// what that takes and how late turns begin. Half are Mastodon servers that have nothing new, half feeds that
/// are read whole each time; all answer after 20 to 400 ms.
void measure_scheduling(int sources, std::chrono::seconds every, std::chrono::seconds duration);

}  // namespace nhs::bench
