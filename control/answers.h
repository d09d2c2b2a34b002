#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/classification.h"
#include "core/json.h"
#include "core/label.h"
#include "core/result.h"
#include "store/labelling.h"

namespace nhs::control {

/// What changes answer (changes.h). Readers fail with try_again (75) for what no daemon of this version says.

/// What counts for a post.
struct Counting {
  std::optional<Unclassified> unclassified;
  std::string language;
  Label label;  ///< speaks of nothing when unclassified
};

/// What counted before and counts now.
struct Recounted {
  Counting before;
  Counting now;

  void write(JsonWriter& json) const;
  static Result<Recounted> read(JsonView json);
};

struct Drawn {
  std::int64_t draw = 0;

  void write(JsonWriter& json) const;
  static Result<Drawn> read(JsonView json);
};

struct Served {
  std::vector<std::int64_t> edited;  ///< left out: their text is another since they were chosen

  void write(JsonWriter& json) const;
  static Result<Served> read(JsonView json);
};

struct Judged {
  std::vector<store::JudgementOutcome> outcomes;  ///< in the order of the judgements

  void write(JsonWriter& json) const;
  static Result<Judged> read(JsonView json);
};

struct Switched {
  bool changed = false;  ///< false when it was so already

  void write(JsonWriter& json) const;
  static Result<Switched> read(JsonView json);
};

struct FollowedUp {
  bool followed_up = false;  ///< whether a note on the pledge holds now

  void write(JsonWriter& json) const;
  static Result<FollowedUp> read(JsonView json);
};

/// The members of an object that say a label; those that it does not speak of are left out.
void write_label(JsonWriter& json, const Label& label);
/// Fails with bad_data (65).
Result<Label> read_label(JsonView json);

}  // namespace nhs::control
