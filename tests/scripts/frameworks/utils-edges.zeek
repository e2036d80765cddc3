# Helpers of the base scripts with what is empty, large, or looks like something else.
@load base/utils/numbers
@load base/utils/thresholds
@load base/utils/addrs
@load base/utils/files
@load base/utils/email
@load base/utils/paths
@load base/utils/patterns
@load base/utils/strings
@load base/utils/time
@load base/utils/urls
@load base/utils/directions-and-hosts
@load base/utils/site
@load base/utils/conn-ids
@load base/misc/version

const id = conn_id($orig_h=10.0.0.1, $orig_p=1/tcp, $resp_h=8.8.8.8, $resp_p=2/udp);

event zeek_init() &priority=9
	{
	print extract_count(""), extract_count("18446744073709551615"), extract_count("-5"), extract_count("x1y2z333", F);
	print duration_to_mins_secs(65sec), duration_to_mins_secs(0sec), duration_to_mins_secs(1hr), duration_to_mins_secs(59.9sec);
	}
event zeek_init() &priority=8
	{
	print is_valid_ip("1.2.3.4"), is_valid_ip("::"), is_valid_ip("2001:db8::1.2.3.4");
	print is_valid_ip("1.2.3.256"), is_valid_ip("1::2::3"), is_valid_ip(""), is_valid_ip("1.2.3.4 "), is_valid_ip("12345::");
	print has_valid_octets(vector("0", "0", "0", "255")), has_valid_octets(vector("1", "2", "3", "256"));
	print normalize_mac("00-11-22-33-44-55"), normalize_mac("0011.2233.4455.6677"), normalize_mac("") == "";
	print extract_ip_addresses("(10.1.1.1)"), extract_ip_addresses("1.2.3.4,5.6.7.8"), extract_ip_addresses("[::1]", T);
	}
event zeek_init() &priority=7
	{
	print extract_path("'/a b/c'"), extract_path("x /etc/passwd y"), extract_path("nothing") == "";
	print build_path("/a", "b"), build_path("/a/", "b"), build_path("/a", "/b"), build_path("", "b"), build_path("a", "C:\\x");
	print build_path_compressed("/a/../b", "./c"), absolute_path_pat == "/a", absolute_path_pat == "a";
	print generate_extraction_filename("p", [$id=id, $orig=[$size=0, $state=0, $flow_label=0],
	    $resp=[$size=0, $state=0, $flow_label=0], $start_time=network_time(), $duration=0sec, $service=set(), $history="",
	    $uid="C"], "s");
	print extract_filename_from_content_disposition("attachment; FILENAME=\"a;b\"; x"),
	      extract_filename_from_content_disposition("attachment; filename*=iso-8859-1'en'%A3%20rates");
	}
event zeek_init() &priority=6
	{
	print set_to_regex(set("a.b"), "~~"), match_pattern("xabcx", /b./), match_pattern("x", /y/);
	print is_string_binary("\x7f"), is_string_binary("\xff\xff\xffa"), string_escape("a\\b", "\\"), cut_tail("", 1) == "";
	print extract_email_addrs_vec("UPPER@EXAMPLE.COM <x@y.zz>"), |split_mime_email_addresses("")|;
	print decompose_uri("http://a"), decompose_uri("ftp://a.b/c/d.e.f?x");
	print decompose_uri("/a?b=c=d&e");
	}
event zeek_init() &priority=5
	{
	print addr_matches_host(127.0.0.1, LOCAL_HOSTS), addr_matches_host(8.8.8.8, LOCAL_HOSTS), addr_matches_host(8.8.8.8, REMOTE_HOSTS),
	      addr_matches_host(8.8.8.8, ALL_HOSTS), addr_matches_host(8.8.8.8, NO_HOSTS);
	print id_matches_direction(id, INBOUND), id_matches_direction(id, OUTBOUND), id_matches_direction(id, BIDIRECTIONAL),
	      id_matches_direction(id, NO_DIRECTION);
	print id_string(id), reverse_id_string(id);
	}
event zeek_init() &priority=4
	{
	print Version::parse("2.6-936"), Version::parse("4.0.0-rc1"), Version::parse("7.0.11-dev.5-debug");
	print Version::number, Version::at_least("7.1.0"), Version::at_least("6.9"), Version::at_least("7.0.11");
	local t = new_track_count();
	t$n = 1000;
	print default_check_threshold(t), t, check_threshold(vector(2000), new_track_count());
	}
