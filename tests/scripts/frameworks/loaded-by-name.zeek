# Files that scripts load by name, though what they declare is there already or built in.
@load base/bif/types.bif
@load base/bif/const.bif
@load base/bif/event.bif
@load base/bif/mmdb.bif
@load base/bif/pcap.bif
@load base/frameworks/notice/actions/email_admin
@load base/frameworks/notice/actions/page
@load base/frameworks/notice/actions/add-geodata
@load base/frameworks/notice/actions/pp-alarms
event zeek_init() { print Notice::ACTION_EMAIL_ADMIN, Notice::ACTION_PAGE, Notice::ACTION_ADD_GEODATA, Notice::pretty_print_alarms; }
