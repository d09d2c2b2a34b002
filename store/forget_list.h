#pragma once

#include "store/database.h"
#include "store/forgetting.h"

namespace nhs::store {

/// What must never be taken in again, `forgotten`: hashes of authors, posts and addresses. Functions work
/// within the caller's transaction and throw SQLite::Exception.

/// The numbers stand in the database.
enum class ListedAs : std::uint8_t {
  author,
  post,  ///< that was erased
  address,
  named_post,  ///< by its canonical id, whether it was held or not
};

/// The list as whoever writes a batch asks it.
class ForgetListCheck {
 public:
  /// database: outlives this.
  explicit ForgetListCheck(Database& database);

  /// True when the post, by id or address, or its author, by name or account, is on the list, under the key
  /// in force or one before; by the bare name of a file, too (PseudonymousPost::bare_names).
  bool holds(const PseudonymousPost& post);
  /// The same without the bare name of a file, which may be another's.
  bool holds_beside_bare_name(const PseudonymousPost& post);
  /// Without any name: it may have been another account's when it was forgotten.
  bool holds_beside_name(const PseudonymousPost& post);

 private:
  enum class Name : std::uint8_t { counts, is_left_out };
  bool lists_any(const PseudonymousPost& post, Name name);
  bool lists(ListedAs what, const KeyedHash& key);
  /// One that was erased, or was named.
  bool lists_post(const KeyedHash& key);
  bool lists_address(const KeyedHash& key, const PseudonymousPost& post);

  Database& database_;
  const bool empty_;
};

/// The number for what is listed by one request.
std::int64_t next_forget_request(Database& database);

/// A line of the list.
struct ListedLine {
  ListedAs what = ListedAs::author;
  KeyedHash key{};
  UtcTime at;
  std::int64_t request = 0;
  /// Of an address that an erased post had: its network, on which the address in a post of somebody else
  /// means nothing, for whoever posts may write any address. Nothing where somebody named the address.
  std::optional<std::int64_t> of_network = std::nullopt;
  /// The key's fingerprint; empty for the one in force.
  std::string made_with = {};
};

/// Puts it on the list, or leaves it as it stands there; but that an address is named counts from then on.
void list_forgotten(Database& database, const ListedLine& line);

/// Also what has yet to be finished (store/erasure.h).
ForgetList read_forget_list(Database& database);

}  // namespace nhs::store
