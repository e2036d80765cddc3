# All calculations, a threshold, a series of them, and the end of a period.
# timeout: 20
@load base/frameworks/sumstats
redef exit_only_after_terminate = T;

event zeek_init()
	{
	local all = SumStats::Reducer($stream="values", $apply=set(SumStats::AVERAGE, SumStats::SUM, SumStats::MIN,
	    SumStats::MAX, SumStats::VARIANCE, SumStats::STD_DEV, SumStats::UNIQUE, SumStats::HLL_UNIQUE, SumStats::LAST,
	    SumStats::SAMPLE, SumStats::TOPK), $num_last_elements=2, $num_samples=3);
	local odd = SumStats::Reducer($stream="words", $apply=set(SumStats::UNIQUE),
	    $pred(key: SumStats::Key, obs: SumStats::Observation) = { return |obs$str| % 2 == 1; },
	    $normalize_key(key: SumStats::Key) = { key$str = to_lower(key$str); return key; });

	SumStats::create([$name="numbers", $epoch=0sec, $reducers=set(all),
	    $epoch_result(ts: time, key: SumStats::Key, result: SumStats::Result) =
		{
		local r = result["values"];
		print SumStats::key2str(key);
		print fmt("num %d sum %.1f avg %.1f var %.1f dev %.1f min %.1f max %.1f unique %d about %d", r$num, r$sum,
		          r$average, r$variance, r$std_dev, r$min, r$max, r$unique, r$hll_unique);
		print SumStats::get_last(r), |r$samples|;
		print topk_get_top(r$topk, 1);
		},
	    $epoch_finished(ts: time) = { print "finished"; terminate(); },
	    $threshold_val(key: SumStats::Key, result: SumStats::Result) = { return result["values"]$sum; },
	    $threshold=100.0,
	    $threshold_crossed(key: SumStats::Key, result: SumStats::Result) = { print "crossed", key$host; }]);
	SumStats::create([$name="words", $epoch=1hr, $reducers=set(odd),
	    $threshold_val(key: SumStats::Key, result: SumStats::Result) = { return result["words"]$unique + 0.0; },
	    $threshold_series=vector(1.0, 3.0),
	    $threshold_crossed(key: SumStats::Key, result: SumStats::Result)
		= { print "crossed", SumStats::key2str(key), result["words"]$unique; }]);

	for ( i, n in vector(5, 22, 94, 50, 50) )
		SumStats::observe("values", [$host=1.2.3.4], [$num=n]);
	SumStats::observe("values", [$host=6.5.4.3, $str="x"], [$dbl=2.5]);
	for ( i, w in vector("one", "one", "four", "three", "two", "eleven") )
		SumStats::observe("words", [$str=i % 2 == 0 ? "W" : "w"], [$str=w]);
	SumStats::observe("nobody", [$str="x"], [$num=1]);
	print SumStats::next_epoch("words"), SumStats::next_epoch("none");
	when ( local r = SumStats::request_key("words", [$str="w"]) )
		{
		print r["words"]$num, r["words"]$unique;
		print SumStats::next_epoch("numbers");
		}
	}
