#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace nhs::cli {

/// Makes output of a line. It is used by one thread at a time and may keep what it likes between lines.
using LineWork = std::function<void(const std::string& line, std::string& output)>;

/// Reads a descriptor to its end, works on its lines on all cores, and puts the output in the lines' order:
/// as soon as a line has come, its output goes, so that a terminal or a pipe that trickles is served at once.
/// The lines come without their line feed; the last one may lack it. Memory is bounded but for the length of
/// a line.
///
/// make_work: called once for each thread, before any of them starts. Fails with io (74) when reading fails.
/// Throws what a piece of work throws, once the other threads have stopped: they finish the block of lines
/// that each has, and input that is being waited for is waited for.
Result<void> put_lines_in_order(int descriptor, const std::function<LineWork()>& make_work);

}  // namespace nhs::cli
