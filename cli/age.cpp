#include "cli/age.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "core/descriptor.h"
#include "report/terminal.h"

namespace nhs::cli {
namespace {

namespace fs = std::filesystem;

/// How age v1 begins, in bytes and in text ("armored").
constexpr std::string_view kBinary = "age-encryption.org/v1\n";
constexpr std::string_view kArmored = "-----BEGIN AGE ENCRYPTED FILE-----";

tl::unexpected<Error> cannot(const fs::path& file, const char* what) {
  return fail(ExitStatus::io, fmt::format("{}: cannot be {}: {}", file.string(), what, std::strerror(errno)));
}

/// The first line that it complains in, without its name before it.
std::string complaint_in(const std::string& said) {
  std::string line = said.substr(0, said.find('\n'));
  for (const std::string_view before : {"age: error: ", "age: "})
    if (line.rfind(before, 0) == 0) line.erase(0, before.size());
  return line.empty() ? "it did not say why" : report::terminal_safe(line);
}

std::string all_of_it(int descriptor) {
  constexpr std::size_t kEnough = 4096;
  std::string text;
  std::array<char, 1024> part{};
  for (;;) {
    const ssize_t got = ::read(descriptor, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    if (text.size() < kEnough) text.append(part.data(), static_cast<std::size_t>(got));
  }
}

Result<void> run_age(std::vector<std::string> words, int in, int out) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
    return fail(ExitStatus::io, fmt::format("age cannot be run: {}", std::strerror(errno)));
  Descriptor complaints{pipe[0]};
  Descriptor complaining{pipe[1]};
  // Whoever started us may ignore it, and then nobody is told how a child ended.
  ::signal(SIGCHLD, SIG_DFL);
  words.insert(words.begin(), "age");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, complaining.number(), STDERR_FILENO);
  pid_t child = -1;
  const int failed = ::posix_spawnp(&child, "age", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed == ENOENT)
    return fail(ExitStatus::unavailable,
                "encrypted backups are made and read by the program age: install Debian's "
                "package age");
  if (failed != 0)
    return fail(ExitStatus::unavailable, fmt::format("age cannot be run: {}", std::strerror(failed)));
  complaining.close();
  const std::string said = all_of_it(complaints.number());
  int status = 0;
  pid_t ended = -1;
  do ended = ::waitpid(child, &status, 0);
  while (ended < 0 && errno == EINTR);
  if (ended != child)
    return fail(ExitStatus::io, fmt::format("how age ended cannot be told: {}", std::strerror(errno)));
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return fail(ExitStatus::bad_data, complaint_in(said));
}

/// Whatever it was that ran as `age` and was content. Encrypted bytes are more than the plain ones: age does
/// not compress.
Result<void> check_encrypted(const fs::path& made, int plain) {
  struct stat before {};
  struct stat after {};
  if (::fstat(plain, &before) != 0 || ::stat(made.c_str(), &after) != 0) return cannot(made, "looked at");
  if (is_made_by_age(made) && after.st_size > before.st_size) return {};
  return fail(ExitStatus::unavailable,
              fmt::format("the program age ended as if all were well, but what it wrote ({} bytes) is no "
                          "encrypted backup, which was therefore not made: look what `age` is on this "
                          "machine's PATH; Debian's is in the package age",
                          after.st_size));
}

Result<void> with_name(Result<void> done, const fs::path& file, const char* what) {
  if (done || done.error().status != ExitStatus::bad_data) return done;
  return fail(ExitStatus::bad_data,
              fmt::format("{}: {}: age says: {}", file.string(), what, done.error().message));
}

}  // namespace

Result<void> encrypt_with_age(const fs::path& recipients, int from, const fs::path& to) {
  const Descriptor out{::open(to.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW)};
  if (!out.is_open()) return cannot(to, "written");
  const auto done = run_age({"--encrypt", "-R", fs::absolute(recipients).string()}, from, out.number());
  if (!done) return with_name(done, recipients, "cannot be encrypted to");
  return check_encrypted(to, from);
}

Result<void> decrypt_with_age(const fs::path& identity, const fs::path& from, const fs::path& to) {
  const Descriptor in{::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)};
  if (!in.is_open()) return cannot(from, "read");
  const Descriptor out{::open(to.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW)};
  if (!out.is_open()) return cannot(to, "written");
  return with_name(run_age({"--decrypt", "-i", fs::absolute(identity).string()}, in.number(), out.number()),
                   from, "cannot be decrypted");
}

bool is_made_by_age(const fs::path& file) {
  const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
  std::array<char, 64> start{};
  const ssize_t got = opened.is_open() ? ::read(opened.number(), start.data(), start.size()) : -1;
  if (got <= 0) return false;
  const std::string_view begins{start.data(), static_cast<std::size_t>(got)};
  return begins.substr(0, kBinary.size()) == kBinary || begins.substr(0, kArmored.size()) == kArmored;
}

}  // namespace nhs::cli
