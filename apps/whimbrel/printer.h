// How messages and the events of peerings are shown, one a line: for people, or as JSON.
#pragma once

#include <string>

#include "output.h"
#include "whimbrel/subscriber.h"

namespace whimbrel::cli {

class Printer {
 public:
  Printer(Output& out, bool json) : out_(out), json_(json) {}

  /// TIME TOPIC VALUE, or JSON v1: {"type":"data-message","topic":"/t","@data-type":"count","data":1}. A value that
  /// JSON cannot express becomes {"type":"error",...} with its bytes in hex.
  void message(const Message& message);
  /// TIME # CODE ..., or {"type":"status",...}, {"type":"error",...}, {"type":"gap",...}
  void status(const Status& status);
  void error(const ErrorEvent& error);
  void gap(const Gap& gap);

 private:
  void event(std::string_view type, std::string_view code, const EndpointId& peer, const NetworkInfo& network,
             std::string_view text);

  Output& out_;
  bool json_;
};

}  // namespace whimbrel::cli
