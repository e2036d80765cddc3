#include "example.h"

#include <fmt/format.h>

#include <fstream>
#include <random>
#include <system_error>

#include "layout.h"

namespace whimbrel::cluster {

namespace {

namespace fs = std::filesystem;

constexpr const char* kLayout = R"(# Which nodes there are. All of them read this.
#
# They run on this machine, and listen at 127.0.0.1 only. "whimbrel cluster" starts them in this order: loggers, the
# manager, proxies, workers; everybody connects to those before. There are no proxies here; for work that is to be
# shared, add some: ["proxy-1"] = [$node_type=Cluster::PROXY, $ip=127.0.0.1, $p=.../tcp].

redef Cluster::nodes = {
	# Writes the logs of all nodes, in its folder, whimbrel-cluster/logger-1.
	["logger-1"]  = [$node_type=Cluster::LOGGER,  $ip=127.0.0.1, $p=@P0@/tcp],
	# Keeps what there is to know; clients ask it.
	["manager-1"] = [$node_type=Cluster::MANAGER, $ip=127.0.0.1, $p=@P1@/tcp],
	# See things happen, and tell.
	["worker-1"]  = [$node_type=Cluster::WORKER,  $ip=127.0.0.1, $p=@P2@/tcp],
	["worker-2"]  = [$node_type=Cluster::WORKER,  $ip=127.0.0.1, $p=@P3@/tcp],
};

# There is a logger, so the manager writes no logs.
redef Cluster::manager_is_logger = F;
)";

constexpr const char* kLocal =
    R"(# Visits: workers see visits of pages, the manager counts them, the logger writes visits.log, and clients ask for the
# counts.
#
# All nodes load this script, because it is called local.zeek. Nodes of one type also load what has their type in front of
# that name: cluster-manager.local.zeek and cluster-worker.local.zeek.

module Visits;

export {
	redef enum Log::ID += { LOG };

	# A line of visits.log.
	type Info: record {
		ts: time &log;
		node: string &log;
		page: string &log;
	};

	# From workers to the manager.
	global visited: event(node: string, page: string);

	# From a client to the manager, and back to the topic that the client names.
	global ask: event(reply_to: string);
	global counts: event(by_page: table[string] of count, by_node: table[string] of count);
}

event zeek_init()
	{
	Log::create_stream(Visits::LOG, [$columns=Info, $path="visits"]);
	}
)";

constexpr const char* kManager = R"(# What the manager does: it counts, and answers.

module Visits;

global by_page: table[string] of count &default=0;
global by_node: table[string] of count &default=0;

event Visits::visited(node: string, page: string)
	{
	++by_page[page];
	++by_node[node];
	if ( by_node[node] == 1 )
		print fmt("the first visit that %s has seen", node);
	}

event Visits::ask(reply_to: string)
	{
	print fmt("a client asks; there are %d pages", |by_page|);
	Broker::publish(reply_to, Visits::counts, by_page, by_node);
	}

# Both are raised by the framework when the connection to a node begins and ends.
event Cluster::node_up(name: string, id: string)
	{
	print fmt("%s is there", name);
	}

event Cluster::node_down(name: string, id: string)
	{
	print fmt("%s is gone", name);
	}

event zeek_done()
	{
	for ( node, n in by_node )
		print fmt("%s has seen %d visits", node, n);
	}
)";

constexpr const char* kWorker =
    R"(# What workers do: they see a visit now and then. Real ones would look at something real.

module Visits;

const pages = vector("/", "/news", "/weather", "/about");
global seen = 0;
global is_busy = F;

event see()
	{
	# At the end, what is scheduled is raised once more.
	if ( zeek_is_terminating() )
		return;
	local page = pages[rand(|pages|)];
	++seen;
	Broker::publish(Cluster::manager_topic, Visits::visited, Cluster::node, page);
	# This goes to the logger.
	Log::write(Visits::LOG, [$ts=network_time(), $node=Cluster::node, $page=page]);
	schedule 200msec { see() };
	}

# Who publishes earlier is not heard.
event Cluster::node_up(name: string, id: string)
	{
	if ( Cluster::nodes[name]$node_type != Cluster::MANAGER || is_busy )
		return;
	is_busy = T;
	print "begins";
	event see();
	}

event zeek_done()
	{
	print fmt("has seen %d visits", seen);
	}
)";

constexpr const char* kClient =
    R"(# A client that is no node of the cluster: it asks the manager for its counts, and ends.
#
#     whimbrel run ask.zeek

# What it shares with the nodes; their layout says where the manager is.
@load ./local
@load ./cluster-layout

module Client;

const topic = "visits/answers";

event zeek_init()
	{
	Broker::subscribe(topic);
	local manager = Cluster::nodes["manager-1"];
	Broker::peer(cat(manager$ip), manager$p, 1sec);
	}

event Broker::peer_added(endpoint: Broker::EndpointInfo, msg: string)
	{
	Broker::publish(Cluster::manager_topic, Visits::ask, topic);
	}

event Visits::counts(by_page: table[string] of count, by_node: table[string] of count)
	{
	for ( page, n in by_page )
		print fmt("page %s: %d visits", page, n);
	for ( node, n in by_node )
		print fmt("node %s: %d visits", node, n);
	terminate();
	}
)";

struct ExampleFile {
  const char* name;
  const char* text;
};
constexpr ExampleFile kFiles[] = {{"cluster-layout.zeek", kLayout},
                                  {"local.zeek", kLocal},
                                  {"cluster-manager.local.zeek", kManager},
                                  {"cluster-worker.local.zeek", kWorker},
                                  {"ask.zeek", kClient}};
constexpr uint16_t kPorts = 4;

/// The first of some ports in a row that nobody uses, below those that the system gives away.
uint16_t free_ports() {
  std::random_device random;
  std::uniform_int_distribution<uint16_t> choose(20000, 30000);
  const auto is_free = [](uint16_t first) {
    for (uint16_t i = 0; i < kPorts; ++i)
      if (!can_listen(Address::v4(127, 0, 0, 1), static_cast<uint16_t>(first + i))) return false;
    return true;
  };
  uint16_t first = choose(random);
  for (int tries = 0; tries < 100 && !is_free(first); ++tries) first = choose(random);
  return first;
}

std::string with_ports(std::string text, uint16_t first) {
  for (uint16_t i = 0; i < kPorts; ++i) {
    const std::string mark = fmt::format("@P{}@", i);
    if (const size_t at = text.find(mark); at != text.npos) text.replace(at, mark.size(), std::to_string(first + i));
  }
  return text;
}

}  // namespace

Result<std::vector<std::string>> write_example(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  const uint16_t first = free_ports();
  std::vector<std::string> written;
  for (const ExampleFile& file : kFiles)
    if (fs::exists(folder / file.name, error))
      return Error(ErrorCode::CannotWriteFile,
                   fmt::format("{} is there already; name a new folder", (folder / file.name).string()));
  for (const ExampleFile& file : kFiles) {
    std::ofstream out(folder / file.name);
    out << with_ports(file.text, first);
    written.push_back((folder / file.name).string());
    if (!out.flush()) return Error(ErrorCode::CannotWriteFile, fmt::format("cannot write {}", written.back()));
  }
  return written;
}

}  // namespace whimbrel::cluster
