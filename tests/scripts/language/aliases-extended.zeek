# An extension of a record goes for all of its names.
type A: record { x: count; }; type B: A; redef record B += { y: count &default=3; };
event zeek_init() { print A($x=1), B($x=2); local a: A = B($x=5, $y=6); print a; }
