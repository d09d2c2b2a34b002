#pragma once

#include <functional>
#include <string>

namespace nhs::test {

/// A user and group that own nothing.
inline constexpr unsigned kNobody = 65534;

/// True when this process may become another user; else says that a test is left out.
bool can_be_another_user();

/// Runs `work` in a child process as the user `nobody`, in one group and no other, and gives what it
/// answered.
std::string as_nobody(unsigned group, const std::function<std::string()>& work);

/// Runs `work` in a child process, which must end by its own SIGKILL.
void in_killed_child(const std::function<void()>& work);

}  // namespace nhs::test
