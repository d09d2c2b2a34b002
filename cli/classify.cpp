#include "classifier/classifier.h"

#include <fmt/format.h>

#include <unistd.h>

#include <iostream>

#include "cli/context.h"
#include "core/json.h"
#include "core/text.h"
#include "report/posts_view.h"

namespace nhs::cli {
namespace {

struct Options {
  std::vector<std::string> texts;
  std::string language;
  std::string domain = "auto";
  std::string format = "table";
};

classifier::Domain domain_of(const std::string& name) {
  if (name == "patient") return classifier::Domain::patient;
  return name == "post" ? classifier::Domain::post : classifier::Domain::automatic;
}

void show_for_people(const std::string& text, const Classification& found, const report::Terminal& terminal) {
  std::string block;
  for (const std::string& line : report::wrapped(report::terminal_safe(text), terminal.columns))
    block += line + "\n";
  block += "  " + report::findings_in_words(found) + "\n";
  for (const ValueFinding& finding : found.values)
    block += fmt::format("    {} {}, because of {}\n", name_of(finding.value), id_of(finding.direction),
                         report::evidence_in_words(finding.evidence, text));
  put(block + "\n");
}

Result<ExitStatus> run(const Context& context, const Options& options) {
  const auto file = classifier::find_model();
  if (!file) return tl::unexpected(file.error());
  const auto model = classifier::load_model(*file);
  if (!model) return tl::unexpected(model.error());
  const report::Terminal terminal = context.terminal();
  const auto stated =
      options.language.empty() ? classifier::StatedLanguage::hint : classifier::StatedLanguage::certain;
  JsonWriter json;
  const auto judge = [&](const std::string& given) {
    // Evidence counts bytes of the text that is printed, and JSON can hold UTF-8 only.
    const std::string text = repaired(given);
    const Classification found =
        (*model)->classify(text, options.language, domain_of(options.domain), stated);
    if (options.format == "table") {
      show_for_people(text, found, terminal);
      return;
    }
    json.clear();
    json.begin_object().key("text").text(text);
    report::write_classification(json, found, text);
    json.end_object();
    put(json.str());
    put("\n");
  };
  for (const std::string& text : options.texts) judge(text);
  std::string line;
  if (options.texts.empty() && isatty(STDIN_FILENO) != 0)
    context.say("Write or paste a text a line; Ctrl-D ends.");
  if (options.texts.empty())
    while (std::getline(std::cin, line)) judge(line);
  return ExitStatus::done;
}

}  // namespace

void add_classify(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "classify", "Judges texts, without a database: arguments, or each line of standard input");
  command->add_option("text", options->texts, "Texts to judge")->type_name("TEXT");
  command->add_option("--language", options->language, "The texts' language; skips finding it out")
      ->type_name("CODE");
  command->add_option("--domain", options->domain, "The texts' register")
      ->check(CLI::IsMember({"auto", "patient", "post"}))
      ->capture_default_str();
  command->add_option("--format", options->format, "How to show it")
      ->check(CLI::IsMember({"table", "ndjson"}))
      ->capture_default_str();
  command->callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
