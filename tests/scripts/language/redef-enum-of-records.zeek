# Only enums are extended as enums.
type R: record { a: count; };
redef enum R += { A };
