#include "classifier/network_loops_avx2.h"

#ifdef __x86_64__

#include <immintrin.h>

#include <utility>

#define NHS_AVX2 __attribute__((target("avx2")))

namespace nhs::classifier {
namespace {

template <std::size_t width>
NHS_AVX2 void pool_width(const PooledWidth& p) {
  constexpr std::size_t lanes = 16;
  for (std::size_t block = 0; block < p.filters; block += lanes) {
    __m256i best = _mm256_set1_epi16(INT16_MIN), best_at = _mm256_setzero_si256();
    const std::int8_t* const* rows = p.rows + p.first;
    const std::size_t offset = p.first_tap * p.filters + block;
    for (std::size_t window = p.first; window < p.last; ++window, ++rows) {
      __m256i sum = _mm256_setzero_si256();
      for (std::size_t place = 0; place < width; ++place) {
        const auto* row = reinterpret_cast<const __m128i*>(rows[place] + offset + place * p.filters);
        sum = _mm256_add_epi16(sum, _mm256_cvtepi8_epi16(_mm_loadu_si128(row)));
      }
      const __m256i larger = _mm256_cmpgt_epi16(sum, best);
      best_at = _mm256_blendv_epi8(best_at, _mm256_set1_epi16(static_cast<std::int16_t>(window)), larger);
      best = _mm256_max_epi16(best, sum);
    }
    auto* clause_top = reinterpret_cast<__m256i*>(p.clause_top + block);
    auto* text_top = reinterpret_cast<__m256i*>(p.top + block);
    auto* text_at = reinterpret_cast<__m256i*>(p.at + block);
    const __m256i top = _mm256_loadu_si256(text_top), larger = _mm256_cmpgt_epi16(best, top);
    _mm256_storeu_si256(clause_top, best);
    _mm256_storeu_si256(text_at, _mm256_blendv_epi8(_mm256_loadu_si256(text_at), best_at, larger));
    _mm256_storeu_si256(text_top, _mm256_max_epi16(best, top));
  }
}

template <std::size_t... before>
PoolWidths pools(std::index_sequence<before...> /*widths*/) {
  return {pool_width<before + 1>...};
}

constexpr std::size_t kLanes = 8;

}  // namespace

bool has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2") != 0;
  return has;
}

PoolWidths pools_avx2() { return pools(std::make_index_sequence<kMostWidths>()); }

NHS_AVX2 void sum_taps_avx2(const float* taps, const float* embedding, std::size_t dims, std::size_t filters,
                            float* sums) {
  static_assert(kFilterBlock == 4 * kLanes);
  __m256 a = _mm256_setzero_ps(), b = a, c = a, d = a;
  for (std::size_t dim = 0; dim < dims; ++dim, taps += filters) {
    const __m256 e = _mm256_set1_ps(embedding[dim]);
    a = _mm256_add_ps(a, _mm256_mul_ps(_mm256_loadu_ps(taps), e));
    b = _mm256_add_ps(b, _mm256_mul_ps(_mm256_loadu_ps(taps + kLanes), e));
    c = _mm256_add_ps(c, _mm256_mul_ps(_mm256_loadu_ps(taps + 2 * kLanes), e));
    d = _mm256_add_ps(d, _mm256_mul_ps(_mm256_loadu_ps(taps + 3 * kLanes), e));
  }
  _mm256_storeu_ps(sums, a);
  _mm256_storeu_ps(sums + kLanes, b);
  _mm256_storeu_ps(sums + 2 * kLanes, c);
  _mm256_storeu_ps(sums + 3 * kLanes, d);
}

NHS_AVX2 void activate_avx2(const std::int16_t* top, const float* scale, const float* bias, std::size_t count,
                            float* activations) {
  const __m256 zero = _mm256_setzero_ps();
  for (std::size_t i = 0; i < count; i += kLanes) {
    const __m128i narrow = _mm_loadu_si128(reinterpret_cast<const __m128i*>(top + i));
    const __m256 number = _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(narrow));
    const __m256 value =
        _mm256_add_ps(_mm256_mul_ps(number, _mm256_loadu_ps(scale + i)), _mm256_loadu_ps(bias + i));
    _mm256_storeu_ps(activations + i, _mm256_max_ps(value, zero));
  }
}

NHS_AVX2 void add_weighted_avx2(const std::uint16_t* active, std::size_t count, const float* activations,
                                const float* weights, std::size_t stride, float* sums) {
  static_assert(kFilterBlock == 4 * kLanes);
  __m256 a = _mm256_setzero_ps(), b = a, c = a, d = a;
  for (std::size_t i = 0; i < count; ++i) {
    const float* weight = weights + std::size_t{active[i]} * stride;
    const __m256 activation = _mm256_set1_ps(activations[active[i]]);
    a = _mm256_add_ps(a, _mm256_mul_ps(activation, _mm256_loadu_ps(weight)));
    b = _mm256_add_ps(b, _mm256_mul_ps(activation, _mm256_loadu_ps(weight + kLanes)));
    c = _mm256_add_ps(c, _mm256_mul_ps(activation, _mm256_loadu_ps(weight + 2 * kLanes)));
    d = _mm256_add_ps(d, _mm256_mul_ps(activation, _mm256_loadu_ps(weight + 3 * kLanes)));
  }
  for (const __m256 sum : {a, b, c, d}) {
    _mm256_storeu_ps(sums, _mm256_add_ps(_mm256_loadu_ps(sums), sum));
    sums += kLanes;
  }
}

NHS_AVX2 float dot_avx2(const float* a, const float* b, std::size_t count) {
  static_assert(kFilterBlock == 4 * kLanes);
  __m256 s0 = _mm256_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
  for (std::size_t i = 0; i < count; i += kFilterBlock) {
    s0 = _mm256_add_ps(s0, _mm256_mul_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i)));
    s1 = _mm256_add_ps(s1, _mm256_mul_ps(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8)));
    s2 = _mm256_add_ps(s2, _mm256_mul_ps(_mm256_loadu_ps(a + i + 16), _mm256_loadu_ps(b + i + 16)));
    s3 = _mm256_add_ps(s3, _mm256_mul_ps(_mm256_loadu_ps(a + i + 24), _mm256_loadu_ps(b + i + 24)));
  }
  const __m256 eight = _mm256_add_ps(_mm256_add_ps(s0, s2), _mm256_add_ps(s1, s3));
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

}  // namespace nhs::classifier

#else

#include <cstdlib>

namespace nhs::classifier {

bool has_avx2() { return false; }
PoolWidths pools_avx2() { std::abort(); }
void sum_taps_avx2(const float*, const float*, std::size_t, std::size_t, float*) { std::abort(); }
void activate_avx2(const std::int16_t*, const float*, const float*, std::size_t, float*) { std::abort(); }
void add_weighted_avx2(const std::uint16_t*, std::size_t, const float*, const float*, std::size_t, float*) {
  std::abort();
}
float dot_avx2(const float*, const float*, std::size_t) { std::abort(); }

}  // namespace nhs::classifier

#endif
