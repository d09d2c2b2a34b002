#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/option_parser.h"
#include "core/result.h"
#include "store/filter.h"

namespace nhs::cli {

/// A word as a POSIX shell reads it back.
std::string shell_word(const std::string& text);

/// What chose posts, in words to be kept.
struct KeptWords {
  std::string words;  ///< "from 2026-11-01, on mastodon, with a hashtag"; empty for no filter
  /// Whether more was given than they name, or a saved query, which may be edited under its name: then the
  /// same words may stand for different filters.
  bool hide_some = false;
};

/// Where words about a filter are kept.
enum class KeptWhere : std::uint8_t {
  in_database,   ///< for good, whoever asks to be forgotten: in the audit, with a sample
  beside_posts,  ///< with the posts that it chose, which somebody takes out
};

/// The filters that every command understands that reads posts.
class FilterOptions {
 public:
  void add_to(Command command);
  /// Only those that do not ask what was found in posts: times, networks, sources, tag, language and words.
  void add_without_findings_to(Command command);
  /// Whether any of them was given, once the command is parsed.
  static bool any_given(Command command);

  /// Fails with usage (64) for a time that is none, a span that ends before it begins, a search for nothing,
  /// and a saved search that the configuration does not have.
  Result<store::Filter> filter(const ReadingSession& session) const;

  /// Times as days, then all others: "from 2026-11-01, before 2026-12-01, on mastodon"; empty for none.
  ///
  /// filter: what these options came to.
  std::string in_words_with_times(const store::Filter& filter) const;

  /// The same for what is kept. Whatever is typed may be somebody's name: of words that were searched it says
  /// only that there were some, and networks, sources and languages it names where the configuration or the
  /// database has them. A hashtag may be one person's alone, and goes from the database with their posts:
  /// kept there, only one that the configuration watches is named. Beside posts, all of which carry it, it is
  /// named, for without it nobody would know later what the file is of.
  Result<KeptWords> in_words_to_keep(const ReadingSession& session, const store::Filter& filter,
                                     KeptWhere where) const;

  /// All but the times, for sentences: "compassion, breached, on mastodon"; empty for none.
  std::string in_words() const;
  /// The same for what is counted by such periods, in each of which an author counts anew.
  std::string in_words_by(Bucket by) const;

  /// All but times, values and direction, for sentences: the posts that shares are of; empty for all.
  std::string base_in_words_by(Bucket by) const;

  /// All but times, values and direction as arguments for a shell, to choose the same posts with another
  /// command: "--network mastodon --query 'long delay'"; empty for none.
  std::string arguments() const;

 private:
  void add_findings_to(Command command);
  void add_search_to(Command command);
  Result<void> take_times(LocalDay today, store::Filter& filter) const;
  /// What of the options is anybody's words, each as it is to be told; empty for what was not given.
  struct Told {
    std::string networks, sources, tag, language, query;
    std::string once = "once per author";
  };
  Told as_typed() const;
  Told as_typed_by(Bucket by) const;
  std::string in_words(const Told& told) const;
  std::vector<std::string> base_parts(const Told& told) const;
  Result<std::optional<store::SearchQuery>> search(const config::Config& config) const;

  std::string since_, until_, period_, direction_, sentiment_, tag_, language_;
  std::optional<std::string> query_, fts_, saved_;
  std::vector<std::string> values_, networks_, sources_, kinds_, groups_;
  bool once_per_author_ = false;
};

}  // namespace nhs::cli
