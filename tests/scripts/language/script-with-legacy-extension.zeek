# A script that is asked for by its name of old times, .bro, is found under the new one.
@load foo.bro
