#pragma once

#include <string>
#include <vector>

#include "core/post.h"
#include "core/source_state.h"
#include "report/terminal.h"

namespace nhs::report {

/// What one question to a source, or one saved answer, came to. Nothing of it is stored.
struct SourceTrial {
  std::string source;
  std::string kind;
  /// It answered with posts that could be read; else `trouble` says what is wrong, and what to do.
  bool works = false;
  std::string trouble;
  /// What a person should know although it works.
  std::string notice;
  std::vector<Post> posts;
  /// On the page, but without a topic.
  int off_topic = 0;
  int opted_out = 0;
  std::vector<Unreadable> unreadable;
  /// Masks stand in the place of what names people: asking to see it shows it.
  bool hides_people = false;
};

/// A sentence or two, then the first posts, a block each with all that was read of them.
///
/// most: how many posts are shown.
std::string source_trial_text(const SourceTrial& trial, std::size_t most, const TimeZone& zone,
                              const Terminal& terminal);

/// The shape `nhsvalues.sources-test/1`.
std::string source_trial_json(const SourceTrial& trial, std::size_t most);

}  // namespace nhs::report
