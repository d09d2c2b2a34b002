#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/classification.h"
#include "core/label.h"
#include "store/database.h"
#include "store/labelling.h"
#include "store/names.h"
#include "store/rollups.h"

namespace nhs::store {

/// People's labels of a post. All work within the caller's transaction and throw SQLite::Exception.

/// Oldest first, those that hold no longer, too.
std::vector<LabelRecord> read_labels(Database& database, std::int64_t post_id);

/// True when a post has so many labels that hold that no more are taken (kMostLabels).
bool is_full(Database& database, std::int64_t post_id);

/// This reader's last word on the post in samples of the draw's selection; nothing where none holds.
std::optional<Label> last_said(Database& database, std::int64_t post_id, std::int64_t draw,
                               const std::string& reader);

/// draw: the sample it was judged in; nothing for a correction.
void add_label(Database& database, std::int64_t post_id, const Label& label, const std::string& reader,
               std::optional<std::int64_t> draw, UtcTime now);

/// Takes back the last label that holds; false when none does.
bool undo_last_label(Database& database, std::int64_t post_id, UtcTime now);

/// The post has another text: no label and no sample speaks of it any more. Its findings are the caller's.
void lapse_labels(Database& database, std::int64_t post_id, UtcTime now);

/// The post's text is gone, and with it all that was said of it.
void forget_labels(Database& database, std::int64_t post_id);

/// Lays the labels that hold over what the machine says, after either has changed, and writes what then
/// counts. Gives that for a post with labels that hold, nothing for any other. The rollup is the caller's.
///
/// The machine's findings are those kept aside; where none are, those that count now.
std::optional<Classification> settle_labels(Database& database, Names& names, std::int64_t post_id);

/// True when in every post what counts is what the machine says with the labels that hold laid over it.
bool labels_hold(Database& database);

/// Settles every post in which that is not so; how many there were. The rollup is the caller's.
std::int64_t settle_all_labels(Database& database, Names& names);

/// Puts what the machine now says of a post in place of what it said before, under the labels that hold,
/// rollup too, as far as it is gathered. The post has a text.
void replace_machine_findings(Database& database, Names& names, std::int64_t post_id,
                              const Classification& findings, RollupChanges& rollup);

}  // namespace nhs::store
