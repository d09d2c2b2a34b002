#include <catch2/catch.hpp>

#include "tests/cli/desk.h"

using namespace nhs::test;

namespace {

const std::string kScripts = std::string{NHS_SOURCE_DIR} + "/scripts/";

Ended run_script(const Scratch& scratch, const std::string& name, const std::vector<std::string>& words) {
  return run_program(kScripts + name, words, scratch.path());
}

/// The rules, run on a checkout that holds one source, which nobody has added yet.
Ended check_source(const std::string& source) {
  const Scratch scratch;
  std::filesystem::create_directory(scratch / "scripts");
  std::filesystem::copy(kScripts + "check-sources", scratch / "scripts/check-sources");
  write_whole(scratch / "new.cpp", source);
  REQUIRE(run_program("/usr/bin/git", {"init", "-q", scratch.path().string()}, scratch.path()).status == 0);
  return run_program(scratch / "scripts/check-sources", {}, scratch.path());
}

}  // namespace

TEST_CASE("Scripts explain themselves and refuse what they do not know", "[scripts]") {
  const Scratch scratch;
  for (const char* name : {"demo", "test", "test-package", "test-completions", "fuzz", "nightly", "faults",
                           "install-packages", "coverage", "samples", "show-progress"}) {
    INFO(name);
    const Ended help = run_script(scratch, name, {"--help"});
    CHECK(help.status == 0);
    CHECK(help.out.find(std::string{"usage: scripts/"} + name) == 0);
  }
  for (const char* name : {"demo", "test-package", "fuzz", "nightly", "faults", "install-packages",
                           "coverage", "samples", "show-progress"}) {
    const Ended ended = run_script(scratch, name, {"--nonsense"});
    CHECK(ended.status == 64);
    CHECK(ended.err.find("--nonsense: no such option\nusage: ") != std::string::npos);
  }
  CHECK(run_script(scratch, "fuzz", {"ten"}).status == 64);
  CHECK(run_script(scratch, "nightly", {"noon"}).status == 64);
  CHECK(run_script(scratch, "faults", {"flood"}).status == 64);
  CHECK(run_script(scratch, "faults", {"--jobs", "many"}).status == 64);
  CHECK(run_script(scratch, "install-packages", {}).status == 64);
  CHECK(run_script(scratch, "install-packages", {"--yes"}).status == 64);
  CHECK(run_script(scratch, "install-packages", {"no-such-list"}).status == 64);
}

TEST_CASE("Of a build's words only what went wrong is let through, whatever files are called", "[scripts]") {
  const Scratch scratch;
  const std::string wrong =
      "FAILED: a.o\nx.cpp:1:2: error: no such thing\nx.cpp:1:2: fatal error: y.h: No such file\n";
  const std::string words =
      "[1/3] Building CXX object config/service_error_options.cpp.o\n"
      "x.cpp:1:2: warning: an error may be meant\n"
      "[2/3] Building CXX object x.cpp.o\n";
  const Ended ended = run_program(kScripts + "show-progress", {}, scratch.path(), {}, words + wrong);
  CHECK(ended.status == 0);
  CHECK(ended.out.empty());
  CHECK(ended.err == wrong);
}

TEST_CASE("A braced temporary in a co_await is found, also over several lines and before it is added",
          "[scripts]") {
  CHECK(check_source("task f() {\n  co_await g(one,\n             Options{2});\n}\n").status == 1);
  CHECK(check_source("task f() {\n  co_await g(\n      [&] { return 1; });\n}\n").status == 1);
  const Ended fine =
      check_source("task f() {\n  Options o{2};\n  co_await g(one,\n             o);\n  o = {};\n}\n");
  INFO(fine.err);
  CHECK(fine.status == 0);
  CHECK(check_source("#include <curl/curl.h>\n").status == 1);
}
