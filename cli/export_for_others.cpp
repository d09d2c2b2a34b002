#include "cli/export_for_others.h"

#include <fmt/format.h>

#include "cli/audience.h"
#include "cli/periods_asked.h"
#include "cli/shared_file.h"
#include "control/files_in_use.h"
#include "core/text.h"
#include "report/public_counts.h"

namespace nhs::cli {
namespace {

bool narrows(const store::Filter& filter) {
  return !filter.values.empty() || filter.direction || filter.sentiment || !filter.networks.empty() ||
         !filter.sources.empty() || !filter.kinds.empty() || !filter.groups.empty() || filter.tag ||
         filter.language || filter.query || filter.once_per_author;
}

}  // namespace

Result<ExitStatus> export_for_others(const Context& context, const ReadingSession& session,
                                     const store::Filter& filter, const CountsWanted& wanted) {
  if (narrows(filter))
    return fail(
        ExitStatus::usage,
        "export --audience public takes --since and --until alone: it tells how many posts there are by "
        "each value, sentiment, kind, network and group. Leave the other filters out");
  const auto counted =
      count_for_others(session, filter, bucket_from_id(wanted.by).value(), {}, kPeriodsByDefault);
  if (!counted) return tl::unexpected(counted.error());
  const bool csv = wanted.format == "csv";
  std::string text = csv ? report::public_counts_csv(counted->trends, counted->asked, counted->networks)
                         : report::public_counts_ndjson(counted->trends, counted->networks);
  if (wanted.bom) text.insert(0, kByteOrderMark);
  if (wanted.output.empty()) {
    put(text);
  } else {
    if (auto free = check_place(wanted.output, control::files_in_use(session.config), wanted.force); !free)
      return tl::unexpected(free.error());
    if (auto written = write_shared(wanted.output, text); !written) return tl::unexpected(written.error());
    context.say(fmt::format("Numbers for others, without posts, are in {}.", wanted.output));
  }
  // A CSV has them in its last column; lines of JSON have no place for them.
  if (!csv)
    for (const std::string& note : report::public_notes(counted->trends, counted->asked)) context.say(note);
  return ExitStatus::done;
}

}  // namespace nhs::cli
