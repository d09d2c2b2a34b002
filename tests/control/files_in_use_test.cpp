#include "control/files_in_use.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::control;
using namespace nhs::test;

namespace {

config::Config config_in(const Scratch& folder) {
  config::Config config;
  config.file = folder / "n.toml";
  config.database = folder / "n.db";
  return config;
}

config::NotifyTarget lines_in(const std::filesystem::path& file) {
  config::NotifyTarget target;
  target.kind = config::TargetKind::file;
  target.path = file;
  return target;
}

}  // namespace

TEST_CASE("Neither metrics, lines nor sockets may take the place of a file that is in use", "[outputs]") {
  const Scratch folder;
  for (const char* name : {"n.db", "n.db-wal", "n.db.lock", "pseudonym.key", "n.toml", "./x/../n.db"}) {
    CAPTURE(name);
    config::Config metrics = config_in(folder);
    metrics.metrics.file = folder / name;
    const auto refused = check_outputs(metrics);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == ExitStatus::configuration);
    CHECK(refused.error().message.find("n.toml: metrics.file: ") != std::string::npos);
    CHECK(refused.error().message.find("which is in use; name another file") != std::string::npos);
    config::Config lines = config_in(folder);
    lines.targets = {lines_in(folder / name)};
    CHECK_FALSE(check_outputs(lines));
    config::Config socket = config_in(folder);
    socket.control_socket = folder / name;
    CHECK_FALSE(check_outputs(socket));
  }
}

TEST_CASE("A link to a file that is in use is that file", "[outputs]") {
  const Scratch folder;
  std::ofstream(folder / "pseudonym.key") << "secret";
  std::filesystem::create_hard_link(folder / "pseudonym.key", folder / "innocent.prom");
  config::Config config = config_in(folder);
  config.metrics.file = folder / "innocent.prom";
  CHECK_FALSE(check_outputs(config));
}

TEST_CASE("Outputs go over no secret that the daemon reads, and not over one another", "[outputs]") {
  const Scratch folder;
  config::Config config = config_in(folder);
  config.sources.emplace_back().credential = (folder / "token").string();
  config.targets = {lines_in(folder / "one.jsonl"), lines_in(folder / "one.jsonl")};
  config.metrics.file = folder / "m.prom";
  config.metrics.listen = (folder / "m.sock").string();
  config.control_socket = folder / "c.sock";
  REQUIRE(check_outputs(config));
  for (const char* name : {"token", "one.jsonl", "c.sock", "m.sock"}) {
    CAPTURE(name);
    config::Config clashing = config;
    clashing.metrics.file = folder / name;
    CHECK_FALSE(check_outputs(clashing));
  }
  config.metrics.listen = config.control_socket.string();
  CHECK_FALSE(check_outputs(config));
  config.metrics.on = false;
  CHECK(check_outputs(config));
}

TEST_CASE("A socket whose name fits no address is refused", "[outputs]") {
  const Scratch folder;
  config::Config config = config_in(folder);
  config.control_socket = folder / std::string(80, 's');
  CHECK(check_outputs(config));
  config.control_socket = folder / std::string(81, 's');
  REQUIRE_FALSE(check_outputs(config));
  CHECK(check_outputs(config).error().status == ExitStatus::configuration);
}
