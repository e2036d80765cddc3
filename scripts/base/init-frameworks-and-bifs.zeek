##! The frameworks that bare mode has too.
module GLOBAL;

@load base/frameworks/logging
@load base/frameworks/broker
@load base/frameworks/supervisor
@load base/frameworks/input
@load base/frameworks/cluster
@load base/frameworks/config
@load base/frameworks/telemetry
@load base/frameworks/logging/absent
@load base/frameworks/files
@load base/bif/bloom-filter.bif
@load base/bif/cardinality-counter.bif
@load base/bif/top-k.bif
