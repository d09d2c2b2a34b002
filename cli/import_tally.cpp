#include "cli/import_tally.h"

#include <fmt/format.h>

#include <string_view>

namespace nhs::cli {

void ImportTally::add(const intake::LeftOut& more) {
  left_out.boosts += more.boosts;
  left_out.not_public += more.not_public;
  left_out.withheld += more.withheld;
  left_out.no_posts += more.no_posts;
  left_out.repeated += more.repeated;
  left_out.without_text += more.without_text;
}

std::string in_words(const ImportTally& tally) {
  std::string text = fmt::format("{} new, {} known already", tally.added, tally.unchanged);
  const auto add_part = [&](std::int64_t number, std::string_view one, std::string_view several) {
    if (number > 0) text += fmt::format(", {} {}", number, number == 1 ? one : several);
  };
  const intake::LeftOut& left = tally.left_out;
  add_part(tally.updated, "changed", "changed");
  add_part(tally.set_aside, "of the new and changed set aside by ignore rules or objections",
           "of the new and changed set aside by ignore rules or objections");
  add_part(tally.forgotten, "by the forgotten left out", "by the forgotten left out");
  add_part(tally.off_topic, "without a topic left out", "without a topic left out");
  add_part(left.boosts, "boost left out", "boosts left out");
  add_part(left.not_public, "not public left out", "not public left out");
  add_part(left.withheld, "taken down by the network left out", "taken down by the network left out");
  add_part(left.no_posts, "that is no post left out", "that are no posts left out");
  add_part(left.repeated, "that stood there twice", "that stood there twice");
  add_part(left.without_text, "row without text left out", "rows without text left out");
  add_part(tally.faulty, "faulty line left out", "faulty lines left out");
  add_part(tally.conflicts, "conflict", "conflicts");
  return text;
}

}  // namespace nhs::cli
