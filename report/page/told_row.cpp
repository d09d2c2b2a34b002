#include "report/page/told_row.h"

namespace nhs::report::page {
namespace {

store::TrendRow counts_of(const ToldRow& told) {
  store::TrendRow row;
  row.period = told.period;
  row.partial = told.partial || told.posts().hidden;
  row.collected = told.collected;
  row.lacks_what_is_asked = told.lacks_what_is_asked;
  row.cannot_be_searched = told.cannot_be_searched;
  row.posts = row.classified = told.posts().number;
  row.unclassified = told.at(Cell::unclassified).number;
  for (const Sentiment sentiment : all_of<Sentiment>())
    row.sentiment.posts[index_of(sentiment)] = told.at(Cell::of(sentiment)).number;
  for (const Value value : all_of<Value>()) {
    store::ValueCounts& counts = row.values[index_of(value)];
    counts.posts = told.at(Cell::of(value)).number;
    for (const Direction direction : all_of<Direction>())
      counts.directions[index_of(direction)] = told.at(Cell::of(value, direction)).number;
  }
  for (const std::string& model : told.models) row.models.push_back({model, 0});
  return row;
}

}  // namespace

PublicCount exactly(std::int64_t number) { return {false, number, number, number}; }

ToldRow exact_row(const store::TrendRow& row) {
  ToldRow told{row.period, row.partial, row.collected, PublicTally(Cell::of_network(0), exactly(0)), {}};
  const auto tell = [&](std::size_t cell, std::int64_t number) { told.numbers[cell] = exactly(number); };
  tell(Cell::classified, row.classified);
  tell(Cell::unclassified, row.unclassified);
  for (const Sentiment sentiment : all_of<Sentiment>())
    tell(Cell::of(sentiment), row.sentiment.posts[index_of(sentiment)]);
  for (const Value value : all_of<Value>()) {
    const store::ValueCounts& counts = row.values[index_of(value)];
    tell(Cell::of(value), counts.posts);
    for (const Direction direction : all_of<Direction>())
      tell(Cell::of(value, direction), counts.directions[index_of(direction)]);
  }
  for (const store::PostsOfModel& each : row.models) told.models.push_back(each.model);
  told.lacks_what_is_asked = row.lacks_what_is_asked;
  told.cannot_be_searched = row.cannot_be_searched;
  return told;
}

std::vector<store::TrendRow> counts_told(const std::vector<ToldRow>& rows) {
  std::vector<store::TrendRow> counts;
  for (const ToldRow& row : rows) counts.push_back(counts_of(row));
  return counts;
}

}  // namespace nhs::report::page
