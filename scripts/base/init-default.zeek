##! What is loaded without -b, besides the core.
module GLOBAL;
