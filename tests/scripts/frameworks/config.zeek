# Options from files, read once and watched; what their change handlers and log_config hear.
# timeout: 20
# mask: (base/\S+), line \d+ => \1
redef exit_only_after_terminate = T;
redef Threading::heartbeat_interval = 50msec;
redef Config::config_files += { "watched.conf" };
module Opt;
export {
	type Colour: enum { Red, Green };
	option num: count = 1;
	option words: vector of string = vector();
	option colour: Colour = Red;
	option ports: set[port] = {};
	option pat: pattern = /x/;
	option any_table: table[string] of string = {};
}

function on_num(ID: string, n: count, location: string): count
	{ print "handler", ID, n, location; return n > 100 ? 100 : n; }

event Config::log_config(rec: Config::Info)
	{ print rec$id, rec$old_value, rec$new_value, rec?$location ? rec$location : "nowhere"; }

function write_config(path: string, text: string)
	{
	local f = open("tmp.conf");
	enable_raw_output(f);
	print f, text;
	close(f);
	rename("tmp.conf", path);
	}

global ends = 0;
event Input::end_of_data(name: string, source: string)
	{
	print "end", name;
	++ends;
	if ( ends == 1 )
		write_config("watched.conf", "Opt::num 7\nOpt::words a,b\nOpt::colour Opt::Green\n");
	else if ( ends == 2 )
		{
		write_config("once.conf", "Opt::num 300\n");
		Config::read_config("once.conf");
		}
	else
		{
		print num, words, colour, ports, pat;
		print Config::set_value("Opt::num", 9), Config::set_value("Opt::none", 9), Config::set_value("Opt::num", "x");
		terminate();
		}
	}

event zeek_init()
	{
	write_config("watched.conf",
	    "# comment\n Opt::num\t  5  \nOpt::words a\nOpt::colour Opt::Blue\nOpt::ports 80/tcp,53/udp\nOpt::pat /foo/\n" +
	    "Opt::any_table a\nnonsense\nOpt::num 5 6\n");
	Option::set_change_handler("Opt::num", on_num);
	}
