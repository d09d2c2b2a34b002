#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/label.h"
#include "core/result.h"

namespace nhs::evaluation {

/// A text with what people say of it.
struct LabelledText {
  std::string id;  ///< empty in a file without ids
  std::string text;
  Label label;
  std::size_t line = 0;
};

/// Reads a labelled file: a TSV whose header names `text` and at least one of `values`, `sentiment`, `kind`,
/// `groups` and `label` (a sentiment as pos, neu or neg); `id` is read, other columns are passed over. An
/// empty field is an aspect that nobody spoke of. What spreadsheets do to it is undone: a byte order mark,
/// line ends of Windows, quotes around a label.
///
/// Fails with no_input (66), or bad_data (65) that names the line: for a header without label columns, a row
/// with more fields than the header, an unknown word (and the nearest there is), and a file without rows.
Result<std::vector<LabelledText>> read_labelled(const std::filesystem::path& file);

/// The fields of a line of a TSV, escapes and all; at least one.
std::vector<std::string_view> fields_of(std::string_view line);

/// A field without the blanks and quotes that spreadsheets put around it.
std::string_view bare_field(std::string_view field);

}  // namespace nhs::evaluation
