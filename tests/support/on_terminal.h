#pragma once

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace nhs::test {

/// Which streams of a program are a terminal; the others are files that nobody looks at.
enum class AtTerminal { messages, everything };

/// Runs a program of ours with a terminal of so many columns, and gives all that the terminal got and the
/// exit status.
struct Shown {
  int status = -1;
  std::string text;
};
inline Shown run_on_terminal(const std::filesystem::path& executable,
                             const std::vector<std::string>& arguments,
                             const std::map<std::string, std::string>& environment, AtTerminal which,
                             unsigned short columns = 80) {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0)
    throw std::runtime_error("there is no terminal to be had");
  const winsize size{24, columns, 0, 0};
  ::ioctl(master, TIOCSWINSZ, &size);
  const std::string slave = ::ptsname(master);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    ::setsid();
    const int terminal = ::open(slave.c_str(), O_RDWR);
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(which == AtTerminal::everything ? terminal : nothing, STDOUT_FILENO);
    ::dup2(terminal, STDERR_FILENO);
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<std::string> words{executable.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(argv.front(), argv.data());
    ::_exit(127);
  }
  Shown shown;
  char bytes[4096];
  // Linux says EIO once the last one who had the terminal open is gone.
  for (ssize_t got = 0; (got = ::read(master, bytes, sizeof bytes)) > 0;)
    shown.text.append(bytes, static_cast<std::size_t>(got));
  int state = 0;
  ::waitpid(child, &state, 0);
  ::close(master);
  shown.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
  return shown;
}

}  // namespace nhs::test
