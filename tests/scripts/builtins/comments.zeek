##! A script that describes itself,
##! in two lines.

## A number.
## More about it.
const number = 7;  ##< Behind it.

const plain = 8;

export {
	## A record.
	type R: record {
		## The first field.
		a: count;
		b: string;  ##< The second,
		            ##< and more.
		c: bool;
	};
	## What is handled.
	global handled: event(x: count);
}

event zeek_init()
	{
	print get_script_comments(@FILENAME), get_script_comments("no-such-script");
	print get_identifier_comments("number");
	print get_identifier_comments("plain") == "", get_identifier_comments("unknown") == "";
	print get_identifier_comments("R"), get_identifier_comments("handled");
	print get_record_field_comments("R$a"), get_record_field_comments("R$b");
	print get_record_field_comments("R$c") == "", get_record_field_comments("R$d") == "", get_record_field_comments("no") == "";
	print get_package_readme("package"), get_package_readme("no-such-package") == "";
	print setenv("ZEEK_DISABLE_ZEEKYGEN", "1"), get_identifier_comments("number") == "";
	}
