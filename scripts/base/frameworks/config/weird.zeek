##! How weirds are sampled follows the options in module Weird.
@load ./main
module Config;

function weird_names_changed(ID: string, names: string_set): string_set
	{
	if ( ID == "Weird::sampling_whitelist" )
		Reporter::set_weird_sampling_whitelist(names);
	else
		Reporter::set_weird_sampling_global_list(names);
	return names;
	}

function weird_number_changed(ID: string, number: count): count
	{
	if ( ID == "Weird::sampling_threshold" )
		Reporter::set_weird_sampling_threshold(number);
	else
		Reporter::set_weird_sampling_rate(number);
	return number;
	}

function weird_duration_changed(ID: string, duration: interval): interval
	{
	Reporter::set_weird_sampling_duration(duration);
	return duration;
	}

event zeek_init() &priority=5
	{
	Option::set_change_handler("Weird::sampling_whitelist", weird_names_changed, 5);
	Option::set_change_handler("Weird::sampling_global_list", weird_names_changed, 5);
	Option::set_change_handler("Weird::sampling_threshold", weird_number_changed, 5);
	Option::set_change_handler("Weird::sampling_rate", weird_number_changed, 5);
	Option::set_change_handler("Weird::sampling_duration", weird_duration_changed, 5);
	}
