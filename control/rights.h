#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/result.h"
#include "store/forgetting.h"

namespace nhs::control {

struct Office;

/// What people may ask about their own posts, as changes (changes.h). Whom it is about is written as they
/// write it (identities.h); it is hashed where the change is carried out, by who has the key, and nowhere
/// kept or repeated.

/// Of how many people or posts one change may be.
inline constexpr std::size_t kMostNames = 100;

/// Places in a list of names, from 1 on: which are meant is told without repeating any.
using Places = std::vector<std::int64_t>;

/// What became of it, or would.
struct ForgottenAnswer {
  store::Forgotten forgotten;
  Places without_posts = {};  ///< the names by which no post was held: misspelt, maybe

  void write(JsonWriter& json) const;
  static Result<ForgottenAnswer> read(JsonView json);
};

/// `forget NAME…`, or `forget --post REF…`.
struct Forget {
  static constexpr std::string_view op = "forget";
  using Answer = ForgottenAnswer;

  std::vector<std::string> names;  ///< at most kMostNames
  std::string network;             ///< empty: all that are stored or collected
  bool trial = false;              ///< changes nothing
  /// In place of names: held posts, as lists (`1234`) or exports (`h:…`) call them. At most kMostNames.
  std::vector<std::string> posts = {};

  void write(JsonWriter& json) const;
  static Result<Forget> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

struct ErasingAnswer {
  store::Erasing erasing = store::Erasing::finished;

  void write(JsonWriter& json) const;
  static Result<ErasingAnswer> read(JsonView json);
};

/// `forget --finish`: what earlier requests left in the bytes of the file goes. The daemon leaves a large
/// file to its housekeeping.
struct FinishErasing {
  static constexpr std::string_view op = "finish_erasing";
  using Answer = ErasingAnswer;

  bool however_large = false;

  void write(JsonWriter& json) const;
  static Result<FinishErasing> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

struct ObjectionAnswer {
  store::Objection objection;
  Places without_posts = {};
  bool done =
      false;  ///< else it was a trial, or names are without posts and it was not said that this is right

  void write(JsonWriter& json) const;
  static Result<ObjectionAnswer> read(JsonView json);
};

/// `object NAME…`, and its end.
struct Object {
  static constexpr std::string_view op = "object";
  using Answer = ObjectionAnswer;

  std::vector<std::string> names;
  std::string network;
  bool objects = true;  ///< else the objection is withdrawn
  bool trial = false;
  bool even_unknown = true;  ///< an objection is also noted where no post is held by one of the names

  void write(JsonWriter& json) const;
  static Result<Object> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

}  // namespace nhs::control
