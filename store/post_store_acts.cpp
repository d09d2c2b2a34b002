#include "store/judging.h"
#include "store/post_store_impl.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/audit.h"
#include "store/concerns.h"
#include "store/consents.h"
#include "store/held_accounts.h"
#include "store/ignore_history.h"
#include "store/kept_copies.h"
#include "store/labels.h"
#include "store/people.h"
#include "store/pledges.h"
#include "store/samples.h"
#include "store/source_switches.h"

// PostStore as people need it: what they change, say or take out, each with its line in the audit.

namespace nhs::store {

Result<LabelChange> PostStore::label(std::int64_t ref, const Label& label, const std::string& reader,
                                     const Act& act) {
  return impl_->change(
      [&](Database& database) { return correct(database, impl_->names, ref, label, reader, act); });
}

Result<LabelChange> PostStore::undo_label(std::int64_t ref, const Act& act) {
  return impl_->change([&](Database& database) { return take_back(database, impl_->names, ref, act); });
}

Result<Pledge> PostStore::follow_up(std::int64_t ref, const FollowUp& told, const Act& act) {
  return impl_->change(
      [&](Database& database) { return store::follow_up(database, impl_->zone, ref, told, act); });
}

Result<Pledge> PostStore::undo_follow_up(std::int64_t ref, const Act& act) {
  return impl_->change([&](Database& database) { return store::undo_follow_up(database, ref, act); });
}

Result<std::int64_t> PostStore::acknowledge(const std::vector<std::int64_t>& refs, const std::string& by,
                                            const std::string& note, const Act& act) {
  return impl_->change([&](Database& database) { return store::acknowledge(database, refs, by, note, act); });
}

Result<std::int64_t> PostStore::undo_acknowledgement(const std::vector<std::int64_t>& refs, const Act& act) {
  return impl_->change([&](Database& database) { return store::undo_acknowledgement(database, refs, act); });
}

Result<ConsentRecord> PostStore::note_consent(std::int64_t ref, const Consent& consent, const Act& act) {
  return impl_->change(
      [&](Database& database) { return store::note_consent(database, impl_->zone, ref, consent, act); });
}

Result<ConsentRecord> PostStore::withdraw_consent(std::int64_t ref, const Act& act, const std::string& by) {
  return impl_->change([&](Database& database) { return store::withdraw_consent(database, ref, act, by); });
}

Result<std::int64_t> PostStore::note_draw(const NewDraw& draw, const Act& act) {
  return impl_->change([&](Database& database) { return store::note_draw(database, draw, act); });
}

Result<std::vector<std::int64_t>> PostStore::note_served(std::int64_t draw,
                                                         const std::vector<ServedPost>& posts,
                                                         const Act& act) {
  return impl_->change([&](Database& database) { return store::note_served(database, draw, posts, act); });
}

Result<std::vector<JudgementOutcome>> PostStore::judge(const std::vector<NewJudgement>& judgements,
                                                       const std::string& reader, const Act& act, bool trial,
                                                       std::optional<std::int64_t> draw) {
  return attempt(impl_->file, [&]() -> Result<std::vector<JudgementOutcome>> {
    if (auto in_place = impl_->check_in_place(); !in_place) return tl::unexpected(in_place.error());
    const Lasting lasting(impl_->database);
    SQLite::Transaction transaction(impl_->database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
    auto outcomes = put_judgements(impl_->database, impl_->names, judgements, reader, act, draw);
    if (!trial && std::count(outcomes.begin(), outcomes.end(), JudgementOutcome::not_sampled) == 0)
      transaction.commit();
    else
      impl_->names.forget();
    return outcomes;
  });
}

Result<void> PostStore::note_import(std::optional<std::int64_t> posts, const Act& act) {
  return impl_->change([&](Database& database) -> Result<void> {
    write_audit(database, act, posts ? Action::import_done : Action::import_begun, std::nullopt, {}, posts);
    return {};
  });
}

Result<void> PostStore::note_reclassification(std::int64_t posts, const std::string& model, const Act& act) {
  return impl_->change([&](Database& database) -> Result<void> {
    write_audit(database, act, Action::reclassify, std::nullopt, fmt::format("by the model {}", model),
                posts);
    return {};
  });
}

Result<void> PostStore::note_disclosure(const Disclosure& disclosure, const Act& act) {
  return impl_->change([&](Database& database) -> Result<void> {
    write_audit(database, act, disclosure);
    return {};
  });
}

Result<Sealed> PostStore::open_post(std::int64_t ref, const Act& act) {
  return impl_->change([&](Database& database) -> Result<Sealed> {
    const auto sealed = database.text("SELECT sealed FROM post WHERE id = ?", ref);
    if (!sealed || sealed->empty())
      return fail(ExitStatus::no_input,
                  fmt::format("{}: there is no post of this reference whose address is kept", ref));
    write_audit(database, act, {.outlet = Outlet::open, .post = ref});
    return Sealed{*sealed};
  });
}

Result<std::vector<std::string>> PostStore::networks() {
  return attempt(impl_->file,
                 [&]() -> Result<std::vector<std::string>> { return stored_networks(impl_->database); });
}

Result<std::vector<std::int64_t>> PostStore::posts_held(const std::vector<Identified>& each) {
  return attempt(impl_->file, [&]() -> Result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> posts;
    for (const Identified& whom : each) posts.push_back(count_posts_of(impl_->database, whom));
    return posts;
  });
}

Result<std::vector<std::vector<SealedIdentity>>> PostStore::identities_without_account(
    const Identified& whom) {
  return attempt(impl_->file, [&]() -> Result<std::vector<std::vector<SealedIdentity>>> {
    return store::identities_without_account(impl_->database, whom);
  });
}

Result<SealedHoldings> PostStore::reveal_holdings(const std::vector<AccountKey>& accounts,
                                                  const std::vector<std::int64_t>& refs, const Act& act) {
  return impl_->change([&](Database& database) -> Result<SealedHoldings> {
    return store::reveal_holdings(database, accounts, refs, act);
  });
}

Result<Forgotten> PostStore::forget(const Identified& whom, const Act& act, bool trial) {
  Forgotten forgotten;
  forgotten.kept_copies = static_cast<int>(kept_copies(impl_->file).size());
  const auto held = impl_->change([&](Database& database) -> Result<HeldOfThem> {
    if (trial) return look_at(database, whom, Action::forget, act);
    auto erased = store::forget(database, impl_->names, whom, act);
    // First: whatever ends this now, nobody is taken for forgotten whom a copy still has.
    forgotten.kept_copies = remove_all_copies(impl_->file);
    return erased;
  });
  if (!held) return tl::unexpected(held.error());
  forgotten.held = *held;
  if (trial) return forgotten;
  // It is done: what keeps the file from being written anew is not to be taken for a failure.
  const auto erasing = finish_erasing(false);
  const bool locked = !erasing && erasing.error().status == ExitStatus::try_again;
  forgotten.erasing = erasing.value_or(locked ? Erasing::held_by_reader : Erasing::no_room);
  return forgotten;
}

Result<Objection> PostStore::object(const Identified& whom, bool objects, const Act& act, bool trial) {
  return impl_->change([&](Database& database) -> Result<Objection> {
    if (trial)
      return Objection{look_at(database, whom, objects ? Action::object : Action::withdraw_objection, act),
                       0};
    own_up_to_other_ignore_rules(database, impl_->ignore_rules);
    return store::object(database, impl_->names, impl_->ignore_rules, whom, objects, act);
  });
}

Result<bool> PostStore::switch_source(const std::string& source, bool on, const Act& act) {
  return impl_->change([&](Database& database) -> Result<bool> {
    return store::switch_source(database, impl_->names, source, on, act);
  });
}

Result<std::vector<DisabledSource>> PostStore::disabled_sources() {
  return attempt(impl_->file, [&]() -> Result<std::vector<DisabledSource>> {
    return read_disabled_sources(impl_->database);
  });
}

}  // namespace nhs::store
