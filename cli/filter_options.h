#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/queries.h"

namespace nhs::cli {

/// The filters that every command understands that reads posts.
class FilterOptions {
 public:
  void add_to(CLI::App& command);
  /// Only those that do not ask what was found in posts: times, networks, sources, tag and language.
  void add_without_findings_to(CLI::App& command);

  /// Fails with usage (64) for a time that is none, or a span that ends before it begins.
  Result<store::Filter> filter(LocalDay today) const;

  /// Times as days, then all others: "from 2026-11-01, before 2026-12-01, on mastodon"; empty for none.
  ///
  /// filter: what these options came to.
  std::string in_words_with_times(const store::Filter& filter) const;

  /// All but the times, for sentences: "compassion, breached, on mastodon"; empty for none.
  std::string in_words() const;

 private:
  void add_findings_to(CLI::App& command);

  std::string since_, until_, direction_, sentiment_, tag_, language_;
  std::vector<std::string> values_, networks_, sources_, kinds_, groups_;
};

}  // namespace nhs::cli
