#include "store/judging.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/audit.h"
#include "store/labels.h"
#include "store/post_findings.h"
#include "store/rollups.h"
#include "store/samples.h"

namespace nhs::store {
namespace {

/// Does what changes a post's findings, and moves it in the rollup as that takes.
template <typename Work>
void recounting(Database& database, std::int64_t post_id, const Work& work) {
  RollupChanges rollup;
  rollup.subtract(database, post_id);
  work();
  rollup.add(database, post_id);
  rollup.write(database);
}

Result<void> check_has_text(Database& database, std::int64_t ref) {
  const auto has_text = database.integer("SELECT text IS NOT NULL FROM post WHERE id = ?", ref);
  if (database.integer("SELECT 1 FROM post WHERE id = ? AND purged_at IS NOT NULL", ref))
    return fail(
        ExitStatus::no_input,
        fmt::format("{}: this post is kept without its text for its age (retention): what counts for it "
                    "stays as it is",
                    ref));
  if (!has_text)
    return fail(
        ExitStatus::no_input,
        fmt::format("{}: there is no post of this reference; `nhsvalues posts` shows those there are", ref));
  if (*has_text == 0)
    return fail(
        ExitStatus::no_input,
        fmt::format("{}: this post was withdrawn and its text is gone: there is nothing to judge", ref));
  return {};
}

/// sheet: the draw that it counts for, if that served the post; else the newest that did.
JudgementOutcome put_judgement(Database& database, Names& names, const NewJudgement& judgement,
                               std::int64_t sheet, const std::string& reader, UtcTime now) {
  // Of what was withdrawn, and of what went for its age, nothing is said any more.
  if (database.integer("SELECT text IS NULL FROM post WHERE id = ?", judgement.ref) == 1)
    return JudgementOutcome::withdrawn;
  std::int64_t draw = 0;
  {
    Query sampled = database.query(
        "SELECT draw_id, lapsed_at FROM sample WHERE post_id = ? ORDER BY draw_id = ? DESC, draw_id DESC "
        "LIMIT 1");
    sampled.bind(judgement.ref, sheet);
    if (!sampled.next()) return JudgementOutcome::not_sampled;
    if (!sampled.is_null(1)) return JudgementOutcome::edited;
    draw = sampled.integer(0);
  }
  if (last_said(database, judgement.ref, draw, reader) == judgement.label) return JudgementOutcome::unchanged;
  if (is_full(database, judgement.ref)) return JudgementOutcome::full;
  recounting(database, judgement.ref, [&] {
    add_label(database, judgement.ref, judgement.label, reader, draw, now);
    settle_labels(database, names, judgement.ref);
  });
  return JudgementOutcome::stored;
}

}  // namespace

Result<LabelChange> correct(Database& database, Names& names, std::int64_t ref, const Label& label,
                            const std::string& reader, const Act& act) {
  if (auto there = check_has_text(database, ref); !there) return tl::unexpected(there.error());
  if (is_full(database, ref))
    return fail(
        ExitStatus::usage,
        fmt::format("{}: {} labels of this post hold, and more are not taken; take some back with --undo",
                    ref, kMostLabels));
  LabelChange change{read_findings(database, ref), {}};
  recounting(database, ref, [&] {
    add_label(database, ref, label, reader, std::nullopt, act.at);
    settle_labels(database, names, ref);
  });
  change.now = read_findings(database, ref);
  if (change.now.unclassified)
    return fail(ExitStatus::usage,
                fmt::format("{}: the machine did not classify this post; say its --sentiment too, so that it "
                            "counts among the classified ones",
                            ref));
  write_audit(database, act, Action::label, ref);
  return change;
}

Result<LabelChange> take_back(Database& database, Names& names, std::int64_t ref, const Act& act) {
  if (auto there = check_has_text(database, ref); !there) return tl::unexpected(there.error());
  LabelChange change{read_findings(database, ref), {}};
  bool taken_back = false;
  recounting(database, ref, [&] {
    taken_back = undo_last_label(database, ref, act.at);
    settle_labels(database, names, ref);
  });
  if (!taken_back)
    return fail(ExitStatus::no_input, fmt::format("{}: this post has no label to take back", ref));
  write_audit(database, act, Action::undo_label, ref);
  change.now = read_findings(database, ref);
  return change;
}

std::vector<JudgementOutcome> put_judgements(Database& database, Names& names,
                                             const std::vector<NewJudgement>& judgements,
                                             const std::string& reader, const Act& act,
                                             std::optional<std::int64_t> draw) {
  std::vector<JudgementOutcome> outcomes;
  outcomes.reserve(judgements.size());
  const std::int64_t sheet = draw ? *draw : draw_judged(database, judgements);
  for (const NewJudgement& each : judgements)
    outcomes.push_back(put_judgement(database, names, each, sheet, reader, act.at));
  const auto stored = std::count(outcomes.begin(), outcomes.end(), JudgementOutcome::stored);
  if (stored > 0) {
    const std::optional<std::int64_t> one =
        judgements.size() == 1 ? std::optional{judgements[0].ref} : std::nullopt;
    write_audit(database, act, Action::judge, one, stored == 1 ? "1 post" : fmt::format("{} posts", stored),
                stored);
  }
  return outcomes;
}

}  // namespace nhs::store
