#include "cli/file_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/text.h"

namespace nhs::cli {
namespace {

/// `.json, .html or .txt`.
std::string in_words(const std::vector<Ending>& known) {
  std::string words;
  for (std::size_t i = 0; i < known.size(); ++i)
    words += fmt::format("{}{}", i == 0 ? "" : i + 1 == known.size() ? " or " : ", ", known[i].ending);
  return words;
}

}  // namespace

Result<std::string> format_of_file(const std::string& file, const std::string& asked_for,
                                   const std::vector<Ending>& known, const std::string& fallback) {
  if (!asked_for.empty()) return asked_for;
  const std::string ending = folded(std::filesystem::path{file}.extension().string());
  if (ending.empty()) return fallback;
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const Ending& each) { return each.ending == ending; });
  if (found != known.end()) return found->format;
  return fail(ExitStatus::usage,
              fmt::format("{}: files of the kind {} cannot be written; let the name end in {}", file, ending,
                          in_words(known)));
}

}  // namespace nhs::cli
