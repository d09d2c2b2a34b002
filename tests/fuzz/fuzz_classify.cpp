#include <cmath>
#include <memory>

#include "classifier/classifier.h"
#include "classifier/tokeniser.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::classifier;
using namespace nhs::test;

namespace {

const Classifier& committed_model() {
  static const std::unique_ptr<const Classifier> model = [] {
    auto loaded = find_model().and_then(load_model);
    must(loaded.has_value(), "the committed model can be loaded");
    return *std::move(loaded);
  }();
  return *model;
}

void check_evidence(const std::vector<Evidence>& evidence, std::string_view text) {
  must(evidence.size() <= 3, "evidence is three spans at most");
  for (const Evidence& words : evidence)
    must(words.start < words.end && words.end <= text.size(), "evidence stands in the text");
}

bool is_probability(double number) { return number >= 0 && number <= 1; }

void check_judgement(const Classification& judged, std::string_view text) {
  if (judged.unclassified)
    return must(!judged.sentiment && judged.values.empty() && !judged.kind && judged.groups.empty(),
                "what is not classified has no findings");
  must(judged.sentiment && judged.kind, "a judgement is whole");
  const SentimentFinding& sentiment = *judged.sentiment;
  for (const double share : {sentiment.positive, sentiment.neutral, sentiment.negative})
    must(is_probability(share), "a share is a probability");
  must(std::abs(sentiment.positive + sentiment.neutral + sentiment.negative - 1) < 1e-6,
       "the three sentiments add up");
  must(is_probability(judged.kind->probability), "a kind has a probability");
  check_evidence(sentiment.evidence, text);
  for (const ValueFinding& finding : judged.values) {
    must(is_probability(finding.probability), "a value has a probability");
    check_evidence(finding.evidence, text);
  }
}

void check_tokens(std::string_view text) {
  static Tokeniser tokeniser;
  std::uint32_t before = 0;
  for (const Token& token : tokeniser.tokenise(text)) {
    must(token.start >= before && token.end >= token.start && token.end <= text.size(),
         "tokens follow each other in the text");
    before = token.start;
    must(is_clean(tokeniser.form(token)), "a token's form is clean");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  check_tokens(text);
  for (const StatedLanguage stated : {StatedLanguage::hint, StatedLanguage::certain})
    check_judgement(committed_model().classify(text, "en", Domain::automatic, stated), text);
  return 0;
}
