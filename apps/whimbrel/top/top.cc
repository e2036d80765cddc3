#include "top.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <memory>

#include "../console.h"
#include "../endpoint_flags.h"
#include "../flags.h"
#include "../output.h"
#include "../signals.h"
#include "../text.h"
#include "../text_table.h"
#include "keys.h"
#include "picture.h"
#include "watcher.h"

namespace whimbrel::cli {

namespace {

using namespace whimbrel::top;

constexpr Duration kShortest = std::chrono::milliseconds(100), kLongest = std::chrono::hours(1);
constexpr std::string_view kKeys = "q quit | sort i:in o:out b:bytes u:queue l:lost n:name r:reverse | p t a - +";

struct TopFlags {
  EndpointFlags endpoint;
  std::string node;
  std::optional<Duration> interval;
  uint64_t count = 0;
  bool once = false, json = false;
};

/// What a key asks for. False if it is none that does anything.
bool obey(char key, Wishes& wishes) {
  switch (key) {
    case 'i':
      wishes.sort = Sort::In;
      return true;
    case 'o':
      wishes.sort = Sort::Out;
      return true;
    case 'b':
      wishes.sort = Sort::Bytes;
      return true;
    case 'u':
      wishes.sort = Sort::Queue;
      return true;
    case 'l':
      wishes.sort = Sort::Lost;
      return true;
    case 'n':
      wishes.sort = Sort::Name;
      return true;
    case 'r':
      wishes.is_reversed = !wishes.is_reversed;
      return true;
    case 'p':
      wishes.shown = Shown::Members;
      return true;
    case 't':
      wishes.shown = Shown::Topics;
      return true;
    case 'a':
      wishes.shown = Shown::All;
      return true;
    default:
      return false;
  }
}

std::string_view name_of(Sort sort) {
  constexpr std::string_view kNames[] = {"name", "in", "out", "bytes", "queue", "lost"};
  return kNames[static_cast<size_t>(sort)];
}

/// The live view, until somebody wants no more of it.
class LiveView {
 public:
  LiveView(std::string place, std::unique_ptr<PageReader> reader, Duration interval, const Signals& signals)
      : place_(std::move(place)), signals_(signals), watcher_(std::move(reader), interval), interval_(interval) {
    wishes_.colours = wants_colours(stdout);
  }

  int run() {
    while (!is_over_ && !Signals::stop() && !screen_.is_broken()) {
      take_page();
      take_keys();
      const Screen::Size size = Screen::size();
      if (is_changed_ || size.width != drawn_.width || size.height != drawn_.height) draw(size);
      std::vector<int> descriptors = {watcher_.descriptor(), STDOUT_FILENO};
      if (keys_.descriptor() >= 0) descriptors.push_back(keys_.descriptor());
      if (!is_over_) signals_.wait({}, descriptors);
    }
    screen_.close();
    return kFine;
  }

 private:
  void take_page() {
    const auto page = watcher_.take();
    if (!page) return;
    is_changed_ = true;
    auto status = *page ? read_status(**page) : Result<Status>(page->error());
    problem_ = status ? "" : status.error().message();
    if (!status) return;
    before_ = now_ ? std::move(now_) : std::nullopt;
    now_ = std::move(*status);
  }

  void take_keys() {
    while (const auto key = keys_.next()) {
      if (*key == 'q' || *key == 'Q' || *key == '\x04') {
        is_over_ = true;
      } else if (*key == '+' || *key == '-') {
        interval_ = std::clamp(*key == '-' ? interval_ / 2 : interval_ * 2, kShortest, kLongest);
        watcher_.set_interval(interval_);
        is_changed_ = true;
      } else {
        is_changed_ |= obey(*key, wishes_);
      }
    }
  }

  void draw(const Screen::Size& size) {
    drawn_ = size;
    is_changed_ = false;
    std::vector<std::string> lines = {fmt::format("whimbrel top {}  every {}  sorted by {}{}  {}", place_,
                                                  short_time(interval_), name_of(wishes_.sort),
                                                  wishes_.is_reversed ? ", reversed" : "", local_time().substr(11, 8))};
    const size_t left = size.height > 3 ? size.height - 3 : 0;  // this line, the keys, and the one the cursor stands in
    if (now_) {
      const auto all = picture(before_ ? *before_ : *now_, *now_, wishes_, size.width, left);
      lines.insert(lines.end(), all.begin(), all.begin() + static_cast<ptrdiff_t>(std::min(all.size(), left)));
    } else if (problem_.empty()) {
      lines.emplace_back("waiting for an answer");
    }
    lines.resize(size.height > 1 ? size.height - 2 : 0);
    lines.push_back(problem_.empty() ? std::string(kKeys) : coloured_problem());
    screen_.show(lines);
  }

  std::string coloured_problem() const {
    const std::string text = "no answer, trying again: " + printable(problem_);
    return wishes_.colours ? fmt::format("\x1b[31m{}\x1b[0m", text) : text;
  }

  const std::string place_;
  const Signals& signals_;
  Watcher watcher_;
  Duration interval_;
  Screen screen_;
  Keys keys_;
  Screen::Size drawn_{};
  Wishes wishes_;
  std::optional<Status> before_, now_;
  std::string problem_;
  bool is_over_ = false, is_changed_ = true;
};

/// What is printed where nobody looks all the time.
class Printing {
 public:
  Printing(const TopFlags& flags, std::string place, PageReader& reader, Duration interval, const Signals& signals)
      : flags_(flags), place_(std::move(place)), reader_(reader), interval_(interval), signals_(signals) {}

  int run() {
    const uint64_t count = flags_.once || flags_.count == 0 ? uint64_t{!flags_.json || flags_.once} : flags_.count;
    return flags_.json ? print_pages(count) : print_pictures(count);
  }

 private:
  bool pause() {
    const TimePoint until = std::chrono::steady_clock::now() + interval_;
    while (!Signals::stop() && !out_.broken() && std::chrono::steady_clock::now() < until)
      signals_.wait(until, {STDOUT_FILENO});
    return !Signals::stop() && !out_.broken();
  }

  int end() {
    out_.flush();
    return out_.broken() ? out_.verdict() : int{kFine};
  }

  int fail_for(const Error& why) {
    return fail(fmt::format("{}: {}; a node listens there if it was started with --websocket", place_, why.message()));
  }

  int print_pages(uint64_t count) {
    for (uint64_t n = 1;; ++n) {
      auto page = reader_.get(kStatusPath, kPatience);
      if (!page) return fail_for(page.error());
      if (const auto status = read_status(*page); !status) return fail_for(status.error());
      while (page->ends_with('\n')) page->pop_back();
      out_.line(*page);
      out_.flush();
      if (n == count || !pause()) return end();
    }
  }

  int print_pictures(uint64_t count) {
    std::optional<Status> before;
    for (uint64_t n = 0;; ++n) {
      const auto page = reader_.get(kStatusPath, kPatience);
      auto status = page ? read_status(*page) : Result<Status>(page.error());
      if (!status) return fail_for(status.error());
      if (before) {
        if (n > 1) out_.line("");
        for (const std::string& line : picture(*before, *status, {}, 120, 0)) out_.line(line);
        out_.flush();
      }
      before = std::move(*status);
      if (n == count || !pause()) return end();
    }
  }

  const TopFlags& flags_;
  const std::string place_;
  PageReader& reader_;
  const Duration interval_;
  const Signals& signals_;
  Output out_;
};

int run_top(TopFlags& flags) {
  auto options = flags.endpoint.options();
  if (!options) return fail(options.error().message(), kWrongUse);
  HostPort at;
  if (!flags.node.empty()) {
    const auto given = parse_host_port(unshielded(flags.node));
    if (!given) return fail(given.error().message(), kWrongUse);
    at = *given;
  }
  const std::string host = at.host.value_or("127.0.0.1");
  const uint16_t port = at.port.value_or(options->default_port_websocket);
  const Duration interval = flags.interval.value_or(std::chrono::seconds(1));
  if (interval < kShortest) return wrong_use("top", "--interval can be 100ms or more");
  auto reader = PageReader::make(host, port, *options);
  if (!reader) return fail(reader.error().message(), kWrongUse);
  const Signals signals;
  const bool is_live = ::isatty(STDOUT_FILENO) && !flags.once && !flags.json && flags.count == 0;
  if (!is_live) return Printing(flags, show_host_port(host, port), **reader, interval, signals).run();
  // A change of the size of the terminal is to end waiting; there is nothing else to do about it.
  struct sigaction action = {};
  action.sa_handler = [](int) {};
  ::sigaction(SIGWINCH, &action, nullptr);
  return LiveView(show_host_port(host, port), std::move(*reader), interval, signals).run();
}

const char kDescription[] =
    R"(Shows what a node is doing, over and over: its peers and WebSocket clients, topics, rates, queues, losses, and how long messages wait.
The node must listen for WebSocket clients, as with 'whimbrel node --websocket'; HOST:PORT is that address, this machine's port 9997
if it is left out. It is asked for its page /v1/status/json, and takes no part in the network. TLS is as the node has it.

Keys sort the tables: i by messages in, o by messages out, b by bytes, u by what waits, l by losses, n by name; r reverses the order.
p shows only peers and clients, t only topics, a both. - and + look more and less often. q quits.

Latencies are bounds that half, and 99 of 100, do not exceed: of a turn, from the first bytes that come in until all is handed over
and written; of waiting in queues to peers, to clients and to subscribers of the same process; and of pings.

Where standard output is no terminal, and with --once, --count or --json, it prints the picture, or the page itself, and ends.)";

const char kExamples[] =
    R"(whimbrel top
whimbrel top --no-tls 10.0.0.1:9997
# what happens within ten seconds, for a mail or a ticket
whimbrel top --once --interval 10sec
# the page itself, for another program
whimbrel top --json --once | python3 -m json.tool
)";

}  // namespace

void add_top(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<TopFlags>();
  CLI::App& verb = add_verb(app, context, {"top", "watch what a node is doing", kDescription, kExamples},
                            [flags] { return run_top(*flags); });
  add_text(verb, "HOST:PORT", flags->node, "where the node listens for WebSocket clients");
  add_time(verb, "-i,--interval", flags->interval, "time from one look to the next (default 1sec)")->group("Looks");
  add_count(verb, "-c,--count", flags->count, "print N times, and end")->group("Looks");
  add_switch(verb, "--once", flags->once, "print once, and end")->group("Output");
  add_switch(verb, "--json", flags->json, "print the page that the node serves, each time in one line")
      ->group("Output");
  flags->endpoint.add_to(verb, EndpointFlags::Shown::TlsOnly);
}

}  // namespace whimbrel::cli
