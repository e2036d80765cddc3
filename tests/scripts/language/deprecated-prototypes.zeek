# Prototypes and parameters of events and hooks that are deprecated.
global ev: event(a: count, b: string);
global ev: event(b: string) &deprecated="Don't use this prototype";
global ev2: event(a: count, b: string &deprecated="Don't use 'b'");
global ev2: event(a: count);
global hk: hook(a: count, b: string);
global hk: hook(b: string) &deprecated;
event ev(b: string) { print b; }
event ev(a: count, b: string) { print a; }
event ev2(a: count, b: string) { print a, b; }
event ev2(a: count) { print a; }
hook hk(b: string) { print b; }
event zeek_init() { event ev(1, "x"); event ev2(2, "y"); hook hk(1, "h"); }
