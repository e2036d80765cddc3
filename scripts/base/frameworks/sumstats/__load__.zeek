@load ./main
@load ./plugins
@load ./cluster
