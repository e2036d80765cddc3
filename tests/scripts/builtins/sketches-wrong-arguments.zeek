# Sketches and digests: arguments out of range, kinds that do not go together, use after the end.
event zeek_init()
	{
	print bloomfilter_basic_init(0.0, 10);       # error
	print bloomfilter_basic_init(1.0, 10);       # error
	print bloomfilter_basic_init(-0.1, 10);      # error
	print bloomfilter_basic_init(0.1, 0);
	print bloomfilter_basic_init(0.1, 18446744073709551615);  # error: too large
	print bloomfilter_basic_init2(0, 10);        # error
	print bloomfilter_basic_init2(3, 0);         # error
	print bloomfilter_counting_init(0, 10, 3);   # error
	print bloomfilter_counting_init(3, 0, 3);    # error
	print bloomfilter_counting_init(3, 10, 0);   # error
	print bloomfilter_basic_init2(3, 18446744073709551615);  # error: too large
	}
event zeek_init() &priority=-1
	{
	local a = bloomfilter_basic_init(0.1, 10);
	local b = bloomfilter_counting_init(3, 32, 3);
	bloomfilter_add(a, 1);
	bloomfilter_add(a, "x");                     # error: another type
	print bloomfilter_lookup(a, "x");            # error
	print bloomfilter_lookup(b, "x");
	print bloomfilter_decrement(a, 1);
	print bloomfilter_decrement(b, 1);
	print bloomfilter_merge(a, b);               # error
	print bloomfilter_intersect(a, b);           # error
	print bloomfilter_merge(bloomfilter_basic_init2(3, 64), bloomfilter_basic_init2(4, 64));   # error
	print bloomfilter_merge(bloomfilter_basic_init2(3, 64), bloomfilter_basic_init2(3, 128));  # error
	}
event zeek_init() &priority=-2
	{
	print hll_cardinality_init(0.0, 0.95);
	print hll_cardinality_init(2.0, 0.95);
	print hll_cardinality_init(0.01, 2.0);
	print hll_cardinality_init(0.0000001, 0.95);
	}
event zeek_init() &priority=-3
	{
	local c = hll_cardinality_init(0.01, 0.95);
	local d = hll_cardinality_init(0.1, 0.95);
	print hll_cardinality_add(c, 1), hll_cardinality_add(c, "x");  # error: another type
	print hll_cardinality_merge_into(c, d);      # error: other parameters
	local e = hll_cardinality_init(0.01, 0.95);
	hll_cardinality_add(e, "x");
	print hll_cardinality_merge_into(c, e);      # error: other types
	print hll_cardinality_estimate(c);
	}
event zeek_init() &priority=-4
	{
	local k = topk_init(2);
	print topk_get_top(k, 3);                    # error: empty
	print topk_sum(k), topk_size(k);
	topk_add(k, 1);
	topk_add(k, "x");                            # error: another type
	print topk_count(k, "x"), topk_epsilon(k, 5);  # errors: not there
	local l = topk_init(2);
	topk_add(l, "y");
	topk_merge(k, l);                            # error: another type
	local m = topk_init(2);
	topk_add(m, 1); topk_add(m, 2); topk_add(m, 3);
	topk_merge_prune(k, m);
	print topk_size(k), topk_sum(k);             # warning: pruned
	print topk_init(0);
	}
event zeek_init() &priority=-5
	{
	local h = md5_hash_init();
	print md5_hash_update(h, "x"), md5_hash_finish(h);
	print md5_hash_update(h, "x");               # F: it is finished
	print md5_hash_finish(h) == "";
	local s = sha1_hash_init();
	print sha1_hash_finish(s), sha1_hash_update(s, "x"), sha1_hash_finish(s) == "";
	local u = sha256_hash_init();
	print sha256_hash_finish(u), sha256_hash_update(u, "x"), sha256_hash_finish(u) == "";
	local e = entropy_test_init();
	print entropy_test_finish(e)$entropy;
	print entropy_test_add(e, "x");
	}
event zeek_init() &priority=-6
	{
	print paraglob_init(vector(1, 2));           # error: strings only
	print paraglob_init(5);                      # error
	}
event zeek_init() &priority=-7 { local x: opaque of topk; print x; }
event zeek_init() &priority=-8 { local x: opaque of topk; topk_add(x, 1); print "not reached"; }
