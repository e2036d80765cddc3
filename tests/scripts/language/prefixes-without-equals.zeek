# Prefixes are assigned; without a sign there is no such directive.
@prefixes a:b
print 1;
