#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/concern_rule.h"
#include "report/terminal.h"
#include "store/concern.h"

namespace nhs::report {

/// What a list of concerns needs to know beside them.
struct ConcernsAround {
  UtcTime now;
  std::string what_to_do;  ///< `safeguarding.what_to_do`
  /// The words of a text by which a rule holds; empty when it holds no more.
  std::function<std::string(const std::string& rule, const std::string& text)> words;
};

/// What every list says first: kConcernsAreNoSafeguarding, and what to do.
std::string concerns_notice(const std::string& what_to_do);

/// A block a post, texts whole, those of authors who ask not to be found too: somebody has to read them.
std::string concerns_table(const store::Concerns& concerns, const ConcernsAround& around,
                           const TimeZone& zone, const Terminal& terminal);
/// The shape `nhsvalues.concerns/1`.
std::string concerns_json(const store::Concerns& concerns, const ConcernsAround& around);
/// A row a concern; as posts_csv otherwise.
std::string concerns_csv(const store::Concerns& concerns, const ConcernsAround& around);

/// One line without any text of a post, for monitoring and mail: "2 posts wait to be acknowledged, the oldest
/// for 3 hours".
std::string concerns_in_a_line(const store::Concerns& concerns, UtcTime now);

/// `less than a minute`, `1 minute`, `3 hours`, `2 days`.
std::string age_in_words(std::chrono::seconds age);

/// The rules that are in force.
std::string concern_rules_table(const std::vector<ConcernRule>& rules, const std::string& what_to_do,
                                const Terminal& terminal);
/// The shape `nhsvalues.concern-rules/1`.
std::string concern_rules_json(const std::vector<ConcernRule>& rules, const std::string& what_to_do);
std::string concern_rules_csv(const std::vector<ConcernRule>& rules);

}  // namespace nhs::report
