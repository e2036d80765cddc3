module X;
print 2;
