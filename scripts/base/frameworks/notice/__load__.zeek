@load ./main
@load ./pretty-print-alarms
@load ./weird
