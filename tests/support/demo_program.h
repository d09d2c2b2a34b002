#pragma once

#include <functional>

#include "core/result.h"

namespace CLI {
class App;
}  // namespace CLI

namespace nhs::test {

/// What main() of a program of the demo does once its options are declared: reads them, works, and says on
/// stderr under the program's name what went wrong. What it ends with: 0, 64 for wrong options, or the work's
/// own status.
int run_demo(CLI::App& app, int argc, char** argv, const std::function<Result<void>()>& work);

}  // namespace nhs::test
