##! What scripts name in order to keep the contents of files.
@load base/frameworks/files

module FileExtract;

export {
	## The folder.
	option prefix = "./extract_files/";
	## In bytes; 0 is no limit.
	const default_limit = 104857600 &redef;
	## Whether bytes that are missing count for the limit.
	const default_limit_includes_missing = T &redef;

	## Changes the limit of a file. F: there is no such file.
	global set_limit: function(f: fa_file, args: Files::AnalyzerArgs, n: count): bool;
}

redef record Files::AnalyzerArgs += {
	extract_filename: string &optional;
	extract_limit: count &default=default_limit;
	extract_limit_includes_missing: bool &default=default_limit_includes_missing;
};

redef record Files::Info += {
	extracted: string &log &optional;
	extracted_cutoff: bool &log &optional;
	extracted_size: count &log &optional;
};

function set_limit(f: fa_file, args: Files::AnalyzerArgs, n: count): bool
	{
	return __set_limit(f$id, args, n);
	}
