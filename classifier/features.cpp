#include "classifier/features.h"

#include <algorithm>
#include <array>

#include "classifier/cues.h"
#include "classifier/hash.h"

namespace nhs::classifier {
namespace {

/// Kinds of features that share the buckets; each starts its hash from its own seed.
enum class Seed : std::uint64_t { word = 1, negated_word, pair, characters, cue, negated_cue, shape };

constexpr std::uint64_t seeded(Seed seed) { return fnv_step(kFnvOffset, static_cast<std::uint64_t>(seed)); }
static_assert(seeded(Seed::word) == kWordSeed);

std::uint32_t bucket_of(std::uint64_t hash) {
  return static_cast<std::uint32_t>(spread(hash) >> (64 - kBucketBits));
}

/// Takes part in word features; links and mentions do once, topics and punctuation do not pair.
bool is_wordlike(const Token& token) {
  return token.kind != TokenKind::topic && token.kind != TokenKind::punctuation;
}

class Extractor {
 public:
  Extractor(const Tokeniser& tokeniser, const std::vector<Token>& tokens, Features& out)
      : tokeniser_(tokeniser), tokens_(tokens), out_(out.occurrences), words_(out.words) {}

  void extract() {
    std::uint64_t previous_hash = 0;
    std::uint32_t previous = 0;
    bool has_previous = false;
    for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.kind == TokenKind::topic || token.form_length == 0) continue;
      const std::uint64_t hash = token.hash;
      const std::uint32_t bucket = bucket_of(hash);
      add(token.negated ? bucket_of(fnv_step(seeded(Seed::negated_word), hash)) : bucket, i, 1,
          FeatureFamily::words);
      if (token.kind == TokenKind::word) words_.push_back({hash, tokeniser_.form(token), bucket, i});
      if (!is_wordlike(token)) continue;
      if (has_previous && tokens_[previous].clause == token.clause)
        add_pair(previous_hash, previous, hash, i);
      previous_hash = hash;
      previous = i;
      has_previous = true;
    }
    add_cues();
    add_shape();
  }

 private:
  void add(std::uint32_t bucket, std::uint32_t token, std::uint32_t count, FeatureFamily family) {
    out_.push_back({bucket, token, static_cast<std::uint16_t>(std::min(count, 0xFFFFU)), family, 0});
  }

  void add_pair(std::uint64_t left_hash, std::uint32_t left, std::uint64_t right_hash, std::uint32_t right) {
    add(bucket_of(fnv_step(fnv_step(seeded(Seed::pair), left_hash), spread(right_hash))), left,
        right - left + 1, FeatureFamily::words);
  }

  void add_cues() {
    static thread_local std::vector<CueHit> hits;
    hits.clear();
    find_cues(tokeniser_, tokens_, hits);
    for (const CueHit& hit : hits) {
      const Seed seed = tokens_[hit.first_token].negated ? Seed::negated_cue : Seed::cue;
      add(bucket_of(fnv_step(seeded(seed), hit.cue)), hit.first_token, hit.tokens, FeatureFamily::cues);
    }
  }

  /// How a post looks, which tells a headline from a story.
  void add_shape() {
    enum Shape : std::uint64_t {
      any,
      user,
      url,
      emoji,
      hashtag,
      exclaims,
      asks,
      quotes,
      number,
      shouts,
      drawls,
      length
    };
    std::array<bool, length> seen{};
    std::uint32_t words = 0;
    for (const Token& token : tokens_) {
      const char mark = token.kind == TokenKind::punctuation && token.form_length > 0
                            ? tokeniser_.form(token).front()
                            : '\0';
      words += token.kind == TokenKind::word ? 1 : 0;
      seen[any] = true;
      seen[user] |= token.kind == TokenKind::user;
      seen[url] |= token.kind == TokenKind::url;
      seen[emoji] |= token.kind == TokenKind::emoji;
      seen[hashtag] |= token.in_hashtag;
      seen[exclaims] |= mark == '!';
      seen[asks] |= mark == '?';
      seen[quotes] |= mark == '"';
      seen[number] |= token.kind == TokenKind::number;
      seen[shouts] |= token.shouted;
      seen[drawls] |= token.elongated;
    }
    for (std::uint64_t shape = 0; shape < length; ++shape)
      if (seen[shape]) add(bucket_of(fnv_step(seeded(Seed::shape), shape)), 0, 0, FeatureFamily::cues);
    std::uint64_t octave = 0;
    while ((words >> octave) > 3 && octave < 6) ++octave;
    add(bucket_of(fnv_step(seeded(Seed::shape), length + octave)), 0, 0, FeatureFamily::cues);
  }

  const Tokeniser& tokeniser_;
  const std::vector<Token>& tokens_;
  std::vector<Occurrence>& out_;
  std::vector<SpeltWord>& words_;
};

}  // namespace

void extract_features(const Tokeniser& tokeniser, const std::vector<Token>& tokens, Features& features) {
  features.occurrences.clear();
  features.words.clear();
  Extractor(tokeniser, tokens, features).extract();
}

void character_buckets(std::string_view form, std::vector<std::uint32_t>& buckets) {
  constexpr std::size_t shortest = 3, longest = 5;
  buckets.clear();
  form = form.substr(0, kSpeltBytes);
  const std::size_t length = form.size() + 2;
  const auto at = [&](std::size_t i) {
    return i == 0 || i + 1 == length ? std::uint64_t{' '}
                                     : std::uint64_t{static_cast<unsigned char>(form[i - 1])};
  };
  for (std::size_t start = 0; start + shortest <= length; ++start) {
    std::uint64_t hash = seeded(Seed::characters);
    const std::size_t end = std::min(length, start + longest);
    for (std::size_t i = start; i < end; ++i) {
      hash = fnv_step(hash, at(i));
      if (i + 1 >= start + shortest) buckets.push_back(bucket_of(hash));
    }
  }
  std::sort(buckets.begin(), buckets.end());
  buckets.erase(std::unique(buckets.begin(), buckets.end()), buckets.end());
}

}  // namespace nhs::classifier
