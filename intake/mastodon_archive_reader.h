#pragma once

#include "core/json_elements.h"
#include "intake/import_reader.h"

namespace nhs::intake {

/// `outbox.json` of an account's export from a Mastodon server: an OrderedCollection of ActivityStreams,
/// whose Create activities hold the account's posts. Posts get the id, address, text and author that the
/// server's API shows them with, so that what was collected already is known again. Posts that are not for
/// everybody (neither in `to` nor in `cc` stands `Public`), boosts (Announce) and what is no post are left
/// out, counted.
class MastodonArchiveReader final : public ImportReader {
 public:
  static Result<std::unique_ptr<ImportReader>> make(std::istream& in, UtcTime now);
  std::optional<ImportItem> next() override;
  std::string_view unit() const override { return "item"; }
  LeftOut left_out() const override { return left_out_; }

 private:
  MastodonArchiveReader(JsonElements elements, UtcTime now) : elements_(std::move(elements)), now_(now) {}

  JsonElements elements_;
  UtcTime now_;
  LeftOut left_out_;
};

}  // namespace nhs::intake
