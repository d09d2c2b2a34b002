#pragma once

#include <filesystem>
#include <optional>

#include "core/time.h"

namespace nhs::store {

/// When the database's file was last written anew, to be rid of what was erased (store/erasure.h), by whoever
/// did it. Nothing before a first time, or where the database does not answer. Opens it for reading.
std::optional<UtcTime> written_anew_at(const std::filesystem::path& database);

}  // namespace nhs::store
