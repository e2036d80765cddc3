# The use of what is deprecated is warned of, with the text that was given.
global h: count = 1 &deprecated="Remove in v9: use g";
type R: record { old: count &default=1 &deprecated="use new"; older: count &optional &deprecated; fresh: count &default=2; };
type E: enum { A &deprecated, B &deprecated="use A" };
type T1: count &deprecated="use count";
global k: hook() &deprecated="no more hooks";
hook k() { }                    # warning
event zeek_init()
	{
	print h;                      # warning
	print R($old=3)$fresh;        # warning
	local r = R();
	print r?$older;               # warning
	r$older = 5;                  # warning
	print A, B;                   # warnings
	hook k();                     # warning
	local t: T1 = 5;              # warning
	print R()$fresh;
	}
