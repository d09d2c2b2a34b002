#pragma once

#include <cstdint>

namespace nhs::store {

/// Whose the name is by which an open file was opened; somebody may have moved or removed it since.
enum class FileName : std::uint8_t { its_own, nobodys, anothers };

}  // namespace nhs::store
