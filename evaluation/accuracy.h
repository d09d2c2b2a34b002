#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "evaluation/comparison.h"
#include "evaluation/estimate.h"

namespace nhs::evaluation {

/// With fewer, an interval is too wide to tell a good reader from a poor one.
inline constexpr std::size_t kFewestTexts = 100;
inline constexpr std::size_t kFewestTextsOfLabel = 10;

struct Measure {
  std::string_view id;    ///< `values_macro_f1`
  std::string_view name;  ///< "values macro-F1"
  Estimate estimate;
  std::size_t of = 0;  ///< texts that it is of; values, where it is of directions
};

/// How one label was found.
struct LabelAccuracy {
  std::string_view label;  ///< its id
  std::size_t texts = 0;   ///< that people gave it; values, where it is a direction
  std::size_t found = 0;   ///< that the machine gave it
  /// Absent where there is nothing to work it out from.
  std::optional<Estimate> precision, recall, f1;

  bool enough() const { return texts >= kFewestTextsOfLabel; }
};

/// The labels of one aspect that people or the machine named.
struct AspectAccuracy {
  std::string_view aspect;  ///< `values`, `direction`, `sentiment`, `kind`, `groups`
  std::vector<LabelAccuracy> labels;
};

/// Texts by what people say (row) and what the machine says (column; the last: unclassified).
using SentimentConfusion = std::array<std::array<std::size_t, count_of<Sentiment> + 1>, count_of<Sentiment>>;

/// How right the machine is, or how far two readers agree, by all that the labels allow.
///
/// Estimates are weighted, counts are texts as they stand. Precision, recall, F1 of a label and plain shares
/// have Wilson's interval (F1 = 2J / (1 + J), where J is the share of texts where both name it among those
/// where either does); what is put together of several labels, and kappa, has a bootstrap's, or Wilson's of
/// as many texts where all its draws are alike. Of texts of several strata recall and F1 of a label, and with
/// them values_macro_f1, know of what was not seen in a stratum, too (stratified_share()).
struct Accuracy {
  std::size_t texts = 0;
  std::size_t unclassified = 0;
  std::vector<Measure> measures;
  std::vector<AspectAccuracy> aspects;
  std::optional<SentimentConfusion> sentiment;
  /// Cohen's kappa (Educational and Psychological Measurement 20, 1960), by aspect; values and groups over
  /// all their yes-or-no decisions.
  std::vector<Measure> kappas;

  bool enough() const { return texts >= kFewestTexts; }
};

/// Macro averages are over the labels that occur. Of the same texts the same numbers, always.
Accuracy accuracy_of(const std::vector<Comparison>& texts);

/// The measure with this id; nullptr when the labels did not allow it.
const Measure* find_measure(const Accuracy& accuracy, std::string_view id);

}  // namespace nhs::evaluation
