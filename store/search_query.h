#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace nhs::store {

/// Tags and words of which a post must have one.
struct TagsOrWords {
  std::vector<std::string> tags;  ///< folded; not empty
  std::string words;              ///< an expression of SQLite's FTS5; empty for none
};

/// What texts are searched for. Expressions are those of SQLite's FTS5; parse_query's are never refused.
struct SearchQuery {
  std::string words;                      ///< the text must match; empty when only tags are searched for
  std::string without;                    ///< the text must not match; empty for nothing
  std::vector<TagsOrWords> tags;          ///< each must hold
  std::vector<std::string> without_tags;  ///< folded; the post must carry none of them
  /// `words` is as a person wrote it, and may be refused.
  bool raw = false;
  /// "or" stands between two of the words, where `OR` may be meant.
  bool has_small_or = false;

  /// Where there is none, nothing orders matches by strength, and there is no part of a text to show.
  bool has_words() const { return !words.empty(); }
};

/// At most so many bytes are read as a search.
inline constexpr std::size_t kMaxQueryBytes = 1000;

/// Reads what people type into a search box. All of it has to hold: words, compared by their English stems
/// without case and accents; "quoted phrases"; `-word`, `-"a phrase"` for what must not stand there; `word*`
/// for words by the beginning of their stems; `tag:NAME` and `-tag:NAME` for hashtags. `OR` in capitals makes
/// alternatives of its two neighbours, `AND` says what holds anyway. Curly quotes and long dashes are plain
/// ones. A quote that is never closed ends with the text; signs without a word, emoji too, are passed over.
/// Fails with usage (64) when nothing is left to search for, only exclusions, or more than kMaxQueryBytes.
/// Pure and thread-safe.
Result<SearchQuery> parse_query(std::string_view typed);

/// An expression in FTS5's own language. Whether SQLite takes it is found when it is asked: usage (64).
/// Fails with usage (64) for one that is empty, too long, or one of FTS5's commands (`*…`).
Result<SearchQuery> raw_query(std::string_view expression);

}  // namespace nhs::store
