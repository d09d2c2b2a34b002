#pragma once

#include <string_view>
#include <vector>

#include "collector/source.h"
#include "tests/fuzz/sources.h"

namespace nhs::test {

/// What a server and our own memory may hold for one source: an input of a fuzz target, cut at the character
/// 0x1E into a head (status and header lines), a cursor, and bodies. Without that character all of it is one
/// body, so that a fixture is an input.
struct SourceInput {
  collector::Cursor cursor;
  /// At least one.
  std::vector<net::HttpResponse> answers;
};

SourceInput source_input(std::string_view input);

/// What holds for every source, whatever it is answered: a run ends; it asks no other host; its pages are
/// bounded; their texts are clean; what it says to people is one short line; its cursor does not grow without
/// end. Walks the answers round and round: from nothing, again with a re-scan, and from the input's cursor.
/// Throws where a promise is broken.
void check_source(const SourceUnderTest& tested, const SourceInput& input);

}  // namespace nhs::test
