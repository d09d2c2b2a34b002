#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "classifier/classifier.h"
#include "core/concern_rule.h"
#include "core/ignore_rule.h"
#include "core/post.h"
#include "privacy/pseudonymiser.h"
#include "store/batch.h"
#include "store/concern.h"
#include "store/ignore_rules.h"

namespace nhs::intake {

/// The middle of a post's way, the same for the daemon and for imports: pseudonymise, then classify what is
/// left. What is judged is the masked text, so that a judgement can be made again from what is stored.
/// Thread-safe.
class Intake {
 public:
  Intake(privacy::Pseudonymiser pseudonymiser, std::unique_ptr<const classifier::Classifier> classifier);

  store::ClassifiedPost take_in(const Post& post) const;

  /// The same of a row of a file, whose author becomes the account that it means (import_author.h). Where the
  /// file's own word was kept before, on the forget list too, it goes on being known by that.
  store::ClassifiedPost take_in_from_file(Post post) const;

  /// How the store knows this post.
  store::PostKeys keys_of(const Post& post) const;

  /// The rules as the store holds posts against them: accounts hashed, by the key that posts are hashed by.
  /// They may outlive the intake. Judged are the masked texts; reasons are for people and change nothing.
  store::IgnoreRules ignore_rules(const std::vector<IgnoreRule>& rules) const;

  /// Concern rules as the store holds masked texts against them: those built in and those configured.
  static store::ConcernRules concern_rules(const std::vector<ConcernRule>& configured,
                                           std::chrono::seconds look_back);

  const privacy::Pseudonymiser& pseudonymiser() const { return *pseudonymiser_; }
  const classifier::Classifier& classifier() const { return *classifier_; }

 private:
  // Shared with the ignore rules, which hash accounts for networks as they meet them.
  std::shared_ptr<const privacy::Pseudonymiser> pseudonymiser_;
  std::unique_ptr<const classifier::Classifier> classifier_;
};

/// By which store::IgnoreRules are told apart: another under another key.
std::string fingerprint_of(const std::vector<IgnoreRule>& rules, const privacy::Pseudonymiser& pseudonymiser);

}  // namespace nhs::intake
