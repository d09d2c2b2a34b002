#include "core/shortage.h"

#include <filesystem>
#include <new>

namespace nhs {
namespace {

// Told without asking for any.
Error no_memory() {
  return {ExitStatus::try_again, "there is no memory left; give it more, or try again later"};
}

/// Somebody removed the folder that this was started in, and a name is to be completed by it.
std::optional<Error> folder_is_gone() {
  std::error_code gone;
  if (!std::filesystem::current_path(gone).empty() || gone != std::errc::no_such_file_or_directory)
    return std::nullopt;
  return Error{
      ExitStatus::no_input,
      "the folder in which this was started is no longer there; change to another (cd), and try again"};
}

}  // namespace

std::optional<Error> shortage(const std::error_code& code) {
  if (code == std::errc::not_enough_memory || code == std::errc::no_buffer_space) return no_memory();
  if (code == std::errc::too_many_files_open || code == std::errc::too_many_files_open_in_system)
    return Error{
        ExitStatus::try_again,
        "the system gives no more open files; raise the limit (LimitNOFILE=, ulimit -n), or try again "
        "later"};
  if (code == std::errc::resource_unavailable_try_again)
    return Error{ExitStatus::try_again, "the system gives no more threads or processes; try again later"};
  if (code == std::errc::no_space_on_device)
    return Error{ExitStatus::io, "a disk is full; make room there, and try again"};
  return std::nullopt;
}

std::optional<Error> shortage(const std::exception& thrown) {
  if (dynamic_cast<const std::bad_alloc*>(&thrown) != nullptr) return no_memory();
  const auto* on_file = dynamic_cast<const std::filesystem::filesystem_error*>(&thrown);
  if (on_file != nullptr && on_file->code() == std::errc::no_such_file_or_directory)
    if (auto gone = folder_is_gone()) return gone;
  if (const auto* failed = dynamic_cast<const std::system_error*>(&thrown)) return shortage(failed->code());
  return std::nullopt;
}

}  // namespace nhs
