# Copies of digests and filters go their own way; files are shared.
event zeek_init()
	{
	local f = open("x.txt");
	print same_object(copy(f), f);          # T
	local h = md5_hash_init();
	md5_hash_update(h, "a");
	local g = copy(h);
	md5_hash_update(g, "b");
	print md5_hash_finish(h) == md5_hash("a"), md5_hash_finish(g) == md5_hash("ab");
	local b = bloomfilter_basic_init(0.1, 10);
	local c = copy(b);
	bloomfilter_add(c, 1);
	print bloomfilter_lookup(b, 1), bloomfilter_lookup(c, 1);
	}
