#include "store/purge_traces.h"

#include <utility>

#include "store/erasure.h"
#include "store/kept_copies.h"
#include "store/purge.h"
#include "store/retention_state.h"
#include "store/transaction.h"

namespace nhs::store {

PurgeStep PurgeTraces::remove_next(UtcTime now) {
  PurgeStep step;
  if (traces_left_by(database_)) {
    if (!merged_) {
      merged_ = !merge_search(database_, !std::exchange(merging_, true));
      return step;
    }
    if (bytes_of(database_) > kWrittenAnewByItself) {
      if (give_pages_back(database_)) return step;
      step.somebody_reads = !log_.empty_out();
    } else {
      if (!std::exchange(erasing_, true)) in_transaction(database_, [&] { note_erased(database_, now); });
      step.somebody_reads =
          finish_erasing(database_, file_, log_, kWrittenAnewByItself, now) == Erasing::held_by_reader;
    }
    if (step.somebody_reads) return step;
    step.copies = remove_all_copies(file_);
  }
  in_transaction(database_, [&] { note_purged(database_, now); });
  step.finished = true;
  return step;
}

}  // namespace nhs::store
