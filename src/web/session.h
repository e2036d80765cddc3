// WebSession: one WebSocket client, from its HTTP request to its close frame. It knows the protocol and no socket, like
// a Link: bytes come in by received(), bytes to write wait in outbox(), time is the owner's business.
//
//   Wire  --bytes-->  WebSession  --subscriptions, batches of messages-->  WebHost
//
// Owned by the host, used on the loop only. The host destroys it after on_closed(), never from within it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/chunk_writer.h"
#include "codec/json/data_message.h"
#include "proto/frame_reader.h"
#include "proto/wire.h"
#include "web/frames.h"
#include "web/http.h"
#include "whimbrel/endpoint_id.h"
#include "whimbrel/events.h"

namespace whimbrel {

class WebSession;

class WebHost {
 public:
  /// Body and content type of a page, or an empty type if there is none.
  struct Page {
    std::string type, body;
  };
  virtual Page page(std::string_view path) = 0;
  /// The client is known from now on, and was told so.
  virtual void on_subscribed(WebSession& session, std::vector<std::string> prefixes) = 0;
  /// What the client publishes: data messages as frames between endpoints, with this endpoint as sender.
  virtual void on_messages(WebSession& session, const Span& frames) = 0;
  /// It is `now`; something has arrived.
  virtual void on_time(TimePoint now) = 0;
  /// The outbox was empty and is not any more.
  virtual void on_output(WebSession& session) = 0;
  /// The client has answered the last ping.
  virtual void on_pong(WebSession& session) = 0;
  /// The session ends once its last words are written. Called once at most.
  virtual void on_leaving(WebSession& session, const Error& why) = 0;
  /// May the client's connection be read at the moment?
  virtual bool accepts_input(WebSession& session) = 0;
  /// The connection is gone, or must go. Called once.
  virtual void on_closed(WebSession& session, const Error& why) = 0;

 protected:
  ~WebHost() = default;
};

/// What all sessions of an endpoint have in common.
struct WebShared {
  EndpointId endpoint;
  uint16_t ttl;
  size_t most_request;                 ///< bytes of the first message
  size_t most_message;                 ///< bytes of the others
  size_t most_frame;                   ///< bytes of a message as other endpoints get it
  std::vector<std::string> origins{};  ///< whose pages may connect
  ReadArena arena{};
  ChunkWriter writer{};
};

class WebSession final : public WireUser {
 public:
  WebSession(WebHost& host, WebShared& shared);
  WebSession(const WebSession&) = delete;
  WebSession& operator=(const WebSession&) = delete;

  void attach(std::unique_ptr<Wire> wire) { wire_ = std::move(wire); }
  Wire* wire() const { return wire_.get(); }

  // -- for the wire
  bool accepts_input() override;
  std::span<std::byte> room() override { return shared_.arena.room(1); }
  void received(size_t n, TimePoint now) override;
  SpanQueue& outbox() override { return outbox_; }
  void written(size_t n) override;
  void lost(Error why) override;

  // -- for the host
  /// Whole frames of WebSocket.
  void send(const Span& frames);
  void send_error(std::string_view code, std::string_view context, std::string_view more = {});
  /// Asks for a sign of life. False if the last such question is not answered yet.
  bool ping();
  /// Sends a close frame behind what waits, then ends. Nothing is read any more.
  void end(uint16_t code, std::string_view reason, Error why);
  /// Ends at once.
  void close(Error why);
  /// Has the client subscribed?
  bool open() const { return stage_ == Stage::Open; }
  /// The client asks, makes mistakes or pings, and does not read the answers.
  bool owes_reading() const { return unread_answers_ > kMostUnreadAnswers; }
  /// How it was closed, as far as that is known.
  WebSocketClient end_of_it() const { return {{}, close_code_, close_reason_, application_}; }
  /// As its request says.
  const std::string& application() const { return application_; }

  uint64_t messages_in = 0, messages_out = 0, bytes_in = 0, bytes_out = 0;
  uint64_t mistakes = 0;  ///< messages that were refused
  TimePoint heard_at{};   ///< when something came from the client last
  void* owner = nullptr;  ///< the host's own record

 private:
  enum class Stage : uint8_t { Request, Subscribing, Open, Leaving, Closed };
  static constexpr size_t kMostUnreadAnswers = 1u << 20;  // bytes

  void read_request(std::span<std::byte>& input);
  void take(const WebReader::Event& event);
  void take_pong(std::string_view payload);
  void subscribe(std::string_view text);
  void publish(std::string_view text);
  void refuse_message(std::string_view what);
  void hand_over_batch();
  void put(std::string_view bytes, size_t frames);
  void answer(std::string_view frame);
  void leave(Error why);

  WebHost& host_;
  WebShared& shared_;
  Stage stage_ = Stage::Request;
  std::unique_ptr<WebRequest> request_;
  std::string application_;
  WebReader reader_;
  SpanQueue outbox_;
  std::unique_ptr<Wire> wire_;
  ByteBuffer batch_;  // frames for other endpoints
  size_t batched_ = 0;
  uint64_t inputs_ = 0;  // messages after the first
  size_t unread_answers_ = 0;
  uint64_t pings_ = 0;  // the payload of each is its number
  bool awaits_pong_ = false;
  uint16_t close_code_ = kWebAbnormal;
  std::string close_reason_;
  Error why_;
};

/// The texts of the server.
std::string web_ack(const EndpointId& endpoint);
/// `more`: further members, as JSON text with a comma in front.
std::string web_error(std::string_view code, std::string_view context, std::string_view more = {});

}  // namespace whimbrel
