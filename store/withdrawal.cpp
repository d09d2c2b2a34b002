#include "store/withdrawal.h"

#include <string>

#include "store/concerns.h"
#include "store/consents.h"
#include "store/labels.h"
#include "store/pledges.h"
#include "store/post_findings.h"

namespace nhs::store {
namespace {

// The findings go with the text: they say what stood in it.
const std::string kWithdraw =
    "UPDATE post SET withdrawn_at = ?, edited_at = ?, text = NULL, text_key = 0, stated_language = '', "
    "language = NULL, unclassified = NULL, sentiment = NULL, positive = NULL, neutral = NULL, "
    "negative = NULL, kind = NULL, kind_probability = NULL, findings = 0, ignored_by = NULL WHERE id = ?";

}  // namespace

void withdraw_post(Database& database, std::int64_t id, UtcTime now, std::optional<UtcTime> edited_at) {
  database.run(kWithdraw, now, edited_at, id);
  delete_finding_lists(database, id);
  database.run("DELETE FROM post_tag WHERE post_id = ?", id);
  forget_labels(database, id);
  forget_follow_ups(database, id);
  forget_concerns(database, id);
  forget_consents(database, id);
}

}  // namespace nhs::store
