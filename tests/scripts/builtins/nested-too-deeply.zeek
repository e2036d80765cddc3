# A chain of records too long for JSON can be copied; escapes of JSON that are none, and files that are not there to be rotated.
# env: ZEEK_ALLOW_INIT_ERRORS=1
# mask: \.[0-9.]*\.tmp\.tmp => .<new>
type Str: string;
type Node: record { v: count; link: any &optional; };
event zeek_init()
	{
	print rotate_file_by_name("no/such/file");
	print from_json("\"\\uZZZZ\"", Str);
	print from_json("\"\\u00e4\"", Str);
	local head: any = 0;
	local i = 0;
	while ( ++i < 6000 ) head = Node($v=i, $link=head);
	print |to_json(head)|;
	}
event zeek_init() &priority=-1
	{
	local head: any = 0;
	local i = 0;
	while ( ++i < 6000 ) head = Node($v=i, $link=head);
	local other = copy(head);
	print "copied";
	}
