# A statement without its end is noticed on the next line.
event zeek_init()
	{
	print 1
	}
