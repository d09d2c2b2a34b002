#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/classification.h"
#include "evaluation/accuracy.h"
#include "store/judged.h"

namespace nhs::report {

/// What the machine says of a post.
using MachineWord = std::function<Classification(const store::JudgedPost&)>;

/// The selections that posts were judged of, in words as SampleDraw has them, all posts (empty) first.
std::vector<std::string> judged_selections(const store::JudgedSample& sample);

/// The judged posts of all draws of a selection; the newest judgement of each counts.
///
/// Draws are taken together, by stratum: however many posts were judged of each, one weighs as much as any
/// other of its stratum. Strata are what a model found: each model's posts, those it had judged when they
/// were served, are weighed by the newest draw that has one of them, the stratum's population there / the
/// texts of it, and then together as their share of all texts.
std::vector<evaluation::Comparison> judged_comparisons(const store::JudgedSample& sample,
                                                       const std::string& selection,
                                                       const MachineWord& machine);

/// Two readers who judged the same posts of a selection. Nameless readers are "unnamed".
struct ReaderPair {
  std::string selection;
  std::string one, other;
  /// The first reader's word against the other's, weighted like judged_comparisons().
  std::vector<evaluation::Comparison> posts;
};
/// By selection, all posts first.
std::vector<ReaderPair> reader_pairs(const store::JudgedSample& sample);

/// "Judged by people on 240 posts sampled at random: values macro-F1 0.71 (0.66 to 0.75), sentiment accuracy
/// …", of samples of all posts, by what this model said when they were drawn; with the warning when that is
/// too few to tell, or that nobody judged a sample yet.
///
/// model: empty where there is no post that any has judged.
/// with_advice: and how to begin, for those who can.
std::string accuracy_sentence(const store::JudgedSample& sample, const std::string& model,
                              bool with_advice = true);

}  // namespace nhs::report
