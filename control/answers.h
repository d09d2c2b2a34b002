#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/classification.h"
#include "core/json.h"
#include "core/label.h"
#include "core/pseudonymous_post.h"
#include "core/result.h"
#include "store/consent.h"
#include "store/labelling.h"
#include "store/retention.h"

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

struct ConcernsChanged {
  std::int64_t concerns = 0;

  void write(JsonWriter& json) const;
  static Result<ConcernsChanged> read(JsonView json);
};

struct ConsentChanged {
  store::ConsentState state = store::ConsentState::holds;  ///< of the post's newest consent

  void write(JsonWriter& json) const;
  static Result<ConsentChanged> read(JsonView json);
};

struct FollowedUp {
  bool followed_up = false;  ///< whether a note on the pledge holds now

  void write(JsonWriter& json) const;
  static Result<FollowedUp> read(JsonView json);
};

/// Where a post is.
struct Opened {
  std::string address;

  void write(JsonWriter& json) const;
  static Result<Opened> read(JsonView json);
};

/// It stands in the audit.
struct Noted {
  void write(JsonWriter& json) const;
  static Result<Noted> read(JsonView json);
};

/// What `access` asked about an account.
struct AccountRevealed {
  /// An account that is known here, by one of its hashes: each name that it has gone by is one, and one that
  /// was made with a key before is one more.
  struct Known {
    std::string network;
    KeyedHash key{};
    std::int64_t posts = 0;
    std::optional<UtcTime> objected_at = std::nullopt;
    bool forgotten = false;
  };
  /// What was sealed of a post; members are empty where nothing was.
  struct Opened {
    std::int64_t ref = 0;
    std::string id;
    std::string url;
    std::string author;
    std::vector<std::pair<std::string, std::string>>
        local_ids;            ///< source and what its server calls the post
    bool unreadable = false;  ///< by any key at hand
    std::string account = {};
  };
  std::vector<Known> known;
  /// Of the posts asked for, the first ones: as many as an answer holds, one at the least. Those that are not
  /// the account's are left out.
  std::vector<Opened> opened;
  std::size_t answered = 0;  ///< how many of the posts asked for this deals with

  void write(JsonWriter& json) const;
  static Result<AccountRevealed> read(JsonView json);
};

struct Purged {
  store::PurgeStep step;

  void write(JsonWriter& json) const;
  static Result<Purged> read(JsonView json);
};

/// The members of an object that say a label; those that it does not speak of are left out.
void write_label(JsonWriter& json, const Label& label);
/// Fails with bad_data (65).
Result<Label> read_label(JsonView json);

}  // namespace nhs::control
