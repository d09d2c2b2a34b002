#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "cli/changes.h"
#include "cli/choice.h"
#include "cli/context.h"
#include "cli/label_sample.h"
#include "cli/label_words.h"
#include "cli/post_reference.h"
#include "cli/words_given.h"
#include "report/label_view.h"
#include "report/posts_view.h"

namespace nhs::cli {
namespace {

constexpr std::int64_t kLargestSample = 100'000;

struct LabelOptions {
  std::int64_t ref = 0;
  std::vector<std::string> values;
  std::string sentiment;
  std::string kind;
  std::vector<std::string> groups;
  std::string reader;
  bool no_values = false;
  bool no_groups = false;
  bool undo = false;
  SampleOptions sample;
  std::string from;
  bool filters_given = false;

  bool says_something() const {
    return !values.empty() || no_values || !sentiment.empty() || !kind.empty() || !groups.empty() ||
           no_groups;
  }
};

/// The words of the options as one field of a labelled file, which says "none" with a dash.
std::string field_of(const std::vector<std::string>& words, bool none) {
  if (none) return "-";
  return fmt::format("{}", fmt::join(words, ","));
}

Result<Label> label_of_options(const LabelOptions& options) {
  Label label;
  const auto take = [](const char* option, auto&& parsed, auto& member) -> Result<void> {
    if (!parsed) return fail(ExitStatus::usage, fmt::format("{}: {}", option, parsed.error().message));
    member = *parsed;
    return {};
  };
  if (auto read = take("--value",
                       parse_values_field(field_as_known<Value>(field_of(options.values, options.no_values))),
                       label.values);
      !read)
    return tl::unexpected(read.error());
  if (auto read = take("--sentiment", parse_sentiment_field(field_as_known<Sentiment>(options.sentiment)),
                       label.sentiment);
      !read)
    return tl::unexpected(read.error());
  if (auto read = take("--kind", parse_kind_field(field_as_known<Kind>(options.kind)), label.kind); !read)
    return tl::unexpected(read.error());
  if (auto read = take("--group",
                       parse_groups_field(field_as_known<Group>(field_of(options.groups, options.no_groups))),
                       label.groups);
      !read)
    return tl::unexpected(read.error());
  return label;
}

std::string counting_in_words(const control::Counting& counting) {
  if (!counting.unclassified) return report::label_in_words(counting.label);
  Classification unclassified;
  unclassified.unclassified = counting.unclassified;
  unclassified.language = counting.language;
  return report::findings_in_words(unclassified);
}

Result<ExitStatus> correct(const Context& context, const LabelOptions& options) {
  const auto label = label_of_options(options);
  if (!label) return tl::unexpected(label.error());
  auto changes = Changes::begin(context, "nhsvalues label");
  if (!changes) return tl::unexpected(changes.error());
  const auto change = options.undo ? changes->make(control::UndoLabel{options.ref})
                                   : changes->make(control::LabelPost{options.ref, *label, options.reader});
  if (!change) return tl::unexpected(change.error());
  put(fmt::format("{} was: {}\n", options.ref, counting_in_words(change->before)));
  put(fmt::format("{} is now: {}\n", options.ref, counting_in_words(change->now)));
  return ExitStatus::done;
}

Result<ExitStatus> run(const Context& context, const LabelOptions& options) {
  const int tasks = (options.ref > 0) + (options.sample.size > 0) + !options.from.empty();
  if (tasks != 1)
    return fail(
        ExitStatus::usage,
        "label needs one of: the reference of a post, --sample N, or --from SHEET; see nhsvalues label --help");
  if (auto right = check_line("--by", options.reader, control::kLongestName); !right)
    return tl::unexpected(right.error());
  if (options.ref == 0 && (options.says_something() || options.undo))
    return fail(
        ExitStatus::usage,
        "what a label says (--value, --sentiment, --kind, --group, --undo) goes with the reference of one "
        "post; a sample takes its share of each value by itself");
  if (options.sample.size == 0 &&
      (options.filters_given || !options.sample.seed.empty() || options.sample.again))
    return fail(ExitStatus::usage, "--seed, --again and which posts are for --sample");
  if (options.sample.size > 0) return serve_sample(context, options.sample, options.reader);
  if (!options.from.empty()) return read_back(context, options.from, options.reader);
  if (options.undo == options.says_something())
    return fail(ExitStatus::usage,
                options.undo
                    ? "--undo takes the last label back and says nothing new beside it"
                    : "say what is right: --value, --no-values, --sentiment, --kind, --group, --no-groups; "
                      "or --undo");
  return correct(context, options);
}

}  // namespace

void add_label(Command app, Context& context) {
  auto options = std::make_shared<LabelOptions>();
  Command command = app.add_subcommand(
      "label",
      "Records what a person says of a post, which counts instead of the machine's word; or serves a "
      "random sample to judge, from which accuracy is estimated");
  command.add_option("ref", options->ref, "The post's reference, as `posts` shows it")
      .type_name("REF")
      .check(post_reference());
  command
      .add_option(
          "--value", options->values,
          "A value that the post bears on, with :upheld, :breached or :mentioned; without one of these the "
          "machine's direction stays, or it is mentioned. May be given several times, and replaces all values")
      .type_name("VALUE[:DIRECTION]")
      .allow_extra_args(false);
  command.add_flag("--no-values", options->no_values, "It bears on none").excludes("--value");
  command.add_option("--sentiment", options->sentiment, "positive, neutral or negative").type_name("ID");
  command.add_option("--kind", options->kind, "experience, pledge, news, opinion or other").type_name("ID");
  command
      .add_option(
          "--group", options->groups,
          "An inclusion group that it is about: homeless_people, gypsies_and_travellers, sex_workers, fgm")
      .type_name("ID")
      .allow_extra_args(false);
  command.add_flag("--no-groups", options->no_groups, "It is about none").excludes("--group");
  command.add_option("--by", options->reader, "Who says so; kept with the label, and shown")
      .type_name("NAME");
  command.add_flag("--undo", options->undo, "Takes the post's last label back");
  command
      .add_option("--sample", options->sample.size,
                  "Serves so many random posts: on a terminal one by one, else as a sheet to fill in")
      .type_name("N")
      .between(1, kLargestSample);
  command.add_option("--seed", options->sample.seed, "Chance that can be repeated: a number")
      .type_name("NUMBER");
  command.add_flag("--again", options->sample.again, "Posts that a sample served before may come again");
  command.add_option("--from", options->from, "Reads a filled-in sheet; - for standard input")
      .type_name("SHEET");
  options->sample.filters.add_without_findings_to(command);
  command.callback([&context, options, command] {
    options->filters_given = FilterOptions::any_given(command);
    context.result = run(context, *options);
  });
}

}  // namespace nhs::cli
