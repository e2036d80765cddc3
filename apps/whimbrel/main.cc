// whimbrel: nodes, publishers and subscribers for the shell. Each verb is in a file of its own.
#include <sys/prctl.h>

#include <cstring>

#include "bench/bench.h"
#include "check.h"
#include "cluster/cluster.h"
#include "codec_verbs.h"
#include "completions.h"
#include "logger.h"
#include "man.h"
#include "node.h"
#include "options.h"
#include "ping.h"
#include "program.h"
#include "pub.h"
#include "run.h"
#include "store/store.h"
#include "sub.h"
#include "top/top.h"

namespace {

/// What `ps` and `top` show, also of a process that was started as /proc/self/exe.
void take_name(const char* program) {
  const char* const slash = std::strrchr(program, '/');
  ::prctl(PR_SET_NAME, slash ? slash + 1 : program);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace whimbrel::cli;
  if (argc > 0) take_name(argv[0]);
  if (is_script_command(argc, argv)) return run_scripts(argc, argv);
  CLI::App app;
  Context context;
  describe_program(app);
  add_node(app, context);
  add_logger(app, context);
  add_pub(app, context);
  add_sub(app, context);
  add_ping(app, context);
  add_store(app, context);
  add_top(app, context);
  add_run(app, context);
  add_check(app, context);
  add_cluster(app, context);
  add_bench(app, context);
  add_encode(app, context);
  add_decode(app, context);
  add_options(app, context);
  add_man(app, context);
  add_completions(app, context);
  return run_program(app, context, argc, argv);
}
