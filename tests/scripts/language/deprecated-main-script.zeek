@deprecated "Use another one."
# Who loads a deprecated script is named; here it is the command line.
@deprecated
print 1;
