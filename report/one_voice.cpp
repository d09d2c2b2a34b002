#include "report/one_voice.h"

#include <fmt/format.h>

namespace nhs::report {
namespace {

std::string_view weight_of(std::int64_t most, std::int64_t posts) {
  if (most * 2 > posts) return ": one voice, not many";
  if (most * 2 == posts) return ", half of them";
  return most * 5 >= posts * 2 ? ", nearly half" : "";
}

}  // namespace

std::string one_voice_in_words(std::optional<std::int64_t> most, std::int64_t posts,
                               std::string_view period) {
  if (!most || *most < 2 || *most * 5 <= posts) return {};
  // Two by one author among a handful say little, unless they are most of it.
  if (*most == 2 && *most * 2 <= posts) return {};
  const std::string which = period.empty() ? fmt::format("these {} posts", posts)
                                           : fmt::format("the {} posts in {}", posts, period);
  return fmt::format("{} of {} are by one author{}", *most, which, weight_of(*most, posts));
}

}  // namespace nhs::report
