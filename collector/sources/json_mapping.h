#pragma once

#include <cstdint>
#include <string>

#include "collector/sources/json_values.h"
#include "config/json_service.h"
#include "core/post.h"
#include "core/time.h"

namespace nhs::collector {

enum class ItemVerdict : std::uint8_t {
  keep,
  left_out,  ///< the description's filter is not for it
  gone,      ///< it was public and no longer is
  unreadable,
};

/// An item of a page as its description maps it.
struct MappedItem {
  ItemVerdict verdict = ItemVerdict::unreadable;
  /// Id, local id and date are there for all that can be read.
  Post post;
  std::string cause;  ///< why it cannot be read, in words without its content
};

/// Pure and thread-safe.
///
/// element: of the list at items.path.
MappedItem map_item(JsonView element, const config::JsonService& service, const SideTables& tables,
                    UtcTime now);

}  // namespace nhs::collector
