#pragma once

#include <string>
#include <string_view>

namespace nhs::collector {

/// A 64-bit hash (FNV-1a) in hexadecimal; for telling contents apart, not for secrets. Pure and thread-safe.
std::string content_hash(std::string_view text);

}  // namespace nhs::collector
