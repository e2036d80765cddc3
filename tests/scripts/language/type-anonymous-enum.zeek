# An enum has to have a name: that ends the reading.
global d: enum { A, B };
