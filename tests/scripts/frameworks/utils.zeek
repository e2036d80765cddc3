# Names, addresses, paths and patterns in texts.
@load base/utils/addrs
@load base/utils/email
@load base/utils/files
@load base/utils/paths
@load base/utils/patterns
@load base/utils/queue

event zeek_init()
	{
	print extract_ip_addresses("[1.2.3.4] (5.6.7.8) {9.9.9.9} 1.1.1.1 2.2.2.2 <3.3.3.3>", T), extract_ip_addresses("1.1.1.1", T);
	print extract_email_addrs_vec("'J' <j@x.com>, \"f@b.com\" mailto:x@y.com?s=z (a@b.c) x@y_z.com"), extract_first_email_addr("none");
	for ( i, header in vector("attachment; filename=Economy", "attachment; name=\"rates\"", "attachment; filename=\"a%20b\"; x=1",
	                          "attachment; filename*=iso-8859-1'en'%A3%20rates", "x; filename*=\"utf-8''q\"", "filename =  z") )
		print extract_filename_from_content_disposition(header);
	print extract_path("in /b\tc d"), extract_path("in /b/c\\ d e"), extract_path("\"c:\\x y\"");
	print normalize_mac("00 11 22 33 44 5f"), normalize_mac("mac 0011.2233.445F"), has_valid_octets(vector("300", "x"));
	print set_to_regex(set("a.com", "b.com", "c.com"), "\\.(~~)");
	}
event zeek_init() &priority=-1
	{
	local q = Queue::init([$max_len=3]);
	Queue::put(q, "a");
	Queue::put(q, "b");
	print q;
	local v = vector("x", "y", "z");
	Queue::get_vector(q, v);
	print v;
	}
