#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/audience.h"
#include "cli/choice.h"
#include "cli/context.h"
#include "cli/disclosures.h"
#include "cli/export_file.h"
#include "cli/export_for_others.h"
#include "cli/export_rows.h"
#include "cli/file_format.h"
#include "cli/filter_options.h"
#include "cli/internal_output.h"
#include "cli/progress.h"
#include "cli/provenance.h"
#include "cli/shared_file.h"
#include "cli/unknown_names.h"
#include "control/files_in_use.h"
#include "intake/key_of_database.h"
#include "privacy/pseudonymiser.h"

namespace nhs::cli {
namespace {

struct ExportOptions {
  FilterOptions filters;
  std::string format;  ///< empty where it was not given, until run() knows
  std::string output;
  bool bom = false;
  std::string audience = "internal";
  std::string by;
  bool force = false;
  bool reveal = false;
};

/// What the audit says of an export: a line before the first post leaves, and one when all have.
class Told {
 public:
  /// filter: in words that the audit may keep.
  Told(const Context& context, const ExportOptions& options, std::string filter)
      : context_(context), reveals_(options.reveal) {
    disclosure_.filter = std::move(filter);
    disclosure_.detail =
        fmt::format("{}, to {}", options.format, options.output.empty() ? "standard output" : "a file");
  }
  Result<void> begun() { return say(reveals_ ? store::Outlet::reveal_begun : store::Outlet::export_begun); }
  Result<void> done(std::int64_t posts) {
    disclosure_.posts = posts;
    return say(reveals_ ? store::Outlet::reveal_done : store::Outlet::export_done);
  }

 private:
  Result<void> say(store::Outlet outlet) {
    disclosure_.outlet = outlet;
    return write_down(context_, "nhsvalues export", disclosure_);
  }

  const Context& context_;
  bool reveals_;
  store::Disclosure disclosure_;
};

/// How far an export is, where anybody looks on.
class Exporting {
 public:
  /// beside_posts: what is written goes where the bar would stand.
  Exporting(const Context& context, const ReadingSession& session, const store::Filter& filter,
            bool beside_posts)
      : shown_(context.shows_progress() && !beside_posts), progress_(context, "exporting") {
    if (!shown_) return;
    if (const auto posts = session.reader.count(filter)) of_ = *posts;
  }
  void another() {
    ++done_;
    if (shown_) progress_.at_posts(done_, of_);
  }

 private:
  bool shown_;
  Progress progress_;
  std::int64_t done_ = 0;
  std::int64_t of_ = 0;
};

Result<ExitStatus> to_stdout(const Context& context, const ReadingSession& session,
                             const store::Filter& filter, ExportRows& rows, Told& told) {
  if (auto noted = told.begun(); !noted) return tl::unexpected(noted.error());
  Exporting exporting{context, session, filter, context.terminal().interactive};
  put(rows.head());
  std::int64_t posts = 0;
  Result<void> written;
  const auto read = session.reader.for_each_post(filter, [&](const store::StoredPost& post) {
    const auto row = rows.of(post);
    if (!row) {
      written = tl::unexpected(row.error());
      return false;
    }
    put(*row);
    ++posts;
    exporting.another();
    return std::ferror(stdout) == 0;
  });
  if (!read) return tl::unexpected(read.error());
  if (!written) return tl::unexpected(written.error());
  // The audit is not to say that all went out where it did not; main() says why.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) return ExitStatus::io;
  if (auto noted = told.done(posts); !noted) return tl::unexpected(noted.error());
  return ExitStatus::done;
}

/// Days of the posts that went out.
struct Days {
  std::optional<LocalDay> first;
  std::optional<LocalDay> last;

  void add(LocalDay day) {
    first = first ? std::min(*first, day) : day;
    last = last ? std::max(*last, day) : day;
  }
};

Result<Days> write_posts(const Context& context, const ReadingSession& session, const store::Filter& filter,
                         ExportRows& rows, ExportFile& file) {
  Exporting exporting{context, session, filter, false};
  Days days;
  auto written = file.write_head(rows.head());
  if (!written) return tl::unexpected(written.error());
  const auto read = session.reader.for_each_post(filter, [&](const store::StoredPost& post) {
    if (post.created_at) days.add(session.zone.day_of(*post.created_at));
    exporting.another();
    const auto row = rows.of(post);
    written = row ? file.write_post(*row) : Result<void>{tl::unexpected(row.error())};
    return written.has_value();
  });
  if (!read) return tl::unexpected(read.error());
  if (!written) return tl::unexpected(written.error());
  return days;
}

Result<store::TrendsResult> counts_of(const ReadingSession& session, store::Filter filter, const Days& days) {
  store::TrendsQuery query;
  query.filter = std::move(filter);
  if (!query.filter.since) query.filter.since = days.first.value_or(session.today);
  if (!query.filter.until)
    query.filter.until =
        std::max(days.last.value_or(session.today), *query.filter.since) + std::chrono::days{1};
  query.today = session.today;
  query.once_in_all = true;  // as in the list that went out
  return session.reader.trends(query);
}

/// What chose the posts of a file, for who finds it. The hashtag is named, whosever it is: each post in the
/// file carries it, so that nothing is told which the file beside does not hold, and is to be kept as safe.
/// Of a file without posts that does not hold.
Result<std::string> filters_beside(const ReadingSession& session, const store::Filter& filter,
                                   const FilterOptions& options, std::int64_t posts) {
  auto kept =
      options.in_words_to_keep(session, filter, posts > 0 ? KeptWhere::beside_posts : KeptWhere::in_database);
  if (!kept) return tl::unexpected(kept.error());
  return std::move(kept->words);
}

Result<ExitStatus> to_file(const Context& context, const ReadingSession& session, const store::Filter& filter,
                           const ExportOptions& options, ExportRows& rows, Told& told) {
  const std::string beside = options.output + ".provenance.json";
  const auto in_use = control::files_in_use(session.config);
  if (auto free = check_place(beside, in_use, options.force); !free) return tl::unexpected(free.error());
  auto file = ExportFile::begin({options.output, rows.opening(), options.force, in_use, options.reveal});
  if (!file) return tl::unexpected(file.error());
  if (auto noted = told.begun(); !noted) return tl::unexpected(noted.error());
  auto days = write_posts(context, session, filter, rows, *file);
  if (!days) return tl::unexpected(days.error());
  if (file->posts_from_before() > 0)
    context.say(
        fmt::format("Went on after {} posts that an export had written before.", file->posts_from_before()));
  auto counts = counts_of(session, filter, *days);
  if (!counts) return tl::unexpected(counts.error());
  auto filters = filters_beside(session, filter, options.filters, file->posts());
  if (!filters) return tl::unexpected(filters.error());
  Provenance provenance;
  provenance.posts = file->posts();
  provenance.bytes = file->bytes();
  // Before the file has its name: whoever finds it finds it in the audit.
  if (auto noted = told.done(provenance.posts); !noted) return tl::unexpected(noted.error());
  const auto sha256 = file->finish();
  if (!sha256) return tl::unexpected(sha256.error());
  provenance.sha256 = *sha256;
  provenance.file = std::filesystem::path{options.output}.filename().string();
  provenance.format = options.format;
  provenance.reveals = options.reveal;
  provenance.filters = *std::move(filters);
  provenance.written_at = session.now;
  provenance.since = filter.since ? filter.since : days->first;
  if (filter.until)
    provenance.until = filter.until;
  else if (days->last)
    provenance.until = *days->last + std::chrono::days{1};
  provenance.counts = *std::move(counts);
  if (auto written = write_shared(beside, provenance_json(provenance)); !written)
    return tl::unexpected(written.error());
  context.say(fmt::format("{} posts in {}; where they come from is in {}.", provenance.posts, options.output,
                          beside));
  return ExitStatus::done;
}

/// Posts whose time is over count, but there is nothing of them to write.
Result<void> tell_of_those_without_texts(const Context& context, const ReadingSession& session,
                                         const store::Filter& filter) {
  const auto purged = session.reader.count_without_texts(filter);
  if (!purged) return tl::unexpected(purged.error());
  if (*purged > 0)
    context.say(fmt::format("{} left out: kept without text, for their age (`nhsvalues retention`).",
                            *purged == 1 ? "1 post is" : fmt::format("{} posts are", *purged)));
  return {};
}

/// An export is too much to be asked of the daemon: the key must be readable here.
Result<std::optional<privacy::Pseudonymiser>> read_key(const config::Config& config) {
  auto key = intake::key_of_database(config);
  if (!key) return tl::unexpected(key.error());
  return privacy::Pseudonymiser{*std::move(key)};
}

Result<ExitStatus> run(const Context& context, ExportOptions& options) {
  static const std::vector<Ending> endings = {{".csv", "csv"}, {".ndjson", "ndjson"}, {".jsonl", "ndjson"}};
  auto format = format_of_file(options.output, options.format, endings, "ndjson");
  if (!format) return tl::unexpected(format.error());
  options.format = *std::move(format);
  const bool for_others = options.audience == "public";
  if (for_others && options.reveal)
    return fail(ExitStatus::usage,
                "--reveal is not for --audience public: others are told numbers, and nobody's name");
  if (!options.by.empty() && !for_others)
    return fail(ExitStatus::usage,
                "--by is for --audience public: other exports are of posts, not of periods");
  if (options.force && options.output.empty())
    return fail(ExitStatus::usage, "--force is for -o FILE: it replaces that file");
  if (options.bom && options.format != "csv")
    return fail(ExitStatus::usage, "--bom is for --format csv: JSON has no byte order mark");
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto filter = options.filters.filter(*session);
  if (!filter) return tl::unexpected(filter.error());
  if (for_others)
    return export_for_others(context, *session, *filter,
                             {options.format, options.by.empty() ? "month" : options.by, options.output,
                              options.force, options.bom});
  const auto key =
      options.reveal ? read_key(session->config) : Result<std::optional<privacy::Pseudonymiser>>{};
  if (!key) return tl::unexpected(key.error());
  context.say(kInternal);
  ExportRows rows{{options.format == "csv", options.bom}, *key ? &**key : nullptr};
  auto kept = options.filters.in_words_to_keep(*session, *filter, KeptWhere::in_database);
  if (!kept) return tl::unexpected(kept.error());
  Told told{context, options, std::move(kept->words)};
  auto ended = options.output.empty() ? to_stdout(context, *session, *filter, rows, told)
                                      : to_file(context, *session, *filter, options, rows, told);
  if (!ended) return ended;
  if (auto named = tell_unknown_names(context, *session, *filter); !named)
    return tl::unexpected(named.error());
  if (auto without = tell_of_those_without_texts(context, *session, *filter); !without)
    return tl::unexpected(without.error());
  return ended;
}

}  // namespace

void add_export(Command app, Context& context) {
  auto options = std::make_shared<ExportOptions>();
  Command command = app.add_subcommand(
      "export",
      "Posts as lines of JSON that import reads again, or as a table; people and posts are named by hashes");
  options->filters.add_to(command);
  command.add_option("--format", options->format, "How to write them; else as FILE ends, else ndjson")
      .transform(one_of("format", {"ndjson", "csv"}));
  command
      .add_option("--output,-o", options->output,
                  "Into this file, with FILE.provenance.json beside it; what was broken off goes on")
      .type_name("FILE");
  add_audience_option(command, options->audience);
  command.add_option("--by", options->by, "With --audience public: how long a period is (month)")
      .transform(one_of("length", {"month", "quarter", "nhs-year"}));
  command.add_flag("--force", options->force, "Replaces a file that is there, once the new one is whole");
  command.add_flag("--reveal", options->reveal,
                   "Names posts and people as their networks do; needs the key, and stands in the audit");
  command.add_flag("--bom", options->bom, "Begins a CSV with the mark by which Excel knows UTF-8");
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
