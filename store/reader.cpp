#include "store/reader.h"

#include <fmt/format.h>

#include <utility>

#include "core/text.h"
#include "store/alerts.h"
#include "store/audit.h"
#include "store/concerns.h"
#include "store/consents.h"
#include "store/coverage.h"
#include "store/database.h"
#include "store/fetch_log.h"
#include "store/forget_list.h"
#include "store/labels.h"
#include "store/migrations.h"
#include "store/pledges.h"
#include "store/posts.h"
#include "store/quarantine.h"
#include "store/read_access.h"
#include "store/reclassification.h"
#include "store/retention_state.h"
#include "store/samples.h"
#include "store/search.h"
#include "store/status.h"
#include "store/trends.h"
#include "store/without_texts.h"

namespace nhs::store {

struct Reader::Impl {
  std::filesystem::path file;
  std::unique_ptr<Database> database;
  TimeZone zone;

  /// Runs `work` on one snapshot of the database.
  template <typename Work>
  auto read(Work&& work) -> decltype(work(*database)) {
    return attempt(file, [&] {
      SQLite::Transaction snapshot(database->connection());
      return work(*database);
    });
  }

  /// The same for a question with a filter.
  template <typename Work>
  auto read(const Filter& filter, Work&& work) -> decltype(work(*database)) {
    return read([&](Database& snapshot) -> decltype(work(snapshot)) {
      if (auto taken = check_query(snapshot, filter); !taken) return tl::unexpected<Error>(taken.error());
      return work(snapshot);
    });
  }
};

namespace {

// A page of an export: small enough to be read in milliseconds.
constexpr std::int64_t kPageOfVisit = 500;

Result<void> check_version(Database& database, const std::filesystem::path& file) {
  const Result<FileState> state = identify(database, file);
  if (!state) return tl::unexpected<Error>(state.error());
  if (*state == FileState::empty)
    return fail(
        ExitStatus::no_input,
        fmt::format("{}: this file is empty; take posts in with `nhsvalues import`, or start nhsvaluesd",
                    file.string()));
  if (*state == FileState::outdated)
    return fail(
        ExitStatus::bad_data,
        fmt::format(
            "{}: made by an older version of nhsvalues; restart nhsvaluesd or run `nhsvalues import`: either "
            "brings it up to date",
            file.string()));
  return {};
}

Result<TimeZone> zone_of(Database& database, const std::filesystem::path& file) {
  const auto name = database.text("SELECT value FROM meta WHERE key = 'timezone'");
  if (name) return TimeZone::named(*name);
  // A writer is just making it: the schema is there, its time zone is not.
  return fail(ExitStatus::no_input,
              fmt::format("{}: this database is just being made; try again", file.string()));
}

}  // namespace

Result<Reader> Reader::open(const std::filesystem::path& file) {
  if (auto readable = check_readable(file); !readable) return tl::unexpected<Error>(readable.error());
  try {
    auto database = std::make_unique<Database>(file, Access::read);
    if (auto ours = check_version(*database, file); !ours) return tl::unexpected<Error>(ours.error());
    Result<TimeZone> zone = zone_of(*database, file);
    if (!zone) return tl::unexpected<Error>(zone.error());
    return Reader{std::make_unique<Impl>(Impl{file, std::move(database), *std::move(zone)})};
  } catch (const SQLite::Exception& failure) {
    return tl::unexpected<Error>(explained_to_reader(failure, file));
  }
}

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<TrendsResult> Reader::trends(const TrendsQuery& query) const {
  return impl_->read(query.filter, [&](Database& database) -> Result<TrendsResult> {
    return count_trends(database, impl_->zone, query);
  });
}

Result<std::optional<LocalDay>> Reader::first_day(const Filter& filter) const {
  return impl_->read(
      [&](Database& database) -> Result<std::optional<LocalDay>> { return first_day_of(database, filter); });
}

Result<std::vector<StoredPost>> Reader::posts(const PostsQuery& query) const {
  const Filter& filter = query.filter;
  const bool by_strength = query.order == Order::strongest_first;
  if (by_strength && (!filter.query || !filter.query->has_words()))
    return fail(ExitStatus::usage, "strongest first needs words to search for; newest first does not");
  return impl_->read(filter, [&](Database& database) -> Result<std::vector<StoredPost>> {
    std::optional<Place> after;
    if (query.after_ref) {
      after = place_of(database, *query.after_ref);
      if (!after)
        return fail(
            ExitStatus::usage,
            fmt::format("there is no post {} to go on after; start from the first page", *query.after_ref));
    }
    const Repeats repeats = repeats_in_list(database, filter);
    auto posts = by_strength
                     ? read_strongest(database, impl_->zone, filter, query.after_ref, query.limit, repeats)
                     : read_page(database, impl_->zone, filter, query.order, after, query.limit, repeats);
    if (posts && filter.query) add_snippets(database, *filter.query, *posts);
    return posts;
  });
}

Result<std::int64_t> Reader::count(const Filter& filter, std::int64_t most) const {
  return impl_->read(filter, [&](Database& database) -> Result<std::int64_t> {
    return count_posts(database, impl_->zone, filter, most);
  });
}

Result<std::vector<std::string>> Reader::tags_about_as_long_as(const std::string& tag) const {
  return impl_->read([&](Database& database) -> Result<std::vector<std::string>> {
    std::vector<std::string> tags;
    Query query = database.query(
        "SELECT name FROM tag WHERE length(folded) BETWEEN length(?) - 2 AND length(?) + 2 AND EXISTS "
        "(SELECT 1 FROM post_tag JOIN post ON post.id = post_id WHERE tag_id = tag.id AND withdrawn_at IS NULL) "
        "ORDER BY name");
    const std::string key = tag_key(tag);
    query.bind(key, key);
    while (query.next()) tags.push_back(query.bytes(0));
    return tags;
  });
}

Result<std::int64_t> Reader::count_without_texts(const Filter& filter) const {
  return impl_->read(filter, [&](Database& database) -> Result<std::int64_t> {
    return store::count_without_texts(database, filter);
  });
}

Result<bool> Reader::is_answerable_without_texts(const Filter& filter) const {
  return impl_->read(filter, [&](Database& database) -> Result<bool> {
    return store::is_answerable_without_texts(database, filter);
  });
}

Result<RetentionState> Reader::retention_state(const RetentionRules& rules, UtcTime now) const {
  return impl_->read([&](Database& database) -> Result<RetentionState> {
    return read_retention_state(database, impl_->file, rules, now);
  });
}

Result<RetentionOverview> Reader::retention(const RetentionRules& rules, UtcTime now) const {
  return impl_->read([&](Database& database) -> Result<RetentionOverview> {
    return read_retention(database, impl_->file, impl_->zone, rules, now);
  });
}

Result<std::optional<StoredPost>> Reader::post(std::int64_t ref) const {
  return impl_->read(
      [&](Database& database) -> Result<std::optional<StoredPost>> { return read_post(database, ref); });
}

Result<std::vector<LabelRecord>> Reader::labels(std::int64_t ref) const {
  return impl_->read(
      [&](Database& database) -> Result<std::vector<LabelRecord>> { return read_labels(database, ref); });
}

Result<std::vector<Concern>> Reader::concerns_of(std::int64_t ref) const {
  return impl_->read(
      [&](Database& database) -> Result<std::vector<Concern>> { return store::concerns_of(database, ref); });
}

Result<Pledges> Reader::pledges(const PledgesQuery& query) const {
  return impl_->read(query.filter, [&](Database& database) -> Result<Pledges> {
    return read_pledges(database, impl_->zone, query);
  });
}

Result<Pledge> Reader::pledge(std::int64_t ref) const {
  return impl_->read([&](Database& database) -> Result<Pledge> { return read_pledge(database, ref); });
}

Result<Concerns> Reader::concerns(const ConcernsQuery& query) const {
  return impl_->read([&](Database& database) -> Result<Concerns> { return read_concerns(database, query); });
}

Result<KeptAlerts> Reader::alerts(std::int64_t limit) const {
  return impl_->read([&](Database& database) -> Result<KeptAlerts> { return read_alerts(database, limit); });
}

Result<std::optional<KeptAlert>> Reader::alert(std::int64_t id) const {
  return impl_->read(
      [&](Database& database) -> Result<std::optional<KeptAlert>> { return read_alert(database, id); });
}

Result<NewAboutGroup> Reader::new_about_group(Group group, std::int64_t mark, UtcTime since) const {
  return impl_->read([&](Database& database) -> Result<NewAboutGroup> {
    return read_new_about_group(database, group, mark, since);
  });
}

Result<std::vector<UtcTime>> Reader::hours_answered(const std::string& source, UtcTime since) const {
  return impl_->read([&](Database& database) -> Result<std::vector<UtcTime>> {
    return read_hours_answered(database, source, since);
  });
}

Result<std::vector<ConsentRecord>> Reader::consents(const ConsentsQuery& query) const {
  return impl_->read([&](Database& database) -> Result<std::vector<ConsentRecord>> {
    return read_consents(database, query);
  });
}

Result<Sample> Reader::choose_sample(const SampleQuery& query) const {
  return impl_->read([&](Database& database) -> Result<Sample> {
    if (auto taken = check_query(database, query.filter); !taken) return tl::unexpected(taken.error());
    return store::choose_sample(database, impl_->zone, query);
  });
}

Result<std::int64_t> Reader::draw_judged(const std::vector<NewJudgement>& judgements) const {
  return impl_->read(
      [&](Database& database) -> Result<std::int64_t> { return store::draw_judged(database, judgements); });
}

Result<JudgedSample> Reader::judged_sample() const {
  return impl_->read([](Database& database) -> Result<JudgedSample> { return read_judged_sample(database); });
}

Result<void> Reader::for_each_post(const Filter& filter,
                                   const std::function<bool(const StoredPost&)>& visit) const {
  const auto repeats = impl_->read(
      filter, [&](Database& database) -> Result<Repeats> { return repeats_in_list(database, filter); });
  if (!repeats) return tl::unexpected<Error>(repeats.error());
  std::optional<Place> after;
  for (;;) {
    const auto page = impl_->read([&](Database& database) -> Result<std::vector<StoredPost>> {
      return read_page(database, impl_->zone, filter, Order::oldest_first, after, kPageOfVisit, *repeats);
    });
    if (!page) return tl::unexpected<Error>(page.error());
    for (const StoredPost& post : *page)
      if (!visit(post)) return {};
    if (static_cast<std::int64_t>(page->size()) < kPageOfVisit) return {};
    after = Place{page->back().created_at, page->back().ref};
  }
}

Result<StoreStatus> Reader::status(UtcTime now, const std::vector<AllowancePeriods>& allowances) const {
  return impl_->read([&](Database& database) -> Result<StoreStatus> {
    return read_status(database, impl_->file, impl_->zone, now, allowances);
  });
}

Result<CoverageResult> Reader::coverage(const CoverageQuery& query) const {
  return impl_->read([&](Database& database) -> Result<CoverageResult> {
    return read_coverage(database, impl_->zone, query);
  });
}

Result<Quarantine> Reader::quarantine(const QuarantineQuery& query) const {
  return impl_->read(
      [&](Database& database) -> Result<Quarantine> { return read_quarantine(database, query); });
}

Result<ForgetList> Reader::forget_list() const {
  return impl_->read([](Database& database) -> Result<ForgetList> { return read_forget_list(database); });
}

Result<Safety> Reader::safety() const {
  return impl_->read([](Database& database) -> Result<Safety> { return read_safety(database); });
}

Result<std::vector<BroughtPosts>> Reader::brought_by_others(const std::vector<std::string>& than,
                                                            const std::vector<std::string>& topics) const {
  return impl_->read([&](Database& database) -> Result<std::vector<BroughtPosts>> {
    return store::brought_by_others(database, than, topics);
  });
}

Result<std::vector<AuditRecord>> Reader::audit(const AuditQuery& query) const {
  return impl_->read(
      [&](Database& database) -> Result<std::vector<AuditRecord>> { return read_audit(database, query); });
}

Result<std::int64_t> Reader::left_to_reclassify(const std::string& model) const {
  return impl_->read(
      [&](Database& database) -> Result<std::int64_t> { return store::left_to_reclassify(database, model); });
}

Result<ReclassifyStep> Reader::try_reclassifying(const std::string& model, const JudgeAnew& judge,
                                                 std::optional<std::int64_t> below,
                                                 std::int64_t limit) const {
  return impl_->read([&](Database& database) -> Result<ReclassifyStep> {
    return try_next(database, model, judge, below, limit);
  });
}

TimeZone Reader::zone() const { return impl_->zone; }

}  // namespace nhs::store
