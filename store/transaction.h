#pragma once

#include "store/database.h"

namespace nhs::store {

/// Runs `work` in a transaction of its own, of which nothing stays when it throws.
template <typename Work>
void in_transaction(Database& database, Work&& work) {
  SQLite::Transaction transaction(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
  work();
  transaction.commit();
}

}  // namespace nhs::store
