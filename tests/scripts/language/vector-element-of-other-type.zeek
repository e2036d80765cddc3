# An element of a vector of any must fit the vector that is really there.
type Fields: record { a: bool; b: string; c: count &optional; };
module Queue;
function get(queue: table[count] of any, ret: vector of any) { local j = 0; ret[j] = queue[0]; print "not reached"; }
event zeek_init()
	{
	local queue: table[count] of any;
	queue[0] = Fields($a=T, $b="hi");
	local strings: vector of string;
	get(queue, strings);
	print "not reached";
	}
event zeek_init() &priority=-1 { print "next body"; }
