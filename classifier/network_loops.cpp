#include "classifier/network_loops.h"

#include <array>
#include <cstring>
#include <utility>

#include "classifier/network_loops_avx2.h"

namespace nhs::classifier {

namespace {

/// Sums that must stay in registers; compilers would keep an array of them in memory.
constexpr std::size_t kLanes = 4;
using FourFloats = float __attribute__((vector_size(kLanes * sizeof(float))));

FourFloats four_at(const float* numbers) {
  FourFloats four;
  std::memcpy(&four, numbers, sizeof four);
  return four;
}

}  // namespace

// Inner loops run over a block of fixed length in arrays of their own, which is what compilers turn into
// vector instructions without being told more.

void convolve(const float* taps, const float* embedding, std::size_t dims, std::size_t filters,
              const float* scale, std::int8_t* row) {
  constexpr float most = 127;
  // Adding and taking away 1.5 * 2^23 leaves no room for a fraction: rounds half to even.
  constexpr float rounding = 12582912.0F;
  for (std::size_t block = 0; block < filters; block += kFilterBlock) {
    std::array<float, kFilterBlock> sum{};
    if (has_avx2()) {
      sum_taps_avx2(taps + block, embedding, dims, filters, sum.data());
    } else {
      for (std::size_t d = 0; d < dims; ++d)
        for (std::size_t f = 0; f < kFilterBlock; ++f) sum[f] += taps[d * filters + block + f] * embedding[d];
    }
    for (std::size_t f = 0; f < kFilterBlock; ++f) {
      float units = sum[f] / scale[block + f];
      units = units > -most ? units : -most;
      units = units < most ? units : most;
      row[block + f] = static_cast<std::int8_t>((units + rounding) - rounding);
    }
  }
}

namespace {

template <std::size_t width>
void pool_width(const PooledWidth& p) {
  for (std::size_t block = 0; block < p.filters; block += kFilterBlock) {
    std::int16_t best[kFilterBlock], best_at[kFilterBlock];
    for (std::size_t f = 0; f < kFilterBlock; ++f) best[f] = INT16_MIN;
    for (std::size_t f = 0; f < kFilterBlock; ++f) best_at[f] = 0;
    for (std::size_t window = p.first; window < p.last; ++window) {
      std::int16_t sum[kFilterBlock] = {};
      for (std::size_t place = 0; place < width; ++place) {
        const std::int8_t* row = p.rows[window + place] + (p.first_tap + place) * p.filters + block;
        for (std::size_t f = 0; f < kFilterBlock; ++f) sum[f] = static_cast<std::int16_t>(sum[f] + row[f]);
      }
      const auto here = static_cast<std::int16_t>(window);
      for (std::size_t f = 0; f < kFilterBlock; ++f) {
        best_at[f] = sum[f] > best[f] ? here : best_at[f];
        best[f] = sum[f] > best[f] ? sum[f] : best[f];
      }
    }
    for (std::size_t f = 0; f < kFilterBlock; ++f) {
      p.clause_top[block + f] = best[f];
      if (best[f] <= p.top[block + f]) continue;
      p.top[block + f] = best[f];
      p.at[block + f] = best_at[f];
    }
  }
}

template <std::size_t... before>
PoolWidths pools(std::index_sequence<before...> /*widths*/) {
  return {pool_width<before + 1>...};
}

}  // namespace

void pool(const NetworkShape& shape, const std::int8_t* const* rows, std::size_t first, std::size_t last,
          std::int16_t* clause_top, std::int16_t* top, std::int16_t* at) {
  static const PoolWidths by_width =
      has_avx2() ? pools_avx2() : pools(std::make_index_sequence<kMostWidths>());
  std::size_t tap = 0;
  for (std::size_t width = 1; width <= shape.widths; tap += width, ++width) {
    const std::size_t offset = (width - 1) * shape.filters;
    by_width[width - 1](
        {rows, first, last, tap, shape.filters, clause_top + offset, top + offset, at + offset});
  }
}

void activate(const std::int16_t* top, const float* scale, const float* bias, std::size_t count,
              float* activations) {
  if (has_avx2()) return activate_avx2(top, scale, bias, count, activations);
  for (std::size_t i = 0; i < count; ++i) {
    const float value = static_cast<float>(top[i]) * scale[i] + bias[i];
    activations[i] = value > 0 ? value : 0;
  }
}

void add_weighted(const std::uint16_t* active, std::size_t count, const float* activations,
                  const float* weights, std::size_t stride, float* sums) {
  if (has_avx2()) return add_weighted_avx2(active, count, activations, weights, stride, sums);
  constexpr std::size_t vectors = kFilterBlock / kLanes;
  FourFloats sum[vectors] = {};
  for (std::size_t i = 0; i < count; ++i) {
    const float* weight = weights + std::size_t{active[i]} * stride;
    const FourFloats activation = FourFloats{} + activations[active[i]];
    for (std::size_t v = 0; v < vectors; ++v) sum[v] += activation * four_at(weight + v * kLanes);
  }
  for (std::size_t i = 0; i < kFilterBlock; ++i) sums[i] += sum[i / kLanes][i % kLanes];
}

float dot(const float* a, const float* b, std::size_t count) {
  if (has_avx2()) return dot_avx2(a, b, count);
  constexpr std::size_t vectors = kFilterBlock / kLanes;
  FourFloats sum[vectors] = {};
  for (std::size_t block = 0; block < count; block += kFilterBlock)
    for (std::size_t v = 0; v < vectors; ++v)
      sum[v] += four_at(a + block + v * kLanes) * four_at(b + block + v * kLanes);
  for (std::size_t half = vectors / 2; half > 0; half /= 2)
    for (std::size_t v = 0; v < half; ++v) sum[v] += sum[v + half];
  return (sum[0][0] + sum[0][2]) + (sum[0][1] + sum[0][3]);
}

}  // namespace nhs::classifier
