#include "tests/support/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace nhs::test {
namespace {

constexpr std::chrono::milliseconds kLook{5};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text{*entry};
    if (added.count(text.substr(0, text.find('='))) == 0) all.push_back(text);
  }
  for (const auto& [name, value] : added) all.push_back(name + "=" + value);
  return all;
}

void replace_stream(const char* file, int flags, int stream) {
  const int descriptor = open(file, flags, 0600);
  if (descriptor < 0 || dup2(descriptor, stream) < 0) _exit(126);
  close(descriptor);
}

}  // namespace

Program::Program(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
                 const std::filesystem::path& folder, const std::map<std::string, std::string>& environment,
                 const std::string& input) {
  static std::atomic<int> count{0};
  const std::string stem = executable.filename().string() + "." + std::to_string(++count);
  out_ = folder / (stem + ".out");
  err_ = folder / (stem + ".err");
  const std::filesystem::path in = folder / (stem + ".in");
  write_whole(in, input);
  std::vector<std::string> words{executable.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = environment_with(environment);
  const std::vector<char*> argv = pointers_to(words);
  const std::vector<char*> envp = pointers_to(variables);
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ > 0) return;
  replace_stream(in.c_str(), O_RDONLY, STDIN_FILENO);
  replace_stream(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  replace_stream(err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  execve(executable.c_str(), argv.data(), envp.data());
  _exit(127);
}

Program::~Program() {
  if (ended_) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Program::signal(int number) const { kill(pid_, number); }

std::optional<Ended> Program::wait(std::chrono::milliseconds longest) {
  const auto deadline = std::chrono::steady_clock::now() + longest;
  int state = 0;
  while (waitpid(pid_, &state, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) return std::nullopt;
    std::this_thread::sleep_for(kLook);
  }
  ended_ = true;
  Ended ended;
  ended.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
  ended.out = read_whole(out_);
  ended.err = read_whole(err_);
  return ended;
}

bool Program::said(const std::string& text, std::chrono::milliseconds longest) const {
  const auto deadline = std::chrono::steady_clock::now() + longest;
  while (err().find(text) == std::string::npos) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(kLook);
  }
  return true;
}

std::string Program::err() const { return read_whole(err_); }

Ended run_program(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
                  const std::filesystem::path& folder, const std::map<std::string, std::string>& environment,
                  const std::string& input) {
  Program program{executable, arguments, folder, environment, input};
  auto ended = program.wait();
  if (!ended) throw std::runtime_error(executable.string() + " did not end");
  return *std::move(ended);
}

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void write_whole(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out{file, std::ios::binary};
  out << text;
}

}  // namespace nhs::test
