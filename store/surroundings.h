#pragma once

#include <vector>

#include "store/doctor.h"

namespace nhs::store {

/// The checks of `doctor` on what is around the file. version: its schema's. fingerprint: of the key that it
/// was made with, as it says. None fails for want of access: what this user may not see is not checked.
std::vector<HealthCheck> check_surroundings(const std::filesystem::path& file, int version,
                                            const std::string& fingerprint, const ExamineOptions& options);

}  // namespace nhs::store
