# Only a known event can be redefined: that ends the reading.
redef event nobody_knows() { }  # fatal error: not previously declared
