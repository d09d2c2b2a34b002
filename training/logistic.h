#pragma once

#include <cstdint>
#include <vector>

namespace nhs::training {

/// Texts as rows of features.
struct SparseRows {
  struct Entry {
    std::uint32_t feature;
    float value;
  };
  std::vector<Entry> entries;
  std::vector<std::size_t> starts = {0};
  std::uint32_t features = 0;

  std::size_t size() const { return starts.size() - 1; }
  void end_row() { starts.push_back(entries.size()); }
};

enum class Loss : std::uint8_t { softmax, independent };

/// What to learn: for each of `rows`, a class (softmax) or a set of labels as bits (independent).
struct LogisticTask {
  const SparseRows* x;
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> labels;
  std::vector<float> weights;
  std::size_t outputs;
  Loss loss;
  /// Half of this times the squared weights is added to the rows' mean loss.
  double l2;
  int iterations;
};

/// weights[feature * outputs + output].
struct LogisticHead {
  std::size_t outputs;
  std::vector<double> weights;
  std::vector<double> bias;

  /// One logit for each output.
  std::vector<double> logits(const SparseRows& x, std::size_t row) const;
};

/// Logistic regression by L-BFGS (Nocedal, 1980). Single-threaded and without chance: equal inputs give equal
/// heads.
LogisticHead learn(const LogisticTask& task);

}  // namespace nhs::training
