# Scripts for files seen in packets load. There are no such files; what is registered can be asked for.
# args: {script}
# env: ZEEK_ALLOW_INIT_ERRORS=1
# files: files.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
redef Files::disable += { [Files::ANALYZER_PE] = T };
redef record Files::Info += { colour: string &log &optional; };

event got_piece(f: fa_file, data: string) { print "not reached"; }
event file_new(f: fa_file)
	{
	print Files::add_analyzer(f, Files::ANALYZER_EXTRACT, [$extract_filename="content", $extract_limit=10]);
	print Files::add_analyzer(f, Files::ANALYZER_DATA_EVENT, [$stream_event=got_piece]);
	print Files::add_analyzer(f, Files::ANALYZER_MD5);
	print Files::remove_analyzer(f, Files::ANALYZER_MD5), Files::stop(f), Files::set_timeout_interval(f, 1sec);
	print FileExtract::set_limit(f, [$extract_filename="content"], 5);
	Files::enable_reassembly(f);
	Files::disable_reassembly(f);
	Files::set_reassembly_buffer_size(f, 100);
	print Files::describe(f), f?$info;
	f$source = "FTP";
	print Files::describe(f);
	}
event Files::log_files(rec: Files::Info) { print rec$fuid, rec$colour; }

event zeek_init() &priority=5
	{
	Files::register_analyzer_add_callback(Files::ANALYZER_MD5, function(f: fa_file, args: Files::AnalyzerArgs)
		{
		print "callback", f$id, args?$extract_filename, args$extract_limit;
		});
	local protocol = Files::ProtoRegistration(
		$get_file_handle=function(c: connection, is_orig: bool): string { return ""; },
		$describe=function(f: fa_file): string { return "content of " + f$id; });
	print Files::register_protocol(Analyzer::ANALYZER_HTTP, protocol);
	print Files::register_protocol(Analyzer::ANALYZER_HTTP, protocol);
	event file_new(fa_file($id="F1", $source="HTTP", $last_active=network_time()));
	}

event zeek_init() &priority=4
	{
	print Files::registered_mime_types(Files::ANALYZER_PE);
	print Files::register_for_mime_type(Files::ANALYZER_PE, "application/x-dosexec");
	print Files::register_for_mime_types(Files::ANALYZER_PE, set("application/x-dosexec", "application/pe"));
	print Files::registered_mime_types(Files::ANALYZER_PE);
	print Files::all_registered_mime_types();
	}

event zeek_init() &priority=3
	{
	print Files::analyzer_name(Files::ANALYZER_MD5), Files::analyzer_name(Files::ANALYZER_OCSP_REPLY);
	print Files::analyzer_enabled(Files::ANALYZER_PE), Files::analyzer_enabled(Files::ANALYZER_MD5);
	print Files::enable_analyzer(Files::ANALYZER_PE), Files::disable_analyzer(Files::ANALYZER_MD5);
	print Files::analyzer_enabled(Files::ANALYZER_PE), Files::analyzer_enabled(Files::ANALYZER_MD5);
	Log::write(Files::LOG, Files::Info($ts=double_to_time(0.0), $fuid="F2", $colour="blue"));
	}

event zeek_init() &priority=2 { print Files::file_exists("F1"); }
event zeek_init() &priority=1 { print Files::lookup_file("F1")$id; }
