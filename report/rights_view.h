#pragma once

#include <cstdint>
#include <string>

#include "core/time.h"
#include "report/terminal.h"
#include "store/forgetting.h"

namespace nhs::report {

/// What `forget` and `object` say. Never whom it is about, and no text of a post.

/// Whether it would be done, or was.
enum class Stage : std::uint8_t { asked, done };

std::string forgotten_text(const store::Forgotten& forgotten, Stage stage, const Terminal& terminal);
std::string forgotten_json(const store::Forgotten& forgotten, Stage stage);

/// Whether what was erased is gone from the bytes of the file, and what to do where it is not.
///
/// beside_daemon: one has the database, and finishes it.
std::string erasing_text(store::Erasing erasing, bool beside_daemon, const Terminal& terminal);

std::string objection_text(const store::Objection& objection, bool objects, Stage stage,
                           const Terminal& terminal);
std::string objection_json(const store::Objection& objection, bool objects, Stage stage);

std::string forget_list_text(const store::ForgetList& list, const TimeZone& zone, const Terminal& terminal);
std::string forget_list_json(const store::ForgetList& list);

}  // namespace nhs::report
