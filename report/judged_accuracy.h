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

/// The sample without those posts that this model cannot be held against: their texts went for their age, and
/// another model had judged them. model: empty where not even its own word on them is wanted.
store::JudgedSample answerable(store::JudgedSample sample, const std::string& model);
/// How many posts of a selection that leaves out.
std::size_t not_answerable(const store::JudgedSample& sample, const std::string& selection,
                           const std::string& model);

/// The judged posts of all draws of a selection; the newest judgement of each counts. Of a post whose text
/// went for its age the word is that of the day it was served.
///
/// Draws are taken together, by stratum: however many posts were judged of each, one weighs as much as any
/// other of its stratum. Strata are what a model found: each model's posts, those it had judged when they
/// were served, are weighed by the newest draw that has one of them, the stratum's population there / the
/// texts of it, and then together as their share of all texts.
std::vector<evaluation::Comparison> judged_comparisons(const store::JudgedSample& sample,
                                                       const std::string& selection,
                                                       const MachineWord& machine);

/// How right the machine is by these. Where of some posts not every aspect was judged, each aspect's numbers
/// are of the posts that have it, weighed as those alone (Kish, "Survey Sampling", 1965, on items that were
/// not answered); of an aspect that nobody judged in strata with more than one post in twenty there are none.
evaluation::Accuracy judged_accuracy(const store::JudgedSample& sample, const std::string& selection,
                                     const MachineWord& machine);

/// Strata of which nobody judged a post, so that what is worked out from the sample does not speak of their
/// posts.
struct NotJudged {
  std::vector<store::Stratum> strata;  ///< that held posts; a value each, or none
  std::int64_t posts = 0;              ///< in these strata, when the sample was drawn
  std::int64_t of = 0;                 ///< in all strata
};

/// By the newest draw of the selection of which a post was judged. model: of posts that it had judged when
/// they were served; empty for all.
NotJudged not_judged(const store::JudgedSample& sample, const std::string& selection,
                     const std::string& model = {});

/// "on quality of care, on compassion or without a value".
std::string strata_in_words(const std::vector<store::Stratum>& strata);

/// Two readers who judged the same posts of a selection. Nameless readers are "unnamed".
struct ReaderPair {
  std::string selection;
  std::string one, other;
  /// The first reader's word against the other's, weighted like judged_comparisons().
  std::vector<evaluation::Comparison> posts;
};
/// By selection, all posts first.
std::vector<ReaderPair> reader_pairs(const store::JudgedSample& sample);

/// "Judged by people on 240 posts sampled at random: it finds values as people do to 0.71 (0.66 to 0.75) on a
/// scale from 0 to 1 (macro-F1), …", of samples of all posts, by what this model said when they were drawn;
/// with the warning when that is too few to tell, or that nobody judged a sample yet. Strata of which nobody
/// judged a post are named; where they held more than one post in twenty, no number is told.
///
/// model: empty where there is no post that any has judged.
/// with_advice: and how to begin, for those who can.
std::string accuracy_sentence(const store::JudgedSample& sample, const std::string& model,
                              bool with_advice = true);

}  // namespace nhs::report
