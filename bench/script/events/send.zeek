@load ./common
global sent = 0;
global step: event();
event zeek_init()
	{
	Broker::auto_publish("t/x", small);
	Broker::auto_publish("t/x", big);
	Broker::auto_publish("t/x", finish);
	Broker::peer("127.0.0.1", to_port(getenv("PORT")));
	}
event step()
	{
	local i = 0;
	if ( which == "small" )
		while ( i < 500 )
			{
			event small(42, "test");
			++i;
			}
	else
		while ( i < 500 )
			{
			event big(network_time(), "CHhAvVGS1DHFjwGM9", 10.1.2.3, 51234/tcp, 192.168.4.5, 443/tcp, "tcp", "ssl", 1.5sec, 1234, 5678,
			          "SF", T, F, 0, "ShADadFf", 12, 3456);
			++i;
			}
	sent += i;
	if ( sent < n )
		event step();
	else
		event finish();
	}
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) { event step(); }
event Broker::peer_lost(e: Broker::EndpointInfo, msg: string) { terminate(); }
