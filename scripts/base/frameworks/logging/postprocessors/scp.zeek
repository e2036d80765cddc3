##! Sends rotated logs to other hosts, by scp: a function for the `postprocessor` of filters.
@load ../main

module Log;

export {
	## Where to.
	type SCPDestination: record {
		user: string;
		host: string;
		path: string;
	};

	## Destinations, by the writer and path of logs.
	global scp_destinations: table[Writer, string] of set[SCPDestination];
	## How the time of opening looks in the names there.
	const scp_rotation_date_format = default_rotation_date_format &redef;

	## Copies a rotated log to the destinations of its path.
	global scp_postprocessor: function(info: RotationInfo): bool;
}

function scp_postprocessor(info: RotationInfo): bool
	{
	if ( [info$writer, info$path] !in scp_destinations )
		return T;
	local command = "";
	for ( d in scp_destinations[info$writer, info$path] )
		{
		local there = fmt("%s@%s:%s/%s.%s.log", d$user, d$host, d$path, info$path,
		                  strftime(scp_rotation_date_format, info$open));
		command += fmt("scp %s %s;", safe_shell_quote(info$fname), safe_shell_quote(there));
		}
	system(command);
	return T;
	}
