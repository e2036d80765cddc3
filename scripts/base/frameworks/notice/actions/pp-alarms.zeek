##! Mails about alarms, all of a rotation in one.
@load ../pretty-print-alarms
