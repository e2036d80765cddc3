@load ./main
@load ./plugins
# How the nodes of a cluster put their results together comes in here.
