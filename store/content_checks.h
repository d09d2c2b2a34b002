#pragma once

#include <functional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/health.h"

namespace nhs::store {

/// How thoroughly the file's structure is read.
enum class Depth : std::uint8_t {
  quick,  ///< not whether indexes agree with their tables
  full,
};

/// Told which check comes next, in words.
using TellCheck = std::function<void(const std::string& what)>;

/// Whether the connection may write: the search index can be compared with the texts only then, and doing so
/// keeps other writers waiting. Otherwise only which posts stand in it is.
enum class SearchIndex : std::uint8_t { by_posts, by_words };

/// Whether what stands in the file is right: its pages, references, rollups, findings, labels, search index.
/// Each check reads one snapshot of its own, so that none holds the log back for longer than it takes. A
/// failure of SQLite is what a check found. The file is ours, of any version.
std::vector<HealthCheck> check_contents(Database& database, const std::filesystem::path& file, Depth depth,
                                        SearchIndex index, const TellCheck& tell = {});

/// Throws SQLite::Exception.
Contents contents_of(Database& database, const std::filesystem::path& file);

}  // namespace nhs::store
