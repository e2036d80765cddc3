# What tuning/defaults sets, and tells when nothing is local.
@load tuning/defaults
redef Site::private_address_space_is_local = F;
event zeek_init()
	{
	print FileExtract::default_limit, frag_timeout, |Site::local_nets|;
	}
