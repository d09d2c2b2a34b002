#pragma once

#include <string>
#include <vector>

#include "report/access_view.h"

namespace nhs::report {

/// What an answer to a person says, in plain words, for every form of it alike. Texts and names are as
/// stored: whoever shows them makes them harmless.

struct Fact {
  std::string name;
  std::string value;
};

struct Passage {
  std::string title;
  std::vector<std::string> lines;
};

/// What is held, in a sentence.
std::string access_summary(const AccessAnswer& answer, const TimeZone& zone);

/// Why it is kept, where it comes from, for how long, who sees it, what rights there are, what could not be
/// looked for.
std::vector<Passage> access_passages(const AccessAnswer& answer, const TimeZone& zone);

/// Everything about one post but its text.
std::vector<Fact> access_facts(const store::HeldPost& held, const AccessIdentity& identity,
                               const TimeZone& zone);

/// What the program, or a person, takes a post for: "a positive post about somebody's own experience …".
std::string reading_in_words(const Classification& classification);

}  // namespace nhs::report
