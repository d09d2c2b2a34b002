#include "classifier/reading.h"

#include <algorithm>

namespace nhs::classifier {
const std::vector<Token>& Reading::cut(std::string_view text) {
  tokens_ = &tokeniser_.tokenise(text);
  return *tokens_;
}

const Scores& Reading::judge() {
  const auto any = [](const auto&) { return true; };
  extract_features(tokeniser_, *tokens_, all_);
  for (const SpeltWord& word : all_.words) rows_.prefetch(word);
  keep_known(*model_, all_.occurrences);
  keep_first(all_.occurrences, seen_, kept_.occurrences, any);
  keep_first(all_.words, seen_, kept_.words, any);
  const FamilySums sums = sums_of(*model_, kept_, rows_);
  factors_ = family_factors(model_->family_weight, sums.squares);
  scores_ = scores_of(*model_, factors_, sums);
  if (!networks_.empty()) make_word_sequence(tokeniser_, *tokens_, items_);
  for (std::size_t i = 0; i < networks_.size(); ++i) {
    networks_[i].read(model_->networks[i], items_);
    networks_[i].add_scores(scores_);
  }
  kind_ = softmax<count_of<Kind>>(scores_, column::kind);
  return scores_;
}

Register Reading::found_register() const {
  bool posted = false, has_topic = false;
  for (const Token& token : *tokens_) {
    has_topic = has_topic || token.kind == TokenKind::topic;
    posted = posted || token.kind == TokenKind::user || token.kind == TokenKind::url || token.in_hashtag;
  }
  // Patients answer a survey: they neither tag, nor mention, nor link.
  if (!posted && !has_topic && scores_[column::patient_domain] > 0) return Register::patient;
  return has_topic || scores_[column::care_domain] > 0 ? Register::care_post : Register::any_post;
}

std::vector<EvidenceSpan> Reading::evidence(std::size_t column) {
  contribution_.assign(tokens_->size(), 0);
  add_contributions(*model_, column, factors_, all_, rows_, contribution_);
  for (NetworkReading& network : networks_) network.add_contributions(column, contribution_);
  return find_evidence(*tokens_, contribution_);
}

const Features& Reading::clause_features(const std::vector<EvidenceSpan>& spans) {
  kept_in_clause_.occurrences.clear();
  kept_in_clause_.words.clear();
  if (spans.empty()) return kept_in_clause_;
  const Token* tokens = tokens_->data();
  const std::uint32_t clause = tokens[spans.front().first].clause;
  keep_first(all_.occurrences, seen_, kept_in_clause_.occurrences, [&](const Occurrence& occurrence) {
    return occurrence.tokens > 0 && tokens[occurrence.first_token].clause == clause;
  });
  keep_first(all_.words, seen_, kept_in_clause_.words,
             [&](const SpeltWord& word) { return tokens[word.token].clause == clause; });
  return kept_in_clause_;
}

Scores Reading::clause_scores(const Features& clause_features) {
  const FamilySums sums = sums_of(*model_, clause_features, rows_);
  return scores_of(*model_, family_factors(model_->family_weight, sums.squares), sums);
}

DirectionInputs Reading::direction_inputs(Value value, Register of, const Scores& clause_scores) const {
  DirectionInputs inputs{};
  std::size_t at = 0;
  inputs[at + index_of(value)] = 1;
  at += count_of<Value>;
  for (const double share : sentiment(of)) inputs[at++] = static_cast<float>(share);
  const auto clause = softmax<count_of<Sentiment>>(clause_scores, sentiment_column(of));
  for (const double share : clause) inputs[at++] = static_cast<float>(share);
  for (const double share : kind()) inputs[at++] = static_cast<float>(share);
  at += index_of(value) * count_of<Sentiment>;
  for (const double share : clause) inputs[at++] = static_cast<float>(share);
  return inputs;
}

Direction Reading::direction(Value value, Register of, const std::vector<EvidenceSpan>& spans) {
  const Scores of_clause = clause_scores(clause_features(spans));
  const DirectionInputs inputs = direction_inputs(value, of, of_clause);
  DirectionLogits logits{};
  for (std::size_t d = 0; d < logits.size(); ++d) {
    logits[d] = scores_[column::direction_text + d] + of_clause[column::direction_clause + d];
    for (std::size_t i = 0; i < inputs.size(); ++i) logits[d] += inputs[i] * model_->direction[i][d];
  }
  for (NetworkReading& network : networks_) network.add_direction(value, logits);
  return static_cast<Direction>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

}  // namespace nhs::classifier
