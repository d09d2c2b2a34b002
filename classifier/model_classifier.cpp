#include "classifier/model_classifier.h"

#include <algorithm>

#include "classifier/language.h"

namespace nhs::classifier {
namespace {

bool has_words(const std::vector<Token>& tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& t) { return t.kind == TokenKind::word; });
}

Register register_of(const Reading& reading, Domain domain) {
  if (domain == Domain::automatic) return reading.found_register();
  return domain == Domain::patient ? Register::patient : Register::care_post;
}

SentimentFinding sentiment_of(Reading& reading, const std::vector<Token>& tokens, Register of) {
  const SentimentOdds odds = reading.sentiment(of);
  const auto label = static_cast<std::size_t>(std::max_element(odds.begin(), odds.end()) - odds.begin());
  return {static_cast<Sentiment>(label), odds[index_of(Sentiment::positive)],
          odds[index_of(Sentiment::neutral)], odds[index_of(Sentiment::negative)],
          as_offsets(reading.evidence(sentiment_column(of) + label), tokens)};
}

KindFinding kind_of(const Reading& reading) {
  const KindOdds odds = reading.kind();
  const auto best = std::max_element(odds.begin(), odds.end());
  return {static_cast<Kind>(best - odds.begin()), *best};
}

std::vector<Group> groups_of(const Model& model, const Scores& scores) {
  std::vector<Group> groups;
  for (const Group group : all_of<Group>()) {
    const Decision& decision = model.groups[index_of(group)];
    if (decision.probability(scores[column::group + index_of(group)]) >= decision.threshold)
      groups.push_back(group);
  }
  return groups;
}

}  // namespace

Classification ModelClassifier::classify(std::string_view text, std::string_view language, Domain domain,
                                         StatedLanguage stated) const {
  // Buffers are kept from text to text: allocating them anew would cost more than the judging.
  static thread_local Reading reading;
  reading.use(model_);
  const std::vector<Token>& tokens = reading.cut(text);
  Classification result;
  result.model = model_.version;
  const LanguageFinding found = stated == StatedLanguage::certain
                                    ? language_as_stated(language)
                                    : find_language(model_, reading, tokens, language);
  result.language = found.code;
  if (!has_words(tokens)) {
    result.unclassified = Unclassified::no_words;
    return result;
  }
  if (!found.readable) {
    result.unclassified = Unclassified::language;
    return result;
  }
  const Scores& scores = reading.judge();
  const Register of = register_of(reading, domain);
  result.sentiment = sentiment_of(reading, tokens, of);
  for (const Value value : all_of<Value>()) {
    const Decision& decision = model_.values[of == Register::patient ? 1 : 0][index_of(value)];
    const double probability = decision.probability(scores[column::value + index_of(value)]);
    if (probability >= decision.threshold)
      result.values.push_back(find_value(reading, value, probability, of));
  }
  result.kind = kind_of(reading);
  result.groups = groups_of(model_, scores);
  return result;
}

ValueFinding ModelClassifier::find_value(Reading& reading, Value value, double probability,
                                         Register of) const {
  const std::vector<EvidenceSpan> spans = reading.evidence(column::value + index_of(value));
  return {value, reading.direction(value, of, spans), probability, as_offsets(spans, reading.tokens())};
}

}  // namespace nhs::classifier
