#include "web/session.h"

#include <fmt/format.h>

#include <cstring>

#include "codec/binary/frame.h"
#include "codec/json/escape.h"
#include "whimbrel/topic.h"
#include "whimbrel/version.h"

namespace whimbrel {

namespace {

constexpr std::string_view kBadInput = "deserialization_failed";
constexpr size_t kBatchBytes = 256 * 1024;
constexpr size_t kMostSubscriptions = 100000;

/// Of what stands in an outbox: frames, and before them the answer to the request. One that is no upgrade has no end
/// that could be seen, but nothing comes after it.
size_t size_in_outbox(const std::byte* at) {
  if (static_cast<uint8_t>(*at) >= 0x80) return web_frame_size_at(at);
  const char* const text = reinterpret_cast<const char*>(at);
  if (std::memcmp(text, kUpgraded.data(), kUpgraded.size()) != 0) return SIZE_MAX;
  return static_cast<size_t>(std::strstr(text, "\r\n\r\n") + 4 - text);
}

}  // namespace

WebSession::WebSession(WebHost& host, WebShared& shared)
    : host_(host), shared_(shared), request_(std::make_unique<WebRequest>(shared.origins)), outbox_(size_in_outbox) {}

std::string web_ack(const EndpointId& endpoint) {
  return fmt::format(R"({{"type":"ack","endpoint":"{}","version":"{}"}})", to_string(endpoint), WHIMBREL_VERSION);
}

std::string web_error(std::string_view code, std::string_view context, std::string_view more) {
  std::string text = fmt::format(R"({{"type":"error","code":"{}","context":)", code);
  append_json_string(text, context);
  text += more;
  return text += '}';
}

// -- in

bool WebSession::accepts_input() {
  if (stage_ >= Stage::Leaving) return false;
  return host_.accepts_input(*this);
}

void WebSession::received(size_t n, TimePoint now) {
  host_.on_time(now);
  heard_at = now;
  bytes_in += n;
  const auto room = shared_.arena.room(1);  // what room() gave: nothing is kept there
  auto input = room.first(n);
  if (stage_ == Stage::Request) read_request(input);
  while ((stage_ == Stage::Subscribing || stage_ == Stage::Open)) {
    const WebReader::Event event = reader_.next(input);
    if (event.kind == WebReader::Event::Nothing) break;
    take(event);
  }
  hand_over_batch();
}

void WebSession::read_request(std::span<std::byte>& input) {
  const WebRequest::State state = request_->read(input);
  if (state == WebRequest::State::Incomplete) return;
  const auto request = std::move(request_);
  if (state == WebRequest::State::Upgrade) {
    stage_ = Stage::Subscribing;
    application_ = request->application();
    reader_.set_limit(shared_.most_request);
    return put(request->answer(), 1);
  }
  std::string answer = request->answer();
  Error why;
  if (state == WebRequest::State::Refused) {
    constexpr std::string_view kBefore = "HTTP/1.1 ";
    const size_t text = answer.find("\r\n\r\n") + 4;
    why = Error(ErrorCode::InvalidMessage,
                fmt::format("{}: {}", answer.substr(kBefore.size(), answer.find("\r\n") - kBefore.size()),
                            std::string_view(answer).substr(text, answer.size() - text - 1)));
  } else if (state == WebRequest::State::Page) {
    const WebHost::Page page = host_.page(request->path());
    answer = page.type.empty()
                 ? http_response("400 Bad Request", "text/plain", fmt::format("invalid path; try {}\n", kWebPath))
                 : http_response("200 OK", page.type, page.body);
  }
  put(answer, 1);
  leave(std::move(why));
}

void WebSession::take(const WebReader::Event& event) {
  switch (event.kind) {
    case WebReader::Event::Nothing:
      return;
    case WebReader::Event::Text:
      return stage_ == Stage::Subscribing ? subscribe(event.payload) : publish(event.payload);
    case WebReader::Event::Ping:
      return answer(web_frame(WebOpcode::Pong, event.payload));
    case WebReader::Event::Pong:
      return take_pong(event.payload);
    case WebReader::Event::Close:
      hand_over_batch();
      return end(event.code, event.payload, Error(ErrorCode::ConnectionLost, "the client said goodbye"));
    case WebReader::Event::Violation:
      hand_over_batch();
      return end(event.code, event.payload,
                 Error(ErrorCode::InvalidMessage, fmt::format("violation of WebSocket: {}", event.payload)));
  }
}

bool WebSession::ping() {
  if (stage_ != Stage::Open || std::exchange(awaits_pong_, true)) return false;
  put(web_frame(WebOpcode::Ping, std::to_string(++pings_)), 1);
  return true;
}

void WebSession::take_pong(std::string_view payload) {
  if (!awaits_pong_ || payload != std::to_string(pings_)) return;
  awaits_pong_ = false;
  host_.on_pong(*this);
}

void WebSession::subscribe(std::string_view text) {
  auto prefixes = strings_from_json(text);
  if (prefixes && prefixes->size() > kMostSubscriptions)
    prefixes = Error(ErrorCode::TooLarge, fmt::format("more than {} subscriptions", kMostSubscriptions));
  if (!prefixes) {
    constexpr std::string_view kWrong = "the first message must be a list of topic prefixes";
    send_error(kBadInput, fmt::format(R"({}, such as ["/foo"]: {})", kWrong, prefixes.error().message()));
    return end(kWebInternalError, kWrong, Error(ErrorCode::InvalidMessage, std::string(kWrong)));
  }
  reader_.set_limit(shared_.most_message);
  stage_ = Stage::Open;
  put(web_frame(WebOpcode::Text, web_ack(shared_.endpoint)), 1);
  host_.on_subscribed(*this, std::move(*prefixes));
}

void WebSession::publish(std::string_view text) {
  ++inputs_;
  const auto message = encode_data_message(text);
  if (!message) {
    const bool is_json = message.error().code() != ErrorCode::InvalidJson;
    return refuse_message(
        fmt::format("contained {} -> {}", is_json ? "invalid data" : "malformed JSON", message.error().message()));
  }
  if (message->topic.starts_with(kLocalPrefix))
    return refuse_message(fmt::format("contained invalid data -> topics below {} are reserved", kLocalPrefix));
  if (message->topic.size() > kMaxTopicSize)
    return refuse_message(fmt::format("contained invalid data -> a topic has at most {} bytes", kMaxTopicSize));
  const size_t before = batch_.bytes().size();
  put_envelope(batch_, shared_.endpoint, {}, MessageType::Data, shared_.ttl, message->topic);
  Encoder(batch_).raw(message->value);
  const size_t size = batch_.bytes().size() - before;
  seal_frame(const_cast<std::byte*>(batch_.bytes().data()) + before, size);
  ++batched_;
  ++messages_in;
  if (batch_.bytes().size() > kBatchBytes) hand_over_batch();
}

void WebSession::hand_over_batch() {
  if (batched_ == 0) return;
  const Span frames = shared_.writer.put(batch_.bytes(), std::exchange(batched_, 0));
  batch_.clear();
  host_.on_messages(*this, frames);
}

void WebSession::refuse_message(std::string_view what) {
  ++mistakes;
  hand_over_batch();
  send_error(kBadInput, fmt::format("input #{} {}", inputs_, what));
}

// -- out

void WebSession::put(std::string_view bytes, size_t frames) {
  send(shared_.writer.put(std::as_bytes(std::span(bytes.data(), bytes.size())), frames));
}

/// To something that a client can send any number of.
void WebSession::answer(std::string_view frame) {
  unread_answers_ += frame.size();
  put(frame, 1);
}

void WebSession::send_error(std::string_view code, std::string_view context, std::string_view more) {
  answer(web_frame(WebOpcode::Text, web_error(code, context, more)));
}

void WebSession::send(const Span& frames) {
  if (stage_ >= Stage::Leaving) return;
  const bool was_empty = outbox_.empty();
  outbox_.push(frames);
  if (was_empty) host_.on_output(*this);
}

void WebSession::written(size_t n) {
  bytes_out += n;
  messages_out += outbox_.consume(n);
  if (!outbox_.empty()) return;
  unread_answers_ = 0;
  if (stage_ == Stage::Leaving) close(why_);
}

void WebSession::lost(Error why) { close(stage_ == Stage::Leaving ? why_ : std::move(why)); }

void WebSession::end(uint16_t code, std::string_view reason, Error why) {
  if (stage_ >= Stage::Leaving) return;
  if (stage_ != Stage::Request) put(web_close_frame(code, reason), 1);
  close_code_ = code;
  close_reason_ = reason;
  leave(std::move(why));
}

void WebSession::leave(Error why) {
  stage_ = Stage::Leaving;
  why_ = std::move(why);
  host_.on_leaving(*this, why_);
  if (outbox_.empty()) close(why_);
}

void WebSession::close(Error why) {
  if (stage_ == Stage::Closed) return;
  stage_ = Stage::Closed;
  host_.on_closed(*this, why);
}

}  // namespace whimbrel
