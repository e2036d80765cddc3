##! Requests to web servers, which curl makes. `ActiveHTTP::request` belongs into a condition of `when`.
@load base/utils/exec

module ActiveHTTP;

export {
	const default_max_time = 1min &redef;
	const default_method = "GET" &redef;

	type Response: record {
		## 0: there was no answer.
		code: count;
		msg: string;
		body: string &optional;
		headers: table[string] of string &optional;
	};

	type Request: record {
		url: string;
		method: string &default=default_method;
		## What is sent in the body.
		client_data: string &optional;
		max_time: interval &default=default_max_time;
		## More arguments for curl.
		addl_curl_args: string &optional;
	};

	global request: function(req: ActiveHTTP::Request): ActiveHTTP::Response;
}

function command_of(req: Request, body_file: string, headers_file: string): string
	{
	local cmd = fmt("curl -s -g -o %s -D %s -X %s", safe_shell_quote(body_file), safe_shell_quote(headers_file),
	                safe_shell_quote(req$method));
	cmd = fmt("%s -m %.0f", cmd, interval_to_double(req$max_time));
	if ( req?$client_data )
		cmd = fmt("%s -d @-", cmd);
	if ( req?$addl_curl_args )
		cmd = fmt("%s %s", cmd, req$addl_curl_args);
	# Both files are there whatever comes.
	return fmt("touch %s %s && %s %s", safe_shell_quote(body_file), safe_shell_quote(headers_file), cmd,
	           safe_shell_quote(req$url));
	}

function take_headers(lines: vector of string, resp: Response)
	{
	for ( i, raw in lines )
		{
		local line = rstrip(raw, "\r");
		# After a redirection, or 100 Continue, another status line follows.
		if ( /^HTTP\// in line )
			{
			local status = split_string_n(line, / +/, F, 2);
			if ( |status| > 1 )
				resp$code = to_count(status[1]);
			resp$msg = |status| > 2 ? status[2] : "";
			resp$headers = table();
			next;
			}
		local parts = split_string1(line, /:[ \t]*/);
		if ( |parts| == 2 )
			resp$headers[parts[0]] = parts[1];
		}
	}

function request(req: ActiveHTTP::Request): ActiveHTTP::Response
	{
	local base = cat("/tmp/zeek-activehttp-", unique_id(""));
	local body_file = cat(base, "_body");
	local headers_file = cat(base, "_headers");
	local stdin = req?$client_data ? req$client_data : "";
	local cmd = command_of(req, body_file, headers_file);

	return when [cmd, stdin, body_file, headers_file]
	    ( local result = Exec::run([$cmd=cmd, $stdin=stdin, $read_files=set(body_file, headers_file)]) )
		{
		local resp = Response($code=0, $msg="", $body="", $headers=table());
		unlink(body_file);
		unlink(headers_file);
		if ( result$exit_code != 0 || ! result?$files )
			return resp;

		if ( headers_file in result$files )
			take_headers(result$files[headers_file], resp);
		if ( body_file in result$files )
			resp$body = join_string_vec(result$files[body_file], "\n");
		return resp;
		}
	}
