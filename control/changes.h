#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "config/config.h"
#include "control/answers.h"
#include "core/json.h"
#include "core/label.h"
#include "core/result.h"
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
};

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

using Change = std::variant<LabelPost, UndoLabel, DrawSample, ServePosts, JudgePosts, SwitchSource,
                            FollowUpPledge, UndoFollowUp>;

/// In one change: what is done with them takes the daemon a few hundredths of a second.
inline constexpr std::size_t kMostPosts = 500;

/// Who says something of a post may give themselves a name of so many bytes.
inline constexpr std::size_t kLongestName = 200;

/// A note on a pledge may have so many bytes.
inline constexpr std::size_t kLongestNote = 10'000;

}  // namespace nhs::control
