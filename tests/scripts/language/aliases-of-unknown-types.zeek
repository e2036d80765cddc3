# A name for a type that does not exist is no type either.
type Alias: NoSuchType;
type Others: vector of NoSuchType;
global a: Alias;
event zeek_init() { }
