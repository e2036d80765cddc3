#include "web/http.h"

#include <gtest/gtest.h>

namespace whimbrel {
namespace {

using State = WebRequest::State;

struct Outcome {
  State state = State::Incomplete;
  std::string answer, path, rest;
};

Outcome read(std::string bytes, size_t piece = SIZE_MAX) {
  static const std::vector<std::string> origins = read_origins("https://good.example, http://other.example:81");
  WebRequest request(origins);
  Outcome outcome;
  for (size_t at = 0; at < bytes.size() && outcome.state == State::Incomplete; at += std::min(piece, bytes.size())) {
    std::string part = bytes.substr(at, piece);
    auto input = std::as_writable_bytes(std::span(part));
    outcome.state = request.read(input);
    outcome.rest.assign(reinterpret_cast<const char*>(input.data()), input.size());
  }
  outcome.answer = request.answer();
  outcome.path = request.path();
  return outcome;
}

std::string upgrade(std::string_view path, std::string_view more = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + std::string(more) + "\r\n";
}

TEST(WebRequest, AnswersAnUpgradeAsTheRfcSays) {
  for (size_t piece : {size_t{1}, size_t{5}, SIZE_MAX}) {
    const auto outcome = read(upgrade("/v1/messages/json"), piece);
    EXPECT_EQ(outcome.state, State::Upgrade);
    EXPECT_TRUE(outcome.answer.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
    EXPECT_NE(outcome.answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"), std::string::npos);
  }
}

TEST(WebRequest, LeavesWhatFollowsTheHead) {
  EXPECT_EQ(read(upgrade("/v1/messages/json?x=1", "Sec-WebSocket-Version: 13\r\n") + "frames").rest, "frames");
}

TEST(WebRequest, RefusesWhatIsNoUpgrade) {
  const auto status = [](const std::string& bytes) { return read(bytes).answer.substr(9, 3); };
  EXPECT_EQ(status("hello world\r\n\r\n"), "400");
  EXPECT_EQ(status("hello world\r\n"), "400");
  EXPECT_EQ(status("GET /v1/messages/json HTTP/1.1\r\nHost: x\r\n\r\n"), "400");
  EXPECT_EQ(status("POST /v1/messages/json HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"), "405");
  EXPECT_EQ(status("GET / HTTP/1.1\r\nX: " + std::string(20000, 'x')), "431");
  EXPECT_EQ(status(upgrade("/v1/messages/json", "Sec-WebSocket-Version: 8\r\n")), "426");
}

TEST(WebRequest, KnowsOtherPathsAsPages) {
  const auto outcome = read("GET /healthz?now HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(outcome.state, State::Page);
  EXPECT_EQ(outcome.path, "/healthz");
}

TEST(WebRequest, LetsPagesOfTheSameHostAndListedOnesConnect) {
  const auto state_for = [](const std::string& origin) {
    return read(upgrade(kWebPath, "Origin: " + origin + "\r\n")).state;
  };
  EXPECT_EQ(state_for("http://x"), State::Upgrade);
  EXPECT_EQ(state_for("https://X"), State::Upgrade);
  EXPECT_EQ(state_for("https://good.example"), State::Upgrade);
  EXPECT_EQ(state_for("HTTPS://good.example"), State::Upgrade);
  EXPECT_EQ(state_for("http://other.example:81"), State::Upgrade);
  for (const char* origin : {"http://good.example", "https://good.example:8443", "http://evil.example", "null",
                             "http://x:81", "http://xx", "https://good.example.evil.example"})
    EXPECT_EQ(state_for(origin), State::Refused) << origin;
  EXPECT_TRUE(read(upgrade(kWebPath, "Origin: null\r\n")).answer.starts_with("HTTP/1.1 403 "));
}

TEST(WebRequest, ListsOfOriginsHaveCommas) {
  EXPECT_EQ(read_origins(" http://a, ,*"), (std::vector<std::string>{"http://a", "*"}));
  EXPECT_TRUE(read_origins("").empty());
}

TEST(WebRequest, TellsTheNameOfTheApplicationWithoutWhatTerminalsObey) {
  const auto name_in = [](const std::string& name) {
    const std::string head = upgrade(kWebPath, "X-Application-Name: " + name + "\r\n");
    static const std::vector<std::string> none;
    WebRequest request(none);
    std::string bytes = head;
    auto input = std::as_writable_bytes(std::span(bytes));
    request.read(input);
    return request.application();
  };
  EXPECT_EQ(name_in("dashboard 2"), "dashboard 2");
  EXPECT_EQ(name_in("caf\xc3\xa9"), "caf??");
  EXPECT_EQ(name_in(std::string(500, 'n')).size(), 100u);
}

}  // namespace
}  // namespace whimbrel
