#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/values.h"

namespace nhs {
namespace intake {

/// What a file of posts can be.
enum class ImportFormat : std::uint8_t {
  ndjson,            ///< lines of JSON as `export` writes them
  csv,               ///< a table with a header, separated by commas, semicolons or tabs
  tsv,               ///< the same with tabs and escapes
  x,                 ///< lines of JSON as X's API and twarc2 write them
  mastodon_archive,  ///< `outbox.json` of an account's export
  fourcat_ndjson,    ///< an export of 4CAT
  fourcat_csv,
  jsonfeed,  ///< JSON Feed 1.0 or 1.1
};

/// The format that a file's name tells; nothing when it tells none.
std::optional<ImportFormat> format_of_file(const std::string& name);

/// The same, with how the file begins: what is certain there counts before the name. Nothing when neither
/// tells.
///
/// beginning: its first bytes; kBeginning of them are enough.
std::optional<ImportFormat> recognised_format(const std::string& name, std::string_view beginning);
inline constexpr std::size_t kBeginning = 64 * 1024;

/// Why a file that begins so cannot be read: it is packed, as an archive or a workbook, which is a zip
/// archive too or, as .xls, an OLE document. Nothing for all others.
std::optional<std::string_view> why_packed(std::string_view beginning);

}  // namespace intake

template <>
struct Vocabulary<intake::ImportFormat> {
  static constexpr std::string_view noun = "format";
  static constexpr std::array<std::string_view, 8> ids = {
      "ndjson", "csv", "tsv", "x", "mastodon-archive", "4cat-ndjson", "4cat-csv", "jsonfeed"};
};

}  // namespace nhs
