#include "intake/import_reader.h"

#include "intake/fourcat_reader.h"
#include "intake/json_feed_reader.h"
#include "intake/mastodon_archive_reader.h"
#include "intake/ndjson_reader.h"
#include "intake/table_reader.h"
#include "intake/utf16_stream.h"
#include "intake/x_reader.h"

namespace nhs::intake {
namespace {

/// A reader with the stream that makes UTF-8 of its file.
class ReaderOfUtf16 final : public ImportReader {
 public:
  ReaderOfUtf16(std::unique_ptr<Utf16Stream> text, std::unique_ptr<ImportReader> reader)
      : text_(std::move(text)), reader_(std::move(reader)) {}
  std::optional<ImportItem> next() override { return reader_->next(); }
  std::string_view unit() const override { return reader_->unit(); }
  LeftOut left_out() const override { return reader_->left_out(); }
  std::string notice() const override { return reader_->notice(); }

 private:
  std::unique_ptr<Utf16Stream> text_;
  std::unique_ptr<ImportReader> reader_;
};

Result<std::unique_ptr<ImportReader>> reader_of(ImportFormat format, std::istream& in,
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

}  // namespace

std::optional<ImportItem> item_of(RowOfPost row, std::size_t line, const std::string& complaint,
                                  LeftOut& left_out) {
  if (!row.is_boost && is_without_text(row)) {
    ++left_out.without_text;
    return std::nullopt;
  }
  if (!complaint.empty()) return BadLine{line, complaint};
  if (!row.is_boost) return ImportedPost{line, whole_post(std::move(row))};
  ++left_out.boosts;
  return std::nullopt;
}

Result<std::unique_ptr<ImportReader>> make_import_reader(ImportFormat format, std::istream& in,
                                                         const ImportOptions& options) {
  if (!may_begin_as_utf16(in)) return reader_of(format, in, options);
  auto text = std::make_unique<Utf16Stream>(in);
  auto reader = reader_of(format, *text, options);
  if (!reader) return reader;
  return std::make_unique<ReaderOfUtf16>(std::move(text), *std::move(reader));
}

}  // namespace nhs::intake
