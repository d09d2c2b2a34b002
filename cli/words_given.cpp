#include "cli/words_given.h"

#include <fmt/format.h>

#include <iostream>
#include <iterator>

#include "control/limits.h"
#include "core/text.h"

namespace nhs::cli {

Result<void> take_from_stdin(std::string_view option, std::string& words) {
  if (words != "-") return {};
  const std::string all{std::istreambuf_iterator<char>(std::cin), {}};
  words = trimmed(all);
  if (words.empty())
    return fail(ExitStatus::no_input, fmt::format("{} -: words were wanted on stdin, and none came", option));
  return {};
}

Result<void> check_line(std::string_view option, std::string_view words, std::size_t longest) {
  if (words.size() <= longest && words.find('\n') == words.npos && repaired(words) == words) return {};
  return fail(ExitStatus::usage,
              fmt::format("{} must be a line of text of at most {} bytes", option, longest));
}

Result<void> check_note(std::string_view option, std::string_view words) {
  if (words.size() <= control::kLongestNote && repaired(words) == words) return {};
  return fail(ExitStatus::usage,
              fmt::format("{} must be a text of at most {} bytes", option, control::kLongestNote));
}

}  // namespace nhs::cli
