# What is skipped need not be a script; conditions nest, also inside of what is skipped.
event zeek_init()
	{
@if ( T )
	print "between statements";
@else
	print ;;;
@endif
	}
@if ( F )
	this is "not a script $$$ ' \ {{{ @load nothing @unknown
	@if ( whatever + )
	@else
	@endif
@else
print "else";
@endif
@ifdef ( zeek_init )
@ifndef ( zeek_init )
print "not reached";
@else
print "nested else";
@endif
@else
{{{{
@endif
@if ( 1 == 1 && getenv("NOTHING_SUCH") == "" ) print "condition of functions and operators"; @endif
@if ( 5 ) print "a count that is not 0"; @endif
@if ( 0 ) print "not reached"; @endif
