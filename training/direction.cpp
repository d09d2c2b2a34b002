#include "training/direction.h"

#include <numeric>
#include <optional>

namespace nhs::training {

namespace column = classifier::column;

namespace {

std::optional<Direction> direction_by_sentiment(Sentiment sentiment) {
  if (sentiment == Sentiment::positive) return Direction::upheld;
  if (sentiment == Sentiment::negative) return Direction::breached;
  return std::nullopt;
}

}  // namespace

DirectionExamples::DirectionExamples(const DesignMatrix& design) : design_(design) {
  rows_.features = 2 * design.x.features + static_cast<std::uint32_t>(classifier::kDirectionInputs);
}

void DirectionExamples::add(const Sample& sample, classifier::Reading& reading) {
  const auto of = sample.patients ? classifier::Register::patient : classifier::Register::care_post;
  const std::uint32_t clause_offset = design_.x.features, input_offset = 2 * design_.x.features;
  for (const LabelledValue& labelled : *sample.labelled.label.values) {
    const auto direction =
        labelled.direction ? labelled.direction : direction_by_sentiment(*sample.labelled.label.sentiment);
    if (!direction) continue;
    const auto spans = reading.evidence(column::value + index_of(labelled.value));
    design_.append(spelt_out(reading.text_features()), 0, rows_);
    const classifier::Features& clause = reading.clause_features(spans);
    design_.append(spelt_out(clause), clause_offset, rows_);
    const auto inputs = reading.direction_inputs(labelled.value, of, reading.clause_scores(clause));
    for (std::uint32_t i = 0; i < inputs.size(); ++i)
      if (inputs[i] != 0) rows_.entries.push_back({input_offset + i, inputs[i]});
    rows_.end_row();
    labels_.push_back(static_cast<std::uint32_t>(*direction));
    weights_.push_back(labelled.direction ? 1.0F : 0.5F);
  }
}

void DirectionExamples::train(classifier::Model& model) const {
  constexpr double l2 = 2e-4;
  constexpr int iterations = 40;
  LogisticTask task{&rows_,
                    std::vector<std::uint32_t>(rows_.size()),
                    labels_,
                    weights_,
                    count_of<Direction>,
                    Loss::softmax,
                    l2,
                    iterations};
  std::iota(task.rows.begin(), task.rows.end(), 0U);
  const LogisticHead head = learn(task);
  quantise(head, design_, 0, column::direction_text, model);
  quantise(head, design_, design_.x.features, column::direction_clause, model);
  for (std::size_t d = 0; d < head.outputs; ++d) {
    model.bias[column::direction_text + d] = static_cast<float>(head.bias[d]);
    model.bias[column::direction_clause + d] = 0;
    for (std::size_t i = 0; i < classifier::kDirectionInputs; ++i)
      model.direction[i][d] =
          static_cast<float>(head.weights[(2 * design_.x.features + i) * head.outputs + d]);
  }
}

}  // namespace nhs::training
