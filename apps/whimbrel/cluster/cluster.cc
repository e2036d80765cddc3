#include "cluster.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include "../console.h"
#include "../flags.h"
#include "../signals.h"
#include "example.h"
#include "layout.h"
#include "scripthost/cluster_nodes.h"
#include "supervisor.h"
#include "table.h"
#include "view.h"

namespace whimbrel::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kReporting = "frameworks/cluster/supervised";
constexpr std::string_view kUsualScript = "local.zeek";

struct ClusterFlags {
  std::string file, folder = "whimbrel-cluster", example;
  std::vector<std::string> words;
  std::optional<Duration> grace;
  bool table = false, follow = false, bare = false;
};

Error cannot(ErrorCode code, std::string_view what, const fs::path& path, int error) {
  return {code, fmt::format("cannot {} {}: {}", what, path.string(), std::generic_category().message(error))};
}

// -- the folder

/// The folder that the nodes work below. It is held for as long as the process lives, so that no two clusters share it.
Result<void> take_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return cannot(ErrorCode::CannotOpenFile, "open", folder, errno);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return {};
  if (errno != EWOULDBLOCK) return cannot(ErrorCode::CannotOpenFile, "lock", folder, errno);
  return Error(ErrorCode::InvalidArgument,
               fmt::format("a cluster runs in {} already; --dir names another folder", folder.string()));
}

// -- scripts

/// Absolute paths for what ZEEKPATH has; without it, the folder that the program was started in.
std::string user_path() {
  const char* const set = std::getenv("ZEEKPATH");
  std::string_view rest = set ? set : ".";
  std::string path;
  while (!rest.empty()) {
    const size_t colon = std::min(rest.find(':'), rest.size());
    path += ":" + fs::absolute(rest.substr(0, colon)).lexically_normal().string();
    rest.remove_prefix(std::min(colon + 1, rest.size()));
  }
  return path;
}

/// "sub/x" as the absolute path of sub/x.zeek, if it is there; else as it is.
std::string located(const std::string& word) {
  std::error_code error;
  for (const std::string& file : {word + ".zeek", word, word + "/__load__.zeek"})
    if (fs::is_regular_file(file, error)) return fs::absolute(file).lexically_normal().string();
  return word;
}

bool is_assignment(const std::string& word) { return word.find('=') != word.npos; }

/// The scripts that nodes are to load, with absolute paths as far as they are files.
std::vector<std::string> scripts_of(const ClusterFlags& flags, const cluster::Layout& layout) {
  std::vector<std::string> scripts;
  for (const std::string& word : flags.words) {
    const std::string plain = unshielded(word);
    if (!is_assignment(plain)) scripts.push_back(located(plain));
  }
  const fs::path usual = layout.file.parent_path() / kUsualScript;
  std::error_code error;
  if (scripts.empty() && fs::exists(usual, error)) scripts.push_back(usual.lexically_normal().string());
  return scripts;
}

/// Lets nodes find their layout, which they load as "cluster-layout", and scripts beside those that are named: this is
/// how cluster-worker.local.zeek is found for local.zeek.
Result<void> set_search_path(const cluster::Layout& layout, const std::vector<std::string>& scripts,
                             const fs::path& folder) {
  std::string path = layout.file.parent_path().lexically_normal().string();
  if (layout.file.filename() != "cluster-layout.zeek") {
    std::ofstream out(folder / "cluster-layout.zeek");
    out << fmt::format("# Written by whimbrel cluster.\n@load {}\n", layout.file.lexically_normal().string());
    if (!out.flush()) return cannot(ErrorCode::CannotWriteFile, "write to", folder, errno);
    path = fs::absolute(folder).lexically_normal().string() + ":" + path;
  }
  for (const std::string& script : scripts)
    if (script.front() == '/') path += ":" + fs::path(script).parent_path().string();
  ::setenv("ZEEKPATH", (path + user_path()).c_str(), 1);
  for (const std::string& script : scripts)
    if (!script::finds_script(script))
      return Error(ErrorCode::CannotOpenFile,
                   fmt::format("there is no script {}, here, beside the layout, or along ZEEKPATH", script));
  return {};
}

std::vector<std::string> arguments_of(const ClusterFlags& flags, const std::vector<std::string>& scripts) {
  std::vector<std::string> arguments;
  if (flags.bare) arguments.emplace_back("-b");
  arguments.emplace_back(kReporting);
  arguments.insert(arguments.end(), scripts.begin(), scripts.end());
  for (const std::string& word : flags.words)
    if (const std::string plain = unshielded(word); is_assignment(plain)) arguments.push_back(plain);
  return arguments;
}

// -- running it

std::unique_ptr<cluster::View> make_view(const ClusterFlags& flags, const cluster::Layout& layout) {
  std::vector<std::string> names;
  for (const cluster::NodePlan& node : layout.nodes) names.push_back(node.name);
  if (flags.follow || !(flags.table || ::isatty(STDOUT_FILENO))) return std::make_unique<cluster::LineView>(names);
  return std::make_unique<cluster::TableView>(fmt::format("{}: {}, working in {}; Ctrl-C stops them", layout.shown,
                                                          counted(names.size(), "node"), flags.folder),
                                              names);
}

int supervise(const ClusterFlags& flags, const cluster::Layout& layout, const std::vector<std::string>& scripts) {
  const cluster::NodeSettings settings{arguments_of(flags, scripts), fs::absolute(flags.folder).string(),
                                       flags.grace.value_or(std::chrono::seconds(10))};
  const Signals signals;
  const auto view = make_view(flags, layout);
  if (!layout.not_run.empty())
    view->note(fmt::format("not started, because of their types: {}", fmt::join(layout.not_run, ", ")));
  const bool went_well = cluster::Supervisor(layout, settings, *view).run(signals);
  view->stop();
  if (went_well) note("all nodes have ended well");
  return went_well ? int{kFine} : fail("not all nodes have ended well");
}

int run_cluster(const ClusterFlags& flags) {
  if (flags.file.empty()) return wrong_use("cluster", "FILE is missing");
  if (flags.table && !::isatty(STDOUT_FILENO)) return wrong_use("cluster", "--table is for terminals");
  ::unsetenv("CLUSTER_NODE");  // who reads the layout here is no node
  const auto file = cluster::find_layout(unshielded(flags.file));
  if (!file) return fail(file.error().message(), kWrongUse);
  const auto layout = cluster::read_layout(*file);
  if (!layout) return fail(layout.error().message(), kWrongUse);
  if (const auto taken = take_folder(flags.folder); !taken) return fail(taken.error().message());
  const auto scripts = scripts_of(flags, *layout);
  if (const auto set = set_search_path(*layout, scripts, flags.folder); !set)
    return fail(set.error().message(), kWrongUse);
  if (const auto checked = cluster::check_places(*layout); !checked) return fail(checked.error().message());
  return supervise(flags, *layout, scripts);
}

int show_example(const std::string& folder) {
  const auto written = cluster::write_example(folder);
  if (!written) return fail(written.error().message());
  for (const std::string& file : *written) fmt::print("{}\n", file);
  fmt::print(
      "\nTo start it:                    whimbrel cluster {0}\nTo ask it, from another shell:  whimbrel run "
      "{0}/ask.zeek\n",
      folder);
  return kFine;
}

const char kDescription[] =
    R"(Starts all nodes of a cluster on this machine, and keeps them running. FILE is a layout, a script that sets Cluster::nodes, or a
folder with a cluster-layout.zeek in it. Each node is a process, "whimbrel run", that loads the scripts; without SCRIPT that is
the layout's neighbour local.zeek, if there is one. Nodes also load scripts with their type in front of the name:
cluster-manager.local.zeek is for the manager, cluster-worker.local.zeek for workers.

Loggers start first, then the manager, proxies, and workers; each type when the one before is up. Nodes stop in the reverse
order, at SIGINT or SIGTERM; a second signal ends all of it at once. A node that dies is started again, after 1 second, then 2, 4
and so on up to 60, for ever; one that ends with exit status 0 has done its work. When all have, the cluster ends.

On a terminal there is a table of the nodes, with what they print last below. Elsewhere, and with --follow, what they print comes as
lines with the name of the node in front, on standard output or standard error. Each node works in a folder of its own below
--dir; there its logs are, and what it prints is added to stdout.log and stderr.log.

Nodes that are on loopback addresses listen there only. They try to reach each other every second unless the layout sets
Cluster::retry_interval. The exit status is 0 if at the end no node was dead, and all of them ended well.)";

const char kExamples[] =
    R"(# write a small cluster to start from, and start it
whimbrel cluster --example visits
whimbrel cluster visits
# ask it, from another shell
whimbrel run visits/ask.zeek
# nodes that load a script of one's own, with one of its variables set; lines instead of the table
whimbrel cluster --follow cluster-layout.zeek counting.zeek Counting::limit=10
# see what a node has printed
cat whimbrel-cluster/worker-1/stdout.log
)";

}  // namespace

void add_cluster(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<ClusterFlags>();
  CLI::App& verb =
      add_verb(app, context, {"cluster", "start and supervise a cluster of scripts", kDescription, kExamples},
               [flags] { return flags->example.empty() ? run_cluster(*flags) : show_example(flags->example); });
  add_text(verb, "FILE", flags->file, "the layout, or its folder");
  add_rest(verb, "SCRIPT", flags->words, "scripts that all nodes load, and NAME=VALUE");
  add_text(verb, "--dir", flags->folder, "where the nodes have their folders (default whimbrel-cluster)")
      ->type_name("DIR")
      ->group("Nodes");
  add_switch(verb, "-b,--bare-mode", flags->bare, "load only the essential base scripts")->group("Nodes");
  add_time(verb, "--grace", flags->grace, "how long a node may take to end before it is killed (default 10sec)")
      ->group("Nodes");
  add_switch(verb, "-f,--follow", flags->follow, "show what nodes print, and no table")->group("Output");
  add_switch(verb, "--table", flags->table, "insist on the table, which needs a terminal")->group("Output");
  add_text(verb, "--example", flags->example, "write a small cluster to start from into this folder, and end")
      ->type_name("DIR")
      ->group("Setup");
}

}  // namespace whimbrel::cli
