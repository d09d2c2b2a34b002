#include "cli/import_inputs.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <utility>

namespace nhs::cli {
namespace {

using intake::ImportFormat;

std::string format_ids() {
  std::string ids;
  for (const auto format : all_of<ImportFormat>())
    ids += (ids.empty() ? "" : format == ImportFormat::jsonfeed ? " or " : ", ") + std::string{id_of(format)};
  return ids;
}

bool is_table(ImportFormat format) {
  return format == ImportFormat::csv || format == ImportFormat::tsv || format == ImportFormat::fourcat_csv;
}

bool is_from_4cat(ImportFormat format) {
  return format == ImportFormat::fourcat_csv || format == ImportFormat::fourcat_ndjson;
}

Result<void> open_file(std::ifstream& in, const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    return fail(ExitStatus::no_input, fmt::format("{}: is a folder; name the files in it", file));
  in.open(file, std::ios::binary);
  if (!in) return fail(ExitStatus::no_input, fmt::format("{}: cannot be opened; is the name right?", file));
  return {};
}

/// How the file begins. The file is closed again, unless it can be read only once: then nothing is taken.
std::string beginning_of(std::ifstream& in) {
  if (in.tellg() != std::streampos{0}) {
    in.clear();
    return {};
  }
  std::string beginning(intake::kBeginning, '\0');
  in.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  beginning.resize(static_cast<std::size_t>(in.gcount()));
  in.clear();
  in.close();
  return beginning;
}

/// The format that the file has by itself.
std::optional<ImportFormat> told_format(const Context& context, const std::string& file,
                                        std::string_view beginning) {
  const auto named = intake::format_of_file(file);
  const auto format = intake::recognised_format(file, beginning);
  if (format && named && *format != *named)
    context.say(fmt::format("{}: read as {}, for it begins so; --format {} reads it as its name says", file,
                            id_of(*format), id_of(*named)));
  return format;
}

Result<void> check_options(const ImportChoices& choices, const std::string& file, ImportFormat format) {
  if (choices.for_tables && !is_table(format))
    return fail(ExitStatus::usage,
                fmt::format("{} is {}: --map and --date-format are for tables (csv, tsv, 4cat-csv)", file,
                            id_of(format)));
  // The same post, collected from its network, is known again only under that network's name.
  if (choices.network.empty() && is_from_4cat(format))
    return fail(
        ExitStatus::usage,
        fmt::format("{} is {}, which does not say of which network its posts are; say --network x, or "
                    "whatever it is",
                    file, id_of(format)));
  return {};
}

}  // namespace

std::int64_t ImportInput::bytes() const {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file_, unknown);
  return unknown ? 0 : static_cast<std::int64_t>(size);
}

Result<std::istream*> ImportInput::open() {
  if (file_ == "-") return &std::cin;
  if (!kept_.is_open())
    if (auto opened = open_file(kept_, file_); !opened) return tl::unexpected(opened.error());
  return &kept_;
}

Result<std::vector<ImportInput>> import_inputs(const Context& context, const ImportChoices& choices) {
  std::vector<ImportInput> inputs;
  for (const std::string& file : choices.files) {
    std::ifstream in;
    std::optional<ImportFormat> format = from_id<ImportFormat>(choices.format);
    if (file != "-") {
      if (auto opened = open_file(in, file); !opened) return tl::unexpected(opened.error());
      const std::string beginning = beginning_of(in);
      if (const auto why = intake::why_packed(beginning))
        return fail(ExitStatus::usage, fmt::format("{}: {}", file, *why));
      if (!format) format = told_format(context, file, beginning);
    }
    if (!format)
      return fail(ExitStatus::usage,
                  fmt::format("{}: neither its name nor its beginning tells what it is; say --format {}",
                              file, format_ids()));
    if (auto suited = check_options(choices, file, *format); !suited) return tl::unexpected(suited.error());
    inputs.emplace_back(file, *format, std::move(in));
  }
  return inputs;
}

}  // namespace nhs::cli
