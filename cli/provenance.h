#pragma once

#include <string>

#include "core/time.h"
#include "store/trend.h"

namespace nhs::cli {

/// Where an exported file comes from: what somebody needs who finds it years later.
struct Provenance {
  std::string file;    ///< its name, without folders
  std::string format;  ///< `ndjson` or `csv`
  std::string sha256;  ///< as `sha256sum` tells it
  std::int64_t bytes = 0;
  std::int64_t posts = 0;
  std::string filters;   ///< in words; empty for none
  bool reveals = false;  ///< whether it names posts and people
  UtcTime written_at;
  std::optional<LocalDay>
      since;  ///< the first day, and the one after the last, of what it holds or was asked for
  std::optional<LocalDay> until;
  store::TrendsResult counts;  ///< of that time, by the same filters
};

/// The shape `nhsvalues.provenance/1`.
std::string provenance_json(const Provenance& provenance);

}  // namespace nhs::cli
