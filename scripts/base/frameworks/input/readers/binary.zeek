##! Options for files as they are: their bytes come in chunks, each in a record with one field of type string.
module InputBinary;

export {
	## Most bytes of a chunk.
	const chunk_size = 1024 &redef;
	## In front of sources that are no absolute paths.
	const path_prefix = "" &redef;
}
