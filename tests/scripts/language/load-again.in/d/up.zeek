print "up";
