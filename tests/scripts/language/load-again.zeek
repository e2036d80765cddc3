# @load of relative, absolute, linked files and folders: each file once. Signatures need only be there.
@load d/sub/x
@load ./d/sub/x.zeek
@load ./d/up
@load d/pkg
@load ./d/pkg/
@load d/pkg/inner.zeek
@load-sigs d/s
@load-sigs d/s.sig
@load-sigs ./d/s.sig
@load ./load-again
print "end";
