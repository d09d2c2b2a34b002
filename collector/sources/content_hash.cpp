#include "collector/sources/content_hash.h"

#include <fmt/format.h>

#include <cstdint>

namespace nhs::collector {

std::string content_hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return fmt::format("{:016x}", hash);
}

}  // namespace nhs::collector
