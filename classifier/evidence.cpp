#include "classifier/evidence.h"

#include <algorithm>

namespace nhs::classifier {
namespace {

bool can_be_evidence(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::emoji ||
         token.kind == TokenKind::emoticon || token.kind == TokenKind::idiom;
}

/// Words at least this strong beside the strongest count; weaker ones would only blur the picture.
constexpr float kLeastShare = 0.25F;
/// Most words that are looked at: three spans rarely need more.
constexpr std::size_t kMostWords = 8;

/// The words that count, in the order of the text.
const std::vector<std::uint32_t>& strongest(const std::vector<Token>& tokens,
                                            const std::vector<float>& contribution) {
  static thread_local std::vector<std::uint32_t> chosen;
  chosen.clear();
  const auto count = static_cast<std::uint32_t>(tokens.size());
  const Token* token = tokens.data();
  const float* part = contribution.data();
  std::uint32_t best = 0;
  bool any = false;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!can_be_evidence(token[i])) continue;
    if (!any || part[i] > part[best]) best = i;
    any = true;
  }
  if (!any) return chosen;
  const float least = kLeastShare * part[best];
  if (least <= 0) {
    chosen.push_back(best);
    return chosen;
  }
  for (std::uint32_t i = 0; i < count; ++i)
    if (part[i] >= least && can_be_evidence(token[i])) chosen.push_back(i);
  if (chosen.size() <= kMostWords) return chosen;
  const auto stronger = [&](std::uint32_t a, std::uint32_t b) {
    return contribution[a] != contribution[b] ? contribution[a] > contribution[b] : a < b;
  };
  std::partial_sort(chosen.begin(), chosen.begin() + kMostWords, chosen.end(), stronger);
  chosen.resize(kMostWords);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

/// Joins words side by side, and over one word of the same clause in between that does not speak against.
std::vector<EvidenceSpan> joined(const std::vector<std::uint32_t>& words, const std::vector<Token>& tokens,
                                 const std::vector<float>& contribution) {
  std::vector<EvidenceSpan> spans;
  spans.reserve(words.size());
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

void add_contributions(const Model& model, std::size_t column, const FamilyFactors& factors,
                       const Features& features, CharacterRows& rows, std::vector<float>& of_token) {
  FamilyFactors scaled = factors;
  for (float& factor : scaled) factor *= model.scale[column];
  const WeightRow* weights = model.weights.data();
  float* into = of_token.data();
  for (const Occurrence& occurrence : features.occurrences) {
    const float part = scaled[static_cast<std::size_t>(occurrence.family)] *
                       static_cast<float>(weights[occurrence.bucket].of[column]);
    for (std::uint32_t t = 0; t < occurrence.tokens; ++t)
      into[occurrence.first_token + t] += part / static_cast<float>(occurrence.tokens);
  }
  const float factor = scaled[static_cast<std::size_t>(FeatureFamily::characters)];
  for (const SpeltWord& word : features.words)
    into[word.token] += factor * static_cast<float>(rows.of(word, model).weights[column]);
}

std::vector<EvidenceSpan> find_evidence(const std::vector<Token>& tokens,
                                        const std::vector<float>& contribution) {
  std::vector<EvidenceSpan> spans = joined(strongest(tokens, contribution), tokens, contribution);
  std::sort(spans.begin(), spans.end(), [](const EvidenceSpan& a, const EvidenceSpan& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.first < b.first;
  });
  if (spans.size() > kMostSpans) spans.resize(kMostSpans);
  return spans;
}

std::vector<Evidence> as_offsets(const std::vector<EvidenceSpan>& spans, const std::vector<Token>& tokens) {
  std::vector<Evidence> offsets;
  offsets.reserve(spans.size());
  for (const EvidenceSpan& span : spans) offsets.push_back({tokens[span.first].start, tokens[span.last].end});
  return offsets;
}

}  // namespace nhs::classifier
