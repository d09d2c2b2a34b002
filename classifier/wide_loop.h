#pragma once

/// Marks a function whose loops are compiled twice, for AVX2 and for any x86-64, and chosen between when the
/// program starts. Both give the same numbers to the bit: AVX2 alone does not fuse multiplication and
/// addition.
///
/// Empty for clang, whose version 14 does not emit clones for C++ functions of internal linkage, and under
/// sanitizers, which are not set up yet when the choice is made.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define NHS_WIDE_LOOP __attribute__((target_clones("avx2", "default")))
#else
#define NHS_WIDE_LOOP
#endif
