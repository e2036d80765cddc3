# Attributes where they do not belong, or with an argument of the wrong kind.
global a1: count &create_expire=1sec;                                # error: expiration only applicable
global a2: set[count] &read_expire=1sec &write_expire=1sec;          # error: only one of them
global a3: count &default_insert=3;                                  # error: only applicable to tables
global a4: table[count] of string &default="a" &default_insert="b";  # error: cannot be used together
global a5: count &ordered;                                           # error: only applicable to tables
global a6: count &raw_output;                                        # error: only applicable to files
global a7: count &priority=1;                                        # error: only applicable to event bodies
global a8: count &group="a";                                         # error: only applicable to events
global a9: count &error_handler;                                     # error: only applicable to events
global a10: count &type_column="x";                                  # error: only applicable to ports
global a11: port &type_column=5;                                     # error: needs to have a string argument
global a12: count &broker_allow_complex_type;                        # error: only applicable to sets/tables
global a13: count &broker_store="x";                                 # error: only applicable to sets/tables
global a14: count &deprecated=a13; deprecated=3;                                     # error: must use a string literal
global a15: file &raw_output;                                        # fine
global a16: set[count] &create_expire=1hr &redef;                    # fine
