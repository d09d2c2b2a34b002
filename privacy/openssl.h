#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace nhs::privacy {

/// OpenSSL's objects, freed by its own function: `OpensslPointer<EVP_MD_CTX, EVP_MD_CTX_free>`.
template <auto free>
struct OpensslFree {
  void operator()(auto* object) const { free(object); }
};
template <class Object, auto free>
using OpensslPointer = std::unique_ptr<Object, OpensslFree<free>>;

/// OpenSSL fails at such work only where memory is short or its installation broken: nothing to go on with.
/// work: what it could not do, as in `work out an HMAC`.
inline void require_of_openssl(bool done, std::string_view work) {
  if (!done) throw std::runtime_error("OpenSSL could not " + std::string(work));
}

}  // namespace nhs::privacy
