// Delays: records that Log::delay() holds back until they are let go, or until too long, or too many.
#pragma once

#include <cstdint>
#include <string>

#include "script/logging/stream.h"
#include "script/run/runtime.h"

namespace whimbrel::script::logging {

class Manager;

class Delays {
 public:
  Delays(Runtime& runtime, Manager& manager) : runtime_(runtime), manager_(manager) {}

  // -- what scripts ask for
  /// The token; 0, after a message, if this is not the time for it.
  uint64_t delay(const Cell& id, const Cell& record, const Ref<FuncObject>& callback);
  bool finish(const Cell& id, const Cell& record, uint64_t token);
  void set_interval(const StreamPtr& stream, double seconds);
  void set_limit(const StreamPtr& stream, size_t records);

  /// The hook runs on a record, or a callback: delay() is allowed inside.
  class Scope {
   public:
    Scope(Delays& delays, const StreamPtr& stream, const Ref<RecordObject>& record,
          std::unique_ptr<Delayed> delayed = nullptr);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    /// What has been held back; null: nothing.
    std::unique_ptr<Delayed> take() { return std::move(delayed_); }

   private:
    friend class Delays;
    Delays& delays_;
    const StreamPtr stream_;
    const Ref<RecordObject> record_;
    std::unique_ptr<Delayed> delayed_;
    Scope* const outer_;
  };
  /// After the hook: waits in the queue of its stream, or goes on if it has been let go.
  void keep(const StreamPtr& stream, std::unique_ptr<Delayed> delayed);
  /// All of a stream.
  void release_all(const StreamPtr& stream);

 private:
  void release(const StreamPtr& stream, std::unique_ptr<Delayed> delayed);
  void release_first(const StreamPtr& stream);
  void shrink(const StreamPtr& stream);
  void start_timer(const StreamPtr& stream);
  /// In the queue, or in a scope. Null if there is none.
  Delayed* find(const StreamPtr& stream, uint64_t token) const;
  void expire(const Cell& id, bool all);
  void fail(const std::string& text) const;

  Runtime& runtime_;
  Manager& manager_;
  Scope* scope_ = nullptr;  // the innermost
  uint64_t last_token_ = 0;
};

}  // namespace whimbrel::script::logging
