#include "evaluation/label_cells.h"

#include <numeric>

namespace nhs::evaluation {
namespace {

/// The labels of which a text has just one. reads_as: the label that a column of the table counts for.
template <typename Enum, typename Cell, typename ReadsAs>
AspectCells chosen_labels(std::size_t columns, const Cell& cell, const ReadsAs& reads_as) {
  AspectCells labels;
  for (const Enum member : all_of<Enum>()) {
    LabelCells label{id_of(member), {}, {}, {}};
    for (std::size_t people = 0; people < count_of<Enum>; ++people)
      for (std::size_t found = 0; found < columns; ++found) {
        const bool by_people = people == index_of(member), by_machine = reads_as(found) == index_of(member);
        if (by_people && by_machine) label.right.push_back(cell(people, found));
        if (!by_people && by_machine) label.wrong.push_back(cell(people, found));
        if (by_people && !by_machine) label.missed.push_back(cell(people, found));
      }
    labels.push_back(std::move(label));
  }
  return labels;
}

std::size_t as_it_is(std::size_t found) { return found; }

double kappa(double agreed, double by_chance) {
  return by_chance < 1 ? (agreed - by_chance) / (1 - by_chance) : kNothing;
}

}  // namespace

double sum(const Counts& counts, const CellSet& cells) {
  return std::accumulate(cells.begin(), cells.end(), 0.0,
                         [&](double before, std::size_t cell) { return before + counts[cell]; });
}

double share(double part, double whole) { return whole > 0 ? part / whole : kNothing; }

CellSet operator+(CellSet cells, const CellSet& more) {
  cells.insert(cells.end(), more.begin(), more.end());
  return cells;
}

AspectCells sentiment_labels() {
  return chosen_labels<Sentiment>(kSentimentsFound, sentiment_cell, [](std::size_t found) {
    return found == count_of<Sentiment> ? index_of(Sentiment::neutral) : found;
  });
}
AspectCells kind_labels() { return chosen_labels<Kind>(kKindsFound, kind_cell, as_it_is); }
AspectCells direction_labels() {
  return chosen_labels<Direction>(count_of<Direction>, direction_cell, as_it_is);
}

LabelCells pooled(const AspectCells& labels) {
  LabelCells all;
  for (const LabelCells& label : labels) {
    all.right = all.right + label.right;
    all.wrong = all.wrong + label.wrong;
    all.missed = all.missed + label.missed;
  }
  return all;
}

double recall(const Counts& counts, const LabelCells& label) {
  return share(sum(counts, label.right), sum(counts, label.right) + sum(counts, label.missed));
}

double f1(const Counts& counts, const LabelCells& label) {
  const double right = sum(counts, label.right);
  return share(2 * right, 2 * right + sum(counts, label.wrong) + sum(counts, label.missed));
}

Agreement agreement_on(const AspectCells& labels, const Counts& counts) {
  double whole = 0;
  for (const LabelCells& label : labels) whole += sum(counts, label.right) + sum(counts, label.missed);
  if (whole <= 0) return {};
  Agreement found{0, 0};
  for (const LabelCells& label : labels) {
    const double right = sum(counts, label.right) / whole;
    found.agreed += right;
    found.by_chance +=
        (right + sum(counts, label.missed) / whole) * (right + sum(counts, label.wrong) / whole);
  }
  return found;
}

Score chosen_kappa(AspectCells labels) {
  return [labels = std::move(labels)](const Counts& counts) {
    const Agreement found = agreement_on(labels, counts);
    return kappa(found.agreed, found.by_chance);
  };
}

Score named_kappa(const AspectCells& labels, std::size_t texts) {
  return [all = pooled(labels), number = static_cast<double>(labels.size()), texts](const Counts& counts) {
    const double whole = number * counts[texts];
    if (whole <= 0) return kNothing;
    const double right = sum(counts, all.right) / whole, wrong = sum(counts, all.wrong) / whole,
                 missed = sum(counts, all.missed) / whole;
    const double people = right + missed, found = right + wrong;
    return kappa(1 - wrong - missed, people * found + (1 - people) * (1 - found));
  };
}

CellSet named_by_people(const LabelCells& label) { return label.right + label.missed; }
CellSet named_by_either(const LabelCells& label) { return label.right + label.wrong + label.missed; }

}  // namespace nhs::evaluation
