# Functions for += and -= need a value to work on.
function addition(old: string, more: string): string { return old + more; }
const unset: string &add_func=addition &delete_func=addition;
redef unset += "a";
redef unset -= "a";
event zeek_init() { print unset; }
