#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "config/config.h"
#include "control/alert_trial.h"
#include "control/answers.h"
#include "control/digest.h"
#include "control/rights.h"
#include "core/json.h"
#include "core/label.h"
#include "core/result.h"
#include "privacy/pseudonymiser.h"
#include "store/post_store.h"

namespace nhs::control {

/// What people change in a database, as plain values: carried out where they are made, or sent to the daemon
/// over its control socket (docs/control-socket.md) and carried out there. To add one:
///
/// 1. a struct here, with `op`, `Answer`, `write`, `read` and `perform` as the others have them, and with it
/// a
///    line in `Change`;
/// 2. its answer in answers.h, where none of those serves;
/// 3. in the store a call that takes a store::Act and writes its audit (store/audit.h).
///
/// A command then makes it by `cli::Changes::make`, and needs to know nothing of sockets.

/// What carrying out a change needs. Whoever carries it out owns the right to write.
struct Office {
  store::PostStore& store;
  const config::Config& config;
  store::Act act;
  /// Null where the key is not at hand; the daemon always has it. What needs it fails through `key_of`.
  const privacy::Pseudonymiser* pseudonymiser = nullptr;
  /// Whether who acts is the user whose database it is, or root, not a member of its group.
  bool by_owner = false;
};

/// The key of an office; configuration (78) where it has none.
Result<const privacy::Pseudonymiser*> key_of(const Office& office);

/// `label REF`.
struct LabelPost {
  static constexpr std::string_view op = "label";
  using Answer = Recounted;

  std::int64_t ref = 0;
  Label label;
  std::string reader;

  void write(JsonWriter& json) const;
  static Result<LabelPost> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// `label REF --undo`.
struct UndoLabel {
  static constexpr std::string_view op = "undo_label";
  using Answer = Recounted;

  std::int64_t ref = 0;

  void write(JsonWriter& json) const;
  static Result<UndoLabel> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// That a random sample was drawn. It is chosen by who asks for it, who can read: that takes long in a large
/// database, and would hold up the daemon.
struct DrawSample {
  static constexpr std::string_view op = "draw_sample";
  using Answer = Drawn;

  store::NewDraw draw;

  void write(JsonWriter& json) const;
  static Result<DrawSample> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// That posts of a sample are put before a reader.
struct ServePosts {
  static constexpr std::string_view op = "serve_posts";
  using Answer = Served;

  std::int64_t draw = 0;
  std::vector<store::ServedPost> posts;  ///< at most kMostPosts

  void write(JsonWriter& json) const;
  static Result<ServePosts> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// What a reader says of sampled posts.
struct JudgePosts {
  static constexpr std::string_view op = "judge_posts";
  using Answer = Judged;

  std::vector<store::NewJudgement> judgements;  ///< at most kMostPosts
  std::string reader;
  bool trial = false;  ///< stores nothing

  void write(JsonWriter& json) const;
  static Result<JudgePosts> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// `sources enable NAME` and `sources disable NAME`. Fails with usage (64) for a source that is not
/// configured; one that is switched off can always be switched on.
struct SwitchSource {
  static constexpr std::string_view op = "switch_source";
  using Answer = Switched;

  std::string name;
  bool on = true;

  void write(JsonWriter& json) const;
  static Result<SwitchSource> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

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

/// That `export` takes posts out of the database: it stands in the audit, or it does not happen.
struct NoteDisclosure {
  static constexpr std::string_view op = "note_disclosure";
  using Answer = Noted;

  store::Disclosure disclosure;

  void write(JsonWriter& json) const;
  static Result<NoteDisclosure> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// `open REF`: the address of a post on its network, for which the key is needed. Changes nothing but the
/// audit.
struct OpenPost {
  static constexpr std::string_view op = "open_post";
  using Answer = Opened;

  std::int64_t ref = 0;

  void write(JsonWriter& json) const;
  static Result<OpenPost> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// What `access ACCOUNT` needs the key for: whose posts are held, and what was sealed of them. It changes
/// nothing but the audit.
struct RevealAccount {
  static constexpr std::string_view op = "reveal_account";
  using Answer = AccountRevealed;

  std::string account;  ///< at most kLongestAccount bytes
  std::string network;  ///< empty: all that are stored
  /// Posts of the account of which the sealed identities are asked; at most kMostPosts. None: whose posts
  /// there are.
  std::vector<std::int64_t> refs;

  void write(JsonWriter& json) const;
  static Result<RevealAccount> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// The next step of purging by the rules that are in force where it is carried out (store/retention.h),
/// whether or not a day has passed since the last. `retention --apply` asks for steps until it is finished.
struct PurgeNext {
  static constexpr std::string_view op = "purge";
  using Answer = Purged;

  void write(JsonWriter& json) const;
  static Result<PurgeNext> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// Posts in a step of that: a few hundredths of a second.
inline constexpr std::int64_t kPurgedAtOnce = 250;

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

  void write(JsonWriter& json) const;
  static Result<WithdrawConsent> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

using Change = std::variant<TestAlert, SendDigest, NoteDisclosure, OpenPost, LabelPost, UndoLabel, DrawSample,
                            ServePosts, JudgePosts, SwitchSource, FollowUpPledge, UndoFollowUp, RevealAccount,
                            Forget, FinishErasing, Object, PurgeNext, AcknowledgeConcerns,
                            UndoAcknowledgement, NoteConsent, WithdrawConsent>;

/// In one change: what is done with them takes the daemon a few hundredths of a second.
inline constexpr std::size_t kMostPosts = 500;

/// Who says something of a post may give themselves a name of so many bytes.
inline constexpr std::size_t kLongestName = 200;

/// An account's name may have so many bytes, and so may its network's.
inline constexpr std::size_t kLongestAccount = 1000;

/// A note on a pledge may have so many bytes.
inline constexpr std::size_t kLongestNote = 10'000;

}  // namespace nhs::control
