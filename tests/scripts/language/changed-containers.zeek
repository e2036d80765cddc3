# Order of sets and tables after entries went and came; &ordered ones keep the order of insertion.
event zeek_init()
	{
	local s: set[count];
	local t: table[count] of string;
	local i = 0;
	while ( i < 20 ) { add s[i]; t[i] = cat(i); ++i; }
	for ( x in copy(s) ) if ( x % 3 == 0 ) delete s[x];
	print s;
	for ( k, v in t ) if ( k % 2 == 0 ) delete t[k];
	print t;
	for ( k in t ) t[k] = "new";
	print t;
	for ( k in t ) if ( k == 5 ) t[100] = "added";
	print |t|;
	local o: table[string] of count = table() &ordered;
	o["z"] = 1; o["a"] = 2; o["m"] = 3; delete o["a"]; o["a"] = 4; o["z"] = 9;
	print o;
	for ( ko in o ) { if ( ko == "m" ) delete o[ko]; }
	print o;
	local os: set[count] = set(3,1,2) &ordered;
	delete os[3]; add os[3]; add os[1];
	print os;
	for ( ss in s ) { if ( ss > 10 ) break; }
	clear_table(t); print |t|, t;
	delete s; print |s|;
	}
