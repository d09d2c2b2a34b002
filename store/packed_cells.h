#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/findings.h"

namespace nhs::store {

/// Posts of one day, network and model, counted by sentiment and findings, as the bytes of `rollup_day`: ten
/// million posts have more than a million such counts, and as rows each would cost a step of SQLite. For each
/// count, in order of `key`: how much higher the key is than the one before (than 0 at first), and the count;
/// both in LEB128, seven bits a byte, lowest first, all but the last byte of a number with its highest bit
/// set.
class PackedCells {
 public:
  /// sentiment: -1 for unclassified posts.
  static std::uint32_t key(std::int64_t sentiment, Findings findings) {
    return static_cast<std::uint32_t>(findings * 4 + sentiment + 1);
  }

  PackedCells() = default;
  explicit PackedCells(std::string_view bytes);

  /// Adds posts to a count, or takes them away; one that comes to nothing goes.
  void change(std::uint32_t key, std::int64_t by);

  bool empty() const { return counts_.empty(); }
  std::string bytes() const;

 private:
  std::vector<std::pair<std::uint32_t, std::int64_t>> counts_;  ///< by key
};

/// Calls visit(sentiment, findings, posts) for each count; what is cut off at the end of damaged bytes is
/// left out.
template <typename Visit>
void for_each_cell(std::string_view bytes, const Visit& visit) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  const auto number = [&at, end](std::uint64_t& value) {
    value = 0;
    for (int shift = 0; at != end && shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at++);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return true;
    }
    return false;
  };
  std::uint64_t key = 0;
  std::uint64_t step = 0;
  std::uint64_t posts = 0;
  while (number(step) && number(posts)) {
    key += step;
    visit(static_cast<std::int64_t>(key & 3) - 1, static_cast<Findings>(key >> 2),
          static_cast<std::int64_t>(posts));
  }
}

}  // namespace nhs::store
