#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/answers.h"
#include "core/json.h"
#include "core/label.h"
#include "core/result.h"
#include "store/labelling.h"

namespace nhs::control {

struct Office;

/// What people say of posts in place of the machine, as changes (changes.h): corrections, and the random
/// samples by which it is measured.

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
  /// The sample that they count for, where it is known: a part of a sheet does not tell it. Else the one that
  /// served most of these posts.
  std::optional<std::int64_t> draw = std::nullopt;

  void write(JsonWriter& json) const;
  static Result<JudgePosts> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

}  // namespace nhs::control
