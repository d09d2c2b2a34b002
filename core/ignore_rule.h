#pragma once

#include <string>
#include <string_view>

namespace nhs {

/// A reason why posts do not count although they carry a topic: a hijacked tag, job adverts, a bot. All parts
/// that are not empty have to hold. What a rule sets aside stays stored and is counted by rule; taking the
/// rule away brings it back.
struct IgnoreRule {
  /// What people call it; each once.
  std::string name;
  /// An account, on any network, with or without the leading `@`; `h:…` as exports write it.
  std::string author;
  /// Words that stand in the masked text one after the other, as whole words, capitals and spaces aside.
  std::string phrase;
  /// The source that shows it, while no other source does: what another one shows as well is no noise of this
  /// one.
  std::string source;
  /// Why, for whoever reads the configuration next year.
  std::string reason;
};

/// How phrases are compared with texts: one form for texts that differ only in case, white space, the
/// apostrophe's shape, or the way a character is encoded. Empty for a text of nothing that can be seen. Pure
/// and thread-safe.
std::string phrase_key(std::string_view text);

}  // namespace nhs
