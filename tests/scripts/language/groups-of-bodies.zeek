# Bodies run while all of their groups are enabled, those of attributes and that of the module.
module M;
export { global e: event(n: count); global h: hook(n: count); }
event e(n: count) &group="a" { print "a", n; }
event e(n: count) &group="a" &group="b" { print "ab", n; }
event e(n: count) { print "module only", n; }
hook h(n: count) &group="b" { print "hook b", n; }
module GLOBAL;
event M::e(n: count) { print "global", n; }
event M::e(n: count) &group="c" { disable_event_group("c"); print "c", n; }
event zeek_init() {
  event M::e(1);
  disable_event_group("a"); 
  print has_event_group("a"), has_event_group("zz"), has_module_events("M"), has_module_events("N");
}
event zeek_init() &priority=-1 { hook M::h(1); disable_event_group("b"); hook M::h(2); enable_event_group("b"); hook M::h(3); disable_module_events("M"); hook M::h(4); }
event zeek_done() { enable_event_group("a"); enable_module_events("M"); hook M::h(5); print enable_event_group("zz"), enable_module_events("ZZ"); }
