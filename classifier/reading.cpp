#include "classifier/reading.h"

#include <algorithm>

namespace nhs::classifier {
namespace {

SentimentOdds mean(const SentimentOdds& a, const SentimentOdds& b) {
  SentimentOdds odds{};
  for (std::size_t i = 0; i < odds.size(); ++i) odds[i] = (a[i] + b[i]) / 2;
  return odds;
}

SentimentOdds sentiment_of(const Scores& scores, bool patient) {
  const auto general = softmax<count_of<Sentiment>>(scores, column::sentiment);
  return patient ? mean(general, softmax<count_of<Sentiment>>(scores, column::patient_sentiment)) : general;
}

}  // namespace

const std::vector<Token>& Reading::cut(std::string_view text) {
  tokens_ = &tokeniser_.tokenise(text);
  return *tokens_;
}

const Scores& Reading::judge() {
  extract_features(tokeniser_, *tokens_, occurrences_);
  keep_first_known(*model_, occurrences_, seen_, kept_);
  factors_ = family_factors(model_->rarity, model_->family_weight, kept_);
  scores_ = scores_of(*model_, kept_);
  return scores_;
}

/// Patients answer a survey: they neither tag, nor mention, nor link.
bool Reading::is_patients() const {
  const bool posted = std::any_of(tokens_->begin(), tokens_->end(), [](const Token& token) {
    return token.kind == TokenKind::topic || token.kind == TokenKind::user || token.kind == TokenKind::url ||
           token.in_hashtag;
  });
  return !posted && scores_[column::patient_domain] > 0;
}

SentimentOdds Reading::sentiment(bool patient) const { return sentiment_of(scores_, patient); }

std::vector<EvidenceSpan> Reading::evidence(std::size_t column) const {
  return find_evidence(*model_, column, factors_, *tokens_, occurrences_);
}

const std::vector<Occurrence>& Reading::clause_features(const std::vector<EvidenceSpan>& spans) {
  in_clause_.clear();
  if (!spans.empty()) {
    const std::uint32_t clause = (*tokens_)[spans.front().first].clause;
    for (const Occurrence& occurrence : occurrences_)
      if (occurrence.tokens > 0 && (*tokens_)[occurrence.first_token].clause == clause)
        in_clause_.push_back(occurrence);
  }
  keep_first_known(*model_, in_clause_, seen_, kept_in_clause_);
  return kept_in_clause_;
}

DirectionInputs Reading::direction_inputs(Value value, bool patient, const Scores& clause_scores) const {
  DirectionInputs inputs{};
  std::size_t at = 0;
  inputs[at + index_of(value)] = 1;
  at += count_of<Value>;
  for (const double share : sentiment(patient)) inputs[at++] = static_cast<float>(share);
  const SentimentOdds clause = sentiment_of(clause_scores, patient);
  for (const double share : clause) inputs[at++] = static_cast<float>(share);
  for (const double share : kind()) inputs[at++] = static_cast<float>(share);
  at += index_of(value) * count_of<Sentiment>;
  for (const double share : clause) inputs[at++] = static_cast<float>(share);
  return inputs;
}

Direction Reading::direction(Value value, bool patient, const std::vector<EvidenceSpan>& spans) {
  const Scores clause_scores = scores_of(*model_, clause_features(spans));
  const DirectionInputs inputs = direction_inputs(value, patient, clause_scores);
  std::array<float, count_of<Direction>> logits{};
  for (std::size_t d = 0; d < logits.size(); ++d) {
    logits[d] = scores_[column::direction_text + d] + clause_scores[column::direction_clause + d];
    for (std::size_t i = 0; i < inputs.size(); ++i) logits[d] += inputs[i] * model_->direction[i][d];
  }
  return static_cast<Direction>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

}  // namespace nhs::classifier
