#include "json.h"

#include <fmt/format.h>

#include <cmath>

#include "original.h"

namespace whimbrel::bench {

namespace {

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", c);
    else
      out += c;
  }
  return out + '"';
}

std::string number(double x) { return std::isfinite(x) ? fmt::format("{}", x) : "null"; }

/// Members of an object, one after the other.
class Members {
 public:
  void add(std::string_view name, const std::string& json) {
    text_ += fmt::format("{}{}: {}", text_.empty() ? "" : ", ", json_string(name), json);
  }
  std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

std::string to_json(const Figures& figures) {
  Members members;
  for (const auto& [name, value] : figures) members.add(name, number(value));
  return members.text();
}

std::string to_json(const Row& row, const Rows& rows) {
  Members members;
  members.add("name", json_string(row.name()));
  members.add("scenario", json_string(row.scenario));
  if (row.variant.empty()) {
    members.add("path", json_string(name_of(row.shape)));
    members.add("payload", json_string(row.payload));
    members.add("system", json_string(name_of(row.system)));
  }
  members.add("tls", row.tls ? "true" : "false");
  if (!row.problem.empty()) members.add("problem", json_string(row.problem));
  members.add("figures", to_json(row.figures));
  if (row.scenario != "throughput") return members.text();
  if (const Row* raw = counterpart(rows, row, System::Raw)) members.add("of_raw", number(row["rate"] / (*raw)["rate"]));
  if (const auto original = original_rate(row); original && row.system == System::Whimbrel)
    members.add("of_original", number(row["rate"] / *original));
  return members.text();
}

std::string to_json(const Machine& machine) {
  Members members;
  members.add("cpu", json_string(machine.cpu));
  members.add("cores", fmt::format("{}", machine.cores));
  members.add("kernel", json_string(machine.kernel));
  members.add("load_average", number(machine.load));
  members.add("compiler", json_string(machine.compiler));
  members.add("whimbrel", json_string(machine.version));
  return members.text();
}

}  // namespace

std::string to_json(const Rows& rows, const Machine& machine) {
  std::string out = fmt::format("{{\n\"machine\": {},\n\"runs\": [", to_json(machine));
  std::string_view separator = "\n";
  for (const Row& row : rows) {
    out += fmt::format("{}  {}", separator, to_json(row, rows));
    separator = ",\n";
  }
  return out + "\n]}\n";
}

}  // namespace whimbrel::bench
