# Plugins there are none.
@load-plugin Foo::Bar
print 1;
