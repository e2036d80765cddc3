# env: ZEEK_ALLOW_INIT_ERRORS=1
# A copy of an opaque value by way of its bytes goes on from where the original was.
event zeek_init()
	{
	local h = md5_hash_init();
	md5_hash_update(h, "ab");
	local copied = Broker::__opaque_clone_through_serialization(h) as opaque of md5;
	md5_hash_update(h, "c");
	md5_hash_update(copied, "c");
	print md5_hash_finish(h) == md5_hash_finish(copied), md5_hash_finish(h);
	local p = paraglob_init(vector("*a*", "b?"));
	print paraglob_match(Broker::__opaque_clone_through_serialization(p) as opaque of paraglob, "bar");
	print Broker::__opaque_clone_through_serialization(5);
	}
