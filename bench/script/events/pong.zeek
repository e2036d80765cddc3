@load ./common
event zeek_init() { Broker::subscribe("ping"); listen_and_say_where(); }
event ping(n: count, t: time) { Broker::publish("pong", pong, n, t); }
event Broker::peer_lost(e: Broker::EndpointInfo, msg: string) { terminate(); }
