# args: {script} more.zeek -b
# The last statement of a script lacks its end, and another script follows.
event zeek_init() { print 1
