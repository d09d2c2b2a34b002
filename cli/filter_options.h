#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/option_parser.h"
#include "core/result.h"
#include "store/queries.h"

namespace nhs::cli {

/// A word as a POSIX shell reads it back.
std::string shell_word(const std::string& text);

/// The filters that every command understands that reads posts.
class FilterOptions {
 public:
  void add_to(CLI::App& command);
  /// Only those that do not ask what was found in posts: times, networks, sources, tag, language and words.
  void add_without_findings_to(CLI::App& command);

  /// Fails with usage (64) for a time that is none, a span that ends before it begins, a search for nothing,
  /// and a saved search that the configuration does not have.
  Result<store::Filter> filter(const ReadingSession& session) const;

  /// Times as days, then all others: "from 2026-11-01, before 2026-12-01, on mastodon"; empty for none.
  ///
  /// filter: what these options came to.
  std::string in_words_with_times(const store::Filter& filter) const;

  /// The same for what is kept: of words that were searched only that there were some, for they may be
  /// somebody's name.
  std::string in_words_to_keep(const store::Filter& filter) const;
  /// Whether it left words out.
  bool keeps_words_back() const { return query_ || fts_; }

  /// All but the times, for sentences: "compassion, breached, on mastodon"; empty for none.
  std::string in_words() const;

  /// All but times, values and direction as arguments for a shell, to choose the same posts with another
  /// command: "--network mastodon --query 'long delay'"; empty for none.
  std::string arguments() const;

 private:
  void add_findings_to(CLI::App& command);
  void add_search_to(CLI::App& command);
  Result<void> take_times(LocalDay today, store::Filter& filter) const;
  std::string in_words(bool with_query) const;
  Result<std::optional<store::SearchQuery>> search(const config::Config& config) const;

  std::string since_, until_, period_, direction_, sentiment_, tag_, language_;
  std::optional<std::string> query_, fts_, saved_;
  std::vector<std::string> values_, networks_, sources_, kinds_, groups_;
  bool once_per_author_ = false;
};

}  // namespace nhs::cli
