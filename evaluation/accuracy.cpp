#include "evaluation/accuracy.h"

#include <algorithm>
#include <cmath>

#include "evaluation/bootstrap.h"
#include "evaluation/label_cells.h"
#include "evaluation/stratified.h"
#include "evaluation/weighed_texts.h"
#include "evaluation/wilson.h"

namespace nhs::evaluation {
namespace {

/// F1 of the share that both named among what either did.
Estimate as_f1(const Estimate& both) {
  const auto f1_of = [](double jaccard) { return 2 * jaccard / (1 + jaccard); };
  return {f1_of(both.value), f1_of(both.low), f1_of(both.high)};
}

LabelAccuracy accuracy_of_label(const WeighedTexts& table, const LabelCells& label) {
  LabelAccuracy found;
  found.label = label.label;
  found.texts = table.number(label.right + label.missed);
  found.found = table.number(label.right + label.wrong);
  found.precision = table.share_of(label.right, label.wrong);
  found.recall = table.share_with_unseen(label.right, label.missed);
  if (const auto both = table.share_with_unseen(label.right, label.wrong + label.missed))
    found.f1 = as_f1(*both);
  return found;
}

AspectAccuracy accuracy_of_aspect(const WeighedTexts& table, std::string_view aspect,
                                  const AspectCells& labels) {
  AspectAccuracy found{aspect, {}};
  for (const LabelCells& label : labels)
    if (table.number(label.right + label.wrong + label.missed) > 0)
      found.labels.push_back(accuracy_of_label(table, label));
  return found;
}

/// A measure with 1000 draws that are all alike is not known for sure: its interval is that of a share of so
/// many texts. effective: of one weight.
struct IfAlike {
  double effective = 0;
  bool is_f1 = false;

  Estimate estimate(double value) const {
    const Estimate share = wilson(std::clamp(value, 0.0, 1.0), effective);
    const Estimate told = is_f1 ? as_f1(share) : share;
    return {value, std::min(value, told.low), std::max(value, told.high)};
  }
};

/// Of the mean of shares of few and many texts: k² / (1/n1 + 1/n2 + ...), as its variance has it.
double effective_of_mean(const WeighedTexts& table, const AspectCells& labels,
                         CellSet (*cells)(const LabelCells&)) {
  double number = 0, inverse = 0;
  for (const LabelCells& label : labels)
    if (const double texts = table.effective(cells(label)); texts > 0) {
      ++number;
      inverse += 1 / texts;
    }
  return inverse > 0 ? number * number / inverse : 0;
}

/// Where readers agree by chance in part, as many texts tell less.
double effective_of_kappa(const WeighedTexts& table, const AspectCells& labels) {
  const double by_chance = agreement_on(labels, table.weighted()).by_chance;
  return std::isnan(by_chance) ? 0 : table.effective(named_by_people(pooled(labels))) * (1 - by_chance);
}

/// Measures in their order; those that want a bootstrap are worked out together.
class Scores {
 public:
  explicit Scores(const WeighedTexts& table) : table_(table) {}

  /// of: the cells that count what it is of. Left out when these are empty.
  void add(std::vector<Measure>& to, std::string_view id, std::string_view name, Score score,
           const CellSet& of, const IfAlike& if_alike) {
    if (table_.number(of) == 0) return;
    wanted_.push_back({&to, {id, name, {}, table_.number(of)}, scores_.size(), if_alike});
    scores_.push_back(std::move(score));
  }
  /// One that needs no bootstrap.
  void add(std::vector<Measure>& to, std::string_view id, std::string_view name,
           const std::optional<Estimate>& estimate, const CellSet& of) {
    if (estimate && table_.number(of) > 0)
      wanted_.push_back({&to, {id, name, *estimate, table_.number(of)}, std::nullopt, {}});
  }
  void work_out() {
    const std::vector<Estimate> estimates = bootstrap(table_.texts(), scores_);
    for (Wanted& wanted : wanted_) {
      if (wanted.score) {
        const Estimate& drawn = estimates[*wanted.score];
        if (std::isnan(drawn.value)) continue;
        // Sums of parts differ in their last digits where the draws are alike.
        const bool alike = drawn.high - drawn.low < 1e-9;
        wanted.measure.estimate = alike ? wanted.if_alike.estimate(drawn.value) : drawn;
      }
      wanted.to->push_back(wanted.measure);
    }
  }

 private:
  struct Wanted {
    std::vector<Measure>* to;
    Measure measure;
    std::optional<std::size_t> score;
    IfAlike if_alike;
  };
  const WeighedTexts& table_;
  std::vector<Wanted> wanted_;
  std::vector<Score> scores_;
};

/// Of strata the mean of its labels' own: a bootstrap draws no miss where none was seen.
void add_values_macro_f1(const WeighedTexts& table, const AspectCells& values, Scores& scores,
                         std::vector<Measure>& measures) {
  constexpr std::string_view id = "values_macro_f1", name = "values macro-F1";
  std::vector<Estimate> labels;
  for (const LabelCells& label : values)
    if (const std::optional<Estimate> each = accuracy_of_label(table, label).f1) labels.push_back(*each);
  if (table.is_of_strata() && !labels.empty())
    scores.add(measures, id, name, mean_of(labels), {kTextsWithValues});
  else
    scores.add(measures, id, name, macro(values, f1), {kTextsWithValues},
               {effective_of_mean(table, values, named_by_either), true});
}

void add_share(const WeighedTexts& table, Accuracy& accuracy, std::string_view id, std::string_view name,
               const CellSet& part, const CellSet& rest) {
  if (const auto estimate = table.share_of(part, rest))
    accuracy.measures.push_back({id, name, *estimate, table.number(part + rest)});
}

void add_scores(const WeighedTexts& table, Accuracy& accuracy) {
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
  add_values_macro_f1(table, values, scores, measures);
  scores.add(measures, "values_micro_f1", "values micro-F1", pooled_f1(all_values), {kTextsWithValues},
             {table.effective(named_by_either(all_values)), true});
  scores.add(measures, "direction_right", "direction right",
             table.share_of(all_directions.right, all_directions.missed), direction_values);
  if (table.number(direction_values) > 0)
    scores.add(measures, "found_with_direction", "found values right with direction",
               table.share_of({kFoundWithDirection}, {kFoundWithout}), {kFoundWithDirection, kFoundWithout});
  scores.add(measures, "sentiment_macro_recall", "sentiment macro-recall", macro(sentiments, recall),
             sentiment_texts, {effective_of_mean(table, sentiments, named_by_people), false});
  scores.add(measures, "kind_macro_f1", "kind macro-F1", macro(kinds, f1), kind_texts,
             {effective_of_mean(table, kinds, named_by_either), true});
  scores.add(measures, "groups_f1", "groups F1", pooled_f1(all_groups), group_texts,
             {table.effective(named_by_either(all_groups)), true});

  auto& kappas = accuracy.kappas;
  scores.add(kappas, "values", "values", named_kappa(values, kTextsWithValues), {kTextsWithValues},
             {table.effective(named_by_either(all_values)), false});
  scores.add(kappas, "direction", "direction", chosen_kappa(directions), direction_values,
             {effective_of_kappa(table, directions), false});
  scores.add(kappas, "sentiment", "sentiment", chosen_kappa(sentiments), sentiment_texts,
             {effective_of_kappa(table, sentiments), false});
  scores.add(kappas, "kind", "kind", chosen_kappa(kinds), kind_texts,
             {effective_of_kappa(table, kinds), false});
  scores.add(kappas, "groups", "groups", named_kappa(groups, kTextsWithGroups), group_texts,
             {table.effective(named_by_either(all_groups)), false});
  scores.work_out();

  add_share(table, accuracy, "sentiment_accuracy", "sentiment accuracy", all_sentiments.right,
            all_sentiments.missed);
  add_share(table, accuracy, "kind_accuracy", "kind accuracy", all_kinds.right, all_kinds.missed);
  add_share(table, accuracy, "unclassified", "left unclassified", {kUnclassified}, {kClassified});
}

SentimentConfusion confusion_of(const WeighedTexts& table) {
  SentimentConfusion confusion{};
  for (std::size_t people = 0; people < count_of<Sentiment>; ++people)
    for (std::size_t found = 0; found < kSentimentsFound; ++found)
      confusion[people][found] = table.number({sentiment_cell(people, found)});
  return confusion;
}

}  // namespace

Accuracy accuracy_of(const std::vector<Comparison>& texts) {
  const WeighedTexts table{texts};
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
