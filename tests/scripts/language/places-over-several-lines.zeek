# Messages about expressions that stand on several lines name all of these lines, or that of the part.
type R: record { a: count; b: string &optional; };
global t: table[count, string] of R;
global g: R;
event zeek_init()
	{
	t[1,
	  "a"]
	 = [$a=1];
	print t[
	  1,
	  "a"];
	print t[
	 2,
	 "b"
	 ];
	}
event zeek_init() &priority=-1
	{
	local v = vector(1,2);
	print v[
	  7
	  ];
	}
event zeek_init() &priority=-2
	{
	local r =
	   R($a=
	     1);
	print
	 r$
	 b;
	}
event zeek_init() &priority=-3
	{
	local x = 1 /
	  (1 -
	  1);
	}
event zeek_init() &priority=-4
	{
	if ( 1 < 2 &&
	     t[5,
	     "x"]$a == 1 )
	  print "no";
	}
event zeek_init() &priority=-5
	{
	local z: count;
	print fmt("%s %s",
	   1,
	   z);
	}
event zeek_init() &priority=-6
	{
	assert 1 ==
	  2,
	  "several";
	}
event zeek_init() &priority=-7
	{
	local f = function(i: count): count
	  {
	  local q: table[count] of count;
	  return
	   q[i];
	  };
	print
	 f(
	   3);
	}
event zeek_init() &priority=-8
	{
	local a: any = "x";
	local c: count = (
	  a as
	  count);
	}
event zeek_init() &priority=-9
	{
	print to_port(
	  "x"), to_addr(
	  "1.2.3"
	  );
	}
