// Result<T>: a value or an Error. What every fallible function of this library returns.
//
//   auto port = endpoint.listen("127.0.0.1", 9999);
//   if (!port) return port.error();
//   use(*port);
//
// Reading the value of a failed result is a bug in the caller and stops the program.
#pragma once

#include <cstdlib>
#include <utility>
#include <variant>

#include "whimbrel/error.h"

namespace whimbrel {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  Result(ErrorCode code) : state_(std::in_place_index<1>, code) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return require(); }
  const T& value() const& { return const_cast<Result*>(this)->require(); }
  T&& value() && { return std::move(require()); }
  T& operator*() & { return require(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(require()); }
  T* operator->() { return &require(); }
  const T* operator->() const { return &value(); }
  T value_or(T fallback) const& { return ok() ? value() : std::move(fallback); }

  /// The error; an Error that means "no error" when there is a value.
  const Error& error() const {
    static const Error none;
    return ok() ? none : std::get<1>(state_);
  }

 private:
  T& require() {
    if (!ok()) std::abort();
    return std::get<0>(state_);
  }

  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  Result(ErrorCode code) : error_(code) {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return error_; }

 private:
  Error error_;
};

}  // namespace whimbrel
