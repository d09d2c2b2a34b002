#include "tests/support/demo_program.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

namespace nhs::test {

int run_demo(CLI::App& app, int argc, char** argv, const std::function<Result<void>()>& work) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : static_cast<int>(ExitStatus::usage);
  }
  const auto done = work();
  if (done) return 0;
  fmt::print(stderr, "{}: {}\n", app.get_name(), done.error().message);
  return static_cast<int>(done.error().status);
}

}  // namespace nhs::test
