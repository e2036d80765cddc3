// HeldSignals: what arrives between fork() and exec() waits for the new program. Otherwise the child's copy of a
// handler of ours would take a SIGTERM that was meant to end it, and nobody would hear of it.
#pragma once

#include <pthread.h>

#include <csignal>

namespace whimbrel {

class HeldSignals {
 public:
  HeldSignals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  /// In the child: as a program expects to find them, with none blocked or handled. What has arrived takes effect.
  static void let_go_in_child() {
    for (const int number : {SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGCHLD, SIGWINCH})
      ::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
  }

 private:
  sigset_t before_;
};

}  // namespace whimbrel
