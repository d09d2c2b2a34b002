#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/pseudonymous_post.h"
#include "core/result.h"
#include "store/act.h"
#include "store/concern.h"
#include "store/consent.h"
#include "store/labelling.h"
#include "store/pledge.h"
#include "store/stored_post.h"

namespace nhs::store {

/// That a source showed a post.
struct Showing {
  std::string source;
  UtcTime seen_at;
  Sealed local_id;  ///< empty for none
};

/// Everything that is kept of one post.
struct HeldPost {
  StoredPost post;
  std::vector<Showing> showings;  ///< in the order of time
  std::vector<LabelRecord> labels;
  std::vector<FollowUpRecord> follow_ups;
  std::vector<UtcTime> served_at;  ///< when random samples that it is in were drawn
  std::vector<Concern> concerns = {};
  std::vector<ConsentRecord> consents = {};  ///< newest first
};

/// An account as the database knows it, by one of its names.
struct HeldAccount {
  std::string network;
  KeyedHash key{};
  std::int64_t posts = 0;  ///< withdrawn ones, and other views of the same page without an author, too
  std::optional<UtcTime> objected_at = std::nullopt;
  bool forgotten = false;  ///< on the list of those never to be taken in again
};

/// What is sealed of a post.
struct SealedPost {
  std::int64_t ref = 0;
  Sealed sealed;
  std::vector<Showing> showings;
};

/// A possible hash of an account's, or its name's, on a network.
struct AccountKey {
  std::string network;
  KeyedHash key{};
};

/// Which of the hashes asked for are known, and what is sealed of the posts asked for that these accounts
/// wrote.
struct SealedHoldings {
  std::vector<HeldAccount> known;
  std::vector<SealedPost> posts;
};

/// Everything that is held about accounts, read beside whoever writes. Not thread-safe.
class Holdings {
 public:
  /// Fails as Reader::open does.
  static Result<Holdings> open(const std::filesystem::path& file);

  Holdings(Holdings&&) noexcept;
  Holdings& operator=(Holdings&&) noexcept;
  ~Holdings();

  /// The networks of which anything was ever stored, by name.
  Result<std::vector<std::string>> networks() const;

  /// Posts by the author of this hash, undated ones first, then oldest first; those that were withdrawn, set
  /// aside, or are not to be quoted, too; then other views of the same pages that do not tell their author.
  /// Stops when the visitor returns false. Read a few at a time, so that a slow visitor holds nobody up.
  Result<void> for_each_post(const KeyedHash& author,
                             const std::function<bool(const HeldPost&)>& visit) const;

  TimeZone zone() const;

 private:
  struct Impl;
  explicit Holdings(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace nhs::store
