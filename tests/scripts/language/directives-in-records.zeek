# Between fields of a record, and around a function's body.
type R: record {
@if ( T )
	a: count &default=1;
@else
	a: string;
@endif
	b: count &default=2;
@ifdef ( nothing )
	c: count;
@endif
	d: count &default=3;
};
function f(): string
@if ( F )
	{ return "no"; }
@else
	{ return "yes"; }
@endif
event zeek_init() { print R(), f(); }
