#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/classification.h"
#include "core/concern_rule.h"

namespace nhs::classifier {

/// That a rule holds for a text.
struct ConcernHit {
  std::size_t rule;  ///< index into the rules
  Evidence words;    ///< the first phrase of it that stands in the text
};

/// Holds texts against concern rules. Thread-safe.
class ConcernFinder {
 public:
  /// rules: all are in force; their phrases are written as they should be (is_concern_phrase).
  explicit ConcernFinder(const std::vector<ConcernRule>& rules);

  /// The rules that hold, each once, in their order. Any bytes will do, of any language; phrases are English.
  std::vector<ConcernHit> find(std::string_view text) const;

  /// Their names.
  std::vector<std::string> holding(std::string_view text) const;

  /// Differs for rules that would find other texts or name them otherwise.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  struct Word {
    std::string form;
    std::uint64_t hash;  ///< of a whole word
    bool prefix;
  };
  /// One place of a phrase: one of these words, maybe after some others.
  struct Slot {
    std::vector<Word> words;
    bool after_others = false;
  };
  struct Phrase {
    std::size_t rule;
    bool unless;
    std::vector<Slot> slots;
  };
  struct Text;

  void add(std::size_t rule, std::string_view phrase, bool unless);
  void index();
  std::size_t end_of(const Text& text, const Phrase& phrase, std::size_t slot, std::size_t at) const;

  std::vector<std::string> names_;
  std::vector<Phrase> phrases_;
  /// Phrases by the hash of a word that they may begin with, sorted.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_word_;
  /// Those that may begin with an open word, by the hash of its first three bytes.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_beginning_;
  std::string fingerprint_;
};

}  // namespace nhs::classifier
