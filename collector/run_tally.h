#pragma once

#include <string>

#include "collector/archive.h"
#include "collector/source.h"

namespace nhs::collector {

/// How many items these stand for.
int items_in(const std::vector<Unreadable>& unreadable);

/// What the pages of one run brought.
struct RunTally {
  Archived archived;
  int unreadable = 0;
  int opted_out = 0;

  void add(const Archived& kept, const PageOfPosts& page);

  /// True when posts are new, changed or no longer tagged.
  bool found_posts() const;

  /// True when the run changed something that people may want to know of.
  bool found_something() const;

  /// "12 new, 1 changed".
  std::string in_words() const;
};

}  // namespace nhs::collector
