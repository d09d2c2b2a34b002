#include "classifier/evidence.h"

#include <algorithm>

namespace nhs::classifier {
namespace {

bool can_be_evidence(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::emoji || token.kind == TokenKind::emoticon;
}

/// What each token adds to the column's logit.
void contributions(const Model& model, std::size_t column, const FamilyFactors& factors,
                   const std::vector<Occurrence>& occurrences, std::vector<float>& into) {
  for (const Occurrence& occurrence : occurrences) {
    if (occurrence.tokens == 0 || model.rarity[occurrence.bucket] == 0) continue;
    const float weight = model.weights[occurrence.bucket].of[column];
    const float share = weight * factors[static_cast<std::size_t>(occurrence.family)] / occurrence.tokens;
    for (std::uint32_t i = 0; i < occurrence.tokens; ++i) into[occurrence.first_token + i] += share;
  }
  for (float& contribution : into) contribution *= model.scale[column];
}

/// Words at least this strong beside the strongest count; weaker ones would only blur the picture.
constexpr float kLeastShare = 0.25F;
/// Most words that are looked at: three spans rarely need more.
constexpr std::size_t kMostWords = 8;

std::vector<std::uint32_t> strongest(const std::vector<Token>& tokens,
                                     const std::vector<float>& contribution) {
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t i = 0; i < tokens.size(); ++i)
    if (can_be_evidence(tokens[i])) chosen.push_back(i);
  const std::size_t most = std::min(kMostWords, chosen.size());
  const auto stronger = [&](std::uint32_t a, std::uint32_t b) {
    return contribution[a] != contribution[b] ? contribution[a] > contribution[b] : a < b;
  };
  std::partial_sort(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(most), chosen.end(),
                    stronger);
  chosen.resize(most);
  while (chosen.size() > 1 && (contribution[chosen.back()] <= 0 ||
                               contribution[chosen.back()] < kLeastShare * contribution[chosen.front()])) {
    chosen.pop_back();
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

/// Joins words side by side, and over one word of the same clause in between that does not speak against.
std::vector<EvidenceSpan> joined(const std::vector<std::uint32_t>& words, const std::vector<Token>& tokens,
                                 const std::vector<float>& contribution) {
  std::vector<EvidenceSpan> spans;
  for (const std::uint32_t word : words) {
    if (!spans.empty() && tokens[word].clause == tokens[spans.back().last].clause) {
      EvidenceSpan& span = spans.back();
      const bool over_one =
          word == span.last + 2 && tokens[word - 1].kind == TokenKind::word && contribution[word - 1] >= 0;
      if (word == span.last + 1 || over_one) {
        span.strength += contribution[word] + (over_one ? contribution[word - 1] : 0);
        span.last = word;
        continue;
      }
    }
    spans.push_back({word, word, contribution[word]});
  }
  return spans;
}

}  // namespace

std::vector<EvidenceSpan> find_evidence(const Model& model, std::size_t column, const FamilyFactors& factors,
                                        const std::vector<Token>& tokens,
                                        const std::vector<Occurrence>& occurrences) {
  static thread_local std::vector<float> contribution;
  contribution.assign(tokens.size(), 0.0F);
  contributions(model, column, factors, occurrences, contribution);
  std::vector<EvidenceSpan> spans = joined(strongest(tokens, contribution), tokens, contribution);
  std::stable_sort(spans.begin(), spans.end(),
                   [](const EvidenceSpan& a, const EvidenceSpan& b) { return a.strength > b.strength; });
  if (spans.size() > kMostSpans) spans.resize(kMostSpans);
  return spans;
}

std::vector<Evidence> as_offsets(const std::vector<EvidenceSpan>& spans, const std::vector<Token>& tokens) {
  std::vector<Evidence> offsets;
  for (const EvidenceSpan& span : spans) offsets.push_back({tokens[span.first].start, tokens[span.last].end});
  return offsets;
}

}  // namespace nhs::classifier
