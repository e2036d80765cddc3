##! Options for random records. The source is how many there are, in a stream: in the first heartbeat.
module InputBenchmark;

export {
	## Of a stream: how the number grows from heartbeat to heartbeat.
	const factor = 1.0 &redef;
	## Microseconds between records.
	const spread = 0 &redef;
	## Not 0: each heartbeat's records are spread over one second divided by this.
	const autospread = 0.0 &redef;
	## Of a stream: so many more in each heartbeat, after `factor`.
	const addfactor = 0 &redef;
	## From so many records on, `spread` is ignored. 0: never.
	const stopspreadat = 0 &redef;
	## Not 0: records are spread over the whole heartbeat.
	const timedspread = 0.0 &redef;
}
