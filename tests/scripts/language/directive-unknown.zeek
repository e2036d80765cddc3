# There is no such directive.
@unknown x
print 1;
