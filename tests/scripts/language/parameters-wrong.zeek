# Parameters and arguments that do not fit.
function f(a: count, a: count) { }
function g(a: count &default=1, b: count) { }
function h(a: count) { local a = 1; }
function i(zeek_init: count) { }
global x = function(q: count) { local q = 1; };
function j(a: nosuch): nosuch2 { }
function k(a: count, b: count &default="x") { }
function l(a: count &default=1) { }
event zeek_init() { l(); l(1); l(1,2); f(1); g(1); k(1); l("a"); l(-1); l(1.5); local q: function(a: count) = l; q(); }
