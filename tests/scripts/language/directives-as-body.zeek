# A condition cannot be the body of a statement.
event zeek_init()
	{
	if ( T )
@if ( T )
		print 1;
@endif
	}
