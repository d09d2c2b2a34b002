#pragma once

#include <sysexits.h>

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace nhs {

/// What kind of trouble, as the exit status that a command ends with (sysexits.h).
enum class ExitStatus : int {
  done = 0,
  check_failed = 2,
  /// `status --check` cannot tell: a plugin's word to Nagios, with which 0, 1 and 2 have its meanings too.
  unknown = 3,
  usage = EX_USAGE,
  bad_data = EX_DATAERR,
  no_input = EX_NOINPUT,
  unavailable = EX_UNAVAILABLE,
  internal = EX_SOFTWARE,
  cannot_create = EX_CANTCREAT,
  io = EX_IOERR,
  try_again = EX_TEMPFAIL,
  no_permission = EX_NOPERM,
  configuration = EX_CONFIG,
};

/// Trouble that a person is told about, once, at the edge of the program.
///
/// message: one line that says what is wrong, where, and what to do; no token, handle or post text.
struct Error {
  ExitStatus status;
  std::string message;
};

/// A value, or the reason why there is none. Expected outcomes travel this way; exceptions are for
/// broken invariants.
template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ExitStatus status, std::string message) {
  return tl::unexpected<Error>(Error{status, std::move(message)});
}

}  // namespace nhs
