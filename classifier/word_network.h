#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "classifier/network_parameters.h"

namespace nhs::classifier {

/// A convolutional network over words, ready to use: what a word gives each filter stands in a row of 8-bit
/// numbers, so that a convolution is a sum of rows (NetworkReading). A row is worked out when its word is
/// first met: loading costs nothing, and words never met take no memory.
///
/// Thread-safe when const.
class WordNetwork {
 public:
  /// parameters: as decode_network() gives them.
  explicit WordNetwork(NetworkParameters parameters);

  const NetworkParameters& parameters() const { return parameters_; }
  const NetworkShape& shape() const { return parameters_.shape; }

  /// The row of a word, [tap][filter]; that of the unknown word for words outside the vocabulary.
  const std::int8_t* row_of(std::uint32_t fingerprint) const {
    Word& word = table_->find(fingerprint);
    const std::uint32_t place = word.place.load(std::memory_order_acquire);
    return row_at(place >= kFirstPlace ? place : make_row(word));
  }
  /// What stands past the end of a text.
  const std::int8_t* empty_row() const { return empty_row_.data(); }

  /// Weights of an output by unit: features, then hidden units. Null when the network does not have the
  /// column.
  const float* head_of(std::size_t column) const;
  float head_bias_of(std::size_t column) const;
  /// The same for the model's own columns, [unit][column]: all are needed for every text.
  const float* heads_by_unit() const { return heads_by_unit_.data(); }
  const Scores& biases() const { return biases_; }
  /// Weights of the hidden units, [hidden unit][feature].
  const float* hidden_by_unit() const { return hidden_by_unit_.data(); }

 private:
  /// What a word's place may be besides that of its row.
  static constexpr std::uint32_t kNoWord = 0, kAbsent = 1, kInTheMaking = 2, kFirstPlace = 3;

  struct Word {
    std::uint32_t fingerprint = 0;
    std::atomic<std::uint32_t> place{kNoWord};
  };

  /// The rows in the order in which they were first asked for, so that the common ones lie together, in pages
  /// that the system gives when they are written to; and where each word's row is.
  struct Table {
    explicit Table(const NetworkParameters& network);
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;
    ~Table();

    Word& find(std::uint32_t fingerprint) {
      Word* slots = words.data();
      // Fingerprints are spread evenly, so their own bits are a hash.
      std::size_t at = fingerprint & mask;
      for (; slots[at].place.load(std::memory_order_relaxed) != kNoWord; at = (at + 1) & mask)
        if (slots[at].fingerprint == fingerprint) return slots[at];
      return unknown;
    }

    std::size_t bytes;
    std::int8_t* numbers = nullptr;
    std::atomic<std::uint32_t> next_place{kFirstPlace};
    std::vector<Word> words;
    std::size_t mask;
    Word unknown;
  };

  std::int8_t* row_at(std::uint32_t place) const {
    return table_->numbers + (place - kFirstPlace) * parameters_.shape.row_bytes();
  }
  /// Gives its place.
  std::uint32_t make_row(Word& word) const;
  /// Of its row in the embedding.
  std::size_t number_of(const Word& word) const;
  void arrange_heads();

  NetworkParameters parameters_;
  std::vector<float> taps_by_dim_;  ///< [tap][dim][filter]
  std::vector<std::int8_t> empty_row_;
  std::array<std::int16_t, network_column::end> output_of_column_{};
  std::vector<float> hidden_by_unit_;
  std::vector<float> heads_by_unit_;
  Scores biases_{};
  std::unique_ptr<Table> table_;
};

}  // namespace nhs::classifier
