#include "training/decisions.h"

#include <algorithm>
#include <cmath>

namespace nhs::training {
namespace {

struct Line {
  double slope = 1, intercept = 0;
};

/// log(1 + exp(x)) without overflow.
double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

/// What platt() makes small.
double loss_of(const Line& line, const std::vector<HeldOut>& texts, double high, double low) {
  double loss = 0;
  for (const HeldOut& text : texts) {
    const double z = line.slope * text.logit + line.intercept;
    loss += softplus(z) - (text.labelled ? high : low) * z;
  }
  return loss;
}

/// Newton's method on the two parameters; the loss is convex. Far from its foot a whole step goes too far
/// where labels are nearly told apart by the logit, so each is halved until it makes the loss smaller.
classifier::Decision platt(const std::vector<HeldOut>& texts, double positives) {
  const double negatives = static_cast<double>(texts.size()) - positives;
  const double high = (positives + 1) / (positives + 2), low = 1 / (negatives + 2);
  Line line;
  double loss = loss_of(line, texts, high, low);
  constexpr int rounds = 50;
  constexpr double ridge = 1e-6;
  for (int round = 0; round < rounds; ++round) {
    double g0 = 0, g1 = 0, h00 = ridge, h01 = 0, h11 = ridge;
    for (const HeldOut& text : texts) {
      const double p = 1 / (1 + std::exp(-(line.slope * text.logit + line.intercept)));
      const double error = p - (text.labelled ? high : low), spread = p * (1 - p);
      g0 += error * text.logit;
      g1 += error;
      h00 += spread * text.logit * text.logit;
      h01 += spread * text.logit;
      h11 += spread;
    }
    const double determinant = h00 * h11 - h01 * h01;
    constexpr double smallest = 1e-6;
    for (double part = 1; part >= smallest; part /= 2) {
      const Line next{line.slope - part * (h11 * g0 - h01 * g1) / determinant,
                      line.intercept - part * (h00 * g1 - h01 * g0) / determinant};
      const double next_loss = loss_of(next, texts, high, low);
      if (!(next_loss < loss)) continue;
      line = next;
      loss = next_loss;
      break;
    }
  }
  return {static_cast<float>(line.slope), static_cast<float>(line.intercept), 0};
}

/// The logit above which F1 is best. texts: strongest first.
double best_cut(const std::vector<HeldOut>& texts, double positives) {
  double right = 0, best = -1, cut = 0;
  for (std::size_t i = 0; i + 1 < texts.size(); ++i) {
    right += texts[i].labelled ? 1 : 0;
    // Of texts with one logit a threshold takes all or none.
    if (texts[i].logit == texts[i + 1].logit) continue;
    const double f1 = 2 * right / (static_cast<double>(i + 1) + positives);
    if (f1 <= best) continue;
    best = f1;
    cut = (texts[i].logit + texts[i + 1].logit) / 2;
  }
  return cut;
}

}  // namespace

classifier::Decision fit_decision(std::vector<HeldOut> texts) {
  const auto labelled =
      std::count_if(texts.begin(), texts.end(), [](const HeldOut& t) { return t.labelled; });
  const auto positives = static_cast<double>(labelled);
  classifier::Decision decision = platt(texts, positives);
  std::stable_sort(texts.begin(), texts.end(),
                   [](const HeldOut& a, const HeldOut& b) { return a.logit > b.logit; });
  decision.threshold = static_cast<float>(decision.probability(best_cut(texts, positives)));
  return decision;
}

}  // namespace nhs::training
