# A vector's type cannot be extended.
type sv: vector of string;
redef sv += { "a" };
