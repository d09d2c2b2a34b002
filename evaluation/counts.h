#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "evaluation/comparison.h"

namespace nhs::evaluation {

/// Everything that accuracy is worked out from is counts: in how many texts people and machine both named
/// compassion, in how many one of them alone. They stand in one row of cells, so that they add up over any
/// texts, and a bootstrap draws texts once for all measures.

/// A label that a text may bear besides others: named by both, by the machine alone, by people alone.
enum class Naming : std::uint8_t { right, wrong, missed };
inline constexpr std::size_t kNamings = 3;

inline constexpr std::size_t kFirstGroup = count_of<Value> * kNamings;
inline constexpr std::size_t kFirstSentiment = kFirstGroup + count_of<Group> * kNamings;
/// What the machine says where people see a sentiment: one of them, or that it cannot tell.
inline constexpr std::size_t kSentimentsFound = count_of<Sentiment> + 1;
inline constexpr std::size_t kFirstKind = kFirstSentiment + count_of<Sentiment> * kSentimentsFound;
inline constexpr std::size_t kKindsFound = count_of<Kind> + 1;
inline constexpr std::size_t kFirstDirection = kFirstKind + count_of<Kind> * kKindsFound;

constexpr std::size_t cell_of(Value value, Naming naming) {
  return index_of(value) * kNamings + static_cast<std::size_t>(naming);
}
constexpr std::size_t cell_of(Group group, Naming naming) {
  return kFirstGroup + index_of(group) * kNamings + static_cast<std::size_t>(naming);
}
/// found: below kSentimentsFound, kKindsFound; the last is "cannot tell".
constexpr std::size_t sentiment_cell(std::size_t people, std::size_t found) {
  return kFirstSentiment + people * kSentimentsFound + found;
}
constexpr std::size_t kind_cell(std::size_t people, std::size_t found) {
  return kFirstKind + people * kKindsFound + found;
}
/// Of values that both named.
constexpr std::size_t direction_cell(std::size_t people, std::size_t found) {
  return kFirstDirection + people * count_of<Direction> + found;
}

/// Values that the machine named: people named them too, with the same direction, or they did not.
inline constexpr std::size_t kFoundWithDirection =
    kFirstDirection + count_of<Direction> * count_of<Direction>;
inline constexpr std::size_t kFoundWithout = kFoundWithDirection + 1;
/// Texts whose values, and whose groups, are compared.
inline constexpr std::size_t kTextsWithValues = kFoundWithout + 1;
inline constexpr std::size_t kTextsWithGroups = kTextsWithValues + 1;
inline constexpr std::size_t kClassified = kTextsWithGroups + 1;
inline constexpr std::size_t kUnclassified = kClassified + 1;
inline constexpr std::size_t kCells = kUnclassified + 1;

using Counts = std::array<double, kCells>;
using CellList = std::vector<std::uint16_t>;

/// The cells in which a text counts, each one time or more.
CellList cells_of(const Comparison& text);

}  // namespace nhs::evaluation
