##! Options from files.
@load ./main
@load base/frameworks/input

module Config;

export {
	## Files that are read at the start, and whenever they change: the name of an option and its value in each line.
	const config_files: set[string] = {} &redef;

	## Reads such a file once.
	global read_config: function(filename: string);
}

const watched_prefix = "config-";
const once_prefix = "config-oneshot-";

type Line: record {
	option_name: string;
	option_value: string;
};

# The values come as InputConfig::new_value; what is missing from a file keeps its value.
event config_line(description: Input::EventDescription, tpe: Input::Event, line: Line)
	{
	}

event zeek_init() &priority=5
	{
	# In a cluster only the manager reads, and tells the others.
	if ( Cluster::is_enabled() && Cluster::local_node_type() != Cluster::MANAGER )
		return;
	for ( path in config_files )
		Input::add_event([$reader=Input::READER_CONFIG, $mode=Input::REREAD, $source=path,
		                  $name=cat(watched_prefix, path), $ev=config_line, $fields=Line]);
	}

event InputConfig::new_value(name: string, source: string, id: string, value: any)
	{
	if ( starts_with(name, watched_prefix) )
		Config::set_value(id, value, source);
	}

function read_config(filename: string)
	{
	local name = cat(once_prefix, filename);
	Input::add_event([$reader=Input::READER_CONFIG, $mode=Input::MANUAL, $source=filename, $name=name,
	                  $ev=config_line, $fields=Line]);
	Input::remove(name);
	}
