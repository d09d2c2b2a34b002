#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "control/answers.h"
#include "core/json.h"
#include "core/result.h"
#include "store/consent.h"
#include "store/pledge.h"

namespace nhs::control {

struct Office;

/// What people note beside posts, as changes (changes.h): what became of a pledge, that a concern was read,
/// that a post may be quoted. Their words are masked before they are kept.

/// `pledges follow-up REF`.
struct FollowUpPledge {
  static constexpr std::string_view op = "follow_up";
  using Answer = FollowedUp;

  std::int64_t ref = 0;
  store::FollowUp told;  ///< its note is masked before it is kept

  void write(JsonWriter& json) const;
  static Result<FollowUpPledge> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// `pledges follow-up REF --undo`.
struct UndoFollowUp {
  static constexpr std::string_view op = "undo_follow_up";
  using Answer = FollowedUp;

  std::int64_t ref = 0;

  void write(JsonWriter& json) const;
  static Result<UndoFollowUp> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// `concerns acknowledge REF…`.
struct AcknowledgeConcerns {
  static constexpr std::string_view op = "acknowledge_concerns";
  using Answer = ConcernsChanged;

  std::vector<std::int64_t> refs;  ///< at most kMostPosts
  std::string by;
  std::string note;  ///< is masked before it is kept

  void write(JsonWriter& json) const;
  static Result<AcknowledgeConcerns> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// `concerns acknowledge REF… --undo`.
struct UndoAcknowledgement {
  static constexpr std::string_view op = "undo_acknowledgement";
  using Answer = ConcernsChanged;

  std::vector<std::int64_t> refs;  ///< at most kMostPosts

  void write(JsonWriter& json) const;
  static Result<UndoAcknowledgement> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// `consent REF --how TEXT`.
struct NoteConsent {
  static constexpr std::string_view op = "consent";
  using Answer = ConsentChanged;

  std::int64_t ref = 0;
  store::Consent consent;  ///< its texts are masked before they are kept

  void write(JsonWriter& json) const;
  static Result<NoteConsent> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// `consent REF --withdraw`.
struct WithdrawConsent {
  static constexpr std::string_view op = "withdraw_consent";
  using Answer = ConsentChanged;

  std::int64_t ref = 0;
  std::string by = {};  ///< who notes it; empty where they do not say

  void write(JsonWriter& json) const;
  static Result<WithdrawConsent> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

}  // namespace nhs::control
