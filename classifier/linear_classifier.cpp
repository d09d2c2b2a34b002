#include "classifier/linear_classifier.h"

#include <algorithm>

#include "classifier/language.h"

namespace nhs::classifier {
namespace {

bool has_words(const std::vector<Token>& tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& t) { return t.kind == TokenKind::word; });
}

SentimentFinding sentiment_of(const Reading& reading, const std::vector<Token>& tokens, bool patient) {
  const SentimentOdds odds = reading.sentiment(patient);
  const auto label = static_cast<std::size_t>(std::max_element(odds.begin(), odds.end()) - odds.begin());
  const std::size_t head = patient ? column::patient_sentiment : column::sentiment;
  return {static_cast<Sentiment>(label), odds[index_of(Sentiment::positive)],
          odds[index_of(Sentiment::neutral)], odds[index_of(Sentiment::negative)],
          as_offsets(reading.evidence(head + label), tokens)};
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

Classification LinearClassifier::classify(std::string_view text, std::string_view language, Domain domain,
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
  const bool patient = domain == Domain::patient || (domain == Domain::automatic && reading.is_patients());
  result.sentiment = sentiment_of(reading, tokens, patient);
  for (const Value value : all_of<Value>()) {
    const Decision& decision = model_.values[patient ? 1 : 0][index_of(value)];
    const double probability = decision.probability(scores[column::value + index_of(value)]);
    if (probability >= decision.threshold)
      result.values.push_back(find_value(reading, value, probability, patient));
  }
  result.kind = kind_of(reading);
  result.groups = groups_of(model_, scores);
  return result;
}

ValueFinding LinearClassifier::find_value(Reading& reading, Value value, double probability,
                                          bool patient) const {
  const std::vector<EvidenceSpan> spans = reading.evidence(column::value + index_of(value));
  return {value, reading.direction(value, patient, spans), probability, as_offsets(spans, reading.tokens())};
}

}  // namespace nhs::classifier
