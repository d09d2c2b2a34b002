#pragma once

#include <string>
#include <string_view>

#include "core/json.h"
#include "core/result.h"
#include "privacy/pseudonymiser.h"
#include "store/stored_post.h"

namespace nhs::cli {

/// Posts as `export` writes them: as lines of JSON that import reads again, or as a CSV. Posts and people are
/// named by hashes, or, with the key, as their networks name them.
class ExportRows {
 public:
  struct Form {
    bool csv = false;
    bool byte_order_mark = false;  ///< of a CSV
  };
  /// key: that names posts and people, and outlives this; null for hashes.
  ExportRows(Form form, const privacy::Pseudonymiser* key) : form_(form), key_(key) {}

  /// What stands before the first post.
  std::string head() const;
  /// How every file of the form begins.
  std::string opening() const;
  /// One post; valid until the next. Fails with configuration (78) when another key sealed it.
  Result<std::string_view> of(const store::StoredPost& post);

 private:
  Form form_;
  const privacy::Pseudonymiser* key_;
  JsonWriter json_;
  std::string row_;
};

}  // namespace nhs::cli
