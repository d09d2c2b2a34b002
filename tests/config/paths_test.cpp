#include <catch2/catch.hpp>
#include <fstream>

#include "config/config.h"
#include "tests/support/environment_variable.h"
#include "tests/support/scratch.h"

using namespace nhs;
using config::find;
using test::EnvironmentVariable;

namespace {

std::filesystem::path made(const std::filesystem::path& file) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << "\n";
  return file;
}

}  // namespace

TEST_CASE("The configuration is found by option, variable, then the user's folder", "[paths]") {
  const test::Scratch scratch;
  const EnvironmentVariable home{"HOME", (scratch / "home").string()};
  const EnvironmentVariable xdg{"XDG_CONFIG_HOME", std::nullopt};
  const EnvironmentVariable variable{"NHSVALUES_CONFIG", std::nullopt};

  const auto in_home = made(scratch / "home/.config/nhsvalues/nhsvalues.toml");
  CHECK(find("").value() == in_home);
  const auto in_xdg = made(scratch / "xdg/nhsvalues/nhsvalues.toml");
  const EnvironmentVariable xdg_set{"XDG_CONFIG_HOME", (scratch / "xdg").string()};
  CHECK(find("").value() == in_xdg);
  const auto by_variable = made(scratch / "variable.toml");
  const EnvironmentVariable variable_set{"NHSVALUES_CONFIG", by_variable.string()};
  CHECK(find("").value() == by_variable);
  const auto by_option = made(scratch / "option.toml");
  CHECK(find(by_option.string()).value() == by_option);
}

TEST_CASE("A relative XDG folder does not count", "[paths]") {
  const test::Scratch scratch;
  const EnvironmentVariable home{"HOME", (scratch / "home").string()};
  const EnvironmentVariable variable{"NHSVALUES_CONFIG", std::nullopt};
  const EnvironmentVariable xdg{"XDG_CONFIG_HOME", "relative"};
  const auto in_home = made(scratch / "home/.config/nhsvalues/nhsvalues.toml");
  CHECK(find("").value() == in_home);
}

TEST_CASE("A file that was named but is not there is an error, not a default", "[paths]") {
  const test::Scratch scratch;
  const EnvironmentVariable variable{"NHSVALUES_CONFIG", (scratch / "none.toml").string()};
  CHECK(find("").error().status == ExitStatus::no_input);
  CHECK(find("").error().message.find("NHSVALUES_CONFIG") != std::string::npos);
  const auto by_option = find((scratch / "neither.toml").string());
  CHECK(by_option.error().message.find("neither.toml") != std::string::npos);
  CHECK(by_option.error().message.find("--config") != std::string::npos);
}

TEST_CASE("Without a file the database is the user's own, and nothing is watched", "[paths]") {
  const EnvironmentVariable home{"HOME", "/home/someone"};
  {
    const EnvironmentVariable xdg{"XDG_DATA_HOME", std::nullopt};
    CHECK(config::defaults().database == "/home/someone/.local/share/nhsvalues/nhsvalues.db");
  }
  const EnvironmentVariable xdg{"XDG_DATA_HOME", "/data"};
  CHECK(config::defaults().database == "/data/nhsvalues/nhsvalues.db");
  CHECK(config::defaults().sources.empty());
  CHECK(config::defaults().contact.empty());
  CHECK(config::defaults().topics == std::vector<std::string>{"NHSvalues"});
}
