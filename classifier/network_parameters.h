#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/model_columns.h"
#include "core/result.h"

namespace nhs::classifier {

/// The size of a network over words.
struct NetworkShape {
  std::uint32_t words;    ///< of its vocabulary; row 0 of its tables stands for all others
  std::uint32_t dims;     ///< of a word's embedding
  std::uint32_t filters;  ///< of each width; a multiple of kFilterBlock
  std::uint32_t widths;   ///< windows of 1 to so many words
  std::uint32_t hidden;   ///< units of the hidden layer; 0 or a multiple of kFilterBlock
  std::uint32_t outputs;

  std::size_t rows() const { return std::size_t{words} + 1; }
  /// A filter of width k has k taps, one for each place of its window.
  std::size_t taps() const { return std::size_t{widths} * (widths + 1) / 2; }
  /// What remains of a text: each filter's maximum.
  std::size_t features() const { return std::size_t{widths} * filters; }
  /// What an output weighs: the features, then the hidden units.
  std::size_t units() const { return features() + hidden; }
  /// Of a word: what it gives each filter at each place of the window.
  std::size_t row_bytes() const { return taps() * filters; }
};

inline constexpr std::size_t kFilterBlock = 32;
inline constexpr std::size_t kMostWidths = 8;

/// Columns that only networks have, beside those of namespace `column`: the direction of each value (three
/// logits a value, values in order), by the text and by its clauses.
namespace network_column {
inline constexpr std::uint32_t direction_of_text = 64;
inline constexpr std::uint32_t direction_of_clause = 96;
inline constexpr std::uint32_t directions = count_of<Value> * count_of<Direction>;
inline constexpr std::uint32_t end = direction_of_clause + directions;
}  // namespace network_column

/// A trained network as it lies in its section of a model file (docs/model-format.md names the shapes).
struct NetworkParameters {
  NetworkShape shape{};
  std::vector<std::uint32_t> fingerprints;  ///< ascending
  std::vector<float> scale_of_row;
  std::vector<std::int8_t> embedding;  ///< [row][dim]
  std::vector<float> taps;             ///< [tap][filter][dim]
  std::vector<float> table_scale;      ///< [width][filter]
  std::vector<float> bias;             ///< [width][filter]
  std::vector<float> hidden;           ///< [width][filter][hidden unit]
  std::vector<float> hidden_bias;      ///< [hidden unit]
  std::vector<std::uint32_t> columns;  ///< of each output
  std::vector<float> head;             ///< [output][unit]
  std::vector<float> head_bias;
};

std::string encode_network(const NetworkParameters& network);

/// The reverse. Fails with bad_data (65), saying what is wrong, for bytes that are not exactly one section,
/// or whose numbers no network can have; allocates no more than twice the bytes. Pure and thread-safe.
Result<NetworkParameters> decode_network(std::string_view section);

}  // namespace nhs::classifier
