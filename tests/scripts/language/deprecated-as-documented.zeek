# Every kind of use of what is deprecated, in one script.
type blah: string &deprecated="type warning";
global my_event: event(arg: string) &deprecated="event warning";
global my_hook: hook(arg: string) &deprecated="hook warning";
type my_record: record { a: count &default = 1; b: string &optional &deprecated="record warning"; };
type my_enum: enum { RED, GREEN &deprecated="green warning", BLUE &deprecated="red warning" };
type my_other_enum: enum { ZERO = 0, ONE = 1 &deprecated="one warning", TWO = 2 &deprecated="two warning" };
event my_event(arg: string) { print arg; }
hook my_hook(arg: string) { print arg; }
function hmm(arg: blah) { print arg; }
global dont_use_me: function() &deprecated="global function warning";
function dont_use_me() { print "don't use"; }
function dont_use_me_either() &deprecated="function warning" { print "don't"; }
event zeek_init() {
 print ZERO; print ONE; print TWO; print RED; print GREEN; print BLUE;
 local l: blah = "testing"; local ll: string = "x";
 event my_event("generate my_event please");
 schedule 1sec { my_event("schedule my_event please") };
 hook my_hook("generate my_hook please");
 local mr = my_record($a = 3, $b = "yeehaw"); print mr;
 if ( ! mr?$b ) mr$b = "nooooooo";
 mr$a = 2; mr$b = "noooo";
 hmm("dont"); dont_use_me(); dont_use_me_either();
}
