##! Notice::ACTION_EMAIL_ADMIN, which the framework has built in.
@load ../main
