# A second declaration of an event is another prototype of it, or an error.
global e: event(a: count);
global e: count;
global g: event(a: count);
global g: function(a: count);
