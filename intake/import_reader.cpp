#include "intake/import_reader.h"

#include "intake/fourcat_reader.h"
#include "intake/json_feed_reader.h"
#include "intake/mastodon_archive_reader.h"
#include "intake/ndjson_reader.h"
#include "intake/table_reader.h"
#include "intake/x_reader.h"

namespace nhs::intake {

Result<std::unique_ptr<ImportReader>> make_import_reader(ImportFormat format, std::istream& in,
                                                         const ImportOptions& options) {
  switch (format) {
    case ImportFormat::ndjson:
      return std::make_unique<NdjsonReader>(in, options.now);
    case ImportFormat::csv:
    case ImportFormat::tsv:
    case ImportFormat::fourcat_csv:
      return TableReader::make(format, in, options);
    case ImportFormat::fourcat_ndjson:
      return std::make_unique<FourcatReader>(in, options.now);
    case ImportFormat::x:
      return XReader::make(in, options.now);
    case ImportFormat::mastodon_archive:
      return MastodonArchiveReader::make(in, options.now);
    case ImportFormat::jsonfeed:
      return JsonFeedReader::make(in, options.network, options.now);
  }
  return fail(ExitStatus::internal, "a format that nothing reads");
}

}  // namespace nhs::intake
