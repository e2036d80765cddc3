# A type that is reserved, but not there.
global d: list of count;
