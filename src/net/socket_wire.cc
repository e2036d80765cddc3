#include "net/socket_wire.h"

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <array>
#include <cstring>

#include "net/connection.h"

namespace whimbrel {

namespace {

constexpr size_t kMostPieces = 64;
constexpr size_t kMostPerWrite = 256 * 1024;
constexpr size_t kTlsRecord = 16 * 1024;
constexpr int kReadsPerTurn = 4;  // then other connections have theirs
constexpr Duration kLingerTime = std::chrono::seconds(1);

// Ends a connection so that the other side gets to read our last words: closing a socket with unread bytes would reset
// it.
class Farewell : public std::enable_shared_from_this<Farewell> {
 public:
  Farewell(asio::io_context& context, ConnectionPtr connection, std::vector<std::byte> rest)
      : connection_(std::move(connection)), rest_(std::move(rest)), timer_(context, kLingerTime) {}

  void start() {
    timer_.async_wait([self = shared_from_this()](error_code) { self->close(); });
    write();
  }

 private:
  void write() {
    if (!connection_) return;
    while (!rest_.empty()) {
      const iovec piece{rest_.data(), rest_.size()};
      const Transfer done = connection_->write({&piece, 1});
      if (done.outcome == Transfer::Ended) return close();
      if (done.outcome == Transfer::WouldBlock) {
        connection_->socket.async_wait(tcp::socket::wait_write,
                                       [self = shared_from_this()](error_code) { self->write(); });
        return;
      }
      rest_.erase(rest_.begin(), rest_.begin() + static_cast<ptrdiff_t>(done.bytes));
    }
    if (connection_->ssl) SSL_shutdown(connection_->ssl.get());
    ::shutdown(connection_->socket.native_handle(), SHUT_WR);
    read();
  }

  // Until the other side has closed too.
  void read() {
    if (!connection_) return;
    std::array<std::byte, 4096> scrap;
    for (int i = 0; i < 64; ++i) {
      const ssize_t n = ::recv(connection_->socket.native_handle(), scrap.data(), scrap.size(), 0);
      if (n > 0) continue;
      if (n == 0 || errno != EAGAIN) return close();
      break;
    }
    connection_->socket.async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code) { self->read(); });
  }

  void close() {
    connection_.reset();
    timer_.cancel();
  }

  ConnectionPtr connection_;
  std::vector<std::byte> rest_;
  asio::steady_timer timer_;
};

// What handlers refer to; it outlives the wire by as long as they do.
class Carrier : public std::enable_shared_from_this<Carrier> {
 public:
  Carrier(asio::io_context& context, ConnectionPtr connection, WireUser& user)
      : context_(context), connection_(std::move(connection)), user_(&user) {}

  void write() {
    if (!user_ || waiting_to_write_) return;
    while (user_ && !(user_->outbox().empty() && record_.empty())) {
      const Transfer done = connection_->ssl ? write_record() : write_pieces();
      if (done.outcome == Transfer::Ended) return end(done.why);
      if (done.outcome == Transfer::WouldBlock) return wait_to_write();
    }
  }

  void read() {
    for (int i = 0; i < kReadsPerTurn; ++i) {
      if (!user_ || waiting_to_read_) return;
      if (!user_->accepts_input()) return;  // resume_reading() comes
      const auto room = user_->room();
      const Transfer done = connection_->read(room);
      user_->received(done.bytes, std::chrono::steady_clock::now());
      if (!user_) return;
      if (done.outcome == Transfer::Ended) return end(done.why);
      if (done.outcome == Transfer::WouldBlock || done.bytes < room.size()) return wait_to_read();
    }
    more_to_read();
  }

  void detach() {
    user_ = nullptr;
    if (!connection_) return;
    error_code ignored;
    connection_->socket.cancel(ignored);
    std::make_shared<Farewell>(context_, std::move(connection_), std::move(record_))->start();
  }

 private:
  Transfer write_pieces() {
    std::array<iovec, kMostPieces> pieces;
    const size_t n = user_->outbox().gather(pieces.data(), pieces.size(), kMostPerWrite);
    const Transfer done = connection_->write({pieces.data(), n});
    if (done.bytes > 0) user_->written(done.bytes);
    return done;
  }

  // Messages are gathered into records: one would cost more in TLS than all the rest. A record that has been started
  // stays as it is.
  Transfer write_record() {
    if (record_.empty()) {
      std::array<iovec, kMostPieces> pieces;
      const size_t n = user_->outbox().gather(pieces.data(), pieces.size(), kTlsRecord);
      for (size_t i = 0; i < n; ++i) {
        const auto* from = static_cast<const std::byte*>(pieces[i].iov_base);
        record_.insert(record_.end(), from, from + pieces[i].iov_len);
      }
      const size_t size = record_.size();
      user_->written(size);
    }
    if (!connection_) return {Transfer::WouldBlock, 0, {}};
    const iovec piece{record_.data(), record_.size()};
    const Transfer done = connection_->write({&piece, 1});
    if (done.bytes == record_.size())
      record_.clear();
    else
      record_.erase(record_.begin(), record_.begin() + static_cast<ptrdiff_t>(done.bytes));
    return done;
  }

  void wait_to_write() {
    waiting_to_write_ = true;
    connection_->socket.async_wait(tcp::socket::wait_write, [self = shared_from_this()](error_code error) {
      self->waiting_to_write_ = false;
      if (!error) self->write();
    });
  }

  void wait_to_read() {
    waiting_to_read_ = true;
    connection_->socket.async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code error) {
      self->waiting_to_read_ = false;
      if (!error) self->read();
    });
  }

  // TLS may hold bytes that the socket no longer has, so a socket that is not readable proves nothing.
  void more_to_read() {
    waiting_to_read_ = true;
    asio::post(context_, [self = shared_from_this()] {
      self->waiting_to_read_ = false;
      self->read();
    });
  }

  void end(const Error& why) {
    if (user_) user_->lost(why);
  }

  asio::io_context& context_;
  ConnectionPtr connection_;
  WireUser* user_;
  std::vector<std::byte> record_;  // of TLS: taken from the outbox, not written yet
  bool waiting_to_write_ = false, waiting_to_read_ = false;
};

class SocketWire final : public Wire {
 public:
  explicit SocketWire(std::shared_ptr<Carrier> carrier) : carrier_(std::move(carrier)) {}
  ~SocketWire() override { carrier_->detach(); }
  void write() override { carrier_->write(); }
  void resume_reading() override { carrier_->read(); }

 private:
  std::shared_ptr<Carrier> carrier_;
};

}  // namespace

std::unique_ptr<Wire> make_wire(NetContext& net, ConnectionPtr connection, WireUser& user) {
  auto carrier = std::make_shared<Carrier>(net.loop.impl().context, std::move(connection), user);
  // Reading begins once the user has its wire.
  asio::post(net.loop.impl().context, [carrier] { carrier->read(); });
  return std::make_unique<SocketWire>(std::move(carrier));
}

}  // namespace whimbrel
