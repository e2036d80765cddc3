# What both sides know.
const n = 1000 &redef;
const which = "small" &redef;
global small: event(n: count, s: string);
global big: event(a: time, uid: string, oh: addr, op: port, rh: addr, rp: port, proto: string, service: string, dur: interval, ob: count,
    rb: count, state: string, lo: bool, lr: bool, missed: count, history: string, pkts: count, bytes: count);
global finish: event();
global ping: event(n: count, t: time);
global pong: event(n: count, t: time);

redef enum Log::ID += { SMALL, BIG };
type Small: record { n: count &log; s: string &log; };
type Big: record {
	ts: time &log; uid: string &log; orig_h: addr &log; orig_p: port &log; resp_h: addr &log; resp_p: port &log;
	proto: string &log; service: string &log; duration: interval &log; orig_bytes: count &log; resp_bytes: count &log;
	state: string &log; local_orig: bool &log; local_resp: bool &log; missed: count &log; history: string &log;
	orig_pkts: count &log; resp_pkts: count &log; ip_bytes: count &log; note: string &log;
};
event zeek_init() &priority=5
	{
	Log::create_stream(SMALL, [$columns=Small, $path="small"]);
	Log::create_stream(BIG, [$columns=Big, $path="big"]);
	}

# Where it listens goes to a file.
function listen_and_say_where()
	{
	local f = open("port");
	print f, Broker::listen("127.0.0.1", 0/tcp);
	close(f);
	}
