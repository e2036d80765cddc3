# Formats and values that do not go together.
event zeek_init() &priority=-13
	{
	# Formats in variables are not looked at before the run.
	local bare = "%";
	local d = "%d";
	local none = "x";
	local odd = "%q";
	local wide = "%999d";
	local short = "%.5s";
	print fmt(bare), fmt(d, "x"), fmt(d), fmt(none, 1), fmt(odd, 1), fmt(wide, 1), fmt(short, "abc");
	}
