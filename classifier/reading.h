#pragma once

#include <string_view>
#include <vector>

#include "classifier/evidence.h"
#include "classifier/network_reading.h"

namespace nhs::classifier {

using SentimentOdds = std::array<double, count_of<Sentiment>>;
using KindOdds = std::array<double, count_of<Kind>>;
using DirectionInputs = std::array<float, kDirectionInputs>;

/// Softmax over `N` columns from `first`.
template <std::size_t N>
std::array<double, N> softmax(const Scores& scores, std::size_t first) {
  std::array<double, N> odds{};
  float top = scores[first];
  for (std::size_t i = 1; i < N; ++i) top = std::max(top, scores[first + i]);
  double sum = 0;
  for (std::size_t i = 0; i < N; ++i) sum += odds[i] = std::exp(static_cast<double>(scores[first + i] - top));
  for (double& share : odds) share /= sum;
  return odds;
}

/// Which texts a text is like; what is neutral in one is praise in another, so each has its own sentiment.
enum class Register : std::uint8_t { any_post, care_post, patient };

/// Where a register's sentiment begins among the columns.
constexpr std::size_t sentiment_column(Register of) {
  constexpr std::array<std::size_t, 3> first = {column::sentiment, column::care_sentiment,
                                                column::patient_sentiment};
  return first[static_cast<std::size_t>(of)];
}

/// One text as a model sees it: what training learns from and what judging decides on. Keeps its buffers
/// between texts; one thread at a time. use(), then cut(), then judge(), then the rest.
class Reading {
 public:
  Reading() = default;
  /// rows: a cache of another size.
  explicit Reading(CharacterRows rows) : rows_(std::move(rows)) {}
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() = default;

  /// The model to read with from now on.
  void use(const Model& model) {
    model_ = &model;
    networks_.resize(model.networks.size());
  }

  /// Cuts the text; the tokens are valid until the next one.
  const std::vector<Token>& cut(std::string_view text);
  const std::vector<Token>& tokens() const { return *tokens_; }
  std::string_view form(const Token& token) const { return tokeniser_.form(token); }

  /// Scores of the text that was cut.
  const Scores& judge();
  const Scores& scores() const { return scores_; }
  /// The register by the text itself, after judge().
  Register found_register() const;
  SentimentOdds sentiment(Register of) const {
    return softmax<count_of<Sentiment>>(scores_, sentiment_column(of));
  }
  const KindOdds& kind() const { return kind_; }

  std::vector<EvidenceSpan> evidence(std::size_t column);

  /// Features of the clause with the strongest span that the model knows, each once. Taking the other spans'
  /// clauses too makes the direction worse: they often speak of something else.
  const Features& clause_features(const std::vector<EvidenceSpan>& spans);
  const Features& text_features() const { return kept_; }

  /// Scores of a clause by its n-grams and cues alone.
  Scores clause_scores(const Features& clause_features);
  DirectionInputs direction_inputs(Value value, Register of, const Scores& clause_scores) const;
  Direction direction(Value value, Register of, const std::vector<EvidenceSpan>& spans);

 private:
  const Model* model_ = nullptr;
  Tokeniser tokeniser_;
  const std::vector<Token>* tokens_ = nullptr;
  /// What the model knows, repeated ones too; each once; each once of a clause.
  Features all_;
  Features kept_;
  Features kept_in_clause_;
  SeenBuckets seen_;
  CharacterRows rows_;
  std::vector<WordItem> items_;
  std::vector<NetworkReading> networks_;
  std::vector<float> contribution_;
  Scores scores_{};
  KindOdds kind_{};
  FamilyFactors factors_{};
};

}  // namespace nhs::classifier
