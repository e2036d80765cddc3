##! Sends rotated logs to other hosts, by sftp: a function for the `postprocessor` of filters.
@load ../main

module Log;

export {
	## Where to.
	type SFTPDestination: record {
		user: string;
		host: string;
		host_port: count &default=22;
		path: string;
	};

	## Destinations, by the writer and path of logs.
	global sftp_destinations: table[Writer, string] of set[SFTPDestination];
	## How the time of opening looks in the names there.
	const sftp_rotation_date_format = default_rotation_date_format &redef;

	## Puts a rotated log to the destinations of its path.
	global sftp_postprocessor: function(info: RotationInfo): bool;
}

function sftp_postprocessor(info: RotationInfo): bool
	{
	if ( [info$writer, info$path] !in sftp_destinations )
		return T;
	local command = "";
	for ( d in sftp_destinations[info$writer, info$path] )
		{
		local there = fmt("%s/%s.%s.log", d$path, info$path, strftime(sftp_rotation_date_format, info$open));
		local put = fmt("put %s %s", safe_shell_quote(info$fname), safe_shell_quote(there));
		command += fmt("echo %s | sftp -P %d %s;", safe_shell_quote(put), d$host_port,
		               safe_shell_quote(fmt("%s@%s", d$user, d$host)));
		}
	system(command);
	return T;
	}
