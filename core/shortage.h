#pragma once

#include <exception>
#include <optional>
#include <system_error>

#include "core/result.h"

namespace nhs {

/// What to say where the machine had no more to give (memory, open files, threads, room), or took the folder
/// away that the program works in: no mistake of the program, and it may be over by the next try. Nothing
/// where this is not it. Thread-safe.
std::optional<Error> shortage(const std::error_code& code);
std::optional<Error> shortage(const std::exception& thrown);

}  // namespace nhs
