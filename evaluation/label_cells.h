#pragma once

#include <cmath>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "evaluation/bootstrap.h"

namespace nhs::evaluation {

/// Which cells of a row of counts make up labels and the numbers on them. All is pure and thread-safe.

/// A number that there is nothing to work out from.
inline constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

using CellSet = std::vector<std::size_t>;

double sum(const Counts& counts, const CellSet& cells);
double share(double part, double whole);
CellSet operator+(CellSet cells, const CellSet& more);

/// Where a label is counted that people and machine named, the machine alone, people alone.
struct LabelCells {
  std::string_view label;
  CellSet right, wrong, missed;
};
using AspectCells = std::vector<LabelCells>;

/// Labels that a text bears besides others: values, groups.
template <typename Enum>
AspectCells named_labels() {
  AspectCells labels;
  for (const Enum member : all_of<Enum>())
    labels.push_back({id_of(member),
                      {cell_of(member, Naming::right)},
                      {cell_of(member, Naming::wrong)},
                      {cell_of(member, Naming::missed)}});
  return labels;
}

/// Labels of which a text has just one.
AspectCells sentiment_labels();
AspectCells kind_labels();
AspectCells direction_labels();

/// All decisions on an aspect's labels as if they were on one.
LabelCells pooled(const AspectCells& labels);

CellSet named_by_people(const LabelCells& label);
CellSet named_by_either(const LabelCells& label);

double recall(const Counts& counts, const LabelCells& label);
double f1(const Counts& counts, const LabelCells& label);

/// The mean over the labels that have one.
template <typename OfLabel>
Score macro(AspectCells labels, const OfLabel& of_label) {
  return [labels = std::move(labels), of_label](const Counts& counts) {
    double total = 0, present = 0;
    for (const LabelCells& label : labels) {
      const double value = of_label(counts, label);
      if (std::isnan(value)) continue;
      total += value;
      ++present;
    }
    return share(total, present);
  };
}

/// Two readers' agreement as a share, and what it would be by chance; not a number without texts.
struct Agreement {
  double agreed = kNothing;
  double by_chance = kNothing;
};

/// On labels of which a text has just one; what is in no column of theirs is a label of its own.
Agreement agreement_on(const AspectCells& labels, const Counts& counts);

/// Cohen's kappa of such labels.
Score chosen_kappa(AspectCells labels);
/// Of labels that a text has or has not: each a decision. texts: the cell that counts the texts.
Score named_kappa(const AspectCells& labels, std::size_t texts);

}  // namespace nhs::evaluation
