#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/pseudonymous_post.h"

namespace nhs::store {

/// A rule of `[[ignore]]` (core/ignore_rule.h) as stored posts are held against it: its account is a hash.
struct IgnoreTest {
  std::string name;
  /// Words as people write them; empty for any text. One of blanks only stands in no text.
  std::string phrase = {};
  /// Empty for any source.
  std::string source = {};
  /// The account's hash on a network; not set for any author.
  std::function<KeyedHash(const std::string& network)> author = nullptr;
};

/// What is known of a post that a rule may ask about.
struct IgnoreFacts {
  std::string network;
  std::optional<KeyedHash> author_key;
  std::string text;  ///< masked
  /// Whether this source showed the post, and no other did.
  std::function<bool(const std::string& source)> shown_only_by;
};

/// What sets aside the posts of an author who objects to being counted. No rule is called so: names have no
/// brackets.
inline constexpr std::string_view kObjection = "(objection)";

/// What the fingerprint of no rules is.
inline constexpr std::string_view kNoIgnoreRules = "none";

/// All rules in force. Whether a post is set aside depends on the rules and on what is stored of it alone,
/// never on the order in which its views came: so a rule that is taken away gives back exactly what it took.
/// Not thread-safe.
class IgnoreRules {
 public:
  /// None.
  IgnoreRules() = default;

  /// fingerprint: differs for rules that would choose other posts or name them otherwise; holds no account in
  /// clear. Unused without tests.
  IgnoreRules(std::vector<IgnoreTest> tests, std::string fingerprint);

  bool empty() const { return rules_.empty(); }
  bool ask_for_sources() const;
  const std::string& fingerprint() const { return fingerprint_; }

  /// The name of the first rule of which all parts hold. A phrase holds when its words stand one after the
  /// other in the text, as whole words, case, white space and the apostrophe's shape aside; an author by the
  /// hash; a source while no other source shows the post, since what another one shows as well is no noise of
  /// this one.
  std::optional<std::string> first_that_holds(const IgnoreFacts& facts);

 private:
  struct Rule {
    IgnoreTest test;
    std::string words;                         ///< the phrase as texts are compared with it
    std::map<std::string, KeyedHash> authors;  ///< by network, as far as they were asked for
  };
  static bool is_author(Rule& rule, const IgnoreFacts& facts);

  std::vector<Rule> rules_;
  std::string fingerprint_{kNoIgnoreRules};
};

}  // namespace nhs::store
