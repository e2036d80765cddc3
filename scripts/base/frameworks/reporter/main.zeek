##! What becomes of the messages that the runtime and scripts report, besides being printed.
module Reporter;

export {
	redef enum Log::ID += { LOG };

	## Sees what reporter.log is about to get.
	global log_policy: Log::PolicyHook;

	type Info: record {
		ts: time &log;
		level: Level &log;
		message: string &log;
		## Where in the scripts it comes from.
		location: string &log &optional;
	};
}

event zeek_init() &priority=5
	{
	Log::create_stream(LOG, [$columns=Info, $path="reporter", $policy=log_policy]);
	}

function log_message(level: Level, t: time, msg: string, location: string)
	{
	Log::write(LOG, Info($ts=t, $level=level, $message=msg, $location=location));
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
