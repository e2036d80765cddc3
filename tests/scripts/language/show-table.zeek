# args: -I M::t
# -I shows tables over several lines, strings in quotes, and when entries were used last.
module M;
export { global t: table[string] of set[count] = { ["a"] = set(1) } &redef; }
