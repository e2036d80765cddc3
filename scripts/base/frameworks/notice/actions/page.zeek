##! Notice::ACTION_PAGE, which the framework has built in.
@load ../main
