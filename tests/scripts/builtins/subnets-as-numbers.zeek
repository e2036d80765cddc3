# A subnet passes for a number in fmt(), yet is none.
event zeek_init() { print fmt("%d|%5d", 10.0.0.0/8, 1.2.3.0/24); }
