##! The frameworks that bare mode has too.
module GLOBAL;
