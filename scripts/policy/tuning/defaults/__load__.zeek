##! Settings that suit most.
@load ./extracted_file_limits
@load ./packet-fragments
@load ./warnings
