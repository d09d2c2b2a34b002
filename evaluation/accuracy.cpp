#include "evaluation/accuracy.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "evaluation/bootstrap.h"
#include "evaluation/wilson.h"

namespace nhs::evaluation {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

using CellSet = std::vector<std::size_t>;

double sum(const Counts& counts, const CellSet& cells) {
  return std::accumulate(cells.begin(), cells.end(), 0.0,
                         [&](double before, std::size_t cell) { return before + counts[cell]; });
}

double share(double part, double whole) { return whole > 0 ? part / whole : kNothing; }

CellSet operator+(CellSet cells, const CellSet& more) {
  cells.insert(cells.end(), more.begin(), more.end());
  return cells;
}

/// Where a label is counted that people and machine named, the machine alone, people alone.
struct LabelCells {
  std::string_view label;
  CellSet right, wrong, missed;
};
using AspectCells = std::vector<LabelCells>;

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

AspectCells sentiment_labels() {
  return chosen_labels<Sentiment>(kSentimentsFound, sentiment_cell, [](std::size_t found) {
    return found == count_of<Sentiment> ? index_of(Sentiment::neutral) : found;
  });
}
AspectCells kind_labels() { return chosen_labels<Kind>(kKindsFound, kind_cell, as_it_is); }
AspectCells direction_labels() {
  return chosen_labels<Direction>(count_of<Direction>, direction_cell, as_it_is);
}

/// All decisions on an aspect's labels as if they were on one.
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

double kappa(double agreed, double by_chance) {
  return by_chance < 1 ? (agreed - by_chance) / (1 - by_chance) : kNothing;
}

/// Of labels of which a text has just one; what is in no column of theirs is a label of its own.
Score chosen_kappa(AspectCells labels) {
  return [labels = std::move(labels)](const Counts& counts) {
    double whole = 0, agreed = 0, by_chance = 0;
    for (const LabelCells& label : labels) whole += sum(counts, label.right) + sum(counts, label.missed);
    if (whole <= 0) return kNothing;
    for (const LabelCells& label : labels) {
      const double right = sum(counts, label.right) / whole;
      agreed += right;
      by_chance += (right + sum(counts, label.missed) / whole) * (right + sum(counts, label.wrong) / whole);
    }
    return kappa(agreed, by_chance);
  };
}

/// Of labels that a text has or has not: each a decision. texts: the cell that counts the texts.
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

/// The texts counted three ways: each as it stands, as its weight says, and by the square of that.
class Table {
 public:
  explicit Table(const std::vector<Comparison>& texts) {
    for (const Comparison& text : texts) {
      texts_.push_back({cells_of(text), text.weight, text.stratum});
      for (const std::uint16_t cell : texts_.back().cells) {
        ++plain_[cell];
        squared_[cell] += text.weight * text.weight;
      }
    }
    weighted_ = sum_of(texts_);
  }

  std::size_t number(const CellSet& cells) const {
    return static_cast<std::size_t>(std::llround(sum(plain_, cells)));
  }
  /// Nothing where there is no whole.
  std::optional<Estimate> share_of(const CellSet& part, const CellSet& rest) const {
    const CellSet whole = part + rest;
    const double total = sum(weighted_, whole);
    if (total <= 0) return std::nullopt;
    return wilson(std::min(1.0, sum(weighted_, part) / total), total * total / sum(squared_, whole));
  }
  const std::vector<CountedText>& texts() const { return texts_; }

 private:
  std::vector<CountedText> texts_;
  Counts plain_{}, squared_{}, weighted_{};
};

LabelAccuracy accuracy_of_label(const Table& table, const LabelCells& label) {
  LabelAccuracy found;
  found.label = label.label;
  found.texts = table.number(label.right + label.missed);
  found.found = table.number(label.right + label.wrong);
  found.precision = table.share_of(label.right, label.wrong);
  found.recall = table.share_of(label.right, label.missed);
  const auto f1_of = [](double jaccard) { return 2 * jaccard / (1 + jaccard); };
  if (const auto both = table.share_of(label.right, label.wrong + label.missed))
    found.f1 = Estimate{f1_of(both->value), f1_of(both->low), f1_of(both->high)};
  return found;
}

AspectAccuracy accuracy_of_aspect(const Table& table, std::string_view aspect, const AspectCells& labels) {
  AspectAccuracy found{aspect, {}};
  for (const LabelCells& label : labels)
    if (table.number(label.right + label.wrong + label.missed) > 0)
      found.labels.push_back(accuracy_of_label(table, label));
  return found;
}

/// Measures that want a bootstrap, worked out together.
class Scores {
 public:
  explicit Scores(const Table& table) : table_(table) {}

  /// of: the cells that count what it is of. Left out when these are empty.
  void add(std::vector<Measure>& to, std::string_view id, std::string_view name, Score score,
           const CellSet& of) {
    if (table_.number(of) == 0) return;
    wanted_.push_back({&to, {id, name, {}, table_.number(of)}});
    scores_.push_back(std::move(score));
  }
  void work_out() {
    const std::vector<Estimate> estimates = bootstrap(table_.texts(), scores_);
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      if (std::isnan(estimates[i].value)) continue;
      wanted_[i].measure.estimate = estimates[i];
      wanted_[i].to->push_back(wanted_[i].measure);
    }
  }

 private:
  struct Wanted {
    std::vector<Measure>* to;
    Measure measure;
  };
  const Table& table_;
  std::vector<Wanted> wanted_;
  std::vector<Score> scores_;
};

void add_share(const Table& table, Accuracy& accuracy, std::string_view id, std::string_view name,
               const CellSet& part, const CellSet& rest) {
  if (const auto estimate = table.share_of(part, rest))
    accuracy.measures.push_back({id, name, *estimate, table.number(part + rest)});
}

void add_scores(const Table& table, Accuracy& accuracy) {
  const AspectCells values = named_labels<Value>(), groups = named_labels<Group>(), kinds = kind_labels(),
                    sentiments = sentiment_labels(), directions = direction_labels();
  const LabelCells all_values = pooled(values), all_groups = pooled(groups), all_kinds = pooled(kinds),
                   all_sentiments = pooled(sentiments), all_directions = pooled(directions);
  const CellSet kind_texts = all_kinds.right + all_kinds.missed;
  const CellSet sentiment_texts = all_sentiments.right + all_sentiments.missed;
  const CellSet direction_values = all_directions.right + all_directions.missed;
  const CellSet group_texts =
      table.number(all_groups.right + all_groups.missed) > 0 ? CellSet{kTextsWithGroups} : CellSet{};
  const auto pooled_f1 = [](const LabelCells& label) {
    return [label](const Counts& counts) { return f1(counts, label); };
  };

  Scores scores{table};
  auto& measures = accuracy.measures;
  scores.add(measures, "values_macro_f1", "values macro-F1", macro(values, f1), {kTextsWithValues});
  scores.add(measures, "values_micro_f1", "values micro-F1", pooled_f1(all_values), {kTextsWithValues});
  scores.add(
      measures, "direction_right", "direction right",
      [all_directions](const Counts& counts) { return recall(counts, all_directions); }, direction_values);
  if (!direction_values.empty() && table.number(direction_values) > 0)
    scores.add(measures, "found_with_direction", "found values right with direction",
               [](const Counts& counts) {
                 return share(counts[kFoundWithDirection],
                              counts[kFoundWithDirection] + counts[kFoundWithout]);
               },
               {kFoundWithDirection, kFoundWithout});
  scores.add(measures, "sentiment_macro_recall", "sentiment macro-recall", macro(sentiments, recall),
             sentiment_texts);
  scores.add(measures, "kind_macro_f1", "kind macro-F1", macro(kinds, f1), kind_texts);
  scores.add(measures, "groups_f1", "groups F1", pooled_f1(all_groups), group_texts);

  auto& kappas = accuracy.kappas;
  scores.add(kappas, "values", "values", named_kappa(values, kTextsWithValues), {kTextsWithValues});
  scores.add(kappas, "direction", "direction", chosen_kappa(directions), direction_values);
  scores.add(kappas, "sentiment", "sentiment", chosen_kappa(sentiments), sentiment_texts);
  scores.add(kappas, "kind", "kind", chosen_kappa(kinds), kind_texts);
  scores.add(kappas, "groups", "groups", named_kappa(groups, kTextsWithGroups), group_texts);
  scores.work_out();

  add_share(table, accuracy, "sentiment_accuracy", "sentiment accuracy", all_sentiments.right,
            all_sentiments.missed);
  add_share(table, accuracy, "kind_accuracy", "kind accuracy", all_kinds.right, all_kinds.missed);
  add_share(table, accuracy, "unclassified", "left unclassified", {kUnclassified}, {kClassified});
}

SentimentConfusion confusion_of(const Table& table) {
  SentimentConfusion confusion{};
  for (std::size_t people = 0; people < count_of<Sentiment>; ++people)
    for (std::size_t found = 0; found < kSentimentsFound; ++found)
      confusion[people][found] = table.number({sentiment_cell(people, found)});
  return confusion;
}

}  // namespace

Accuracy accuracy_of(const std::vector<Comparison>& texts) {
  const Table table{texts};
  Accuracy accuracy;
  accuracy.texts = texts.size();
  accuracy.unclassified = table.number({kUnclassified});
  add_scores(table, accuracy);
  for (AspectAccuracy aspect : {accuracy_of_aspect(table, "values", named_labels<Value>()),
                                accuracy_of_aspect(table, "direction", direction_labels()),
                                accuracy_of_aspect(table, "sentiment", sentiment_labels()),
                                accuracy_of_aspect(table, "kind", kind_labels()),
                                accuracy_of_aspect(table, "groups", named_labels<Group>())}) {
    if (aspect.labels.empty()) continue;
    if (aspect.aspect == "sentiment") accuracy.sentiment = confusion_of(table);
    accuracy.aspects.push_back(std::move(aspect));
  }
  return accuracy;
}

const Measure* find_measure(const Accuracy& accuracy, std::string_view id) {
  const auto at = std::find_if(accuracy.measures.begin(), accuracy.measures.end(),
                               [&](const Measure& measure) { return measure.id == id; });
  return at == accuracy.measures.end() ? nullptr : &*at;
}

}  // namespace nhs::evaluation
