# Conditions that are none.
function f()
	{
	local x = T;
@if ( x )        # error: referencing a local name
@endif
	}
@if ( "x" )      # error: invalid expression
@endif
@if ( nothing_such() )  # error: unknown identifier, which ends the reading
@endif
