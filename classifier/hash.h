#pragma once

#include <cstdint>
#include <string_view>

namespace nhs::classifier {

/// FNV-1a (Fowler, Noll, Vo), 64 bits: the same on every machine.
inline constexpr std::uint64_t kFnvOffset = 0xCBF29CE484222325U;
inline constexpr std::uint64_t kFnvPrime = 0x100000001B3U;

constexpr std::uint64_t fnv_step(std::uint64_t hash, std::uint64_t next) { return (hash ^ next) * kFnvPrime; }

constexpr std::uint64_t fnv(std::string_view bytes, std::uint64_t hash = kFnvOffset) {
  for (const char c : bytes) hash = fnv_step(hash, static_cast<unsigned char>(c));
  return hash;
}

/// Hash of a word as vocabularies and tables know it.
inline constexpr std::uint64_t kWordSeed = fnv_step(kFnvOffset, 1);
constexpr std::uint64_t word_hash(std::string_view form) { return fnv(form, kWordSeed); }

/// Spreads a hash's entropy over all its bits (the finaliser of MurmurHash3).
constexpr std::uint64_t spread(std::uint64_t hash) {
  hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDU;
  hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53U;
  return hash ^ (hash >> 33);
}

}  // namespace nhs::classifier
