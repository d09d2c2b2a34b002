#include "evaluation/accuracy.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "evaluation/accuracy_markdown.h"
#include "evaluation/wilson.h"

using namespace nhs;
using namespace nhs::evaluation;

namespace {

/// Labels as fields of a labelled file.
Label label(const char* values, const char* sentiment = "", const char* kind = "", const char* groups = "") {
  Label label;
  label.values = parse_values_field(values).value();
  label.sentiment = parse_sentiment_field(sentiment).value();
  label.kind = parse_kind_field(kind).value();
  label.groups = parse_groups_field(groups).value();
  return label;
}

Comparison pair(Label people, Label found, double weight = 1, std::size_t stratum = 0) {
  return {std::move(people), std::move(found), false, weight, stratum};
}

std::vector<Comparison> times(std::size_t number, const Comparison& text) {
  return std::vector<Comparison>(number, text);
}

std::vector<Comparison> operator+(std::vector<Comparison> texts, const std::vector<Comparison>& more) {
  texts.insert(texts.end(), more.begin(), more.end());
  return texts;
}

double value_of(const Accuracy& accuracy, std::string_view id) {
  const Measure* measure = find_measure(accuracy, id);
  return measure ? measure->estimate.value : std::nan("");
}

Estimate kappa_of(const Accuracy& accuracy, std::string_view id) {
  for (const Measure& kappa : accuracy.kappas)
    if (kappa.id == id) return kappa.estimate;
  FAIL("no kappa of " << id);
  return {};
}

const LabelAccuracy& label_of(const Accuracy& accuracy, std::string_view aspect, std::string_view label) {
  for (const AspectAccuracy& each : accuracy.aspects)
    for (const LabelAccuracy& one : each.labels)
      if (each.aspect == aspect && one.label == label) return one;
  throw std::out_of_range("no such label");
}

/// compassion: 3 both, 1 machine alone, 2 people alone; respect: 1 both; everything else unnamed.
std::vector<Comparison> small_case() {
  return times(2, pair(label("compassion:upheld"), label("compassion:upheld"))) +
         times(1, pair(label("compassion:breached,respect_and_dignity:upheld"),
                       label("compassion:upheld,respect_and_dignity:upheld"))) +
         times(1, pair(label("-"), label("compassion:mentioned"))) +
         times(2, pair(label("compassion:upheld"), label("-"))) + times(4, pair(label("-"), label("-")));
}

}  // namespace

TEST_CASE("Precision, recall and F1 of a value are as counted by hand", "[accuracy]") {
  const Accuracy accuracy = accuracy_of(small_case());
  const LabelAccuracy& compassion = ::label_of(accuracy, "values", "compassion");
  CHECK(compassion.texts == 5);
  CHECK(compassion.found == 4);
  CHECK(compassion.precision->value == Approx(3.0 / 4));
  CHECK(compassion.recall->value == Approx(3.0 / 5));
  CHECK(compassion.f1->value == Approx(6.0 / 9));
  // Of F1 1 (respect and dignity) and 2/3; values that nobody named have no part in it.
  CHECK(value_of(accuracy, "values_macro_f1") == Approx((1 + 2.0 / 3) / 2));
  CHECK(value_of(accuracy, "values_micro_f1") == Approx(8.0 / 11));
  CHECK(accuracy.texts == 10);
  CHECK(find_measure(accuracy, "sentiment_accuracy") == nullptr);
}

TEST_CASE("Intervals of a label are Wilson's, that of F1 by way of the share named by both", "[accuracy]") {
  const Accuracy accuracy = accuracy_of(small_case());
  const LabelAccuracy& compassion = ::label_of(accuracy, "values", "compassion");
  CHECK(compassion.precision->low == Approx(wilson(0.75, 4).low));
  CHECK(compassion.recall->high == Approx(wilson(0.6, 5).high));
  const Estimate both = wilson(0.5, 6);
  CHECK(compassion.f1->low == Approx(2 * both.low / (1 + both.low)));
  CHECK(compassion.f1->high == Approx(2 * both.high / (1 + both.high)));
  // Right five times of five is no proof of always.
  const Accuracy perfect = accuracy_of(times(5, pair(label("compassion"), label("compassion:upheld"))));
  CHECK(::label_of(perfect, "values", "compassion").f1->low < 0.8);
}

TEST_CASE("Direction is judged where people gave one, of values rightly found and of all found",
          "[accuracy]") {
  const Accuracy accuracy = accuracy_of(
      small_case() + times(3, pair(label("improving_lives"), label("improving_lives:mentioned"))));
  // Rightly found: compassion 3 times, respect once; one compassion is the wrong way round.
  CHECK(value_of(accuracy, "direction_right") == Approx(3.0 / 4));
  CHECK(find_measure(accuracy, "direction_right")->of == 4);
  // Found: these and the compassion that was none.
  CHECK(value_of(accuracy, "found_with_direction") == Approx(3.0 / 5));
  const LabelAccuracy& upheld = ::label_of(accuracy, "direction", "upheld");
  CHECK(upheld.precision->value == Approx(3.0 / 4));
  CHECK(upheld.recall->value == Approx(1.0));
  CHECK(::label_of(accuracy, "direction", "breached").recall->value == 0.0);
}

TEST_CASE("Sentiment: accuracy, macro-recall over what occurs, confusion, and unclassified as neutral",
          "[accuracy]") {
  const auto says = [](const char* people, const char* found) {
    Comparison text;
    text.people.sentiment = from_id<Sentiment>(people);
    text.found.sentiment = from_id<Sentiment>(found);
    text.unclassified = !text.found.sentiment;
    return text;
  };
  const Accuracy accuracy =
      accuracy_of(times(6, says("positive", "positive")) + times(2, says("positive", "negative")) +
                  times(1, says("neutral", "")) + times(1, says("neutral", "positive")));
  CHECK(value_of(accuracy, "sentiment_accuracy") == Approx(0.7));
  CHECK(value_of(accuracy, "sentiment_macro_recall") == Approx((0.75 + 0.5) / 2));
  CHECK(value_of(accuracy, "unclassified") == Approx(0.1));
  CHECK(accuracy.unclassified == 1);
  REQUIRE(accuracy.sentiment);
  const SentimentConfusion expected = {{{6, 0, 2, 0}, {1, 0, 0, 1}, {0, 0, 0, 0}}};
  CHECK(*accuracy.sentiment == expected);
  CHECK(find_measure(accuracy, "values_macro_f1") == nullptr);
}

TEST_CASE("Kind and groups: macro over the kinds that occur, groups together", "[accuracy]") {
  const Accuracy accuracy =
      accuracy_of(times(2, pair(label("", "", "news", "fgm"), label("", "", "news", "fgm"))) +
                  times(1, pair(label("", "", "news", "-"), label("", "", "opinion", "fgm"))) +
                  times(1, pair(label("", "", "opinion", "homeless_people"), label("", "", "opinion", "-"))));
  // news: 2 both, 1 missed: 4/5; opinion: 1 both, 1 wrong: 2/3.
  CHECK(value_of(accuracy, "kind_macro_f1") == Approx((0.8 + 2.0 / 3) / 2));
  CHECK(value_of(accuracy, "kind_accuracy") == Approx(0.75));
  CHECK(value_of(accuracy, "groups_f1") == Approx(4.0 / 6));
  const Accuracy none = accuracy_of(times(3, pair(label("", "", "", "-"), label("", "", "", "-"))));
  CHECK(find_measure(none, "groups_f1") == nullptr);
}

TEST_CASE("Kappa is Cohen's own: agreement beyond chance", "[kappa]") {
  const auto says = [](const char* one, const char* other) {
    return pair(label("", "", one), label("", "", other));
  };
  // The textbook's table of two readers: 20 and 15 alike, 5 and 10 not.
  const Accuracy accuracy =
      accuracy_of(times(20, says("news", "news")) + times(5, says("news", "opinion")) +
                  times(10, says("opinion", "news")) + times(15, says("opinion", "opinion")));
  CHECK(kappa_of(accuracy, "kind").value == Approx(0.4));
  CHECK(kappa_of(accuracy, "kind").low < 0.3);
  CHECK(kappa_of(accuracy, "kind").high > 0.5);
  // Values: of 60 decisions 4 both, 1 and 2 alone.
  const double agreed = 57.0 / 60, people = 6.0 / 60, found = 5.0 / 60;
  const double chance = people * found + (1 - people) * (1 - found);
  CHECK(kappa_of(accuracy_of(small_case()), "values").value == Approx((agreed - chance) / (1 - chance)));
}

TEST_CASE("An aspect that one of the two did not judge does not count", "[accuracy]") {
  const Accuracy accuracy = accuracy_of(times(2, pair(label("compassion"), label("", "positive"))) +
                                        times(1, pair(label("compassion"), label("compassion"))));
  CHECK(::label_of(accuracy, "values", "compassion").texts == 1);
  CHECK(find_measure(accuracy, "sentiment_accuracy") == nullptr);
}

TEST_CASE("A weighted text counts as often as its weight, and widens the interval", "[accuracy]") {
  // A stratum where 9 of 10 are right stands for 100 posts, one where 2 of 10 are for 900.
  const auto says = [](const char* found, double weight, std::size_t stratum) {
    return pair(label("", "positive"), label("", found), weight, stratum);
  };
  const std::vector<Comparison> texts = times(9, says("positive", 10, 0)) +
                                        times(1, says("negative", 10, 0)) +
                                        times(2, says("positive", 90, 1)) + times(8, says("negative", 90, 1));
  const Accuracy accuracy = accuracy_of(texts);
  CHECK(value_of(accuracy, "sentiment_accuracy") == Approx(0.9 * 0.1 + 0.2 * 0.9));
  const Estimate estimate = find_measure(accuracy, "sentiment_accuracy")->estimate;
  // (10 × 10 + 10 × 90)² / (10 × 10² + 10 × 90²) = 12.2 texts' worth.
  CHECK(estimate.high == Approx(wilson(0.27, 1e6 / 82000).high));
  CHECK((*accuracy.sentiment)[index_of(Sentiment::positive)][index_of(Sentiment::positive)] == 11);
}

TEST_CASE("The bootstrap's interval covers the true macro-F1 as often as it says", "[accuracy][coverage]") {
  // Strata of very different weight; the machine is right in the small one, poor in the large one.
  const auto drawn = [](std::uint32_t seed) {
    std::vector<Comparison> texts;
    std::uint32_t state = seed * 2654435761U + 1;
    const auto chance = [&state](double share) {
      state = state * 1664525U + 1013904223U;
      return static_cast<double>(state >> 8) / (1U << 24) < share;
    };
    for (std::size_t i = 0; i < 80; ++i) {
      const std::size_t stratum = i % 2;
      const bool people = chance(stratum == 0 ? 0.9 : 0.3), found = stratum == 0 || (people && chance(0.6));
      texts.push_back(pair(label(people ? "compassion" : "-"), label(found ? "compassion" : "-"),
                           stratum == 0 ? 1 : 3, stratum));
    }
    return texts;
  };
  // Per 100 posts of the first and 300 of the second: 90 + 54 right, 10 wrong, 36 missed.
  const double truth = 2 * 144.0 / (2 * 144.0 + 10 + 36);
  int covered = 0;
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    const Estimate estimate = find_measure(accuracy_of(drawn(seed)), "values_macro_f1")->estimate;
    covered += estimate.low <= truth && truth <= estimate.high ? 1 : 0;
  }
  CHECK(covered >= 88);
  CHECK(covered < 100);
}

TEST_CASE("Recall of a sample's strata may be as low as what was not seen in them allows", "[accuracy]") {
  // 28 of 500 found, of which 22 rightly; 28 of 5,000 others, and none missed.
  const Accuracy accuracy =
      accuracy_of(times(22, pair(label("compassion"), label("compassion:upheld"), 500 / 28.0, 0)) +
                  times(6, pair(label("-"), label("compassion:upheld"), 500 / 28.0, 0)) +
                  times(28, pair(label("-"), label("-"), 5000 / 28.0, 1)));
  const LabelAccuracy& compassion = ::label_of(accuracy, "values", "compassion");
  // Of the others up to 28 / 31.84 less than 1, 12.06%, may be missed. Found: 392.86, at least 302.31.
  // Missed: up to 0.1206 x sqrt(5000² + 500²) = 606.2. 1 / (1 + 606.2 / sqrt(302.31 x (785.71 - 302.31))) =
  // 0.387.
  CHECK(compassion.recall->value == Approx(1.0));
  CHECK(compassion.recall->low == Approx(0.3867).margin(5e-5));
  CHECK(compassion.recall->high == 1.0);
  CHECK(compassion.precision->low == Approx(wilson(22 / 28.0, 28).low));
  // The mean over values is as unsure as its one value.
  CHECK(find_measure(accuracy, "values_macro_f1")->estimate.value == Approx(compassion.f1->value));
  CHECK(find_measure(accuracy, "values_macro_f1")->estimate.low == Approx(compassion.f1->low));
  CHECK(compassion.f1->low == Approx(0.515).margin(1e-3));
}

TEST_CASE("The interval of recall covers the true one where few of many posts are missed",
          "[accuracy][coverage]") {
  // 500 posts with a finding, four of five of them right; 5,000 without, of which 100 do bear on the value.
  const auto drawn = [](std::uint32_t seed, std::size_t each) {
    std::vector<Comparison> texts;
    std::uint32_t state = seed * 2654435761U + 1;
    const auto chance = [&state](double share) {
      state = state * 1664525U + 1013904223U;
      return static_cast<double>(state >> 8) / (1U << 24) < share;
    };
    const auto weight = [&](double posts) { return posts / static_cast<double>(each); };
    for (std::size_t i = 0; i < each; ++i)
      texts.push_back(
          pair(label(chance(0.8) ? "compassion" : "-"), label("compassion:upheld"), weight(500), 0));
    for (std::size_t i = 0; i < each; ++i)
      texts.push_back(pair(label(chance(0.02) ? "compassion" : "-"), label("-"), weight(5000), 1));
    return texts;
  };
  for (const std::size_t each : {28U, 57U}) {
    int covered = 0;
    for (std::uint32_t seed = 1; seed <= 100; ++seed) {
      const Accuracy accuracy = accuracy_of(drawn(seed, each));
      const Estimate recall = *::label_of(accuracy, "values", "compassion").recall;
      covered += recall.low <= 0.8 && 0.8 <= recall.high ? 1 : 0;
    }
    CHECK(covered >= 92);
  }
}

TEST_CASE("Right every time is no proof of always, for any measure", "[accuracy]") {
  // 165 of 165: 165 / (165 + 1.96²).
  const Accuracy directions =
      accuracy_of(times(165, pair(label("compassion:upheld"), label("compassion:upheld"))));
  CHECK(find_measure(directions, "direction_right")->estimate.low == Approx(0.97725).margin(5e-6));
  CHECK(find_measure(directions, "direction_right")->estimate.high == 1.0);
  CHECK(find_measure(directions, "found_with_direction")->estimate.low == Approx(0.97725).margin(5e-6));
  // 10 of 10 texts named by both: 10 / 13.84 = 0.7225, as F1 1.4449 / 1.7225.
  const Accuracy few = accuracy_of(times(10, pair(label("compassion"), label("compassion"))));
  CHECK(find_measure(few, "values_macro_f1")->estimate.low == Approx(0.8389).margin(5e-5));
  // The mean of 50 and of 10 texts is as sure as of 2² / (1/50 + 1/10) = 33.3; kappa, where readers agree in
  // 26 of 36 by chance, as of 60 x 10 / 36 = 16.7.
  const Accuracy sentiments = accuracy_of(times(50, pair(label("", "positive"), label("", "positive"))) +
                                          times(10, pair(label("", "negative"), label("", "negative"))));
  CHECK(find_measure(sentiments, "sentiment_macro_recall")->estimate.low ==
        Approx(100 / 3.0 / (100 / 3.0 + 3.8415)).margin(1e-5));
  CHECK(kappa_of(sentiments, "sentiment").low == Approx(50 / 3.0 / (50 / 3.0 + 3.8415)).margin(1e-5));
}

TEST_CASE("The same texts give the same interval; a single text gives none", "[accuracy]") {
  const Estimate once = find_measure(accuracy_of(small_case()), "values_macro_f1")->estimate;
  const Estimate again = find_measure(accuracy_of(small_case()), "values_macro_f1")->estimate;
  CHECK(once.low == again.low);
  CHECK(once.high == again.high);
  CHECK(once.low < once.value);
  CHECK(once.value <= once.high);
  const Accuracy single = accuracy_of(times(1, pair(label("compassion"), label("compassion"))));
  CHECK(find_measure(single, "values_macro_f1")->estimate.low == 0.0);
}

TEST_CASE("Nothing to compare gives no measure", "[accuracy]") {
  const Accuracy none = accuracy_of({});
  CHECK(none.measures.empty());
  CHECK(none.kappas.empty());
  CHECK_FALSE(none.enough());
}

TEST_CASE("In Markdown a label of few texts is too few to tell", "[markdown]") {
  const std::string page = as_markdown(
      accuracy_of(small_case() + times(8, pair(label("everyone_counts"), label("everyone_counts:upheld"))) +
                  times(5, pair(label("compassion"), label("compassion:upheld")))));
  CHECK(page.find("| compassion | 10 | 9 | 0.89 (") != std::string::npos);
  CHECK(page.find("| everyone_counts | 8 | 8 |  |  | too few to tell |") != std::string::npos);
  CHECK(page.find("Too few to tell: 23 texts, 100 are needed.") != std::string::npos);
}
