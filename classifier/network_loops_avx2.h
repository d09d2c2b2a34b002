#pragma once

#include <array>

#include "classifier/network_loops.h"

namespace nhs::classifier {

/// The hottest of the inner loops by hand for processors with AVX2: compilers keep sums and maxima in memory,
/// which takes twice as long. The same numbers to the bit.

/// Whether this processor has it; elsewhere the rest must not be called.
bool has_avx2();

/// The sums of convolve() for kFilterBlock filters.
void sum_taps_avx2(const float* taps, const float* embedding, std::size_t dims, std::size_t filters,
                   float* sums);

/// What pool() does for one width.
struct PooledWidth {
  const std::int8_t* const* rows;
  std::size_t first, last;
  std::size_t first_tap;
  std::size_t filters;
  std::int16_t *clause_top, *top, *at;
};
/// By width less one.
using PoolWidths = std::array<void (*)(const PooledWidth&), kMostWidths>;
PoolWidths pools_avx2();

void activate_avx2(const std::int16_t* top, const float* scale, const float* bias, std::size_t count,
                   float* activations);

void add_weighted_avx2(const std::uint16_t* active, std::size_t count, const float* activations,
                       const float* weights, std::size_t stride, float* sums);

float dot_avx2(const float* a, const float* b, std::size_t count);

}  // namespace nhs::classifier
