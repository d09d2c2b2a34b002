#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "cli/answer_format.h"
#include "cli/context.h"
#include "cli/domain_option.h"
#include "evaluation/labelled_file.h"
#include "report/accuracy_view.h"
#include "report/judged_accuracy.h"

namespace nhs::cli {
namespace {

struct EvaluateOptions {
  std::vector<std::string> files;
  std::string against;
  bool judged = false;
  DomainOption domain;
  std::string format = "table";
};

using Samples = std::vector<report::EvaluatedSample>;
using evaluation::LabelledText;

std::string name_of_file(const std::string& file) { return std::filesystem::path(file).filename().string(); }

/// Rows that nobody filled in are passed over. Fails when there are no others.
Result<std::vector<LabelledText>> read_labels(const std::string& file) {
  auto rows = evaluation::read_labelled(file);
  if (!rows) return rows;
  rows->erase(
      std::remove_if(rows->begin(), rows->end(), [](const LabelledText& row) { return row.label.empty(); }),
      rows->end());
  if (rows->empty())
    return fail(ExitStatus::bad_data,
                fmt::format("{}: no text has a label; fill in values, sentiment, kind or groups", file));
  return rows;
}

Result<std::unique_ptr<const classifier::Classifier>> load_the_model() {
  const auto file = classifier::find_model();
  if (!file) return tl::unexpected(file.error());
  return classifier::load_model(*file);
}

Result<Samples> evaluate_files(const EvaluateOptions& options) {
  const auto model = load_the_model();
  if (!model) return tl::unexpected(model.error());
  Samples samples;
  for (const std::string& file : options.files) {
    const auto rows = read_labels(file);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<evaluation::Comparison> texts;
    for (const LabelledText& row : *rows)
      texts.push_back(
          evaluation::compared(row.label, (*model)->classify(row.text, {}, options.domain.domain())));
    samples.push_back(
        {name_of_file(file), report::Basis::file, (*model)->version(), evaluation::accuracy_of(texts)});
  }
  return samples;
}

/// Fails for a text without an id, or an id that stands twice.
Result<std::map<std::string, const LabelledText*>> by_id(const std::string& file,
                                                         const std::vector<LabelledText>& rows) {
  std::map<std::string, const LabelledText*> texts;
  for (const LabelledText& row : rows) {
    if (row.id.empty())
      return fail(ExitStatus::bad_data,
                  fmt::format("{}:{}: no id; two readers are compared by it", file, row.line));
    const auto [first, is_new] = texts.emplace(row.id, &row);
    if (!is_new)
      return fail(ExitStatus::bad_data, fmt::format("{}:{}: this id stands in line {} already", file,
                                                    row.line, first->second->line));
  }
  return texts;
}

/// For where nothing can be unclassified, so that the share would be of nothing.
evaluation::Accuracy without_unclassified(evaluation::Accuracy accuracy) {
  auto& measures = accuracy.measures;
  measures.erase(
      std::remove_if(measures.begin(), measures.end(),
                     [](const evaluation::Measure& measure) { return measure.id == "unclassified"; }),
      measures.end());
  return accuracy;
}

/// No random sample serves a post that the machine of then left unclassified: that none is, is no finding.
/// The model in use may leave some, which is one.
evaluation::Accuracy without_what_is_no_finding(evaluation::Accuracy accuracy) {
  return accuracy.unclassified == 0 ? without_unclassified(std::move(accuracy)) : accuracy;
}

/// Readers leave no text unclassified.
report::EvaluatedSample readers_sample(std::string name, const std::vector<evaluation::Comparison>& pairs) {
  return {std::move(name), report::Basis::readers, "", without_unclassified(evaluation::accuracy_of(pairs))};
}

Result<Samples> evaluate_readers(const Context& context, const EvaluateOptions& options) {
  const std::string& file = options.files.front();
  const auto rows = read_labels(file), other_rows = read_labels(options.against);
  if (!rows) return tl::unexpected(rows.error());
  if (!other_rows) return tl::unexpected(other_rows.error());
  const auto texts = by_id(file, *rows), other_texts = by_id(options.against, *other_rows);
  if (!texts) return tl::unexpected(texts.error());
  if (!other_texts) return tl::unexpected(other_texts.error());
  std::vector<evaluation::Comparison> pairs;
  std::size_t differ = 0;
  for (const auto& [id, text] : *texts) {
    const auto other = other_texts->find(id);
    if (other == other_texts->end()) continue;
    differ += text->text != other->second->text ? 1U : 0U;
    evaluation::Comparison pair;
    pair.people = text->label;
    pair.found = other->second->label;
    pairs.push_back(std::move(pair));
  }
  if (pairs.empty())
    return fail(ExitStatus::bad_data,
                fmt::format("{} and {} have no id in common: two readers are compared on the same texts",
                            file, options.against));
  if (differ > 0)
    context.say(fmt::format("{} of {} ids stand beside different texts: are these readings of the same?",
                            differ, pairs.size()));
  return Samples{readers_sample(name_of_file(file) + " and " + name_of_file(options.against), pairs)};
}

Result<Samples> evaluate_judged(const Context& context, const EvaluateOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto sample = session->reader.judged_sample();
  if (!sample) return tl::unexpected(sample.error());
  if (sample->posts.empty())
    return fail(
        ExitStatus::no_input,
        "nobody has judged a random sample yet, and corrections do not tell how right the machine is; begin "
        "with nhsvalues label --sample 200");
  const auto model = load_the_model();
  if (!model) return tl::unexpected(model.error());
  const auto judge = [&](const store::JudgedPost& post) {
    return (*model)->classify(post.text, post.stated_language, options.domain.domain());
  };
  // What was stored was judged in the register that the model found.
  const bool as_stored = options.domain.domain() == classifier::Domain::automatic;
  const std::string known_by = as_stored ? (*model)->version() : "";
  const store::JudgedSample left = report::answerable(*sample, known_by);
  Samples samples;
  for (const std::string& selection : report::judged_selections(left)) {
    samples.push_back({selection.empty() ? "all posts" : "posts " + selection, report::Basis::judged,
                       (*model)->version(),
                       without_what_is_no_finding(report::judged_accuracy(left, selection, judge))});
    samples.back().not_judged = report::not_judged(left, selection);
    samples.back().gone = report::not_answerable(*sample, selection, known_by);
  }
  for (const report::ReaderPair& pair : report::reader_pairs(*sample)) {
    const std::string of = pair.selection.empty() ? "" : ", posts " + pair.selection;
    samples.push_back(readers_sample(pair.one + " and " + pair.other + of, pair.posts));
  }
  if (samples.empty())
    return fail(
        ExitStatus::no_input,
        "the texts of all judged posts have gone for their age, and another model had judged them; judge "
        "newer ones: nhsvalues label --sample 200");
  for (report::EvaluatedSample& each : samples) each.weighted = true;
  return samples;
}

Result<Samples> evaluate(const Context& context, const EvaluateOptions& options) {
  if (options.judged == !options.files.empty())
    return fail(ExitStatus::usage, "evaluate: either labelled files, or --judged for the team's own sample");
  if (options.judged && !options.against.empty())
    return fail(ExitStatus::usage, "--against goes with a file; --judged compares its readers by itself");
  if (options.judged) return evaluate_judged(context, options);
  if (options.against.empty()) return evaluate_files(options);
  if (options.files.size() > 1) return fail(ExitStatus::usage, "--against compares one file with one other");
  return evaluate_readers(context, options);
}

Result<ExitStatus> run(const Context& context, const EvaluateOptions& options) {
  const auto samples = evaluate(context, options);
  if (!samples) return tl::unexpected(samples.error());
  if (options.format == "json")
    put(report::accuracy_json(*samples));
  else if (options.format == "csv")
    put(report::accuracy_csv(*samples));
  else if (options.format == "markdown")
    put(report::accuracy_markdown(*samples));
  else
    put(report::accuracy_tables(*samples, context.terminal()));
  return ExitStatus::done;
}

}  // namespace

void add_evaluate(Command app, Context& context) {
  auto options = std::make_shared<EvaluateOptions>();
  Command command = app.add_subcommand(
      "evaluate",
      "How right the machine is, by labelled files or by what the team judged of a random sample");
  command.add_option("file", options->files, "Labelled files (TSV)").type_name("FILE");
  command.add_option("--against", options->against, "A second reader's labels of the same texts, by id")
      .type_name("FILE2");
  command.add_flag("--judged", options->judged, "The posts of random samples that the team judged");
  options->domain.add_to(command);
  add_format_option(command, options->format, {"table", "json", "csv", "markdown"});
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
