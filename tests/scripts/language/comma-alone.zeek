# There is nothing before this comma.
event zeek_init() { print set(,); }
