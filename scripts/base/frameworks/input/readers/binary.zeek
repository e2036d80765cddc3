##! Options of a reader that this program does not have, for scripts that set them.
module InputBinary;

export {
	const chunk_size = 1024 &redef;
	const path_prefix = "" &redef;
}
