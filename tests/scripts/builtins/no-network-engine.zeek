# Functions about packets, connections and analysis: there is no such engine, so they say that there is nothing.
event zeek_init()
	{
	print get_current_packet()?$data;
	print get_current_packet_header();
	print connection_exists([$orig_h=1.2.3.4, $orig_p=1/tcp, $resp_h=5.6.7.8, $resp_p=2/tcp]);
	print current_analyzer();
	print reading_live_traffic(), reading_traces(), have_spicy();
	print get_net_stats()$pkts_recvd, get_net_stats()$bytes_recvd;
	print get_conn_stats()$num_tcp_conns;
	print get_reassembler_stats()$file_size;
	print get_file_analysis_stats()$max;
	print get_gap_stats()$ack_events;
	print get_matcher_stats()$matchers;
	print get_dns_stats()$requests;
	do_profiling();
	}
