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

  /// Fails with usage (64) for a time that is none, or a span that ends before it begins.
  Result<store::Filter> filter(LocalDay today) const;

  /// All but the times, for sentences: "compassion, breached, on mastodon"; empty for none.
  std::string in_words() const;

 private:
  std::string since_, until_, direction_, sentiment_, tag_, language_;
  std::vector<std::string> values_, networks_, sources_, kinds_, groups_;
};

}  // namespace nhs::cli
