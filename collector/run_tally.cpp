#include "collector/run_tally.h"

#include <fmt/format.h>

namespace nhs::collector {

int items_in(const std::vector<Unreadable>& unreadable) {
  int items = 0;
  for (const Unreadable& one : unreadable) items += one.items;
  return items;
}

void RunTally::add(const Archived& kept, const PageOfPosts& page) {
  archived.added += kept.added;
  archived.updated += kept.updated;
  archived.unchanged += kept.unchanged;
  archived.withdrawn += kept.withdrawn;
  unreadable += items_in(page.unreadable);
  opted_out += page.opted_out;
}

bool RunTally::found_posts() const { return archived.added + archived.updated + archived.withdrawn > 0; }

bool RunTally::found_something() const { return found_posts() || unreadable > 0; }

std::string RunTally::in_words() const {
  std::string text = fmt::format("{} new", archived.added);
  if (archived.updated > 0) text += fmt::format(", {} changed", archived.updated);
  if (archived.withdrawn > 0) text += fmt::format(", {} no longer tagged", archived.withdrawn);
  if (opted_out > 0) text += fmt::format(", {} by people who ask not to be collected left out", opted_out);
  if (unreadable > 0) text += fmt::format(", {} unreadable", unreadable);
  return text;
}

}  // namespace nhs::collector
