@load ./common
redef Log::enable_local_logging = F;
global sent = 0;
global step: event();
event zeek_init() { Broker::peer("127.0.0.1", to_port(getenv("PORT"))); }
event step()
	{
	local i = 0;
	if ( which == "small" )
		while ( i < 500 )
			{
			Log::write(SMALL, Small($n=i, $s="test"));
			++i;
			}
	else
		while ( i < 500 )
			{
			Log::write(BIG, Big($ts=network_time(), $uid="CHhAvVGS1DHFjwGM9", $orig_h=10.1.2.3, $orig_p=51234/tcp, $resp_h=192.168.4.5,
			                    $resp_p=443/tcp, $proto="tcp", $service="ssl", $duration=1.5sec, $orig_bytes=1234, $resp_bytes=5678,
			                    $state="SF", $local_orig=T, $local_resp=F, $missed=0, $history="ShADadFf", $orig_pkts=12,
			                    $resp_pkts=34, $ip_bytes=3456, $note="a note"));
			++i;
			}
	sent += i;
	if ( sent < n )
		{
		event step();
		return;
		}
	Broker::flush_logs();
	Broker::publish("t/end", ping, sent, current_time());
	}
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) { event step(); }
event Broker::peer_lost(e: Broker::EndpointInfo, msg: string) { terminate(); }
