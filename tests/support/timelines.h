#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/support/status.h"

namespace nhs::test {

/// Which part of a timeline is asked for. Pages are newest first whatever the question.
struct PageQuery {
  std::size_t limit = 20;
  std::optional<std::string> max_id;    ///< strictly older
  std::optional<std::string> since_id;  ///< strictly newer, of which the newest: may leave a gap
  std::optional<std::string>
      min_id;  ///< strictly newer, of which the oldest: no gap; since_id then counts for nothing
};

/// A server's statuses by tag. Tags are compared as Mastodon does, without case. Not thread-safe.
class Timelines {
 public:
  /// A status whose local id or uri is there already is a broken invariant (std::logic_error).
  void add(Status status);

  /// The status of that uri, or null. To change it: take(), then add().
  const Status* find(const std::string& uri) const;

  /// The tags (folded) under which a status is listed. It must be there (std::logic_error).
  std::vector<std::string> tags_listing(const std::string& uri) const;

  /// Takes a status out of all timelines. It must be there (std::logic_error).
  Status take(const std::string& uri);

  /// Lists a status under a tag that it does not carry (any longer).
  void list_under(const std::string& tag, const std::string& uri);

  /// Nothing when no status ever carried the tag; else the page, possibly empty.
  std::optional<std::vector<const Status*>> page(const std::string& tag, const PageQuery& query) const;

  /// The status of that local id, or null.
  const Status* with_id(const std::string& id) const;

  /// The id of the newest status; empty when there is none.
  std::string newest_id() const;
  bool has_id(const std::string& id) const { return by_id_.contains(id); }
  std::size_t size() const { return by_id_.size(); }

 private:
  using Timeline = std::map<std::string, const Status*, OlderId>;

  const std::string& id_of(const std::string& uri) const;

  std::map<std::string, std::unique_ptr<Status>, OlderId> by_id_;
  std::unordered_map<std::string, std::string> id_by_uri_;
  std::unordered_map<std::string, Timeline> by_tag_;
};

}  // namespace nhs::test
