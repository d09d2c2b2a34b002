#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "control/answers.h"
#include "core/json.h"
#include "core/result.h"
#include "store/disclosure.h"

namespace nhs::control {

struct Office;

/// What of the database is shown to somebody or given out, as changes (changes.h): none changes anything but
/// the audit.

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

}  // namespace nhs::control
