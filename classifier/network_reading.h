#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "classifier/word_network.h"
#include "classifier/word_sequence.h"

namespace nhs::classifier {

using DirectionLogits = std::array<float, count_of<Direction>>;

/// One text as a network sees it. Keeps its buffers between texts; one thread at a time. read() first.
///
/// A filter looks at every window of its width, also over the ends of clauses; what counts of it is its
/// largest sum. Over a clause it is that of the windows that start there.
class NetworkReading {
 public:
  /// network, items: must outlive the use of this reading.
  void read(const WordNetwork& network, const std::vector<WordItem>& items);

  /// Adds the network's logits to those of the model's columns.
  void add_scores(Scores& scores) const;

  /// Adds what the network knows of a value's direction: by the text, and by each clause in proportion to how
  /// far it speaks of the value (softmax over the clauses of the value's own output).
  void add_direction(Value value, DirectionLogits& logits);

  /// Adds to each token what it gives the column's logit: a filter's part, directly and by the hidden units
  /// that are open, goes to the window with its largest sum, and within it to the words that raised the sum.
  ///
  /// of_token: as many as the text has tokens.
  void add_contributions(std::size_t column, std::vector<float>& of_token);

 private:
  void look_up_rows();
  void pool_clauses();
  /// Adds those of the units from first to last - 1 whose activation is not zero to the active ones.
  void list_active(std::size_t first, std::size_t last);
  void activate_hidden();
  void activate_clauses();
  void share_out();
  /// Gives feature_weights_ what an output weighs each feature, directly and by the hidden units that are
  /// open: exact, as long as the same ones stay open.
  void weigh_features(const float* head);
  /// The shares of the active features from `from` that have this width; gives the first that has another.
  template <std::size_t width>
  std::size_t share_out_width(std::size_t from);

  const WordNetwork* network_ = nullptr;
  const std::vector<WordItem>* items_ = nullptr;
  /// Rows and tokens of the words, and a few more for windows over the end.
  std::vector<const std::int8_t*> rows_;
  std::vector<std::uint32_t> tokens_;

  /// By feature: largest sum over the text, the first window that has it, and what follows from it.
  std::vector<std::int16_t> top_;
  std::vector<std::int16_t> at_;
  /// By unit: features, then hidden units.
  std::vector<float> activations_;
  /// The first active_count_ are the units whose activation is not zero, features first.
  std::vector<std::uint16_t> active_;
  std::size_t active_count_ = 0, active_features_ = 0;

  /// The same for each clause, one after another; activations once a direction asks for them.
  std::size_t clauses_ = 0;
  std::vector<std::int16_t> clause_top_;
  std::vector<float> clause_activations_;
  bool clauses_active_ = false;
  std::vector<float> attention_;

  /// What a word has in an active feature's activation; words of a window and windows by feature.
  struct Share {
    std::uint32_t token;
    std::uint32_t feature;
    float part;
  };
  /// The first share_count_ are in use, once evidence asks.
  std::vector<Share> shares_;
  std::size_t share_count_ = 0;
  bool shared_ = false;
  std::vector<float> feature_weights_;
  std::vector<std::uint16_t> open_;  ///< hidden units whose activation is not zero
};

}  // namespace nhs::classifier
