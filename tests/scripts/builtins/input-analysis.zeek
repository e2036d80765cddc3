# Files cannot be analysed here, which is said.
@load base/frameworks/input
event zeek_init() { print Input::add_analysis([$source="x", $name="y"]); }
