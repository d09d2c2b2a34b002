#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/program.h"
#include "tests/support/scratch.h"

namespace nhs::test {

/// A person at a terminal with a database of their own and no configuration file.
class Desk {
 public:
  Ended run(const std::vector<std::string>& words, const std::string& input = {}) const {
    std::map<std::string, std::string> environment = surroundings;
    environment["NHSVALUES_DB"] = database().string();
    environment["XDG_CONFIG_HOME"] = (scratch_ / "config").string();
    environment["LANG"] = "C.UTF-8";
    environment["COLUMNS"] = "80";
    return run_program(NHSVALUES, words, scratch_.path(), environment, input);
  }
  std::string write(const std::string& name, const std::string& text) const {
    write_whole(scratch_ / name, text);
    return (scratch_ / name).string();
  }
  std::filesystem::path database() const { return scratch_ / "nhsvalues.db"; }
  std::filesystem::path path(const std::string& name) const { return scratch_ / name; }

  std::map<std::string, std::string> surroundings;

 private:
  Scratch scratch_;
};

}  // namespace nhs::test
