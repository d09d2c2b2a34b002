#include "store/packed_cells.h"

#include <algorithm>

namespace nhs::store {
namespace {

void append(std::string& bytes, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>(number | 0x80);
  bytes += static_cast<char>(number);
}

}  // namespace

PackedCells::PackedCells(std::string_view bytes) {
  for_each_cell(bytes, [this](std::int64_t sentiment, Findings findings, std::int64_t posts) {
    counts_.emplace_back(key(sentiment, findings), posts);
  });
}

void PackedCells::change(std::uint32_t key, std::int64_t by) {
  auto place = std::lower_bound(counts_.begin(), counts_.end(), key,
                                [](const auto& count, std::uint32_t wanted) { return count.first < wanted; });
  if (place == counts_.end() || place->first != key) place = counts_.insert(place, {key, 0});
  place->second += by;
  if (place->second <= 0) counts_.erase(place);
}

std::string PackedCells::bytes() const {
  std::string bytes;
  std::uint32_t before = 0;
  for (const auto& [key, posts] : counts_) {
    append(bytes, key - before);
    append(bytes, static_cast<std::uint64_t>(posts));
    before = key;
  }
  return bytes;
}

}  // namespace nhs::store
