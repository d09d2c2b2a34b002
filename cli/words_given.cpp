#include "cli/words_given.h"

#include <fmt/format.h>

#include <iostream>
#include <iterator>

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

}  // namespace nhs::cli
