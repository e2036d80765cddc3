# What is said about something deprecated is a literal.
global x = 5 &deprecated=7;
global y = 5 &deprecated="literal";
