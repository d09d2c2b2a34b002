#include "training/heads.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace nhs::training {
namespace {

namespace column = classifier::column;

/// A head: what it learns from which samples.
struct Plan {
  std::size_t first_column;
  std::size_t outputs;
  Loss loss;
  double l2;
  /// How far classes are levelled: 0 as they come, 1 each weighs the same.
  double levelling;
  std::function<bool(const Sample&)> takes;
  std::function<std::uint32_t(const Sample&)> label;
  std::function<float(const Sample&)> weight;
  /// What the linear part's logit counts beside a network's, whose own share is in its file: together 1 where
  /// probabilities are not calibrated afterwards (training/network/labels.py).
  float share = 0.5F;
};

std::uint32_t value_bits(const Sample& sample) {
  std::uint32_t bits = 0;
  for (const LabelledValue& v : *sample.labelled.label.values) bits |= 1U << index_of(v.value);
  return bits;
}

std::uint32_t group_bits(const Sample& sample) {
  std::uint32_t bits = 0;
  for (const Group group : *sample.labelled.label.groups) bits |= 1U << index_of(group);
  return bits;
}

/// Penalties, levelling and weights are those that did best on the development files, within noise.
std::vector<Plan> plans() {
  const auto all = [](const Sample&) { return true; };
  const auto guide = [](const Sample& s) { return s.labelled.label.values.has_value(); };
  const auto even = [](const Sample&) { return 1.0F; };
  // What was written to hold idioms and rare values, and would be lost among very many posts, counts twice.
  const auto rare_twice = [](const Sample& s) { return s.decides ? 1.0F : 2.0F; };
  const auto sentiment = [](const Sample& s) {
    return static_cast<std::uint32_t>(*s.labelled.label.sentiment);
  };
  const Plan values{column::value, count_of<Value>, Loss::independent, 4e-5, 0,
                    guide,         value_bits,      rare_twice};
  const Plan general{column::sentiment,
                     count_of<Sentiment>,
                     Loss::softmax,
                     1.2e-5,
                     0.9,
                     [guide](const Sample& s) { return s.patients || !guide(s); },
                     sentiment,
                     [](const Sample& s) { return s.weight; },
                     0.25F};
  const Plan care{column::care_sentiment,
                  count_of<Sentiment>,
                  Loss::softmax,
                  4e-5,
                  0.2,
                  [guide](const Sample& s) { return !s.patients && guide(s); },
                  sentiment,
                  rare_twice,
                  0.3F};
  const Plan patients{column::patient_sentiment,
                      count_of<Sentiment>,
                      Loss::softmax,
                      4e-5,
                      0.2,
                      [](const Sample& s) { return s.patients; },
                      sentiment,
                      rare_twice,
                      0.33F};
  const Plan kind{column::kind,
                  count_of<Kind>,
                  Loss::softmax,
                  5e-5,
                  0.5,
                  guide,
                  [](const Sample& s) { return static_cast<std::uint32_t>(*s.labelled.label.kind); },
                  [](const Sample& s) { return s.patients ? 0.5F : 1.0F; },
                  0.25F};
  // Patients' comments hold no groups: they serve as counter-examples only. Groups are named, so n-grams
  // count whole and not half.
  const Plan group{column::group,
                   count_of<Group>,
                   Loss::independent,
                   3e-5,
                   0,
                   guide,
                   group_bits,
                   [](const Sample& s) { return s.patients ? 0.3F : 1.0F; },
                   1.0F};
  // Tweets of all the world are easily told from comments; posts about care are what matters.
  const Plan domain{column::patient_domain,
                    1,
                    Loss::independent,
                    1e-5,
                    0,
                    all,
                    [](const Sample& s) { return s.patients ? 1U : 0U; },
                    [](const Sample& s) { return s.labelled.label.values ? 1.0F : 0.2F; }};
  const Plan care_domain{column::care_domain,
                         1,
                         Loss::independent,
                         1e-5,
                         0,
                         [](const Sample& s) { return !s.patients; },
                         [guide](const Sample& s) { return guide(s) ? 1U : 0U; },
                         even};
  return {values, general, patients, care, kind, group, domain, care_domain};
}

void level(LogisticTask& task, double power) {
  std::vector<double> totals(task.outputs);
  for (std::size_t i = 0; i < task.rows.size(); ++i) totals[task.labels[i]] += task.weights[i];
  double all = 0;
  for (const double total : totals) all += total;
  for (std::size_t i = 0; i < task.rows.size(); ++i) {
    const double even_share = all / (static_cast<double>(task.outputs) * totals[task.labels[i]]);
    task.weights[i] *= static_cast<float>(std::pow(even_share, power));
  }
}

LogisticTask task_of(const Plan& plan, const Corpus& corpus, const DesignMatrix& design,
                     std::uint32_t without_fold) {
  constexpr int iterations = 40;
  LogisticTask task{&design.x, {}, {}, {}, plan.outputs, plan.loss, plan.l2, iterations};
  for (std::size_t i = 0; i < corpus.samples.size(); ++i) {
    const Sample& sample = corpus.samples[i];
    if (!plan.takes(sample) || sample.fold == without_fold) continue;
    task.rows.push_back(static_cast<std::uint32_t>(i));
    task.labels.push_back(plan.label(sample));
    task.weights.push_back(plan.weight(sample));
  }
  if (plan.loss == Loss::softmax) level(task, plan.levelling);
  return task;
}

/// How many patients' comments there are for a post among texts without a tag, a mention or a link, of which
/// alone this is asked: what is collected carries a tag, so that those are mostly a survey's answers.
constexpr double kCommentsForAPost = 4.5;

/// What makes the odds of a patient's comment against a post those: how many of each we have says nothing
/// about what a team will read.
float odds_of_comments(const Corpus& corpus) {
  double comments = 0, posts = 0;
  for (const Sample& sample : corpus.samples)
    if (sample.labelled.label.values) ++(sample.patients ? comments : posts);
  return static_cast<float>(std::log(kCommentsForAPost * posts / comments));
}

/// Trusts labelled one comment in sixteen as neutral; of those of the development files one in seven is, of
/// ours more. By the logarithm of half of that more neutral ones are expected (Saerens, Latinne,
/// Decaestecker, "Adjusting the Outputs of a Classifier to New a Priori Probabilities", 2002).
constexpr float kMoreNeutralComments = 0.45F;

}  // namespace

void quantise(const LogisticHead& head, const DesignMatrix& design, std::uint32_t offset, std::size_t first,
              classifier::Model& model) {
  constexpr double steps = 127, sixteenths = 16;
  for (std::size_t k = 0; k < head.outputs; ++k) {
    std::vector<double> weights(design.buckets.size());
    double largest = 1e-9;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      weights[i] =
          head.weights[(offset + i) * head.outputs + k] * design.rarity[design.buckets[i]] / sixteenths;
      largest = std::max(largest, std::abs(weights[i]));
    }
    const double scale = largest / steps;
    for (std::size_t i = 0; i < weights.size(); ++i)
      model.weights[design.buckets[i]].of[first + k] =
          static_cast<std::int8_t>(std::lround(weights[i] / scale));
    model.scale[first + k] = static_cast<float>(scale);
  }
  model.revision = classifier::new_revision();
}

classifier::Model train_heads(const Corpus& corpus, const DesignMatrix& design, Beside beside,
                              std::uint32_t without_fold) {
  classifier::Model model;
  model.rarity = design.rarity;
  model.family_weight = design.family_weight;
  model.vocabulary = design.vocabulary;
  model.weights.assign(classifier::kBuckets, {});
  for (const Plan& plan : plans()) {
    const LogisticHead head = learn(task_of(plan, corpus, design, without_fold));
    quantise(head, design, 0, plan.first_column, model);
    const float share = beside == Beside::networks ? plan.share : 1;
    for (std::size_t k = 0; k < plan.outputs; ++k) {
      model.bias[plan.first_column + k] = share * static_cast<float>(head.bias[k]);
      model.scale[plan.first_column + k] *= share;
    }
  }
  model.bias[column::patient_domain] += odds_of_comments(corpus);
  model.bias[column::patient_sentiment + static_cast<std::size_t>(Sentiment::neutral)] +=
      kMoreNeutralComments;
  return model;
}

}  // namespace nhs::training
