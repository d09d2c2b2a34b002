#include <fmt/core.h>

#include <cstdlib>
#include <vector>

#include "classifier/classifier.h"

namespace nhs::classifier {
namespace {

constexpr std::string_view kFileName = "nhsvalues.model";

/// Beside the executable, then where `install` puts it relative to that, then the source tree: a program that
/// was installed must not take the model of a tree that happens to be there still.
std::vector<std::filesystem::path> places() {
  std::error_code unknown;
  std::vector<std::filesystem::path> found;
  const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe", unknown);
  if (!unknown) {
    const std::filesystem::path folder = executable.parent_path();
    found = {folder / kFileName, folder.parent_path() / "share/nhsvalues" / kFileName};
  }
  found.push_back(std::filesystem::path(NHS_SOURCE_MODEL_DIR) / kFileName);
  return found;
}

}  // namespace

Result<std::filesystem::path> find_model() {
  const char* named = std::getenv("NHSVALUES_MODEL");
  std::error_code unreadable;
  if (named != nullptr && *named != '\0') {
    if (std::filesystem::is_regular_file(named, unreadable)) return std::filesystem::path(named);
    return fail(ExitStatus::no_input,
                fmt::format("{}: no model there; correct or unset NHSVALUES_MODEL", named));
  }
  std::string looked;
  for (const std::filesystem::path& place : places()) {
    if (std::filesystem::is_regular_file(place, unreadable)) return place;
    looked += (looked.empty() ? "" : ", ") + place.string();
  }
  return fail(ExitStatus::no_input,
              fmt::format("no model found; looked at {}; set NHSVALUES_MODEL to a model file", looked));
}

}  // namespace nhs::classifier
