#include "training/measures.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

namespace nhs::training {
namespace {

using Sample = std::vector<const Judged*>;
/// Not a number where the sample has nothing to measure.
using Score = std::function<double(const Sample&)>;

struct Tally {
  double right = 0, wrong = 0, missed = 0;
  void add(bool labelled, bool found) {
    right += labelled && found ? 1 : 0;
    wrong += !labelled && found ? 1 : 0;
    missed += labelled && !found ? 1 : 0;
  }
  double f1() const {
    const double all = 2 * right + wrong + missed;
    return all == 0 ? std::nan("") : 2 * right / all;
  }
};

const ValueFinding* found_value(const Judged& text, Value value) {
  for (const ValueFinding& finding : text.found.values)
    if (finding.value == value) return &finding;
  return nullptr;
}

const LabelledValue* labelled_value(const Judged& text, Value value) {
  for (const LabelledValue& labelled : *text.labelled.values)
    if (labelled.value == value) return &labelled;
  return nullptr;
}

double value_f1(const Sample& texts, Value value) {
  Tally tally;
  for (const Judged* t : texts)
    tally.add(labelled_value(*t, value) != nullptr, found_value(*t, value) != nullptr);
  return tally.f1();
}

double macro_f1(const Sample& texts) {
  double sum = 0;
  std::size_t present = 0;
  for (const Value value : all_of<Value>()) {
    const double f1 = value_f1(texts, value);
    if (std::isnan(f1)) continue;
    sum += f1;
    ++present;
  }
  return sum / static_cast<double>(present);
}

double micro_f1(const Sample& texts) {
  Tally tally;
  for (const Judged* t : texts)
    for (const Value value : all_of<Value>())
      tally.add(labelled_value(*t, value) != nullptr, found_value(*t, value) != nullptr);
  return tally.f1();
}

/// Of the values found rightly, the share whose direction is right; of one direction only where that is
/// given.
double direction_right(const Sample& texts, std::optional<Direction> only) {
  double right = 0, all = 0;
  for (const Judged* t : texts) {
    for (const LabelledValue& labelled : *t->labelled.values) {
      const ValueFinding* finding = found_value(*t, labelled.value);
      if (finding == nullptr || !labelled.direction || (only && labelled.direction != only)) continue;
      ++all;
      right += finding->direction == *labelled.direction ? 1 : 0;
    }
  }
  return right / all;
}

/// What is not classified counts as neutral.
Sentiment found_sentiment(const Judged& text) {
  return text.found.sentiment ? text.found.sentiment->label : Sentiment::neutral;
}

double sentiment_accuracy(const Sample& texts) {
  double right = 0;
  for (const Judged* t : texts) right += found_sentiment(*t) == *t->labelled.sentiment ? 1 : 0;
  return right / static_cast<double>(texts.size());
}

double sentiment_macro_recall(const Sample& texts) {
  std::array<double, count_of<Sentiment>> right{}, all{};
  for (const Judged* t : texts) {
    const std::size_t label = index_of(*t->labelled.sentiment);
    ++all[label];
    right[label] += found_sentiment(*t) == *t->labelled.sentiment ? 1 : 0;
  }
  double sum = 0;
  for (std::size_t i = 0; i < all.size(); ++i) sum += right[i] / all[i];
  return sum / static_cast<double>(all.size());
}

double kind_f1(const Sample& texts, Kind kind) {
  Tally tally;
  for (const Judged* t : texts)
    tally.add(*t->labelled.kind == kind, t->found.kind && t->found.kind->label == kind);
  return tally.f1();
}

double kind_macro_f1(const Sample& texts) {
  double sum = 0;
  for (const Kind kind : all_of<Kind>()) sum += kind_f1(texts, kind);
  return sum / static_cast<double>(count_of<Kind>);
}

double groups_f1(const Sample& texts) {
  Tally tally;
  for (const Judged* t : texts) {
    const auto& labelled = *t->labelled.groups;
    for (const Group group : all_of<Group>())
      tally.add(std::count(labelled.begin(), labelled.end(), group) > 0,
                std::count(t->found.groups.begin(), t->found.groups.end(), group) > 0);
  }
  return tally.f1();
}

double unclassified(const Sample& texts) {
  double count = 0;
  for (const Judged* t : texts) count += t->found.unclassified ? 1 : 0;
  return count / static_cast<double>(texts.size());
}

Measure with_interval(std::string name, const Sample& texts, const Score& score) {
  constexpr std::size_t draws = 1000;
  constexpr std::uint32_t seed = 20261101;
  std::mt19937 random(seed);
  std::vector<double> scores;
  Sample drawn(texts.size());
  for (std::size_t draw = 0; draw < draws; ++draw) {
    for (auto& text : drawn) text = texts[random() % texts.size()];
    const double value = score(drawn);
    if (!std::isnan(value)) scores.push_back(value);
  }
  std::sort(scores.begin(), scores.end());
  const auto at = [&](double share) {
    return scores.empty() ? std::nan("")
                          : scores[static_cast<std::size_t>(share * static_cast<double>(scores.size() - 1))];
  };
  return {std::move(name), score(texts), at(0.025), at(0.975), texts.size()};
}

void measure_guide(const Sample& sample, std::vector<Measure>& measures) {
  const auto add = [&](std::string name, const Score& score) {
    if (!std::isnan(score(sample))) measures.push_back(with_interval(std::move(name), sample, score));
  };
  add("values macro-F1", macro_f1);
  add("values micro-F1", micro_f1);
  for (const Value value : all_of<Value>())
    add(fmt::format("F1 {}", id_of(value)), [value](const Sample& s) { return value_f1(s, value); });
  add("direction right", [](const Sample& s) { return direction_right(s, std::nullopt); });
  for (const Direction direction : all_of<Direction>())
    add(fmt::format("direction {} right", id_of(direction)),
        [direction](const Sample& s) { return direction_right(s, direction); });
  add("kind macro-F1", kind_macro_f1);
  for (const Kind kind : all_of<Kind>())
    add(fmt::format("F1 {}", id_of(kind)), [kind](const Sample& s) { return kind_f1(s, kind); });
  const bool has_groups =
      std::any_of(sample.begin(), sample.end(), [](const Judged* t) { return !t->labelled.groups->empty(); });
  if (has_groups) add("groups F1", groups_f1);
}

}  // namespace

std::vector<Measure> measure(const std::vector<Judged>& texts) {
  std::vector<Measure> measures;
  Sample sample;
  for (const Judged& text : texts) sample.push_back(&text);
  if (sample.empty()) return measures;
  if (sample.front()->labelled.values) measure_guide(sample, measures);
  measures.push_back(with_interval("sentiment accuracy", sample, sentiment_accuracy));
  measures.push_back(with_interval("sentiment macro-recall", sample, sentiment_macro_recall));
  measures.push_back(with_interval("left unclassified", sample, unclassified));
  return measures;
}

std::string as_table(const std::vector<Measure>& measures) {
  std::string table = "| measure | value | 95 % interval | texts |\n|---|---|---|---|\n";
  for (const Measure& m : measures)
    table +=
        fmt::format("| {} | {:.3f} | {:.3f} to {:.3f} | {} |\n", m.name, m.value, m.low, m.high, m.texts);
  return table;
}

}  // namespace nhs::training
