# One name, two flavours: that ends the run.
hook h1() { }
event h1() { }  # fatal error: inconsistent function flavor
