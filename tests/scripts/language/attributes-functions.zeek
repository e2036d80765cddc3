# Attributes whose argument is a function: it must be one, with the right parameters.
global e1: table[count] of string &expire_func=3;  # error: is not a function
global e2: table[count] of string &expire_func=function(t: table[count] of string): interval
	{ return 1sec; };  # error: argument type clash
global e3: table[count] of string &expire_func=function(t: table[count] of string, i: count): count
	{ return 1; };  # error: must yield an interval
global e4: table[count] of string &expire_func=function(t: table[count] of string, i: any): interval
	{ return 1sec; };  # fine, the old form

global c1: count &on_change=function(x: count) { };  # error: only applicable to sets/tables
global c2: table[count] of string &on_change=3;      # error: is not a function
global c3: table[count] of string &on_change=function(x: count) { };  # error: number of arguments
global c4: table[count] of string
	&on_change=function(t: table[string] of string, c: TableChange, i: count, v: string) { };  # error: first argument
global c5: table[count] of string
	&on_change=function(t: table[count] of string, c: count, i: count, v: string) { };  # error: second argument
global c6: table[count] of string
	&on_change=function(t: table[count] of string, c: TableChange, i: string, v: string) { };  # error: index types
global c7: table[count] of string
	&on_change=function(t: table[count] of string, c: TableChange, i: count, v: count) { };  # error: value type
global c8: set[count] &on_change=function(t: set[count], c: TableChange, i: count) { };  # fine

global r1: count &add_func=3;                                                # error: must be a function
global r3: count &add_func=function(a: count, b: count): string { return ""; };  # error: must yield the same type

global d1: table[count] of string &default=function(c: string): string { return ""; };  # error: type clash
global d2: table[count] of string &default=function(c: count): count { return c; };     # error: type clash
global d3: table[count, string] of string &default=function(c: count, s: string): string { return s; };  # fine
