#include "report/public_tally.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "report/reader_knowledge.h"

namespace nhs::report {
namespace {

/// Cells that make up a total between them.
using Parts = std::vector<std::size_t>;
using News = std::vector<ReaderKnowledge::News>;

template <typename Enum>
Parts parts_by() {
  Parts parts;
  for (const Enum member : all_of<Enum>()) parts.push_back(Cell::of(member));
  return parts;
}

Parts directions_of(Value value) {
  Parts parts;
  for (const Direction direction : all_of<Direction>()) parts.push_back(Cell::of(value, direction));
  return parts;
}

Parts networks_of(const DailyTallies& posts) {
  Parts parts;
  for (std::size_t place = 0; place < posts.networks; ++place) parts.push_back(Cell::of_network(place));
  return parts;
}

Tally sum_of(const DailyTallies& posts, const Period& period) {
  Tally sum(Cell::of_network(posts.networks));
  for (LocalDay day = period.from; day < period.to; day += std::chrono::days{1}) {
    const auto at = (day - posts.first).count();
    if (at < 0 || at >= static_cast<std::ptrdiff_t>(posts.days.size())) continue;
    const Tally& more = posts.days[static_cast<std::size_t>(at)];
    for (std::size_t cell = 0; cell < sum.size(); ++cell) sum[cell] += more[cell];
  }
  return sum;
}

/// The months, quarters and whole of an NHS year, told one after the other to a reader who forgets nothing.
class ToldYear {
 public:
  ToldYear(const DailyTallies& posts, const Period& year)
      : posts_(posts), networks_(networks_of(posts)), cells_(Cell::of_network(posts.networks)) {
    for (const Bucket by : kToldToOthers)
      for (const Period& period : periods_between(year.from, year.to, by))
        if (period.to <= posts.settled)
          times_.push_back({period, by, sum_of(posts, period), PublicTally(cells_, hidden_count())});
    tell_reader_how_numbers_add_up();
    for (Time& time : times_) tell(time);
  }

  const PublicTally& of(const Period& period, Bucket by) const {
    return std::find_if(times_.begin(), times_.end(),
                        [&](const Time& time) { return time.by == by && time.period.from == period.from; })
        ->told;
  }

 private:
  struct Time {
    Period period;
    Bucket by;
    Tally counts;
    PublicTally told;
  };

  void tell_reader_how_numbers_add_up() {
    for (std::size_t number = 0; number < times_.size() * cells_; ++number) reader_.add();
    for (const Time& time : times_) {
      const auto add_whole = [&](std::size_t total, const Parts& cells) {
        std::vector<ReaderKnowledge::Number> parts;
        std::int64_t of_parts = 0;
        for (const std::size_t cell : cells) {
          parts.push_back(number_of(time, cell));
          of_parts += time.counts[cell];
        }
        if (parts.empty()) return;
        // People label a post that the program left alone, and need not say of which kind it is.
        if (of_parts < time.counts[total]) parts.push_back(reader_.add());
        reader_.add_sum(number_of(time, total), std::move(parts));
      };
      for (const Parts& parts : {parts_by<Sentiment>(), parts_by<Kind>(), networks_})
        add_whole(Cell::classified, parts);
      for (const Value value : all_of<Value>()) {
        add_whole(Cell::of(value), directions_of(value));
        add_within(time, Cell::of(value));
      }
      for (const Group group : all_of<Group>()) add_within(time, Cell::of(group));
      add_shorter(time);
    }
  }
  /// No more than all posts have it.
  void add_within(const Time& time, std::size_t cell) {
    reader_.add_sum(number_of(time, Cell::classified), {number_of(time, cell), reader_.add()});
  }
  void add_shorter(const Time& whole) {
    if (whole.by == kToldToOthers.front()) return;
    const Bucket shorter = *(std::find(kToldToOthers.begin(), kToldToOthers.end(), whole.by) - 1);
    for (std::size_t cell = 0; cell < cells_; ++cell) {
      std::vector<ReaderKnowledge::Number> parts;
      for (const Time& time : times_)
        if (time.by == shorter && time.period.from >= whole.period.from && time.period.to <= whole.period.to)
          parts.push_back(number_of(time, cell));
      reader_.add_sum(number_of(whole, cell), std::move(parts));
    }
  }

  ReaderKnowledge::Number number_of(const Time& time, std::size_t cell) const {
    return static_cast<std::size_t>(&time - times_.data()) * cells_ + cell;
  }

  void tell(Time& time) {
    tell_number(time, Cell::classified);
    if (time.told[Cell::classified].hidden) {
      for (std::size_t cell = 0; cell < cells_; ++cell)
        if (cell != Cell::classified) leave_hidden(time, {cell});
      return;
    }
    tell_number(time, Cell::unclassified);
    for (const Value value : all_of<Value>()) tell_number(time, Cell::of(value));
    for (const Value value : all_of<Value>()) tell_parts(time, Cell::of(value), directions_of(value));
    for (const Parts& parts : {parts_by<Sentiment>(), parts_by<Kind>(), networks_})
      tell_parts(time, Cell::classified, parts);
    for (const Group group : all_of<Group>()) tell_number(time, Cell::of(group));
  }

  void tell_number(Time& time, std::size_t cell) {
    const Parts alone = {cell};
    if (!tells(time, alone, alone)) leave_hidden(time, alone);
  }

  /// Hides what is small, then as many more as it takes, the smallest first. A part that tells too much by
  /// itself is not shown at the others' cost, and zeros are not shown alone: so few would be left to hide
  /// among.
  void tell_parts(Time& time, std::size_t whole, const Parts& cells) {
    if (time.told[whole].hidden) return leave_hidden(time, cells);
    Parts shown;
    for (const std::size_t cell : cells)
      if (!is_small(time, cell)) shown.push_back(cell);
    if (cells.size() == 2 && shown.size() < 2) return leave_hidden(time, cells);
    std::sort(shown.begin(), shown.end(), [&](std::size_t one, std::size_t other) {
      return std::make_pair(time.counts[one], one) > std::make_pair(time.counts[other], other);
    });
    if (tells(time, cells, shown)) return;
    const auto alone_too_much = [&](std::size_t cell) {
      return !reader_.may_learn(say(time, cells, {cell}).news);
    };
    shown.erase(std::remove_if(shown.begin(), shown.end(), alone_too_much), shown.end());
    for (; !shown.empty() && time.counts[shown.front()] > 0; shown.pop_back())
      if (tells(time, cells, shown)) return;
    leave_hidden(time, cells);
  }

  bool tells(Time& time, const Parts& cells, const Parts& shown) {
    Said said = say(time, cells, shown);
    if (!reader_.learn(said.news)) return false;
    time.told = std::move(said.told);
    return true;
  }

  struct Said {
    PublicTally told;
    News news;
  };
  /// The cells in `shown`, with the others of `cells` hidden.
  Said say(const Time& time, const Parts& cells, const Parts& shown) const {
    Said said{time.told, {}};
    const bool hides_zero = std::any_of(cells.begin(), cells.end(), [&](std::size_t cell) {
      return time.counts[cell] == 0 && !holds(shown, cell);
    });
    for (const std::size_t cell : cells) {
      PublicCount& told = said.told[cell];
      told = holds(shown, cell) ? public_count(time.counts[cell], shown_from(cell)) : hidden_count();
      said.news.push_back(told.hidden
                              ? hidden(time, cell, as_guessed(time, cell, hides_zero))
                              : ReaderKnowledge::News{number_of(time, cell), {told.least, told.most}});
    }
    return said;
  }

  void leave_hidden(Time& time, const Parts& cells) {
    for (const std::size_t cell : cells) time.told[cell] = hidden_count();
    News guessed;
    News nothing;
    for (const std::size_t cell : cells) {
      guessed.push_back(hidden(time, cell, as_guessed(time, cell, true)));
      nothing.push_back(hidden(time, cell, {}));
    }
    // Where the guess would narrow them, it may as well be wrong: of which none is shown, any may be large.
    if (!reader_.learn(guessed) && !reader_.learn(nothing))
      throw std::logic_error("small numbers: to say nothing told something");
  }

  ReaderKnowledge::News hidden(const Time& time, std::size_t cell, ReaderKnowledge::Range range) const {
    const bool small = time.counts[cell] < shown_from(cell);
    return {number_of(time, cell), range, small ? shown_from(cell) - 1 : 0};
  }

  /// In a month beside others that are told a reader may rightly guess which numbers are hidden for being
  /// small. In a longer time a mark may stand for more, as often as its parts are hidden.
  ReaderKnowledge::Range as_guessed(const Time& time, std::size_t cell, bool hides_zero) const {
    const bool small = time.counts[cell] < shown_from(cell);
    if (time.by != kToldToOthers.front() || !small) return {};
    return {hides_zero ? 0 : 1, shown_from(cell) - 1};
  }

  static bool holds(const Parts& cells, std::size_t cell) {
    return std::find(cells.begin(), cells.end(), cell) != cells.end();
  }
  bool is_small(const Time& time, std::size_t cell) const {
    return time.counts[cell] > 0 && time.counts[cell] < shown_from(cell);
  }
  std::int64_t shown_from(std::size_t cell) const {
    return cell >= Cell::of(Group{}) && cell < Cell::of_network(0) ? posts_.groups_shown_from : kShownFrom;
  }

  const DailyTallies& posts_;
  Parts networks_;
  std::size_t cells_;
  std::vector<Time> times_;  ///< shorter ones first
  ReaderKnowledge reader_;
};

}  // namespace

std::vector<PublicTally> public_tallies(const DailyTallies& posts, const std::vector<Period>& periods,
                                        Bucket by) {
  if (std::find(kToldToOthers.begin(), kToldToOthers.end(), by) == kToldToOthers.end())
    throw std::invalid_argument("small numbers: others are not told periods of this length");
  std::map<LocalDay, ToldYear> years;
  std::vector<PublicTally> told;
  for (const Period& period : periods) {
    const Period year = period_holding(period.from, Bucket::nhs_year);
    const auto known = years.try_emplace(year.from, posts, year).first;
    told.push_back(known->second.of(period, by));
  }
  return told;
}

}  // namespace nhs::report
