#include "control/socket_place.h"

#include <catch2/catch.hpp>

#include "control/client.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::control;
using namespace nhs::test;

TEST_CASE("The socket is where the configuration says, in /run for the system's database, else beside it",
          "[control]") {
  config::Config config;
  config.database = "/var/lib/nhsvalues/nhsvalues.db";
  CHECK(socket_of(config) == "/run/nhsvalues/control.sock");
  config.database = "/home/ana/.local/share/nhsvalues/nhsvalues.db";
  CHECK(socket_of(config) == "/home/ana/.local/share/nhsvalues/nhsvalues.db.sock");
  config.control_socket = "/run/team/nhs.sock";
  CHECK(socket_of(config) == "/run/team/nhs.sock");
}

TEST_CASE("Nobody is reached where there is no socket, no folder, or a file", "[control]") {
  const Scratch folder;
  CHECK(reach_of(folder / "none.sock") == Reach::nobody);
  CHECK(reach_of(folder / "none/none.sock") == Reach::nobody);
  CHECK(reach_of(folder.path()) == Reach::nobody);
  const auto asked = ask(folder / "none.sock", "{}\n");
  REQUIRE_FALSE(asked);
  CHECK(asked.error().status == ExitStatus::try_again);
  CHECK(asked.error().message.find("nothing was changed") != std::string::npos);
}
