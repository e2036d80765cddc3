# Logs that another process has left behind, and meant for functions that this one does not have.
# sort: err
# mask: \d\d\d\d-\d\d-\d\d-\d\d-\d\d-\d\d => <date>
redef LogAscii::enable_leftover_log_rotation = T;
function wrong_type(s: string): bool { return T; }
event zeek_init()
	{
	print file_size("one.log"), file_size("two.log"), wrong_type("");
	}
