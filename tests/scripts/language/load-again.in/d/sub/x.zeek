print "sub", @DIR == "", @FILENAME; @load ../up
