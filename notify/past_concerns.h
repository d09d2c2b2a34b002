#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "notify/observation.h"
#include "store/reader.h"

namespace nhs::notify {

/// The concerns of all posts as they came and went, from the first on, as far as it is still known: what was
/// acknowledged counts until it was.
class PastConcerns {
 public:
  /// Fails as Reader::concerns().
  static Result<PastConcerns> read(const store::Reader& reader);

  /// Goes to the next moment at which one came or went, and tells it; nothing when there is none left.
  std::optional<UtcTime> advance();

  /// The moment after the one gone to.
  std::optional<UtcTime> next_at() const;

  /// What a look at this time would find, while nothing else has changed. now: for how long they wait.
  Observation seen(UtcTime now) const;

 private:
  struct Change {
    UtcTime at;
    std::int64_t mark = 0;  ///< of the concern; 0 when its post was acknowledged
    std::int64_t post = 0;
  };

  std::vector<Change> changes_;  ///< in the order of time
  std::size_t next_ = 0;
  std::int64_t mark_ = 0;
  // In the order in which they were raised, and where in it those of a post stand: each is found at once, for
  // years of concerns come and go.
  std::set<std::size_t> open_;
  std::map<std::int64_t, std::vector<std::size_t>> of_post_;
};

}  // namespace nhs::notify
