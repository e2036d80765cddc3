@load ./main
@load ./readers/ascii
@load ./readers/raw
@load ./readers/config
@load ./readers/benchmark
@load ./readers/binary
@load ./readers/sqlite
