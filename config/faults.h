#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"

namespace nhs::config {

/// What is wrong with one file, gathered in any order, told in the file's.
class Faults {
 public:
  explicit Faults(const std::filesystem::path& file) : file_(file) {}

  void add(int line, std::string_view key, std::string_view what);
  bool none() const { return found_.empty(); }

  /// Lines of the form that config.h promises.
  ConfigErrors in_order() const;

 private:
  struct Fault {
    int line;
    std::string text;
  };
  std::filesystem::path file_;
  std::vector<Fault> found_;
};

}  // namespace nhs::config
