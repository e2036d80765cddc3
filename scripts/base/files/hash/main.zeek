##! Columns of files.log for the hashes of a file.
@load base/frameworks/files

module FileHash;

redef record Files::Info += {
	md5: string &log &optional;
	sha1: string &log &optional;
	sha256: string &log &optional;
};
