// libzmq, loaded when the yardstick runs: the program does not depend on it, and other processes of the benchmark do
// not carry its weight. The declarations are those few of its stable C interface that the yardstick needs.
#pragma once

#include <cstddef>

namespace whimbrel::bench {

struct alignas(void*) ZmqMessage {
  std::byte opaque[64];
};

enum ZmqSocketType : int { kZmqSub = 2, kZmqXPub = 9, kZmqXSub = 10 };
enum ZmqOption : int {
  kZmqSubscribe = 6,
  kZmqSendLimit = 23,
  kZmqReceiveLimit = 24,
  kZmqLastEndpoint = 32,
  kZmqVerbose = 40,
  kZmqNoDrop = 69,
};

struct ZmqLibrary {
  /// Null if it is not installed.
  static const ZmqLibrary* load();

  void* (*ctx_new)();
  void* (*socket)(void* context, int type);
  int (*setsockopt)(void* socket, int option, const void* value, size_t size);
  int (*getsockopt)(void* socket, int option, void* value, size_t* size);
  int (*bind)(void* socket, const char* endpoint);
  int (*connect)(void* socket, const char* endpoint);
  int (*send)(void* socket, const void* bytes, size_t size, int flags);
  int (*recv)(void* socket, void* bytes, size_t size, int flags);
  int (*msg_init)(ZmqMessage* message);
  int (*msg_recv)(ZmqMessage* message, void* socket, int flags);
  void* (*msg_data)(ZmqMessage* message);
  size_t (*msg_size)(const ZmqMessage* message);
  int (*proxy)(void* frontend, void* backend, void* capture);
};

}  // namespace whimbrel::bench
