#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "cli/context.h"
#include "cli/export_file.h"
#include "cli/files_in_use.h"
#include "cli/filter_options.h"
#include "cli/provenance.h"
#include "core/json.h"
#include "privacy/pseudonymiser.h"
#include "report/csv.h"
#include "report/posts_view.h"
#include "store/durable_file.h"
#include "store/target_file.h"

namespace nhs::cli {
namespace {

struct Options {
  FilterOptions filters;
  std::string format = "ndjson";
  std::string output;
  bool bom = false;
  bool force = false;
};

void write_or_null(JsonWriter& json, std::string_view key, const std::string& text) {
  json.key(key);
  if (text.empty())
    json.null();
  else
    json.text(text);
}

/// One post as import reads it. Identities are hashes: equal posts and people stay equal, and nobody is
/// named.
void write_post(JsonWriter& json, const store::StoredPost& post) {
  json.begin_object()
      .key("network")
      .text(post.network)
      .key("id")
      .text(privacy::to_text(post.key))
      .key("url")
      .null();
  write_or_null(json, "author", post.author_key ? privacy::to_text(*post.author_key) : "");
  json.key("text").text(post.text);
  write_or_null(json, "created_at", post.created_at ? format_utc(*post.created_at) : "");
  write_or_null(json, "language", post.language);
  json.key("tags").begin_array();
  for (const std::string& tag : post.tags) json.text(tag);
  json.end_array().key("in_reply_to").null();
  write_or_null(json, "edited_at", post.edited_at ? format_utc(*post.edited_at) : "");
  if (!post.quotable) json.key("quotable").boolean(false);
  json.end_object();
}

/// Posts as bytes of the format asked for.
class Rows {
 public:
  explicit Rows(const Options& options) : options_(options) {}

  std::string head() const {
    if (options_.format != "csv") return {};
    return (options_.bom ? std::string{report::kByteOrderMark} : std::string{}) + report::exported_csv_head();
  }
  /// How every file of the format begins.
  std::string opening() const { return options_.format == "csv" ? head() : R"({"network":)"; }
  std::string_view of(const store::StoredPost& post) {
    if (options_.format == "csv") {
      row_ = report::exported_csv_row(post, privacy::to_text(post.key),
                                      post.author_key ? privacy::to_text(*post.author_key) : "");
      return row_;
    }
    json_.clear();
    write_post(json_, post);
    row_ = json_.str();
    row_ += '\n';
    return row_;
  }

 private:
  const Options& options_;
  JsonWriter json_;
  std::string row_;
};

Result<ExitStatus> to_stdout(const ReadingSession& session, const store::Filter& filter,
                             const Options& options) {
  Rows rows{options};
  put(rows.head());
  const auto written = session.reader.for_each_post(filter, [&](const store::StoredPost& post) {
    put(rows.of(post));
    return std::ferror(stdout) == 0;
  });
  if (!written) return tl::unexpected(written.error());
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

Result<Days> write_posts(const ReadingSession& session, const store::Filter& filter, Rows& rows,
                         ExportFile& file) {
  Days days;
  auto written = file.write_head(rows.head());
  if (!written) return tl::unexpected(written.error());
  const auto read = session.reader.for_each_post(filter, [&](const store::StoredPost& post) {
    if (post.created_at) days.add(session.zone.day_of(*post.created_at));
    written = file.write_post(rows.of(post));
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
  return session.reader.trends(query);
}

Result<void> check_place_of_provenance(const std::string& file, const Options& options,
                                       const std::vector<std::filesystem::path>& in_use) {
  if (auto free = store::check_none_of(file, in_use); !free) return free;
  const auto there = store::is_plain_file(file);
  if (!there) return tl::unexpected(there.error());
  return *there && !options.force ? Result<void>{store::is_there_already(file)} : Result<void>{};
}

Result<void> write_whole(const std::string& file, const std::string& text) {
  auto made = store::FileInTheMaking::begin(file, 0640);
  if (!made) return tl::unexpected(made.error());
  std::ofstream out{made->path(), std::ios::binary};
  out << text;
  out.close();
  if (!out) return fail(ExitStatus::io, fmt::format("{}: cannot be written; is the disk full?", file));
  return made->put_in_place();
}

Result<ExitStatus> to_file(const Context& context, const ReadingSession& session, const store::Filter& filter,
                           const Options& options) {
  Rows rows{options};
  const std::string beside = options.output + ".provenance.json";
  const auto in_use = files_in_use(session.config);
  if (auto free = check_place_of_provenance(beside, options, in_use); !free)
    return tl::unexpected(free.error());
  auto file = ExportFile::begin({options.output, rows.opening(), options.force, in_use});
  if (!file) return tl::unexpected(file.error());
  auto days = write_posts(session, filter, rows, *file);
  if (!days) return tl::unexpected(days.error());
  if (file->posts_from_before() > 0)
    context.say(
        fmt::format("Went on after {} posts that an export had written before.", file->posts_from_before()));
  auto counts = counts_of(session, filter, *days);
  if (!counts) return tl::unexpected(counts.error());
  Provenance provenance;
  provenance.posts = file->posts();
  provenance.bytes = file->bytes();
  const auto sha256 = file->finish();
  if (!sha256) return tl::unexpected(sha256.error());
  provenance.sha256 = *sha256;
  provenance.file = std::filesystem::path{options.output}.filename().string();
  provenance.format = options.format;
  provenance.filters = options.filters.in_words_to_keep(filter);
  provenance.written_at = session.now;
  provenance.since = filter.since ? filter.since : days->first;
  if (filter.until)
    provenance.until = filter.until;
  else if (days->last)
    provenance.until = *days->last + std::chrono::days{1};
  provenance.counts = *std::move(counts);
  if (auto written = write_whole(beside, provenance_json(provenance)); !written)
    return tl::unexpected(written.error());
  context.say(fmt::format("{} posts in {}; where they come from is in {}.", provenance.posts, options.output,
                          beside));
  return ExitStatus::done;
}

Result<ExitStatus> run(const Context& context, const Options& options) {
  if (options.force && options.output.empty())
    return fail(ExitStatus::usage, "--force is for -o FILE: it replaces that file");
  if (options.bom && options.format != "csv")
    return fail(ExitStatus::usage, "--bom is for --format csv: JSON has no byte order mark");
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto filter = options.filters.filter(*session);
  if (!filter) return tl::unexpected(filter.error());
  return options.output.empty() ? to_stdout(*session, *filter, options)
                                : to_file(context, *session, *filter, options);
}

}  // namespace

void add_export(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "export",
      "Posts as lines of JSON that import reads again, or as a table; people and posts are named by hashes");
  options->filters.add_to(*command);
  command->add_option("--format", options->format, "How to write them")
      ->check(CLI::IsMember({"ndjson", "csv"}))
      ->capture_default_str();
  command
      ->add_option("--output,-o", options->output,
                   "Into this file, with FILE.provenance.json beside it; what was broken off goes on")
      ->type_name("FILE");
  command->add_flag("--force", options->force, "Replaces a file that is there, once the new one is whole");
  command->add_flag("--bom", options->bom, "Begins a CSV with the mark by which Excel knows UTF-8");
  command->callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
