#include "other_user.h"

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/support/left_out.h"

namespace nhs::test {

bool can_be_another_user() {
  if (geteuid() == 0) return true;
  leave_out("only root can try what another user may read");
  return false;
}

std::string as_nobody(unsigned group, const std::function<std::string()>& work) {
  std::array<int, 2> answer{};
  REQUIRE(pipe(answer.data()) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const gid_t only = group;
    std::string said = "could not become nobody";
    if (setgroups(1, &only) == 0 && setgid(group) == 0 && setuid(kNobody) == 0) said = work();
    const bool written = write(answer[1], said.data(), said.size()) == static_cast<ssize_t>(said.size());
    _exit(written ? 0 : 1);
  }
  close(answer[1]);
  std::string said;
  std::array<char, 512> buffer{};
  for (ssize_t got = 0; (got = read(answer[0], buffer.data(), buffer.size())) > 0;)
    said.append(buffer.data(), static_cast<std::size_t>(got));
  close(answer[0]);
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(status == 0);
  return said;
}

void in_killed_child(const std::function<void()>& work) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    work();
    _exit(1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
}

}  // namespace nhs::test
