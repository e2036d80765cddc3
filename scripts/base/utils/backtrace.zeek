##! Printing the calls that led here.
module GLOBAL;

export {
	## Prints who called whom, the innermost call first. `skip`: how many calls to leave out.
	global print_backtrace: function(show_args: bool &default=T, one_line: bool &default=F,
	    one_line_delim: string &default="|", skip: count &default=1, to_file: file &default=open("/dev/stdout"));
}

function backtrace_line(frame: BacktraceElement, number: count, show_args: bool): string
	{
	local arguments = "";
	if ( show_args )
		for ( i, a in frame$function_args )
			{
			if ( i > 0 )
				arguments += ", ";
			arguments += fmt("%s: %s", a$name, a$type);
			if ( a?$value )
				arguments += fmt(" = %s", a$value);
			}
	local place = "";
	if ( frame?$file_location )
		place = fmt(" at %s:%d", frame$file_location, frame$line_location);
	return fmt("#%d: %s(%s)%s", number, frame$function_name, arguments, place);
	}

function print_backtrace(show_args: bool, one_line: bool, one_line_delim: string, skip: count, to_file: file)
	{
	local frames = backtrace();
	local line = "";
	for ( i, frame in frames )
		{
		if ( i < skip )
			next;
		local text = backtrace_line(frame, i - skip, show_args);
		if ( one_line )
			line += fmt("%s %s ", one_line_delim, text);
		else
			print to_file, text;
		}
	if ( one_line )
		print to_file, line + one_line_delim;
	}
