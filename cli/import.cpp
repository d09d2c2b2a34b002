#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>

#include "cli/context.h"
#include "core/text.h"
#include "intake/import_reader.h"
#include "intake/writing_session.h"

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

struct Options {
  std::vector<std::string> files;
  std::string format;
  std::string date;
  std::string network = "import";
  bool require_topic = false;
};

struct Tally {
  std::int64_t added = 0, updated = 0, unchanged = 0, off_topic = 0, faulty = 0, conflicts = 0, undated = 0;
  /// Rows without an id whose text was known.
  std::int64_t repeated = 0;
};

/// One import: fills in what rows lack, and saves them batch by batch.
class Import {
 public:
  Import(const Context& context, const config::Config& config, intake::WritingSession& session,
         const Options& options, std::optional<UtcTime> date)
      : context_(context), config_(config), session_(session), options_(options), date_(date) {
    start_batch();
  }

  Result<void> read(const std::string& name, intake::ImportFormat format, std::istream& in) {
    auto reader = intake::make_import_reader(format, in);
    if (!reader) return fail(reader.error().status, fmt::format("{}: {}", name, reader.error().message));
    name_ = name;
    while (auto item = (*reader)->next()) {
      if (const auto* bad = std::get_if<intake::BadLine>(&*item)) {
        complain(bad->line, bad->cause);
        continue;
      }
      take(std::move(std::get<intake::ImportedPost>(*item)));
      if (batch_.posts.size() < kBatchSize) continue;
      if (auto saved = save(); !saved) return saved;
    }
    if (const std::string notice = (*reader)->notice(); !notice.empty())
      context_.say(fmt::format("{}: {}", name, notice));
    if (in.bad()) return fail(ExitStatus::io, fmt::format("{}: cannot be read to its end", name));
    return save();
  }

  const Tally& tally() const { return tally_; }

 private:
  struct Row {
    std::size_t line;
    bool has_id;
  };

  void start_batch() {
    batch_ = store::Batch{};
    batch_.source = "import";
    batch_.now = SystemClock{}.now();
    batch_.changed_text = store::ChangedText::is_a_conflict;
    rows_.clear();
  }

  void complain(std::size_t line, std::string_view cause) {
    ++tally_.faulty;
    context_.complain(fmt::format("{}:{}: {}; the line is left out", name_, line, cause));
  }

  void take(intake::ImportedPost item) {
    Post& post = item.post;
    if (post.network.empty()) post.network = options_.network;
    if (!names_network(post.network)) return complain(item.line, fmt::format("network: {}", kNetworkAllowed));
    if (options_.require_topic &&
        std::none_of(config_.topics.begin(), config_.topics.end(),
                     [&](const std::string& topic) { return carries_topic(post.text, post.tags, topic); })) {
      ++tally_.off_topic;
      return;
    }
    if (!post.created_at) post.created_at = date_;
    tally_.undated += !post.created_at;
    batch_.posts.push_back(session_.intake.take_in(post));
    rows_.push_back({item.line, !post.id.empty()});
  }

  Result<void> save() {
    if (batch_.posts.empty()) return {};
    const auto report = session_.store.save(batch_);
    if (!report) return tl::unexpected(report.error());
    for (std::size_t i = 0; i < report->outcomes.size(); ++i) {
      const store::Outcome outcome = report->outcomes[i];
      tally_.added += outcome == store::Outcome::added;
      tally_.updated += outcome == store::Outcome::updated;
      tally_.unchanged += outcome == store::Outcome::unchanged;
      tally_.repeated += outcome == store::Outcome::unchanged && !rows_[i].has_id;
      if (outcome != store::Outcome::conflict) continue;
      ++tally_.conflicts;
      context_.complain(fmt::format(
          "{}:{}: known under the same id with another text, and no later edited_at says which is right; the stored one stays",
          name_, rows_[i].line));
    }
    start_batch();
    return {};
  }

  const Context& context_;
  const config::Config& config_;
  intake::WritingSession& session_;
  const Options& options_;
  std::optional<UtcTime> date_;
  std::string name_;
  store::Batch batch_;
  std::vector<Row> rows_;  ///< of the batch
  Tally tally_;
};

std::optional<intake::ImportFormat> format_named(const std::string& name) {
  if (name == "ndjson") return intake::ImportFormat::ndjson;
  if (name == "csv") return intake::ImportFormat::csv;
  if (name == "tsv") return intake::ImportFormat::tsv;
  return std::nullopt;
}

Result<void> import_file(Import& import, const std::string& file, const Options& options) {
  const auto format = options.format.empty() ? intake::format_of_file(file) : format_named(options.format);
  if (!format)
    return fail(ExitStatus::usage,
                fmt::format("{}: its name does not tell what it is; say --format ndjson, csv or tsv", file));
  if (file == "-") return import.read("standard input", *format, std::cin);
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ExitStatus::no_input, fmt::format("{}: cannot be opened; is the name right?", file));
  return import.read(file, *format, in);
}

std::string in_words(const Tally& tally) {
  std::string text = fmt::format("{} new, {} known already", tally.added, tally.unchanged);
  if (tally.updated > 0) text += fmt::format(", {} changed", tally.updated);
  if (tally.off_topic > 0) text += fmt::format(", {} without a topic left out", tally.off_topic);
  const auto counted = [](std::int64_t number, std::string_view noun) {
    return fmt::format(", {} {}{}", number, noun, number == 1 ? "" : "s");
  };
  if (tally.faulty > 0) text += counted(tally.faulty, "faulty line") + " left out";
  if (tally.conflicts > 0) text += counted(tally.conflicts, "conflict");
  return text;
}

Result<ExitStatus> run(const Context& context, const Options& options) {
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
  }
  auto session = intake::begin_writing(*config, "nhsvalues import");
  if (!session) return tl::unexpected(session.error());
  Import import{context, *config, *session, options, date};
  for (const std::string& file : options.files)
    if (auto done = import_file(import, file, options); !done) return tl::unexpected(done.error());
  const Tally& tally = import.tally();
  context.say(fmt::format("Imported: {}.", in_words(tally)));
  if (tally.undated > 0)
    context.say(
        fmt::format("{} without a date: in no trend until they get one (--date DAY).", tally.undated));
  if (tally.repeated > 0)
    context.say(fmt::format(
        "{} without an id had a text that was known: equal texts count once. An id column lets every "
        "row count.",
        tally.repeated));
  return tally.faulty + tally.conflicts > 0 ? ExitStatus::bad_data : ExitStatus::done;
}

}  // namespace

void add_import(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "import", "Takes posts in from files: lines of JSON, CSV or TSV; importing again changes nothing");
  command->add_option("files", options->files, "Files; - for standard input")->type_name("FILE")->required();
  command->add_option("--format", options->format, "What the files are; by default their names tell")
      ->check(CLI::IsMember({"ndjson", "csv", "tsv"}));
  command
      ->add_option("--date", options->date,
                   "The day of rows without a date; without it they stay out of trends")
      ->type_name("DAY");
  command->add_option("--network", options->network, "The network of rows that name none")
      ->type_name("NAME")
      ->check(CLI::Validator(
          [](const std::string& name) { return std::string{names_network(name) ? "" : kNetworkAllowed}; },
          ""))
      ->capture_default_str();
  command->add_flag("--require-topic", options->require_topic,
                    "Only rows that carry one of the configured topics");
  command->callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
