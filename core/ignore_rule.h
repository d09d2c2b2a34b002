#pragma once

#include <string>

namespace nhs {

/// A reason why posts do not count although they carry a topic: a hijacked tag, job adverts, a bot. All parts
/// that are not empty have to hold. What a rule sets aside stays stored and is counted by rule; taking the
/// rule away brings it back.
struct IgnoreRule {
  /// What people call it; each once.
  std::string name;
  /// An account, on any network, with or without the leading `@`; `h:…` as exports write it.
  std::string author;
  /// Words that stand in the masked text, capitals and spaces aside.
  std::string phrase;
  /// The source that shows it.
  std::string source;
  /// Why, for whoever reads the configuration next year.
  std::string reason;
};

}  // namespace nhs
