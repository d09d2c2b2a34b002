#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "store/batch.h"

namespace nhs::bench {

/// Texts that nobody wrote, of words that follow each other as they do in real ones: so a full-text index
/// meets the frequencies of a language. One word in fifty is made up, out of a tail without end, as names and
/// slips are.
class Chatter {
 public:
  /// tsv: a labelled file, its texts in the second column.
  explicit Chatter(const std::string& tsv);

  /// About as long as a post, without hashtags.
  std::string text(std::mt19937_64& random) const;

 private:
  void learn(std::string_view text);
  void append_sentence(std::string& text, std::mt19937_64& random) const;

  std::vector<std::string> words_;  ///< 0 ends a sentence
  std::vector<std::vector<std::uint32_t>>
      followers_;  ///< of each word, as often as they follow; of 0: first words
};

/// Classified posts, ready for the store, that stand for six years of a busy network: some authors write much
/// and most little, many tags are used once, some posts are copies, undated, in another language, or shown by
/// a second source. Chosen by a seed; nothing was classified.
class SyntheticPosts {
 public:
  /// A word that stands in one post of a hundred thousand.
  static constexpr const char* kRareWord = "quandlewick";

  SyntheticPosts(const Chatter& chatter, std::size_t posts, std::uint64_t seed);

  /// The next posts of one source, as one transaction of an import; without posts at the end.
  store::Batch next(std::size_t size);

 private:
  struct Shown {
    std::string text;
    std::int64_t text_key;
  };

  store::Batch batch_of(std::size_t origin);
  store::ClassifiedPost make(const std::string& network);
  UtcTime moment();
  void choose_text(PseudonymousPost& post);
  void choose_tags(PseudonymousPost& post);
  void judge(Classification& classification);
  void find_values(Classification& classification);

  double share() { return std::generate_canonical<double, 32>(random_); }
  bool chance(double probability) { return share() < probability; }
  std::size_t below(std::size_t end) { return random_() % end; }
  std::size_t one_of(const std::vector<double>& weights);
  KeyedHash hash();
  std::string bytes(std::size_t size);

  const Chatter& chatter_;
  std::size_t posts_;
  std::size_t made_ = 0;
  UtcTime reached_{};  ///< no post is newer
  std::mt19937_64 random_;
  std::uint64_t seed_;
  std::vector<double> days_;                                 ///< share of posts up to the end of each day
  std::vector<std::vector<store::ClassifiedPost>> pending_;  ///< of each source
  std::vector<Shown> recent_;                                ///< texts that may be copied
};

}  // namespace nhs::bench
