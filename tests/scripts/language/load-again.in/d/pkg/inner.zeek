print "inner";
