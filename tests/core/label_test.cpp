#include "core/label.h"

#include <catch2/catch.hpp>

using namespace nhs;

namespace {

Classification judged_by_machine() {
  Classification found;
  found.language = "en";
  found.sentiment = SentimentFinding{Sentiment::positive, 0.75, 0.25, 0.0, {}};
  found.values = {{Value::quality_of_care, Direction::upheld, 0.5, {}},
                  {Value::compassion, Direction::breached, 0.5, {}}};
  found.kind = KindFinding{Kind::experience, 0.5};
  found.groups = {Group::fgm};
  return found;
}

}  // namespace

TEST_CASE("A label overrides the aspects it speaks of and leaves the others to the machine", "[label]") {
  const Classification machine = judged_by_machine();
  const Classification mood = overridden(machine, {.sentiment = Sentiment::negative});
  CHECK(mood.sentiment->label == Sentiment::negative);
  CHECK(mood.sentiment->score() == -1.0);
  CHECK(mood.values.size() == 2);
  CHECK(mood.kind->label == Kind::experience);

  const Classification none = overridden(
      machine, {.values = std::vector<LabelledValue>{}, .kind = Kind::news, .groups = std::vector<Group>{}});
  CHECK(none.values.empty());
  CHECK(none.groups.empty());
  CHECK(none.kind->label == Kind::news);
  CHECK(none.sentiment->label == Sentiment::positive);
  CHECK(label_of(overridden(machine, {})) == label_of(machine));
}

TEST_CASE("A value without a direction keeps the machine's, and is only mentioned where it has none",
          "[label]") {
  const std::vector<LabelledValue> values = {
      {Value::quality_of_care, Direction::breached}, {Value::compassion}, {Value::everyone_counts}};
  const Classification found = overridden(judged_by_machine(), {.values = values});
  REQUIRE(found.values.size() == 3);
  CHECK(found.values[0].direction == Direction::breached);
  CHECK(found.values[1].direction == Direction::breached);
  CHECK(found.values[2].direction == Direction::mentioned);
}

TEST_CASE("What the machine could not classify is classified once a person gives it a sentiment", "[label]") {
  Classification welsh;
  welsh.language = "cy";
  welsh.unclassified = Unclassified::language;
  CHECK(overridden(welsh, {.kind = Kind::news}).unclassified);
  CHECK_FALSE(overridden(welsh, {.kind = Kind::news}).kind);
  const Classification found = overridden(welsh, {.sentiment = Sentiment::neutral, .kind = Kind::news});
  CHECK_FALSE(found.unclassified);
  CHECK(found.kind->label == Kind::news);
  CHECK(label_of(welsh).empty());
}

TEST_CASE("Fields of a labelled file are read and written alike", "[label]") {
  for (const char* field : {"", "-", "compassion", "respect_and_dignity:upheld,compassion:breached"})
    CHECK(values_field(parse_values_field(field).value()) == field);
  for (const char* field : {"", "-", "homeless_people,fgm"})
    CHECK(groups_field(parse_groups_field(field).value()) == field);
  CHECK(values_field(parse_values_field("compassion,working_together").value()) ==
        "working_together,compassion");
  CHECK(parse_sentiment_field("negative").value() == Sentiment::negative);
  CHECK_FALSE(parse_kind_field("").value());
  const std::string text = "a\\t tab\tand\r\na line";
  CHECK(escaped_field(text) == "a\\\\t tab\\tand\\r\\na line");
  CHECK(unescaped_field(escaped_field(text)) == text);
}

TEST_CASE("A word that is none is named with those that are, and the nearest", "[label]") {
  CHECK(parse_values_field("compasion:upheld").error().message ==
        "compasion: there is no such value (did you mean compassion?); there are working_together, "
        "respect_and_dignity, quality_of_care, compassion, improving_lives, everyone_counts");
  CHECK(parse_values_field("compassion:broken").error().message ==
        "broken: there is no such direction; there are upheld, breached, mentioned");
  CHECK(parse_values_field("compassion,compassion:upheld").error().message ==
        "compassion:upheld stands twice");
  CHECK(parse_kind_field("pra\x1b[2Jise\n" + std::string(5000, 'a')).error().message.size() < 400);
  CHECK(parse_kind_field("pra\x1b[2Jise\n").error().message.rfind("pra[2Jise : there is no such kind", 0) ==
        0);
  CHECK(parse_groups_field("fgm,,fgm").error().status == ExitStatus::bad_data);
  CHECK(
      parse_sentiment_field("Negative").error().message ==
      "Negative: there is no such sentiment (did you mean negative?); there are positive, neutral, negative");
}
