#include "printer.h"

#include <fmt/format.h>

#include "client.h"
#include "codec/json/escape.h"
#include "console.h"
#include "flags.h"
#include "literal_text.h"
#include "text.h"
#include "whimbrel/codec.h"

namespace whimbrel::cli {

namespace {

/// In quotes; bytes that are not UTF-8 as they are shown to people.
std::string json_string(std::string_view text) {
  std::string out;
  if (append_json_string(out, text)) return out;
  out.clear();
  append_json_string(out, printable(text));
  return out;
}

/// One word, so that lines can be cut into columns.
std::string topic_word(std::string_view topic) {
  const bool plain = !topic.empty() && topic.find_first_of(" \t\"\n") == topic.npos;
  return plain ? printable(topic) : quoted(topic);
}

std::string json_line(const Message& message) {
  std::string line = R"({"type":"data-message","topic":)" + json_string(message.topic) + ",";
  const size_t value = line.size();
  if (auto added = append_json(message.value, line); !added)
    return fmt::format(R"({{"type":"error","code":"{}","topic":{},"context":{},"hex":"{}"}})", added.error().name(),
                       json_string(message.topic), json_string(added.error().message()), to_hex(message.value.bytes()));
  return line.erase(value, 1);  // the brace that opens the value
}

}  // namespace

void Printer::message(const Message& message) {
  if (json_)
    out_.line(json_line(message));
  else
    out_.line(fmt::format("{} {} {}", local_time(), topic_word(message.topic), to_readable(message.value)));
}

void Printer::status(const Status& status) {
  event("status", name_of(status.code), status.peer, status.network,
        status.detail.empty() ? status.message : status.message + ": " + status.detail);
}

void Printer::error(const ErrorEvent& error) {
  event("error", name_of(error.code), error.peer, error.network,
        error.detail.empty() ? error.message : error.message + ": " + error.detail);
}

void Printer::gap(const Gap& gap) { event("gap", name_of(gap.reason), gap.peer, {}, gap_text(gap)); }

void Printer::event(std::string_view type, std::string_view code, const EndpointId& peer, const NetworkInfo& network,
                    std::string_view text) {
  const std::string place = network.address.empty() ? "" : show_host_port(network.address, network.port);
  const std::string id = peer.is_nil() ? "" : to_string(peer);
  const auto or_null = [](const std::string& s) { return s.empty() ? "null" : json_string(s); };
  const auto or_dash = [](const std::string& s) { return s.empty() ? "-" : printable(s); };
  if (json_)
    out_.line(fmt::format(R"({{"type":"{}","code":"{}","peer":{},"address":{},"message":{}}})", type, code, or_null(id),
                          or_null(place), json_string(text)));
  else
    out_.line(fmt::format("{} # {} {} {} {}", local_time(), code, or_dash(id), or_dash(place), printable(text)));
}

}  // namespace whimbrel::cli
