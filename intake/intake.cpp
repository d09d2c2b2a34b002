#include "intake/intake.h"

#include <utility>

#include "classifier/concerns.h"
#include "intake/import_author.h"

namespace nhs::intake {
namespace {

/// Differs for rules that choose other posts or name them otherwise: each part with its length before it.
std::string spelled(const std::vector<IgnoreRule>& rules) {
  std::string text;
  for (const IgnoreRule& rule : rules)
    for (const std::string* part : {&rule.name, &rule.author, &rule.phrase, &rule.source})
      text += std::to_string(part->size()) + ':' + *part;
  return text;
}

}  // namespace

Intake::Intake(privacy::Pseudonymiser pseudonymiser, std::unique_ptr<const classifier::Classifier> classifier)
    : pseudonymiser_(std::make_shared<const privacy::Pseudonymiser>(std::move(pseudonymiser))),
      classifier_(std::move(classifier)) {}

store::ClassifiedPost Intake::take_in(const Post& post) const {
  store::ClassifiedPost taken{pseudonymiser_->pseudonymise(post), {}};
  taken.classification = classifier_->classify(taken.post.text, taken.post.language);
  return taken;
}

store::ClassifiedPost Intake::take_in_from_file(Post post) const {
  const std::string written = std::exchange(post.author, import_author(post));
  store::ClassifiedPost taken = take_in(post);
  if (post.author == written || written.empty()) return taken;
  const std::vector<KeyedHash> hashes = pseudonymiser_->author_keys(post.network, written);
  if (!is_whole_name(written)) {
    if (hashes != pseudonymiser_->author_keys(post.network, post.author)) taken.post.bare_names = hashes;
    return taken;
  }
  for (const KeyedHash& hash : hashes)
    if (hash != taken.post.author_key)
      taken.post.earlier.push_back({.key = taken.post.key, .author_key = hash});
  return taken;
}

store::PostKeys Intake::keys_of(const Post& post) const {
  store::PostKeys keys;
  keys.network = post.network;
  keys.key = pseudonymiser_->post_key(post.network, post.id);
  if (!post.url.empty()) keys.url_key = pseudonymiser_->url_key(post.url);
  keys.edited_at = post.edited_at;
  keys.earlier = pseudonymiser_->earlier_keys(post);
  return keys;
}

store::IgnoreRules Intake::ignore_rules(const std::vector<IgnoreRule>& rules) const {
  std::vector<store::IgnoreTest> tests;
  for (const IgnoreRule& rule : rules) {
    store::IgnoreTest test{rule.name, rule.phrase, rule.source};
    if (!rule.author.empty())
      test.author = [hashes = pseudonymiser_, account = rule.author](const std::string& network) {
        return hashes->author_key(network, account);
      };
    tests.push_back(std::move(test));
  }
  return {std::move(tests), fingerprint_of(rules, *pseudonymiser_)};
}

store::ConcernRules Intake::concern_rules(const std::vector<ConcernRule>& configured,
                                          std::chrono::seconds look_back) {
  const auto finder = std::make_shared<const classifier::ConcernFinder>(concern_rules_in_force(configured));
  return {[finder](std::string_view text) { return finder->holding(text); }, look_back,
          finder->fingerprint() + '/' + format_duration(look_back)};
}

std::string fingerprint_of(const std::vector<IgnoreRule>& rules,
                           const privacy::Pseudonymiser& pseudonymiser) {
  // A keyed hash, since rules name accounts; no network has a name with a space in it.
  return privacy::to_text(pseudonymiser.post_key("ignore rules", spelled(rules)));
}

}  // namespace nhs::intake
