// What the files that call OpenSSL share: objects are freed, and failures are forgotten.
#pragma once

#include <openssl/err.h>

#include <memory>

namespace whimbrel::script {

/// Freed<X, X_free>: a pointer that frees.
template <auto kFree>
struct FreedBy {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
template <class T, auto kFree>
using Freed = std::unique_ptr<T, FreedBy<kFree>>;

/// Failures stay in a list of the thread, where others, such as TLS, would take them for their own.
class ErrorsForgotten {
 public:
  ErrorsForgotten() { ERR_clear_error(); }
  ErrorsForgotten(const ErrorsForgotten&) = delete;
  ErrorsForgotten& operator=(const ErrorsForgotten&) = delete;
  ~ErrorsForgotten() { ERR_clear_error(); }
};

}  // namespace whimbrel::script
