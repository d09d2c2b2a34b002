#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "cli/choice.h"
#include "cli/context.h"
#include "cli/import_inputs.h"
#include "cli/import_tally.h"
#include "cli/progress.h"
#include "cli/waiting.h"
#include "collector/sources/plausible_date.h"
#include "core/source_state.h"
#include "core/text.h"
#include "intake/import_reader.h"
#include "intake/writing_session.h"
#include "report/progress_line.h"

namespace nhs::cli {
namespace {

/// Posts a transaction: large enough that its cost is spread, small enough that a kill loses little work.
constexpr std::size_t kBatchSize = 1000;

constexpr std::string_view kNetworkAllowed = "must be 1 to 32 of a-z, 0-9, _ and -";

bool names_network(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

/// So many lines with one fault are told of one by one.
constexpr std::size_t kLinesOfFault = 20;

struct ImportOptions {
  std::vector<std::string> files;
  std::string format;
  std::string date;
  std::string network;
  std::vector<std::string> columns;
  std::string date_format = std::string{id_of(intake::DateStyle::rfc3339)};
  bool require_topic = false;
};

/// One import: fills in what rows lack, and saves them batch by batch.
class Import {
 public:
  Import(const Context& context, const config::Config& config, intake::WritingSession& session,
         const ImportOptions& options, intake::ImportOptions reading, std::optional<UtcTime> date)
      : context_(context),
        config_(config),
        session_(session),
        options_(options),
        reading_(std::move(reading)),
        date_(date),
        progress_(context, "importing") {
    start_batch();
  }

  Result<void> read(ImportInput& input) {
    const auto in = input.open();
    if (!in) return tl::unexpected(in.error());
    name_ = input.name();
    const std::int64_t bytes = input.bytes();
    progress_.begin("importing " + std::filesystem::path{name_}.filename().string());
    auto reader = intake::make_import_reader(input.format(), **in, reading_);
    if (!reader) return fail(reader.error().status, fmt::format("{}: {}", name_, reader.error().message));
    unit_ = (*reader)->unit();
    while (auto item = (*reader)->next()) {
      if (const auto* bad = std::get_if<intake::BadLine>(&*item)) {
        complain(bad->line, bad->cause);
        continue;
      }
      take(std::move(std::get<intake::ImportedPost>(*item)));
      if (batch_.posts.size() < kBatchSize) continue;
      if (auto saved = save(); !saved) return saved;
      tell_progress(**in, bytes);
    }
    count_faults_not_told();
    tally_.add((*reader)->left_out());
    if (const std::string notice = (*reader)->notice(); !notice.empty())
      context_.say(fmt::format("{}: {}", name_, notice));
    if ((*in)->bad()) return fail(ExitStatus::io, fmt::format("{}: cannot be read to its end", name_));
    return save();
  }

  /// Once all is saved.
  Result<void> finish() {
    if (!noted_) return {};
    return session_.store.note_import(tally_.added + tally_.updated, SystemClock{}.now());
  }

  const ImportTally& tally() const { return tally_; }

 private:
  struct Row {
    std::size_t line;
    bool has_id;
    bool has_date;
  };

  /// By how far into the file it has read; of what cannot tell, only by posts.
  void tell_progress(std::istream& in, std::int64_t bytes) {
    const auto read = static_cast<std::int64_t>(in.tellg());
    progress_.at(read, read < 0 ? 0 : bytes, [&] { return report::posts_done_in_words(posts_, 0); });
  }

  void start_batch() {
    batch_ = store::Batch{};
    batch_.source = kImportedSource;
    batch_.now = SystemClock{}.now();
    batch_.changed_text = store::ChangedText::is_a_conflict;
    rows_.clear();
  }

  /// `posts.csv:12`, `outbox.json: item 12`.
  std::string place(std::size_t number) const {
    return unit_ == "line" ? fmt::format("{}:{}", name_, number)
                           : fmt::format("{}: {} {}", name_, unit_, number);
  }

  /// A sheet whose every date is written another way has the same fault in all its lines.
  void complain(std::size_t line, std::string_view cause) {
    ++tally_.faulty;
    if (++lines_of_fault_[std::string{cause}] > kLinesOfFault) return;
    context_.complain(fmt::format("{}: {}; the {} is left out", place(line), cause, unit_));
  }

  void count_faults_not_told() {
    for (const auto& [cause, lines] : lines_of_fault_) {
      if (lines <= kLinesOfFault) continue;
      const std::size_t more = lines - kLinesOfFault;
      context_.complain(fmt::format("{}: {}; {} more such {}{} left out", name_, cause, more, unit_,
                                    more == 1 ? " is" : "s are"));
    }
    lines_of_fault_.clear();
  }

  void take(intake::ImportedPost item) {
    Post& post = item.post;
    if (post.network.empty())
      post.network = options_.network.empty() ? std::string{kImportedNetwork} : options_.network;
    if (!names_network(post.network)) return complain(item.line, fmt::format("network: {}", kNetworkAllowed));
    if (options_.require_topic &&
        std::none_of(config_.topics.begin(), config_.topics.end(),
                     [&](const std::string& topic) { return carries_topic(post.text, post.tags, topic); })) {
      ++tally_.off_topic;
      return;
    }
    const bool has_date = post.created_at.has_value();
    if (!has_date) post.created_at = date_;
    const bool has_id = !post.id.empty();
    batch_.posts.push_back(session_.intake.take_in_from_file(std::move(post)));
    rows_.push_back({item.line, has_id, has_date});
  }

  Result<void> save() {
    if (batch_.posts.empty()) return {};
    if (!noted_) {
      if (auto noted = session_.store.note_import(std::nullopt, SystemClock{}.now()); !noted) return noted;
      noted_ = true;
    }
    const auto report = once_others_let(context_, [&] { return session_.store.save(batch_); });
    if (!report) return tl::unexpected(report.error());
    posts_ += static_cast<std::int64_t>(batch_.posts.size());
    tally_.set_aside += report->set_aside;
    for (std::size_t i = 0; i < report->outcomes.size(); ++i) {
      const store::Outcome outcome = report->outcomes[i];
      tally_.added += outcome == store::Outcome::added;
      tally_.updated += outcome == store::Outcome::updated;
      tally_.forgotten += outcome == store::Outcome::forgotten;
      tally_.unchanged += outcome == store::Outcome::unchanged;
      tally_.repeated += outcome == store::Outcome::unchanged && !rows_[i].has_id;
      tally_.undated += outcome == store::Outcome::added && !rows_[i].has_date && !date_;
      tally_.dated_before += outcome == store::Outcome::unchanged && !rows_[i].has_date && date_;
      if (outcome != store::Outcome::conflict) continue;
      ++tally_.conflicts;
      context_.complain(fmt::format(
          "{}: known under the same id with another text, language or hashtags, and no later edited_at says which is right; the stored one stays",
          place(rows_[i].line)));
    }
    start_batch();
    return {};
  }

  const Context& context_;
  const config::Config& config_;
  intake::WritingSession& session_;
  const ImportOptions& options_;
  intake::ImportOptions reading_;
  std::optional<UtcTime> date_;
  std::string name_;
  std::string unit_;
  store::Batch batch_;
  std::vector<Row> rows_;  ///< of the batch
  std::map<std::string, std::size_t> lines_of_fault_;
  ImportTally tally_;
  Progress progress_;
  std::int64_t posts_ = 0;  ///< read and saved, whatever became of them
  bool noted_ = false;      ///< that it began stands in the audit
};

template <typename Enum>
std::vector<std::string> ids_of() {
  return {Vocabulary<Enum>::ids.begin(), Vocabulary<Enum>::ids.end()};
}

/// Rules that changed since somebody last wrote take hold now; what that did is not to go unseen.
void tell_ignored(const Context& context, const store::IgnoreChanges& changes) {
  if (changes.set_aside > 0 || changes.restored > 0)
    context.say(fmt::format("The ignore rules changed: {} stored {} set aside, {} {} again.",
                            changes.set_aside, changes.set_aside == 1 ? "post" : "posts", changes.restored,
                            changes.restored == 1 ? "counts" : "count"));
}

Result<ExitStatus> run(const Context& context, const ImportOptions& options) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  const auto zone = TimeZone::named(config->timezone);
  if (!zone) return tl::unexpected(zone.error());
  std::optional<UtcTime> date;
  if (!options.date.empty()) {
    const auto day = parse_period(options.date, zone->day_of(SystemClock{}.now()));
    if (!day) return tl::unexpected(day.error());
    if (day->from > zone->day_of(SystemClock{}.now()))
      return fail(ExitStatus::usage,
                  fmt::format("--date {} lies in the future: nothing was said then yet", options.date));
    date = zone->start_of(day->from);
    if (!collector::plausible_date(date, SystemClock{}.now()))
      return fail(
          ExitStatus::usage,
          fmt::format("--date {} lies before 1995: of then there are no posts to import", options.date));
  }
  const auto columns = intake::parse_column_map(options.columns);
  if (!columns) return tl::unexpected(columns.error());
  const intake::ImportOptions reading{.columns = *columns,
                                      .dates = from_id<intake::DateStyle>(options.date_format).value(),
                                      .network = options.network};
  // All that can be wrong with the options is found before a key and a database are made.
  auto inputs = import_inputs(
      context, {.files = options.files,
                .format = options.format,
                .network = options.network,
                .for_tables = !options.columns.empty() || reading.dates != intake::DateStyle::rfc3339});
  if (!inputs) return tl::unexpected(inputs.error());
  auto session = intake::begin_writing(*config, "nhsvalues import", store::RulesFrom::import);
  if (!session) return tl::unexpected(session.error());
  tell_ignored(context, session->ignored);
  Import import{context, *config, *session, options, reading, date};
  for (ImportInput& input : *inputs)
    if (auto done = import.read(input); !done) return tl::unexpected(done.error());
  if (auto finished = import.finish(); !finished) return tl::unexpected(finished.error());
  // What somebody who read held up may go now, or a view that turned out to be of the forgotten; else later.
  (void)session->store.finish_erasing(false);
  const ImportTally& tally = import.tally();
  context.say(fmt::format("Imported: {}.", in_words(tally)));
  if (tally.undated > 0)
    context.say(
        fmt::format("{} without a date: in no trend until they get one (--date DAY).", tally.undated));
  if (tally.dated_before > 0)
    context.say(fmt::format("{} the date they have, if any: --date is for posts that are new or had none.",
                            tally.dated_before == 1
                                ? "1 was known already, and keeps"
                                : fmt::format("{} were known already, and keep", tally.dated_before)));
  // Where nothing was new the whole file was known, and nobody misses a row.
  if (tally.repeated > 0 && tally.added > 0)
    context.say(fmt::format(
        "{} without an id had a text that was known: equal texts count once. Where each is to count, every row needs "
        "an id from the first import on: with one it would count beside those that are here now.",
        tally.repeated));
  if (tally.conflicts > 0)
    context.say(
        "The same ids with other texts: if this is another survey or export, give it a network of its own "
        "(--network NAME).");
  return tally.faulty + tally.conflicts > 0 ? ExitStatus::bad_data : ExitStatus::done;
}

}  // namespace

void add_import(Command app, Context& context) {
  auto options = std::make_shared<ImportOptions>();
  Command command = app.add_subcommand(
      "import",
      "Takes posts in from files: lines of JSON, tables, and exports of X, Mastodon, 4CAT and JSON feeds; importing "
      "again changes nothing");
  command.add_option("files", options->files, "Files; - for standard input").type_name("FILE").required();
  command
      .add_option("--format", options->format,
                  "What the files are; by default their names and beginnings tell")
      .transform(one_of("format", ids_of<intake::ImportFormat>()));
  command
      .add_option("--map", options->columns,
                  "For tables: which column holds what, such as text=Comment; may be given several times")
      .type_name("NAME=COLUMN")
      .allow_extra_args(false);
  command
      .add_option(
          "--date-format", options->date_format,
          "For tables: how dates are written besides 2026-12-31 and RFC 3339: utc (2026-12-31 14:05:00), "
          "day-first (31/12/2026) or month-first (12/31/2026)")
      .transform(one_of("way to write dates", ids_of<intake::DateStyle>()))
      .capture_default_str();
  command
      .add_option("--date", options->date,
                  "The day of rows without a date; without it they stay out of trends")
      .type_name("DAY");
  command
      .add_option(
          "--network", options->network,
          "The network of rows that name none; by default import, and feed for a JSON Feed; 4CAT's exports need it")
      .type_name("NAME")
      .check(
          {[](const std::string& name) { return std::string{names_network(name) ? "" : kNetworkAllowed}; }});
  command.add_flag("--require-topic", options->require_topic,
                   "Only rows that carry one of the configured topics");
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
