# env: ZEEK_ALLOW_INIT_ERRORS=1
# Functions, events and hooks of scripts whose only parameter is any take one argument, which is told when they are called.
function va(args: any) { print args; }
event ev(args: any) { print args; }
hook hk(args: any) { print args; }
event zeek_init() &priority=2
	{
	va(1, 2);
	}
event zeek_init() &priority=1
	{
	hook hk(1);
	hook hk(1, 2);
	}
event zeek_init()
	{
	event ev(1);
	event ev(1, 2);
	}
