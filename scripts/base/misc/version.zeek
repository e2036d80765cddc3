##! Versions as records, which can be compared.
module Version;

export {
	type VersionDescription: record {
		## major * 10000 + minor * 100 + patch.
		version_number: count;
		major: count;
		minor: count;
		patch: count;
		## Of versions between releases: how many changes after the one before.
		commit: count;
		## Not a release yet.
		beta: bool;
		debug: bool;
		## What people who built it have added.
		localversion: string;
	};

	## From a text such as "7.0.11", "4.1.0-rc1", "4.1.0-dev.51-debug"; all zero, and an error, if it is none.
	global parse: function(version_string: string): VersionDescription;
	## Is this version as new as that one?
	global at_least: function(version_string: string): bool;
}

function number_after(text: string, mark: pattern): count
	{
	local parts = split_string1(text, mark);
	return |parts| == 2 && is_num(parts[1]) ? to_count(parts[1]) : 0;
	}

function parse(version_string: string): VersionDescription
	{
	local result = VersionDescription($version_number=0, $major=0, $minor=0, $patch=0, $commit=0, $beta=F, $debug=F,
	                                  $localversion="");
	if ( /^[0-9]+\.[0-9]+(\.[0-9]+)?(-[a-zA-Z0-9_.]+)*$/ != version_string )
		{
		Reporter::error(fmt("Version string %s cannot be parsed", version_string));
		return result;
		}
	local parts = split_string(version_string, /-/);
	local numbers = split_string(parts[0], /\./);
	result$major = to_count(numbers[0]);
	result$minor = to_count(numbers[1]);
	if ( |numbers| > 2 )
		result$patch = to_count(numbers[2]);
	result$version_number = result$major * 10000 + result$minor * 100 + result$patch;
	for ( i, part in parts )
		{
		if ( i == 0 )
			next;
		if ( is_num(part) )
			result$commit = to_count(part);
		else if ( /^dev(\.[0-9]+)?$/ == part )
			result$commit = number_after(part, /\./);
		else if ( /^(alpha|beta|rc)[0-9]*$/ == part )
			result$beta = T;
		else if ( part == "debug" )
			result$debug = T;
		else
			result$localversion = part;
		}
	return result;
	}

export {
	const number = Version::parse(zeek_version())$version_number;
	const info = Version::parse(zeek_version());
}

function at_least(version_string: string): bool
	{
	return number >= parse(version_string)$version_number;
	}
