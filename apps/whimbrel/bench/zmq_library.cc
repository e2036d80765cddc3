#include "zmq_library.h"

#include <dlfcn.h>

namespace whimbrel::bench {

namespace {

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

bool load_into(ZmqLibrary& zmq) {
  void* const library = ::dlopen("libzmq.so.5", RTLD_NOW | RTLD_LOCAL);
  return library && find(library, "zmq_ctx_new", zmq.ctx_new) && find(library, "zmq_socket", zmq.socket) &&
         find(library, "zmq_setsockopt", zmq.setsockopt) && find(library, "zmq_getsockopt", zmq.getsockopt) &&
         find(library, "zmq_bind", zmq.bind) && find(library, "zmq_connect", zmq.connect) &&
         find(library, "zmq_send", zmq.send) && find(library, "zmq_recv", zmq.recv) &&
         find(library, "zmq_msg_init", zmq.msg_init) && find(library, "zmq_msg_recv", zmq.msg_recv) &&
         find(library, "zmq_msg_data", zmq.msg_data) && find(library, "zmq_msg_size", zmq.msg_size) &&
         find(library, "zmq_proxy", zmq.proxy);
}

}  // namespace

const ZmqLibrary* ZmqLibrary::load() {
  static ZmqLibrary zmq = {};
  static const bool loaded = load_into(zmq);
  return loaded ? &zmq : nullptr;
}

}  // namespace whimbrel::bench
