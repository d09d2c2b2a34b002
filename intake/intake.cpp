#include "intake/intake.h"

#include <utility>

namespace nhs::intake {

Intake::Intake(privacy::Pseudonymiser pseudonymiser, std::unique_ptr<const classifier::Classifier> classifier)
    : pseudonymiser_(std::move(pseudonymiser)), classifier_(std::move(classifier)) {}

store::ClassifiedPost Intake::take_in(const Post& post) const {
  store::ClassifiedPost taken{pseudonymiser_.pseudonymise(post), {}};
  taken.classification = classifier_->classify(taken.post.text, taken.post.language);
  return taken;
}

store::PostKeys Intake::keys_of(const Post& post) const {
  store::PostKeys keys;
  keys.network = post.network;
  keys.key = pseudonymiser_.post_key(post.network, post.id);
  if (!post.url.empty()) keys.url_key = pseudonymiser_.url_key(post.url);
  keys.edited_at = post.edited_at;
  return keys;
}

}  // namespace nhs::intake
