# Redefinitions and prototypes of events and hooks that do not go together.
global e1: event(a: count, b: string);
global e1: event(b: string) = function() { };        # error: no initialisation of prototypes
global e2: event(a: count &deprecated="use b", b: count);
event e2(a: count, b: count) { }                     # warning
event e1(a: string, b: string) { }                   # error
global h1: hook(a: count);
hook h1(a: count, b: count) { }                      # error
redef enum E += { X };                               # error
