#pragma once

#include <iostream>
#include <string_view>

namespace nhs::test {

/// Says that a test is left out, and why: by these words ctest counts it as skipped (tests/CMakeLists.txt).
inline void leave_out(std::string_view why) { std::cerr << "left out: " << why << '\n'; }

}  // namespace nhs::test
