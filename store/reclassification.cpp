#include "store/reclassification.h"

#include <algorithm>
#include <stdexcept>

#include "store/labels.h"
#include "store/meta.h"
#include "store/post_findings.h"
#include "store/property_rollup.h"
#include "store/rollups.h"

namespace nhs::store {
namespace {

/// In `meta`: the model that history is being moved to, or was, and the reference from which on it is; 0 when
/// all is. Both there or neither.
const std::string kModelKey = "reclassified_by";
const std::string kDownToKey = "reclassified_down_to";

/// So many references are looked at in a step, though few of them may want anything.
constexpr std::int64_t kWindow = 5000;

/// Texts may be a megabyte each: a step takes no more than these, and one.
constexpr std::size_t kTextJudgedAtOnce = 512 * 1024;

struct Page {
  std::vector<JudgedEarlier> posts;
  std::optional<std::int64_t> down_to;
};

/// 0 for one that judged nothing yet.
std::int64_t number_of_model(Database& database, const std::string& model) {
  return database.integer("SELECT id FROM model WHERE name = ?", model).value_or(0);
}

Page read_page(Database& database, const std::string& model, std::int64_t below, std::int64_t limit) {
  static const std::string select =
      std::string{"SELECT id, text, stated_language, "} + kFindingColumns +
      " FROM post WHERE id < ? AND id >= ? AND model_id <> ? AND text IS NOT NULL ORDER BY id DESC LIMIT ?";
  Page page;
  const std::int64_t end_of_window = below - kWindow;
  std::size_t bytes = 0;
  {
    Query rows = database.query(select);
    rows.bind(below, end_of_window, number_of_model(database, model), limit);
    while (bytes < kTextJudgedAtOnce && rows.next()) {
      page.posts.push_back({rows.integer(0), rows.bytes(1), rows.bytes(2), findings_from(rows, 3)});
      bytes += page.posts.back().text.size();
    }
  }
  for (JudgedEarlier& post : page.posts) {
    if (auto aside = read_machine_findings(database, post.ref))
      post.found = *std::move(aside);
    else
      read_finding_lists(database, post.ref, post.found);
  }
  const bool cut = static_cast<std::int64_t>(page.posts.size()) >= limit || bytes >= kTextJudgedAtOnce;
  const std::int64_t down_to = cut ? page.posts.back().ref : end_of_window;
  if (down_to > 1) page.down_to = down_to;
  return page;
}

std::vector<Classification> judged(const Page& page, const std::string& model, const JudgeAnew& judge) {
  if (page.posts.empty()) return {};
  std::vector<Classification> findings = judge(page.posts);
  const bool by_it = std::all_of(findings.begin(), findings.end(),
                                 [&](const Classification& each) { return each.model == model; });
  if (findings.size() != page.posts.size() || !by_it)
    throw std::logic_error("history was not judged by the model that it moves to");
  return findings;
}

Reclassified compared(const Page& page, const std::vector<Classification>& findings) {
  Reclassified done;
  for (std::size_t i = 0; i < findings.size(); ++i) done.add(page.posts[i].found, findings[i]);
  return done;
}

std::int64_t above_the_newest(Database& database) {
  return database.integer("SELECT max(id) FROM post").value_or(0) + 1;
}

/// Nothing when history is through.
std::optional<std::int64_t> place_in_history(Database& database, const std::string& model) {
  if (reclassified_by(database) != model) {
    if (left_to_reclassify(database, model) == 0) return std::nullopt;
    return above_the_newest(database);
  }
  const auto down_to = database.integer("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?", kDownToKey);
  if (down_to.value_or(0) == 0) return std::nullopt;
  return down_to;
}

bool is_through(Database& database, const std::string& model) {
  return reclassified_by(database) == model && read_meta(database, kDownToKey) == "0";
}

}  // namespace

std::int64_t counting_of_other_models(Database& database, const std::string& model) {
  const std::int64_t number = number_of_model(database, model);
  std::int64_t dated = 0;
  for_each_day(database,
               [&](const DayCount& count) { dated += count.model_id == number ? 0 : count.posts(); });
  const auto undated = database.integer(
      "SELECT count(*) FROM post WHERE withdrawn_at IS NULL AND created_at IS NULL AND model_id <> ?",
      number);
  // What has no text any more stays with the model that read it.
  const auto purged = database.integer(
      "SELECT count(*) FROM post INDEXED BY post_purged WHERE purged_at IS NOT NULL AND withdrawn_at IS NULL AND "
      "model_id <> ?",
      number);
  return dated + undated.value_or(0) - purged.value_or(0);
}

std::int64_t left_to_reclassify(Database& database, const std::string& model) {
  if (is_through(database, model)) return 0;
  const auto set_aside =
      database.integer("SELECT count(*) FROM post WHERE ignored_by IS NOT NULL AND model_id <> ?",
                       number_of_model(database, model));
  return counting_of_other_models(database, model) + set_aside.value_or(0);
}

ReclassifyStep reclassify_next(Database& database, Names& names, const std::string& model,
                               const JudgeAnew& judge, std::int64_t limit) {
  ReclassifyStep step;
  if (const auto below = place_in_history(database, model)) {
    const Page page = read_page(database, model, *below, limit);
    const std::vector<Classification> findings = judged(page, model, judge);
    RollupChanges rollup;
    for (std::size_t i = 0; i < findings.size(); ++i)
      replace_machine_findings(database, names, page.posts[i].ref, findings[i], rollup);
    rollup.write(database);
    step = {compared(page, findings), page.down_to};
  }
  if (!is_through(database, model)) {
    write_meta(database, kModelKey, model);
    write_meta(database, kDownToKey, std::to_string(step.down_to.value_or(0)));
  }
  return step;
}

ReclassifyStep try_next(Database& database, const std::string& model, const JudgeAnew& judge,
                        std::optional<std::int64_t> below, std::int64_t limit) {
  const Page page = read_page(database, model, below ? *below : above_the_newest(database), limit);
  return {compared(page, judged(page, model, judge)), page.down_to};
}

void own_up_to_other_models(Database& database, const Batch& batch) {
  const auto current = reclassified_by(database);
  const bool holds = !current || std::all_of(batch.posts.begin(), batch.posts.end(), [&](const auto& post) {
    return post.classification.model == *current;
  });
  if (holds) return;
  drop_meta(database, kModelKey);
  drop_meta(database, kDownToKey);
}

std::optional<std::string> reclassified_by(Database& database) { return read_meta(database, kModelKey); }

}  // namespace nhs::store
