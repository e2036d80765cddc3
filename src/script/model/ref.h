// Ref<T>: a counted pointer for what the interpreter shares: types, cells' contents, expressions. The count is not
// atomic, since all of one interpreter lives in one thread.
#pragma once

#include <cstdint>
#include <utility>

namespace whimbrel::script {

struct Counted {
  mutable uint32_t refs = 0;
  Counted() = default;
  Counted(const Counted&) {}
  Counted& operator=(const Counted&) { return *this; }
  virtual ~Counted() = default;
};

/// T may be incomplete where a Ref is only kept, copied and destroyed.
template <class T>
class Ref {
 public:
  Ref() = default;
  Ref(std::nullptr_t) {}
  Ref(T* p) : p_(p) { acquire(); }
  Ref(const Ref& other) : p_(other.p_) { acquire(); }
  Ref(Ref&& other) noexcept : p_(std::exchange(other.p_, nullptr)) {}
  template <class U>
  Ref(const Ref<U>& other) : Ref(static_cast<T*>(other.get())) {}
  ~Ref() {
    if (p_ && --p_->refs == 0) delete p_;
  }
  Ref& operator=(Ref other) noexcept {
    std::swap(p_, other.p_);
    return *this;
  }

  T* get() const { return static_cast<T*>(p_); }
  T* operator->() const { return get(); }
  T& operator*() const { return *get(); }
  explicit operator bool() const { return p_ != nullptr; }
  bool operator==(const Ref& other) const { return p_ == other.p_; }

 private:
  void acquire() {
    if (p_) ++p_->refs;
  }
  Counted* p_ = nullptr;
};

template <class T, class... Arguments>
Ref<T> make(Arguments&&... arguments) {
  return Ref<T>(new T(std::forward<Arguments>(arguments)...));
}

}  // namespace whimbrel::script
