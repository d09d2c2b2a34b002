#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nhs::test {

/// How a program ended and what it said.
struct Ended {
  int status = -1;  ///< exit status; 128 + the signal's number when one ended it
  std::string out;
  std::string err;
};

/// A program of ours, running as users run it, with a folder for what it writes to stdout and stderr.
class Program {
 public:
  /// Starts it. environment: added to ours.
  Program(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
          const std::filesystem::path& folder, const std::map<std::string, std::string>& environment = {},
          const std::string& input = {});
  /// Kills what still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void signal(int number) const;
  /// Waits for its end. Nothing when it has not ended by then.
  std::optional<Ended> wait(std::chrono::milliseconds longest = std::chrono::minutes{2});
  /// Until stderr holds this text; false when it does not by then.
  bool said(const std::string& text, std::chrono::milliseconds longest = std::chrono::seconds{20}) const;
  std::string err() const;
  pid_t pid() const { return pid_; }

 private:
  std::filesystem::path out_;
  std::filesystem::path err_;
  pid_t pid_ = -1;
  bool ended_ = false;
};

/// Runs it to its end. Throws std::runtime_error when it does not end within two minutes.
Ended run_program(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
                  const std::filesystem::path& folder,
                  const std::map<std::string, std::string>& environment = {}, const std::string& input = {});

std::string read_whole(const std::filesystem::path& file);
void write_whole(const std::filesystem::path& file, const std::string& text);

}  // namespace nhs::test
