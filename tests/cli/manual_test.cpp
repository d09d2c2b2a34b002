#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "config/option_table.h"
#include "core/roff.h"
#include "tests/cli/desk.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// The options that --help names, as `--since`.
std::vector<std::string> options_in(const std::string& help) {
  std::vector<std::string> options;
  std::istringstream lines{help};
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find("--");
    if (line.rfind("  -", 0) != 0 || at == std::string::npos) continue;
    options.push_back(line.substr(at, line.find_first_of(" ,", at) - at));
  }
  return options;
}

std::string page(const std::string& name) {
  const Ended printed = Desk{}.run({"manual", name});
  REQUIRE(printed.status == 0);
  return printed.out;
}

}  // namespace

TEST_CASE("nhsvalues(1) has every command, with each of its options", "[manual]") {
  const std::string manual = page("nhsvalues.1");
  const Desk desk;
  for (const char* command : {"trends", "import", "backup", "completions"}) {
    const std::size_t from = manual.find(std::string{".SS \""} + command + "\"");
    REQUIRE(from != std::string::npos);
    const std::string section = manual.substr(from, manual.find("\n.S", from + 4) - from);
    for (const std::string& option : options_in(desk.run({command, "--help"}).out)) {
      INFO(command << " " << option);
      CHECK((option == "--help" || section.find(roff::literal(option)) != std::string::npos));
    }
  }
  CHECK(manual.find(".SS \"sources test\"") != std::string::npos);
  CHECK(manual.find(".SS \"complete\"") == std::string::npos);
}

TEST_CASE("nhsvalues.toml(5) has every key, below its table", "[manual]") {
  const std::string manual = page("nhsvalues.toml.5");
  std::size_t at = 0;
  for (const config::Option& option : config::option_table()) {
    INFO(option.key);
    at = manual.find("\n" + roff::bold(config::name_in_table(option.key)), at);
    REQUIRE(at != std::string::npos);
  }
}

TEST_CASE("nhsvaluesd(8) has every option of the daemon", "[manual]") {
  const std::string manual = read_whole(std::string{NHS_SOURCE_DIR} + "/packaging/man/nhsvaluesd.8");
  const Ended help = run_program(NHSVALUESD, {"--help"}, Scratch{}.path());
  const auto options = options_in(help.out);
  CHECK(options.size() >= 4);
  for (const std::string& option : options) {
    INFO(option);
    CHECK(manual.find(roff::literal(option)) != std::string::npos);
  }
}

TEST_CASE("No sign of a text is a command of a manual page", "[manual]") {
  CHECK(roff::text(".SH x") == "\\&.SH x");
  CHECK(roff::text("'tis") == "\\&'tis");
  CHECK(roff::text("C:\\n") == "C:\\en");
  CHECK(roff::text("`--since` is ~ new") == "\\fB\\-\\-since\\fR is \\(ti new");
  CHECK(roff::text("one ` alone") == "one \\(ga alone");
  CHECK(roff::literal("it's") == "it\\(aqs");
}
