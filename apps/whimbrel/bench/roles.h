// The roles that a process of the benchmark can play. Each is a function that does the work, talks to the conductor
// (talk.h) and returns the exit status.
#pragma once

#include "work.h"

namespace whimbrel::bench {

/// Plays the role that the work names.
int play(const Work& work);

// Endpoints: role_endpoints.cc
int play_publisher(const Work& work);
int play_subscriber(const Work& work);
int play_hub(const Work& work);
// A node that does nothing, and many peers for it: role_node.cc, role_crowd.cc
int play_node(const Work& work);
int play_crowd(const Work& work);
// A store: role_store.cc
int play_store_master(const Work& work);
int play_store_clone(const Work& work);
int play_store_crowd(const Work& work);

// A node with WebSocket clients, and the clients: role_web.cc
int play_web_node(const Work& work);
int play_web_client(const Work& work);

// The yardsticks: role_raw.cc, role_zmq.cc, role_nats.cc
int play_raw_publisher(const Work& work);
int play_raw_subscriber(const Work& work);
int play_raw_hub(const Work& work);
int play_zmq_publisher(const Work& work);
int play_zmq_subscriber(const Work& work);
int play_zmq_hub(const Work& work);
int play_nats_publisher(const Work& work);
int play_nats_subscriber(const Work& work);

}  // namespace whimbrel::bench
