#include "daemon/store_archive.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

namespace nhs::daemon {
namespace {

Error sealed_by_another_key(const std::string& source) {
  return Error{
      ExitStatus::configuration,
      fmt::format("what is stored for {} was sealed by another key; put back the key file that the database "
                  "was made with",
                  source)};
}

/// An item's own hash is made without a key: whoever guessed a post and its author could prove by it that
/// they were there.
std::vector<Unreadable> hashed(std::vector<Unreadable> unreadable,
                               const privacy::Pseudonymiser& pseudonymiser) {
  for (Unreadable& each : unreadable) {
    // No network has a name with a space in it.
    const KeyedHash hash = pseudonymiser.post_key("unreadable items", each.item);
    each.item.assign(hash.begin(), hash.end());
  }
  return unreadable;
}

}  // namespace

bool StoreArchive::can_keep() {
  const auto ready = store_.ready_to_save();
  if (!ready) {
    // Asked for each source again and again, and telling may read the whole database.
    const std::string before = std::exchange(trouble_, ready.error().message);
    if (before.empty()) spdlog::error("nothing is asked, for it could not be kept: {}", trouble_);
    if (tell_ && before != trouble_) tell_(trouble_);
    return false;
  }
  if (!std::exchange(trouble_, {}).empty()) {
    spdlog::info("what is asked can be kept again");
    if (tell_) tell_({});
  }
  return true;
}

Result<SourceState> StoreArchive::state(const std::string& source, const std::string& topic) {
  auto stored = store_.source_state(source, topic);
  if (!stored) return tl::unexpected(std::move(stored.error()));
  if (!*stored) {
    SourceState fresh;
    fresh.source = source;
    fresh.topic = topic;
    return fresh;
  }
  SourceState state = **std::move(stored);
  if (state.cursor.empty()) return state;
  auto cursor = intake_.pseudonymiser().unseal(state.cursor);
  if (!cursor) return tl::unexpected(sealed_by_another_key(source));
  state.cursor = *std::move(cursor);
  return state;
}

store::Batch StoreArchive::batch_for(const SourceState& state, const FetchCounts& fetches) const {
  store::Batch batch;
  batch.source = state.source;
  batch.now = clock_.now();
  batch.state = state;
  batch.fetches = fetches;
  // A cursor names posts; like every name of a post it is not for reading without the key.
  batch.state->cursor = intake_.pseudonymiser().seal(state.cursor);
  return batch;
}

store::Batch StoreArchive::batch_with(const collector::PageOfPosts& page, const SourceState& state,
                                      const FetchCounts& fetches) {
  store::Batch batch = batch_for(state, fetches);
  batch.unreadable = hashed(page.unreadable, intake_.pseudonymiser());
  batch.changed_text =
      page.undated_edits ? store::ChangedText::is_an_edit : store::ChangedText::needs_newer_edit;
  batch.posts.reserve(page.posts.size());
  const auto began = std::chrono::steady_clock::now();
  for (const Post& post : page.posts) batch.posts.push_back(intake_.take_in(post));
  counting_.classified(page.posts.size(), std::chrono::steady_clock::now() - began);
  for (const Post& post : page.withdrawn) batch.withdrawn.push_back(intake_.keys_of(post));
  return batch;
}

Result<collector::Archived> StoreArchive::save(const store::Batch& batch, const SourceState& after) {
  const auto report = store_.save(batch);
  if (!report) return tl::unexpected(report.error());
  collector::Archived archived;
  archived.withdrawn = report->withdrawn;
  archived.removed = report->removed;
  for (const store::Outcome outcome : report->outcomes) {
    archived.added += outcome == store::Outcome::added;
    archived.updated += outcome == store::Outcome::updated;
    archived.unchanged += outcome == store::Outcome::unchanged;
  }
  counting_.kept(after, batch.fetches, archived);
  return archived;
}

Result<collector::Archived> StoreArchive::keep(const collector::PageOfPosts& page, const SourceState& after,
                                               const std::optional<Gap>& gap, const FetchCounts& fetches) {
  store::Batch batch = batch_with(page, after, fetches);
  batch.gap = gap;
  return save(batch, after);
}

Result<collector::Archive::Due> StoreArchive::due_for_recheck(const std::string& source, std::size_t limit,
                                                              bool with_witness) {
  const auto stored =
      store_.due_rechecks(source, clock_.now(), static_cast<std::int64_t>(limit), with_witness);
  if (!stored) return tl::unexpected(stored.error());
  Due due;
  due.present_at = stored->present_at;
  // Some that an earlier key sealed must not keep all others from being asked for.
  std::optional<Error> unreadable;
  for (const store::DueRecheck& each : stored->posts) {
    auto post = opened(each, source);
    if (post)
      due.posts.push_back(*std::move(post));
    else
      unreadable = post.error();
  }
  if (due.posts.empty() && unreadable) return tl::unexpected(*std::move(unreadable));
  return due;
}

Result<PostToRecheck> StoreArchive::opened(const store::DueRecheck& due, const std::string& source) const {
  auto identity = intake_.pseudonymiser().unseal_identity(due.sealed);
  auto local_id = intake_.pseudonymiser().unseal(due.sealed_local_id);
  if (!identity || !local_id) return tl::unexpected(sealed_by_another_key(source));
  PostToRecheck post;
  post.ref = due.ref;
  post.id = std::move(identity->id);
  post.url = std::move(identity->url);
  post.author = std::move(identity->author);
  post.local_id = *std::move(local_id);
  post.created_at = due.created_at;
  post.gone_at = due.gone_at;
  post.unclear_since = due.unclear_since;
  post.edited_at = due.edited_at;
  post.tags = due.tags;
  return post;
}

Result<collector::Archived> StoreArchive::keep_recheck(const collector::PageOfPosts& page,
                                                       const std::vector<RecheckRuling>& rulings,
                                                       const SourceState& after, const FetchCounts& fetches) {
  store::Batch batch = batch_with(page, after, fetches);
  batch.rechecks = rulings;
  return save(batch, after);
}

Result<void> StoreArchive::keep_state(const SourceState& state, const FetchCounts& fetches) {
  const auto kept = save(batch_for(state, fetches), state);
  if (!kept) return tl::unexpected(kept.error());
  return {};
}

Result<std::int64_t> StoreArchive::spent_since(const std::string& source, UtcTime moment) {
  return store_.spent_since(source, moment);
}

Result<std::int64_t> StoreArchive::spent_on_rechecks_since(const std::string& source, UtcTime moment) {
  return store_.spent_on_rechecks_since(source, moment);
}

Result<std::int64_t> StoreArchive::rechecks_before(const std::string& source, UtcTime now, UtcTime until,
                                                   std::chrono::seconds every) {
  return store_.rechecks_before(source, now, until, every);
}

Result<std::optional<std::string>> StoreArchive::newest_local_id_before(const std::string& source,
                                                                        UtcTime moment) {
  const auto sealed = store_.newest_local_id_before(source, moment);
  if (!sealed) return tl::unexpected(sealed.error());
  if (!*sealed) return std::optional<std::string>{};
  auto id = intake_.pseudonymiser().unseal(**sealed);
  if (!id) return tl::unexpected(sealed_by_another_key(source));
  return id;
}

}  // namespace nhs::daemon
