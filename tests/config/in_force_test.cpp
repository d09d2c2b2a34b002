#include "config/in_force.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/environment_variable.h"
#include "tests/support/left_out.h"
#include "tests/support/scratch.h"

using namespace nhs;
using config::in_force;
using test::EnvironmentVariable;

namespace {

std::string written(const test::Scratch& scratch, const std::string& toml) {
  std::ofstream(scratch / "nhsvalues.toml") << toml;
  return (scratch / "nhsvalues.toml").string();
}

}  // namespace

TEST_CASE("The database is the option's, else the variable's, else the file's", "[in_force]") {
  const test::Scratch scratch;
  const std::string file = written(
      scratch, "topics = [\"NHSvalues\"]\ncontact = \"https://a.example\"\ndatabase = \"/file.db\"\n");
  {
    const EnvironmentVariable unset{"NHSVALUES_DB", std::nullopt};
    CHECK(in_force(file, "").value().database == "/file.db");
    CHECK(in_force(file, "").value().file == file);
  }
  {
    const EnvironmentVariable empty{"NHSVALUES_DB", ""};
    CHECK(in_force(file, "").value().database == "/file.db");
  }
  const EnvironmentVariable set{"NHSVALUES_DB", "/variable.db"};
  CHECK(in_force(file, "").value().database == "/variable.db");
  CHECK(in_force(file, "/option.db").value().database == "/option.db");
}

TEST_CASE("Without a file the defaults are in force, and the variable counts all the same", "[in_force]") {
  const test::Scratch scratch;
  const EnvironmentVariable home{"HOME", scratch.path().string()};
  const EnvironmentVariable xdg{"XDG_CONFIG_HOME", std::nullopt};
  const EnvironmentVariable named{"NHSVALUES_CONFIG", std::nullopt};
  const EnvironmentVariable database{"NHSVALUES_DB", "/variable.db"};
  const auto config = in_force("", "");
  if (std::filesystem::exists("/etc/nhsvalues/nhsvalues.toml"))
    return test::leave_out("this machine has a configuration in /etc, and that one is in force");
  REQUIRE(config);
  CHECK(config->file.empty());
  CHECK(config->database == "/variable.db");
}

TEST_CASE("A database that is missing where nobody named it is told with the configuration that is missing",
          "[in_force]") {
  const Error missing{ExitStatus::no_input, "x.db: there is no database yet"};
  config::Config found_none = config::defaults();
  CHECK(with_configuration_missed(missing, found_none).message ==
        "x.db: there is no database yet; no configuration was found: name one with --config FILE or "
        "NHSVALUES_CONFIG");
  const Error no_folder{ExitStatus::cannot_create, "x.db.lock: cannot be opened for writing"};
  CHECK(with_configuration_missed(no_folder, found_none).message ==
        no_folder.message + configuration_missed(found_none));
  const Error closed{ExitStatus::no_permission, "x.db: you may not read this database"};
  CHECK(with_configuration_missed(closed, found_none).message == closed.message);
  found_none.database = "/option.db";
  CHECK(with_configuration_missed(missing, found_none).message == missing.message);
  CHECK(configuration_missed(found_none).empty());
}

TEST_CASE("A faulty file is one error with a line for each fault", "[in_force]") {
  const test::Scratch scratch;
  const std::string file = written(scratch, "frequency = 5\ncontact = 7\n");
  const auto config = in_force(file, "");
  REQUIRE_FALSE(config);
  CHECK(config.error().status == ExitStatus::configuration);
  CHECK(config.error().message.find(file + ":1: frequency: ") == 0);
  CHECK(config.error().message.find("\n" + file + ":2: contact: ") != std::string::npos);
  CHECK(in_force((scratch / "none.toml").string(), "").error().status == ExitStatus::no_input);
}
