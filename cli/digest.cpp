#include <fmt/format.h>

#include <memory>

#include "cli/answer_format.h"
#include "cli/changes.h"
#include "cli/choice.h"
#include "cli/context.h"
#include "cli/digest_gathering.h"
#include "cli/outbox_delivery.h"
#include "report/alerts_view.h"
#include "report/page/markdown.h"

namespace nhs::cli {
namespace {

using report::DigestKind;

constexpr const char* kWho = "nhsvalues digest";

struct DigestOptions {
  std::string kind = "daily";
  std::string period;
  std::string format = "text";
  bool send = false;
};

/// What can be said before anything is counted.
Result<void> check_sending(const ReadingSession& session, DigestKind kind, const Period& period) {
  const config::DigestRules& rules = session.config.digest;
  if ((kind == DigestKind::daily ? rules.daily : rules.weekly).empty())
    return fail(ExitStatus::configuration,
                fmt::format("nobody gets this digest: name targets in [digest] {} of the configuration",
                            id_of(kind)));
  if (period.to > session.today)
    return fail(ExitStatus::usage,
                fmt::format("{} is not over yet: without --send you can look at it", period.label));
  return {};
}

/// How it went to each target.
ExitStatus tell(const Context& context, const std::string& name, const store::KeptAlert& sent) {
  ExitStatus status = ExitStatus::done;
  const std::vector<std::string> lines = report::delivery_lines(sent, SystemClock{}.now());
  for (std::size_t i = 0; i < sent.deliveries.size(); ++i) {
    const store::AlertDelivery& delivery = sent.deliveries[i];
    const std::string line = fmt::format("digest {}: {}", name, lines[i]);
    if (delivery.delivered_at) {
      context.say(report::terminal_safe(line));
      continue;
    }
    context.complain(line);
    if (status != ExitStatus::unavailable)
      status = delivery.next_at ? ExitStatus::try_again : ExitStatus::unavailable;
  }
  return status;
}

Result<ExitStatus> send(const Context& context, const report::Digest& digest) {
  const report::page::Document document = report::digest_document(digest);
  control::SendDigest change{report::name_of(digest),      report::subject_of(digest),
                             report::plain_text(document), report::mail_page(document),
                             report::command_of(digest),   report::posts_in(digest)};
  std::int64_t id = 0;
  bool by_daemon = false;
  {
    auto changes = Changes::begin(context, kWho);
    if (!changes) return tl::unexpected(changes.error());
    by_daemon = changes->by_daemon();
    const auto queued = changes->make(change);
    if (!queued) return tl::unexpected(queued.error());
    id = queued->alert;
  }
  const auto sent = delivery_of(context, id, by_daemon, Delivers::all_due, kWho);
  if (!sent) return tl::unexpected(sent.error());
  return tell(context, change.name, *sent);
}

Result<ExitStatus> run(const Context& context, const DigestOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const DigestKind kind = *from_id<DigestKind>(options.kind);
  const auto period = parse_digest_period(kind, options.period, session->today);
  if (!period) return tl::unexpected(period.error());
  if (options.send)
    if (const auto ready = check_sending(*session, kind, *period); !ready)
      return tl::unexpected(ready.error());
  const auto digest = gather_digest(context, *session, kind, *period);
  if (!digest) return tl::unexpected(digest.error());
  if (!options.send) {
    const report::page::Document document = report::digest_document(*digest);
    put_as(options.format, {{"text", [&] { return report::plain_text(document, context.terminal()); }},
                            {"html", [&] { return report::mail_page(document); }},
                            {"markdown", [&] { return report::page::markdown(document); }}});
    return ExitStatus::done;
  }
  if (report::nothing_happened(*digest) &&
      session->config.digest.when_nothing_happened == config::WhenNothingHappened::skip) {
    context.say(
        fmt::format("digest {}: nothing happened, so that none is sent (digest.when_nothing_happened)",
                    report::name_of(*digest)));
    return ExitStatus::done;
  }
  return send(context, *digest);
}

}  // namespace

void add_digest(Command app, Context& context) {
  auto options = std::make_shared<DigestOptions>();
  Command command = app.add_subcommand(
      "digest", "What a day or a week brought, as it is mailed to the team: to look at, or sent");
  command.add_option("kind", options->kind, "daily or weekly")
      .transform(one_of("kind", std::vector<std::string>{"daily", "weekly"}))
      .capture_default_str();
  command
      .add_option("--period", options->period,
                  "A day (2026-11-25) or a week (2026-W47); yesterday, or the last whole week, by default")
      .type_name("PERIOD");
  Option send = command.add_flag(
      "--send", options->send,
      "Mail it to those whom [digest] names, once however often it is asked; exit status 75 while it waits");
  command.add_option("--format", options->format, "How to show it")
      .transform(one_of("format", {"text", "html", "markdown"}))
      .capture_default_str()
      .excludes(send);
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
