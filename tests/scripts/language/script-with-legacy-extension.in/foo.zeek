event zeek_init() { print "foo.zeek"; }
