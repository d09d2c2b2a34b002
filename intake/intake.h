#pragma once

#include <memory>

#include "classifier/classifier.h"
#include "core/post.h"
#include "privacy/pseudonymiser.h"
#include "store/batch.h"

namespace nhs::intake {

/// The middle of a post's way, the same for the daemon and for imports: pseudonymise, then classify what is
/// left. What is judged is the masked text, so that a judgement can be made again from what is stored.
/// Thread-safe.
class Intake {
 public:
  Intake(privacy::Pseudonymiser pseudonymiser, std::unique_ptr<const classifier::Classifier> classifier);

  store::ClassifiedPost take_in(const Post& post) const;

  /// How the store knows this post.
  store::PostKeys keys_of(const Post& post) const;

  const privacy::Pseudonymiser& pseudonymiser() const { return pseudonymiser_; }
  const classifier::Classifier& classifier() const { return *classifier_; }

 private:
  privacy::Pseudonymiser pseudonymiser_;
  std::unique_ptr<const classifier::Classifier> classifier_;
};

}  // namespace nhs::intake
