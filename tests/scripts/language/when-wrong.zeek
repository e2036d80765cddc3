# Conditions and captures of when that are wrong.
event zeek_init() {
  when ( T ) { }
  when ( 5 ) { }
  when ( T ) { } timeout 5 { }
  local a = 1;
  when ( a == 1 ) { }
  when [a] ( T ) { }
  when [a, a] ( a == 1 ) { }
  when [b] ( a == 1 ) { }
  when [zeek_init] ( T ) { }
  when [a] ( a == 1 ) { local b = a; print b; }
  return when ( T ) { }
}
