#pragma once

namespace nhs::net {

/// Initialises libcurl, once for the whole process; to be called before there is a second thread.
void start_libcurl();

}  // namespace nhs::net
