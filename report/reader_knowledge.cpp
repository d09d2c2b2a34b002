#include "report/reader_knowledge.h"

#include <algorithm>
#include <utility>

namespace nhs::report {

ReaderKnowledge::Number ReaderKnowledge::add() {
  ranges_.emplace_back();
  open_.push_back({1, 0});
  sums_of_.emplace_back();
  return ranges_.size() - 1;
}

void ReaderKnowledge::add_sum(Number total, std::vector<Number> parts) {
  sums_of_[total].push_back(sums_.size());
  for (const Number part : parts) sums_of_[part].push_back(sums_.size());
  sums_.push_back({total, std::move(parts)});
  is_to_draw_on_.push_back(false);
}

bool ReaderKnowledge::learn(const std::vector<News>& news) {
  before_.clear();
  for (const News& each : news)
    if (each.open_to > 0) open(each.number, each.open_to);
  bool all_open = true;
  for (const News& each : news) all_open = all_open && narrow(each.number, each.range.least, each.range.most);
  if (all_open && draw_conclusions()) return true;
  forget_news();
  return false;
}

bool ReaderKnowledge::may_learn(const std::vector<News>& news) {
  const bool may = learn(news);
  if (may) forget_news();
  return may;
}

void ReaderKnowledge::open(Number number, std::int64_t to) {
  before_.push_back({number, ranges_[number], open_[number]});
  const Range& known = ranges_[number];
  open_[number] = {std::max<std::int64_t>(1, known.least), std::min(to, known.most)};
}

bool ReaderKnowledge::narrow(Number number, std::int64_t least, std::int64_t most) {
  Range& range = ranges_[number];
  if (least <= range.least && most >= range.most) return true;
  before_.push_back({number, range, open_[number]});
  range = {std::max(least, range.least), std::min(most, range.most)};
  // What cannot be, nobody believes; concluding on from it would never end.
  if (range.least > range.most) return false;
  for (const std::size_t sum : sums_of_[number]) {
    if (is_to_draw_on_[sum]) continue;
    is_to_draw_on_[sum] = true;
    to_draw_on_.push_back(sum);
  }
  const Range& open = open_[number];
  return open.least > open.most || (range.least <= open.least && range.most >= open.most);
}

bool ReaderKnowledge::draw_conclusions() {
  while (!to_draw_on_.empty()) {
    const std::size_t sum = to_draw_on_.back();
    to_draw_on_.pop_back();
    is_to_draw_on_[sum] = false;
    if (!draw_on(sums_[sum])) return false;
  }
  return true;
}

bool ReaderKnowledge::draw_on(const Sum& sum) {
  std::int64_t least = 0;
  std::int64_t most = 0;
  for (const Number part : sum.parts) {
    least += ranges_[part].least;
    most += ranges_[part].most;
  }
  if (!narrow(sum.total, least, most)) return false;
  // What narrows here puts the sum into the queue again: least and most may be those of before.
  const Range total = ranges_[sum.total];
  for (const Number part : sum.parts) {
    const Range range = ranges_[part];
    if (!narrow(part, total.least - (most - range.most), total.most - (least - range.least))) return false;
  }
  return true;
}

void ReaderKnowledge::forget_news() {
  for (auto each = before_.rbegin(); each != before_.rend(); ++each) {
    ranges_[each->number] = each->range;
    open_[each->number] = each->open;
  }
  for (const std::size_t sum : to_draw_on_) is_to_draw_on_[sum] = false;
  to_draw_on_.clear();
}

}  // namespace nhs::report
