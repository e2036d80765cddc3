##! Alarms by mail: all of a period in one message, in a form for humans or as they are logged.
@load ./main

module Notice;

export {
	## F: as they are logged.
	const pretty_print_alarms = T &redef;
	## Who gets the message, if it is not `mail_dest`.
	const mail_dest_pretty_printed = "" &redef;
	## Also if nobody gets it: the text then stays in alarm-mail.txt.
	const force_email_summaries = F &redef;
	## Alarms about addresses in these are marked with ">".
	const flag_nets: set[subnet] = {} &redef;

	## What is told of one alarm.
	global pretty_print_alarm: function(out: file, n: Info) &redef;
}

const kAlarmText = "alarm-mail.txt";

global alarm_text: file;
global alarms_written = 0;
global alarms_since = network_time();

function alarm_receiver(): string
	{
	return mail_dest_pretty_printed != "" ? mail_dest_pretty_printed : mail_dest;
	}

function mail_alarm_text()
	{
	local since = alarms_since;
	alarms_since = network_time();
	if ( alarms_written == 0 )
		return;
	alarms_written = 0;
	close(alarm_text);
	if ( alarm_receiver() == "" )
		return;
	local to_minute = "%Y-%m-%d %H:%M";
	local subject = fmt("Alarm summary from %s-%s", strftime(to_minute, since),
	                    strftime(to_minute, network_time()));
	piped_exec(fmt("cat - %s | %s -t -oi", kAlarmText, sendmail), email_headers(subject, alarm_receiver()));
	}

function is_flagged(a: addr): bool
	{
	return |flag_nets| > 0 && a in flag_nets;
	}

function pretty_print_alarm(out: file, n: Info)
	{
	local flag = (n?$src && is_flagged(n$src)) || (n?$dst && is_flagged(n$dst)) ? ">" : " ";
	local hosts = n?$src ? fmt("%s", n$src) : "";
	if ( n?$dst )
		hosts += fmt("%s-> %s", hosts == "" ? "" : " ", n$dst);
	if ( n?$p )
		hosts += fmt(":%s", n$p);
	print out, fmt("%s %s %s%s", flag, strftime("%Y-%m-%d-%H:%M:%S", n$ts), n$note,
	               hosts == "" ? "" : fmt(" (%s)", hosts));
	if ( n?$msg )
		print out, fmt("    %s", n$msg);
	if ( n?$sub )
		print out, fmt("    %s", n$sub);
	if ( n?$uid )
		print out, fmt("    uid %s", n$uid);
	}

function are_alarms_printed(): bool
	{
	return pretty_print_alarms
	       && (force_email_summaries || (Log::default_mail_alarms_interval > 0sec && alarm_receiver() != ""));
	}

event Notice::alarm_period_over()
	{
	if ( zeek_is_terminating() )
		return;  # zeek_done() does it
	mail_alarm_text();
	if ( Log::default_mail_alarms_interval > 0sec )
		schedule Log::default_mail_alarms_interval { Notice::alarm_period_over() };
	}

event zeek_init() &priority=-5
	{
	if ( ! pretty_print_alarms && mail_dest != "" && Log::default_mail_alarms_interval > 0sec )
		Log::add_filter(ALARM_LOG, [$name="alarm-mail", $path="alarm-mail", $writer=Log::WRITER_ASCII,
		                            $interv=Log::default_mail_alarms_interval,
		                            $postprocessor=log_mailing_postprocessor]);
	alarms_since = network_time();
	if ( are_alarms_printed() && Log::default_mail_alarms_interval > 0sec )
		schedule Log::default_mail_alarms_interval { Notice::alarm_period_over() };
	}

hook notice(n: Notice::Info) &priority=-5
	{
	if ( ! are_alarms_printed() || ACTION_ALARM !in n$actions )
		return;
	if ( alarms_written == 0 )
		alarm_text = open(kAlarmText);
	++alarms_written;
	pretty_print_alarm(alarm_text, n);
	}

event zeek_done() &priority=-5
	{
	if ( are_alarms_printed() )
		mail_alarm_text();
	}
