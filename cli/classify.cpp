#include "classifier/classifier.h"

#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "cli/answer_format.h"
#include "cli/context.h"
#include "cli/domain_option.h"
#include "cli/lines_in_order.h"
#include "core/json.h"
#include "core/text.h"
#include "report/posts_view.h"

namespace nhs::cli {
namespace {

struct ClassifyOptions {
  std::vector<std::string> texts;
  std::string language;
  DomainOption domain;
  std::string format = "table";
};

std::string for_people(const std::string& text, const Classification& found,
                       const report::Terminal& terminal) {
  std::string block;
  for (const std::string& line : report::wrapped(report::terminal_safe(text), terminal.columns))
    block += line + "\n";
  block += "  " + report::findings_in_words(found) + "\n";
  for (const ValueFinding& finding : found.values)
    block += fmt::format("    {} {}, because of {}\n", name_of(finding.value), id_of(finding.direction),
                         report::evidence_in_words(finding.evidence, text));
  return block + "\n";
}

/// Judges a line and shows what was found, as the options say.
LineWork judging(const classifier::Classifier& model, const ClassifyOptions& options,
                 const report::Terminal& terminal) {
  const auto stated =
      options.language.empty() ? classifier::StatedLanguage::hint : classifier::StatedLanguage::certain;
  const auto json = std::make_shared<JsonWriter>();
  return [&model, &options, terminal, stated, json](const std::string& given, std::string& output) {
    // Evidence counts bytes of the text that is printed, and JSON can hold UTF-8 only.
    const std::string text = repaired(given);
    const Classification found = model.classify(text, options.language, options.domain.domain(), stated);
    if (options.format == "table") {
      output += for_people(text, found, terminal);
      return;
    }
    json->clear();
    json->begin_object().key("text").text(text);
    report::write_classification(*json, found, text);
    json->end_object();
    output.append(json->str()) += '\n';
  };
}

Result<ExitStatus> run(const Context& context, const ClassifyOptions& options) {
  const auto file = classifier::find_model();
  if (!file) return tl::unexpected(file.error());
  const auto model = classifier::load_model(*file);
  if (!model) return tl::unexpected(model.error());
  const auto make_work = [&] { return judging(**model, options, context.terminal()); };
  if (!options.texts.empty()) {
    const LineWork judge = make_work();
    std::string output;
    for (const std::string& text : options.texts) judge(text, output);
    put(output);
    return ExitStatus::done;
  }
  if (isatty(STDIN_FILENO) != 0) context.say("Write or paste a text a line; Ctrl-D ends.");
  if (const auto read = put_lines_in_order(STDIN_FILENO, make_work); !read)
    return tl::unexpected(read.error());
  return ExitStatus::done;
}

}  // namespace

void add_classify(Command app, Context& context) {
  auto options = std::make_shared<ClassifyOptions>();
  Command command = app.add_subcommand(
      "classify", "Judges texts, without a database: arguments, or each line of standard input");
  command.add_option("text", options->texts, "Texts to judge").type_name("TEXT");
  command.add_option("--language", options->language, "The texts' language; skips finding it out")
      .type_name("CODE");
  options->domain.add_to(command);
  add_format_option(command, options->format, {"table", "ndjson"});
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
