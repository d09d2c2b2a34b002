#pragma once

#include <string>

namespace nhs::net {

/// A file of certificates as libcurl is to be told it. curl opens it by itself and would wait for whoever
/// writes into a FIFO, and everything else with it: where the name stands for no regular file, this gives a
/// name that cannot be opened, for which every https server fails, as for a file that is not there.
std::string trusted_file(const std::string& file);

}  // namespace nhs::net
