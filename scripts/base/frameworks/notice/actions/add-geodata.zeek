##! Notice::ACTION_ADD_GEODATA, which the framework has built in.
@load ../main
