# Elements of tables and sets whose types do not go together.
global a = table([1] = 2, [3, 4] = 5);             # error: incompatible types
global b: table[count, count] of count = { 1 = 2, [2] = 3 };  # error: illegal element
global c = { [1] = 2, 3 = 4 };                     # error: bad initializer
global d = table([1] = 2, 3);                      # error: incompatible types
global e = set([$a=1], [$a="x"]);                  # error: incompatible record fields
global f = set([1, 2], [1]);                       # error: different number of indices
global g = set([$a=1], [$b=2]);
print type_name(g);
