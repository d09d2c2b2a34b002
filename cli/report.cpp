#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <optional>

#include "cli/audience.h"
#include "cli/choice.h"
#include "cli/context.h"
#include "cli/export_file.h"
#include "cli/file_format.h"
#include "cli/filter_options.h"
#include "cli/report_for_others.h"
#include "cli/report_gathering.h"
#include "cli/report_period.h"
#include "cli/unknown_names.h"
#include "control/files_in_use.h"
#include "report/digest/digest.h"
#include "report/page/html.h"
#include "report/page/in_short.h"
#include "report/page/markdown.h"

namespace nhs::cli {
namespace {

struct ReportOptions {
  FilterOptions filters;
  std::string period;
  std::string audience = "internal";
  std::string format;
  std::string output;
  bool force = false;
};

/// As asked for, else as the file's name ends. Who names no file and looks at a terminal wants to read, not
/// to see HTML go by.
Result<std::string> format_of(const Context& context, const ReportOptions& options) {
  static const std::vector<Ending> endings = {
      {".html", "html"}, {".htm", "html"}, {".md", "markdown"}, {".markdown", "markdown"}, {".txt", "text"}};
  const bool is_read_here = options.output.empty() && context.terminal().interactive;
  return format_of_file(options.output, options.format, endings, is_read_here ? "text" : "html");
}

/// terminal: where text is read; nothing for a file.
std::string written(const report::page::Document& document, const std::string& format,
                    const std::optional<report::Terminal>& terminal) {
  if (format == "markdown") return report::page::markdown(document);
  if (format != "text") return report::page::html(document);
  return terminal ? report::plain_text(document, *terminal) : report::plain_text(document);
}

Result<report::page::PeriodReport> gather(const Context& context, const ReadingSession& session,
                                          const ReportOptions& options) {
  const auto filter = options.filters.filter(session);
  if (!filter) return tl::unexpected(filter.error());
  const std::string in_words = options.filters.in_words();
  if (options.audience == "public") {
    if (!in_words.empty())
      return fail(
          ExitStatus::usage,
          "report --audience public is on all posts: a part of them may be those of a few people. Leave "
          "the filters out, or ask for one with nhsvalues trends --audience public");
    return gather_report_for_others(context, session, options.period);
  }
  // Who reads the page does not see what was typed: a slip would be told as silence.
  const auto unknown = unknown_names(session, *filter);
  if (!unknown) return tl::unexpected(unknown.error());
  if (!unknown->empty())
    return fail(ExitStatus::usage,
                fmt::format("there is nothing to report on: {}", fmt::join(*unknown, "; ")));
  const auto period = parse_report_period(options.period, session.today);
  if (!period) return tl::unexpected(period.error());
  auto report = gather_report(context, session, *period, *filter, in_words);
  if (report) report->usual.posts_arguments = options.filters.arguments();
  return report;
}

/// The command that writes the whole report on the same posts.
std::string command_for_all(const ReportOptions& options) {
  std::string command = "nhsvalues report";
  if (!options.period.empty()) command += fmt::format(" --period {}", shell_word(options.period));
  if (options.audience != "internal") command += " --audience " + options.audience;
  if (const std::string filters = options.filters.arguments(); !filters.empty()) command += " " + filters;
  return command + " -o report.html";
}

Result<void> write(const Context& context, const ReadingSession& session, const ReportOptions& options,
                   const report::page::PeriodReport& report, const std::string& format) {
  if (format == "text" && options.output.empty() && options.format.empty()) {
    put(report::page::report_in_short(report, context.terminal()));
    context.say(fmt::format("\nEverything, with charts: {}", command_for_all(options)));
    return {};
  }
  const auto terminal = options.output.empty() ? std::optional{context.terminal()} : std::nullopt;
  const std::string text = written(report::page::period_document(report), format, terminal);
  if (options.output.empty()) {
    put(text);
    return {};
  }
  // It begins as every report does, so that what another one left half done is known for what it is.
  auto file = ExportFile::begin(
      {options.output, text.substr(0, 8), options.force, control::files_in_use(session.config), false});
  if (!file) return tl::unexpected(file.error());
  if (auto written = file->write_head(text); !written) return written;
  if (const auto finished = file->finish(); !finished) return tl::unexpected(finished.error());
  context.say(fmt::format("{}: the report on {}, {}.", options.output, report.period.label,
                          report.for_public() ? "for the public" : "internal: contains posts"));
  return {};
}

Result<ExitStatus> run(const Context& context, const ReportOptions& options) {
  const auto format = format_of(context, options);
  if (!format) return tl::unexpected(format.error());
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto report = gather(context, *session, options);
  if (!report) return tl::unexpected(report.error());
  if (auto written = write(context, *session, options, *report, *format); !written)
    return tl::unexpected(written.error());
  return ExitStatus::done;
}

}  // namespace

void add_report(Command app, Context& context) {
  auto options = std::make_shared<ReportOptions>();
  Command command = app.add_subcommand(
      "report", "A page on a week, month, quarter or year, to read, to print and to send on");
  add_audience_option(command, options->audience);
  options->filters.add_to(command);
  // The period says when, and all values are told in each direction.
  for (const char* told : {"--since", "--until", "--period", "--value", "--direction"})
    command.remove_option(told);
  command
      .add_option(
          "--period", options->period,
          "last-week, 2026-W46, 2026-11, 2026-Q3, 2026/27, 7d, 2026-11-01..2026-11-15; the last whole week by default")
      .type_name("PERIOD");
  command
      .add_option(
          "--format", options->format,
          "How to write it; by default as the file's name ends, without a file a short text on a terminal, and "
          "html in a pipe")
      .transform(one_of("format", {"html", "markdown", "text"}));
  command.add_option("-o,--output", options->output, "The file to write; standard output by default")
      .type_name("FILE");
  command.add_flag("--force", options->force, "Replace the file when it is there");
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
