#include "training/logistic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>

namespace nhs::training {
namespace {

using Vector = std::vector<double>;
constexpr std::size_t kMostOutputs = 8;
using Outputs = std::array<double, kMostOutputs>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void add_scaled(Vector& to, double factor, const Vector& what) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * what[i];
}

/// Loss of one row; replaces its logits by the loss's derivatives.
double softmax_loss(Outputs& z, std::size_t outputs, std::uint32_t label) {
  const double top = *std::max_element(z.begin(), z.begin() + static_cast<std::ptrdiff_t>(outputs));
  double sum = 0;
  for (std::size_t k = 0; k < outputs; ++k) sum += std::exp(z[k] - top);
  const double loss = std::log(sum) + top - z[label];
  for (std::size_t k = 0; k < outputs; ++k) z[k] = std::exp(z[k] - top) / sum - (k == label ? 1 : 0);
  return loss;
}

double independent_loss(Outputs& z, std::size_t outputs, std::uint32_t labels) {
  double loss = 0;
  for (std::size_t k = 0; k < outputs; ++k) {
    const double sign = (labels >> k & 1U) != 0 ? 1 : -1;
    const double margin = sign * z[k];
    loss += margin > 0 ? std::log1p(std::exp(-margin)) : -margin + std::log1p(std::exp(margin));
    z[k] = -sign / (1 + std::exp(margin));
  }
  return loss;
}

/// The function to make small; parameters are the weights, then the biases.
class Objective {
 public:
  explicit Objective(const LogisticTask& task) : task_(task), weights_(task.x->features * task.outputs) {
    for (const float weight : task.weights) total_ += weight;
  }

  /// The inverse of an upper bound on the Hessian's diagonal. Frequent features would else dictate the pace.
  Vector preconditioner() const {
    constexpr double steepest = 0.25;
    Vector curvature(size(), task_.l2);
    for (std::size_t k = 0; k < task_.outputs; ++k) curvature[weights_ + k] = steepest;
    for (std::size_t i = 0; i < task_.rows.size(); ++i) {
      const std::size_t row = task_.rows[i];
      for (std::size_t e = task_.x->starts[row]; e < task_.x->starts[row + 1]; ++e) {
        const SparseRows::Entry& entry = task_.x->entries[e];
        const double part = steepest * task_.weights[i] / total_ * entry.value * entry.value;
        for (std::size_t k = 0; k < task_.outputs; ++k) curvature[entry.feature * task_.outputs + k] += part;
      }
    }
    for (double& c : curvature) c = 1 / c;
    return curvature;
  }

  std::size_t size() const { return weights_ + task_.outputs; }

  double operator()(const Vector& w, Vector& gradient) const {
    const std::size_t outputs = task_.outputs;
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double loss = 0;
    for (std::size_t i = 0; i < task_.rows.size(); ++i) {
      Outputs z{};
      const auto* first = &task_.x->entries[task_.x->starts[task_.rows[i]]];
      const auto* last = task_.x->entries.data() + task_.x->starts[task_.rows[i] + 1];
      for (std::size_t k = 0; k < outputs; ++k) z[k] = w[weights_ + k];
      for (const auto* entry = first; entry != last; ++entry)
        for (std::size_t k = 0; k < outputs; ++k) z[k] += w[entry->feature * outputs + k] * entry->value;
      const double row_loss = task_.loss == Loss::softmax ? softmax_loss(z, outputs, task_.labels[i])
                                                          : independent_loss(z, outputs, task_.labels[i]);
      const double share = task_.weights[i] / total_;
      loss += share * row_loss;
      for (std::size_t k = 0; k < outputs; ++k) gradient[weights_ + k] += z[k] *= share;
      for (const auto* entry = first; entry != last; ++entry)
        for (std::size_t k = 0; k < outputs; ++k)
          gradient[entry->feature * outputs + k] += z[k] * entry->value;
    }
    for (std::size_t i = 0; i < weights_; ++i) {
      loss += 0.5 * task_.l2 * w[i] * w[i];
      gradient[i] += task_.l2 * w[i];
    }
    return loss;
  }

 private:
  const LogisticTask& task_;
  std::size_t weights_;
  double total_ = 0;
};

struct Step {
  Vector moved;
  Vector turned;
  double inverse_curvature;
};

/// The two-loop recursion: an estimate of the inverse Hessian times the gradient, downhill.
Vector descent(const Vector& gradient, const std::deque<Step>& steps, const Vector& preconditioner) {
  Vector direction = gradient;
  Vector factors(steps.size());
  for (std::size_t i = steps.size(); i-- > 0;) {
    factors[i] = steps[i].inverse_curvature * dot(steps[i].moved, direction);
    add_scaled(direction, -factors[i], steps[i].turned);
  }
  double size = 1;
  if (!steps.empty()) {
    const Step& last = steps.back();
    double turned = 0;
    for (std::size_t i = 0; i < preconditioner.size(); ++i)
      turned += last.turned[i] * last.turned[i] * preconditioner[i];
    size = 1 / (last.inverse_curvature * turned);
  }
  for (std::size_t i = 0; i < direction.size(); ++i) direction[i] *= size * preconditioner[i];
  for (std::size_t i = 0; i < steps.size(); ++i)
    add_scaled(direction, factors[i] - steps[i].inverse_curvature * dot(steps[i].turned, direction),
               steps[i].moved);
  for (double& d : direction) d = -d;
  return direction;
}

}  // namespace

std::vector<double> LogisticHead::logits(const SparseRows& x, std::size_t row) const {
  std::vector<double> z = bias;
  for (std::size_t i = x.starts[row]; i < x.starts[row + 1]; ++i)
    for (std::size_t k = 0; k < outputs; ++k)
      z[k] += weights[x.entries[i].feature * outputs + k] * x.entries[i].value;
  return z;
}

LogisticHead learn(const LogisticTask& task) {
  constexpr std::size_t memory = 6;
  constexpr double flat = 1e-5;
  const Objective objective(task);
  const Vector preconditioner = objective.preconditioner();
  Vector w(objective.size()), gradient(objective.size());
  double loss = objective(w, gradient);
  std::deque<Step> steps;
  for (int iteration = 0; iteration < task.iterations; ++iteration) {
    const Vector direction = descent(gradient, steps, preconditioner);
    const double slope = dot(gradient, direction);
    if (-slope < flat * flat) break;
    double stride = 1;
    Vector next(w.size()), next_gradient(w.size());
    double next_loss = loss;
    constexpr int most_halvings = 20;
    constexpr double enough = 1e-4;
    for (int halving = 0; halving < most_halvings; ++halving, stride /= 2) {
      next = w;
      add_scaled(next, stride, direction);
      next_loss = objective(next, next_gradient);
      if (next_loss <= loss + enough * stride * slope) break;
    }
    if (next_loss >= loss) break;
    Step step{next, next_gradient, 0};
    add_scaled(step.moved, -1, w);
    add_scaled(step.turned, -1, gradient);
    const double curvature = dot(step.moved, step.turned);
    const bool done = loss - next_loss < flat * loss;
    w = std::move(next);
    gradient = std::move(next_gradient);
    loss = next_loss;
    if (done) break;
    if (curvature <= 0) continue;
    step.inverse_curvature = 1 / curvature;
    steps.push_back(std::move(step));
    if (steps.size() > memory) steps.pop_front();
  }
  LogisticHead head{task.outputs, std::move(w), {}};
  const auto bias = head.weights.end() - static_cast<std::ptrdiff_t>(task.outputs);
  head.bias.assign(bias, head.weights.end());
  head.weights.erase(bias, head.weights.end());
  return head;
}

}  // namespace nhs::training
