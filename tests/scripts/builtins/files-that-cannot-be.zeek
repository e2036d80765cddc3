# env: ZEEK_ALLOW_INIT_ERRORS=1
# mask: nowhere\.\d+\.\d+\.\d+\.tmp => nowhere.<unique>.tmp
# Files that are not there, are closed, or cannot be moved.
event zeek_init()
	{
	local f = open("nowhere/x.txt");
	print active_file(f), get_file_name(f);
	print write_file(f, "x"), close(f);
	print f;
	local g = open("y.txt");
	print write_file(g, "abc"), active_file(g), close(g), active_file(g), close(g), write_file(g, "d");
	print g, "ignored";
	print file_size("y.txt"), file_size("nowhere");
	print mkdir("d"), mkdir("d"), mkdir("nowhere/d"), rmdir("d"), rmdir("d"), rmdir("y.txt");
	print rename("y.txt", "nowhere/z"), rename("nowhere", "z"), rename("y.txt", "z.txt"), unlink("z.txt"), unlink("z.txt");
	print rotate_file_by_name("nowhere")$new_name, rotate_file(g)$new_name;
	print piped_exec("cat >/dev/null", "x"), system("exit 3") != 0;
	set_buf(g, T);
	enable_raw_output(g);
	print flush_all();
	}
