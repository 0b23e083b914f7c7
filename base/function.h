#pragma once

// MoveOnlyFunction: a callable that need not be copyable (std::move_only_function is C++23).

#include <memory>
#include <type_traits>
#include <utility>

namespace wervelwijzer {

template <typename Signature>
class MoveOnlyFunction;

template <typename R, typename... Args>
class MoveOnlyFunction<R(Args...)> {
 public:
  MoveOnlyFunction() = default;

  template <typename F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, MoveOnlyFunction> &&
             std::is_invocable_r_v<R, F&, Args...>)
  MoveOnlyFunction(F&& callable)  // NOLINT: implicit, as std::function
      : callee_(std::make_unique<Holder<std::remove_cvref_t<F>>>(std::forward<F>(callable))) {}

  explicit operator bool() const { return callee_ != nullptr; }
  // REQUIRES: holds a callable.
  R operator()(Args... args) { return callee_->Call(std::forward<Args>(args)...); }

 private:
  struct Callee {
    virtual ~Callee() = default;
    virtual R Call(Args... args) = 0;
  };
  template <typename F>
  struct Holder final : Callee {
    explicit Holder(F&& callable) : callable_(std::move(callable)) {}
    explicit Holder(const F& callable) : callable_(callable) {}
    R Call(Args... args) override { return callable_(std::forward<Args>(args)...); }
    F callable_;
  };
  std::unique_ptr<Callee> callee_;
};

}  // namespace wervelwijzer
