# Priorities and groups are needed while scripts are read.
global x: count;
global name: string;
event zeek_init() &priority=x { }
event zeek_init() &group=name { }
