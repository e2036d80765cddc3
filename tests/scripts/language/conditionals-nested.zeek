# @if, @ifdef, @ifndef and @else in each other, in types, between header and body, between statements.
@if ( T )
@if ( F )
global x = 1;
@else
global x = 2;
@ifdef ( NoSuch )
global y = "ifdef";
@else
@ifndef ( zeek_init )
global y = "ifndef";
@else
global y = "both";
@endif
@endif
@endif
@else
@if ( T )
garbage $$$ "unterminated
@else
/ % ^
@endif
@endif
@if ( x == 2 && getenv("HOME") != "" )
global z = "z";
@endif
@if ( |"abc"| )
global cnt = "counted";
@endif
type RR: record {
@if ( F )
 a: count;
@else
 b: string;
@endif
};
@ifdef ( GLOBAL::zeek_init )
global q = "GLOBAL";
@endif
@ifdef ( Log )
global m = "Log module";
@else
global m = "no Log";
@endif
function sel(): string
@if ( F )
 { return "first"; }
@else
 { return "second"; }
@endif
event zeek_init() {
 print x, y, z, cnt, RR($b="x"), m, sel();
@if ( F )
 print "never";
@else
 print "else";
@endif
 if ( T ) {
@ifdef ( zeek_done )
   print "in block";
@endif
 }
 print @DIR == "." , @FILENAME;
 @if ( 1.5 > 1 ) print "same line"; @endif
}
