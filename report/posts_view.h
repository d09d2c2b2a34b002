#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "report/terminal.h"
#include "store/concern.h"
#include "store/labelling.h"
#include "store/stored_post.h"

namespace nhs::report {

/// Writes a classification as `classify --format ndjson` shows it, into an object that is open: language,
/// sentiment, values with evidence, kind, groups, model.
///
/// text: what was judged; the evidence's offsets are into it.
void write_classification(JsonWriter& json, const Classification& classification, std::string_view text);

/// Lists show nothing of the text of a post whose author asks not to be found (StoredPost::quotable).

/// The shape `nhsvalues.posts/1`.
std::string posts_json(const std::vector<store::StoredPost>& posts);
std::string posts_ndjson(const std::vector<store::StoredPost>& posts);
/// RFC 4180; cells that a spreadsheet would run as formulas are guarded by an apostrophe, references are
/// text.
std::string posts_csv(const std::vector<store::StoredPost>& posts);
/// A post of an export as a row: the same, by the hashes that stand for post and author (empty for none)
/// instead of a reference, and whole.
std::string exported_csv_head();
std::string exported_csv_row(const store::StoredPost& post, std::string_view id, std::string_view author);
/// A block a post: reference, day, network, findings, and the text wrapped; of a post that words found, the
/// part that has them, marked on a terminal.
std::string posts_table(const std::vector<store::StoredPost>& posts, const TimeZone& zone,
                        const Terminal& terminal);

/// What else is known of one post.
struct BesidePost {
  std::vector<store::LabelRecord> labels = {};  ///< all that people said of it, oldest first
  std::vector<store::Concern> concerns = {};    ///< oldest first
};

/// One post with the words that decided.
///
/// explained: the post's text judged now; its evidence is shown when it is by the model that judged the
/// stored one. Nothing when no model is at hand.
std::string post_explained(const store::StoredPost& post, const std::optional<Classification>& explained,
                           const BesidePost& beside, const TimeZone& zone, const Terminal& terminal);
/// The shape `nhsvalues.show/1`.
std::string post_explained_json(const store::StoredPost& post, const std::optional<Classification>& explained,
                                const BesidePost& beside);

/// "negative (-0.71); compassion breached, quality of care breached; experience; about homeless people".
std::string findings_in_words(const Classification& classification);

/// The words that decided, in the order of the text: "nobody sat with her" · "hours late".
std::string evidence_in_words(const std::vector<Evidence>& evidence, std::string_view text);

}  // namespace nhs::report
