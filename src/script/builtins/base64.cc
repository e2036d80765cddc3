// Base64, with any alphabet of 64 characters.
#include <fmt/format.h>

#include <array>

#include "script/builtins/hashes.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

const std::string_view kBase64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string encode_base64(std::string_view bytes, std::string_view alphabet) {
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t n = std::min<size_t>(3, bytes.size() - i);
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) group = group << 8 | (k < n ? static_cast<uint8_t>(bytes[i + k]) : 0);
    for (size_t k = 0; k < 4; ++k) text += k <= n ? alphabet[group >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

namespace {

class Decoder {
 public:
  Decoder(const BuiltinCall& call, std::string_view alphabet) : call_(call) {
    values_.fill(-1);
    for (size_t i = 0; i < alphabet.size(); ++i) values_[static_cast<uint8_t>(alphabet[i])] = static_cast<int>(i);
    values_['='] = 0;
  }

  void add(std::string_view text) {
    for (const char c : text) {
      if (c == '=') ++padding_;
      const int value = values_[static_cast<uint8_t>(c)];
      if (value < 0)
        complain(fmt::format("character {} ignored by Base64 decoding", static_cast<int>(c)));
      else
        add_sextet(static_cast<uint32_t>(value));
    }
  }

  /// What is missing of the last group counts as zeros. Nothing if something in the text was wrong.
  std::optional<std::string> finish() {
    if (size_ > 0) {
      const size_t missing = 4 - size_;
      plain_error(call_, fmt::format("incomplete base64 group, padding with {} bits of 0", missing * 6));
      add(std::string_view("===").substr(0, missing));
    }
    return failed_ ? std::nullopt : std::optional(std::move(bytes_));
  }

 private:
  void add_sextet(uint32_t sextet) {
    group_ = group_ << 6 | sextet;
    if (++size_ < 4) return;
    if (ended_)
      complain("extra base64 groups after '=' padding are ignored");
    else
      for (size_t k = 0; k + padding_ < 3; ++k) bytes_ += static_cast<char>(group_ >> (16 - 8 * k));
    ended_ = ended_ || padding_ > 0;
    group_ = 0;
    size_ = padding_ = 0;
  }

  /// Only the first thing that is wrong is worth a message.
  void complain(const std::string& text) {
    if (!std::exchange(failed_, true)) plain_error(call_, text);
  }

  const BuiltinCall& call_;
  std::array<int, 256> values_;
  std::string bytes_;
  uint32_t group_ = 0;
  size_t size_ = 0, padding_ = 0;
  bool ended_ = false, failed_ = false;
};

Cell encode(BuiltinCall& call) {
  const std::string& alphabet = string_argument(call, 1);
  if (alphabet.empty() || alphabet.size() == 64)
    return string_cell(encode_base64(string_argument(call, 0), alphabet.empty() ? kBase64Alphabet : alphabet));
  plain_error(call, "base64 alphabet is not 64 characters: " + c_string_argument(call, 1));
  plain_error(call, "Broker query has an invalid data store");  // what the reference says, whatever it means
  return string_cell("");
}

Cell decode(BuiltinCall& call) {
  const std::string& alphabet = string_argument(call, 1);
  std::optional<std::string> bytes;
  if (alphabet.empty() || alphabet.size() == 64) {
    Decoder decoder(call, alphabet.empty() ? kBase64Alphabet : alphabet);
    decoder.add(string_argument(call, 0));
    bytes = decoder.finish();
  } else {
    plain_error(call, "base64 decoding alphabet is not 64 characters: " + c_string_argument(call, 1));
  }
  if (bytes) return string_cell(std::move(*bytes));
  plain_error(call, "error in decoding string " + c_string_argument(call, 0));
  return string_cell("");
}

}  // namespace

void add_base64_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("encode_base64(s: string, a: string &default=\"\"): string", encode);
  registry.add("decode_base64(s: string, a: string &default=\"\"): string", decode);
}

}  // namespace whimbrel::script
