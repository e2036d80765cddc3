@load ./main
@load ./store
@load ./log
