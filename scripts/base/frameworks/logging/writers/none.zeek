##! The writer that drops all records.
@load ../main

module LogNone;

export {
	## Says on standard output which logs it would write.
	const debug = F &redef;

	## Does nothing.
	global default_rotation_postprocessor_func: function(info: Log::RotationInfo): bool;
}

function default_rotation_postprocessor_func(info: Log::RotationInfo): bool
	{
	return T;
	}

redef Log::default_rotation_postprocessors += { [Log::WRITER_NONE] = default_rotation_postprocessor_func };
