##! What becomes of the messages that the runtime and scripts report, besides being printed.
module Reporter;

export {
	type Info: record {
		ts: time &log;
		level: Level &log;
		message: string &log;
		## Where in the scripts it comes from.
		location: string &log &optional;
	};
}

# Where reporter.log is written.
function log_message(level: Level, t: time, msg: string, location: string)
	{
	local rec = Info($ts=t, $level=level, $message=msg);
	if ( location != "" )
		rec$location = location;
	}

event reporter_info(t: time, msg: string, location: string) &priority=-5
	{
	log_message(INFO, t, msg, location);
	}

event reporter_warning(t: time, msg: string, location: string) &priority=-5
	{
	log_message(WARNING, t, msg, location);
	}

event reporter_error(t: time, msg: string, location: string) &priority=-5
	{
	log_message(ERROR, t, msg, location);
	}
