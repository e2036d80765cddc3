#include "engine/metrics_text.h"

#include "codec/json/escape.h"

namespace whimbrel {

std::string label(std::string_view text) {
  std::string scrap;
  const bool is_utf8 = append_json_string(scrap, text);
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !is_utf8))
      out += fmt::format("\\\\x{:02x}", byte);
    else
      out += c;
  }
  return out;
}

void MetricsText::latencies(std::string_view labels, const LatencyMeter& meter) {
  const std::string_view comma = labels.empty() ? "" : ",";
  uint64_t sum = 0;
  for (size_t i = 0; i < meter.buckets().size(); ++i) {
    sum += meter.buckets()[i];
    const bool is_last = i == LatencyMeter::kBounds.size();
    const std::string bound = is_last ? "+Inf" : fmt::format("{}", static_cast<double>(LatencyMeter::kBounds[i]) / 1e6);
    line("_bucket", fmt::format("{}{}le=\"{}\"", labels, comma, bound), sum);
  }
  line("_sum", labels, std::chrono::duration<double>(meter.sum()).count());
  line("_count", labels, sum);
}

}  // namespace whimbrel
