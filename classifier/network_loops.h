#pragma once

#include <cstddef>
#include <cstdint>

#include "classifier/network_parameters.h"

namespace nhs::classifier {

/// The inner loops of WordNetwork and NetworkReading. Arrays must not overlap; filters are a multiple of
/// kFilterBlock. Pure; the same numbers on every machine.

/// What a word gives the filters at one tap, in units of their table scale: rounded (half to even) and kept
/// within 8 bits.
///
/// taps: [dim][filter].  scale, row: [filter].
void convolve(const float* taps, const float* embedding, std::size_t dims, std::size_t filters,
              const float* scale, std::int8_t* row);

/// For each filter the largest sum over the windows of a clause, those that start at `first` to `last` - 1;
/// and over the text so far, with the first window that has it.
///
/// first < last <= kMostItems.  rows: of all words of the text and widths - 1 more.
/// clause_top: replaced.  top, at: brought up to date.  All three: [width][filter].
void pool(const NetworkShape& shape, const std::int8_t* const* rows, std::size_t first, std::size_t last,
          std::int16_t* clause_top, std::int16_t* top, std::int16_t* at);

/// max(0, scale * top + bias).
void activate(const std::int16_t* top, const float* scale, const float* bias, std::size_t count,
              float* activations);

/// Adds to kFilterBlock sums those of activation times weight.
///
/// active: which numbers of `activations` count.  weights: those of number i begin at i * stride.
void add_weighted(const std::uint16_t* active, std::size_t count, const float* activations,
                  const float* weights, std::size_t stride, float* sums);

/// count: a multiple of kFilterBlock.
float dot(const float* a, const float* b, std::size_t count);

}  // namespace nhs::classifier
