#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"
#include "core/result.h"
#include "store/filter.h"

namespace nhs::cli {

/// Tells what may be kept of the words by which posts were chosen, where what is kept outlives the posts: the
/// audit is never changed. Whatever is typed may be somebody's name, or the hashtag of one person, so a word
/// is kept only where it is the team's own, and else that there was one.
class WordsToKeep {
 public:
  /// session: outlives this.
  explicit WordsToKeep(const ReadingSession& session) : session_(session) {}

  /// Those that the configuration or a stored post has, and "a network", "a source" for all others. Fail as
  /// the reader does.
  Result<std::vector<std::string>> networks(const std::vector<std::string>& given);
  Result<std::vector<std::string>> sources(const std::vector<std::string>& given);

  /// The code where a stored post has it, else "a language"; empty for none.
  ///
  /// code: Filter::language. What was typed may say more: of `en-GB` only `en` chooses anything.
  Result<std::string> language(const std::optional<std::string>& code);

  /// One that the configuration watches, as written there, `#NHSvalues`; else "with a hashtag", also where
  /// posts carry it: it goes with the last of them.
  ///
  /// key: Filter::tag.
  std::string tag(const std::string& key);

  /// Of words that were searched, that there were some.
  std::string query();

  /// Whether any word was left out so far.
  bool hid_some() const { return hid_some_; }

 private:
  std::string hidden(std::string_view in_its_place);
  Result<bool> has_posts(const store::Filter& alone) const;

  const ReadingSession& session_;
  bool hid_some_ = false;
};

}  // namespace nhs::cli
