#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "store/database.h"

namespace nhs::store {

/// The numbers that stand for repeated names; a new name gets one. Needs an open write transaction.
class Names {
 public:
  /// database: outlives this.
  explicit Names(Database& database) : database_(database) {}

  std::int64_t network(const std::string& name);
  std::int64_t source(const std::string& name);
  std::int64_t model(const std::string& name);
  /// As written; the folded form is kept beside for searching.
  std::int64_t tag(const std::string& name);
  std::int64_t ignore_rule(const std::string& name);

  /// After a transaction that failed: numbers it gave are void.
  void forget();

 private:
  using Known = std::unordered_map<std::string, std::int64_t>;

  Database& database_;
  Known networks_;
  Known sources_;
  Known models_;
  Known tags_;
  Known ignore_rules_;
};

}  // namespace nhs::store
