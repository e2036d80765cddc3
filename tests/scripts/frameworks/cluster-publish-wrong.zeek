# Publishing to pools: arguments of wrong types.
@load base/frameworks/cluster
global ev: event(a: count);
event zeek_init() {
  print Cluster::publish_rr(Cluster::worker_pool, 1/tcp, ev, 1);
  print Cluster::publish_hrw(1, "a", ev, 1);
  print Cluster::publish_hrw(Cluster::worker_pool, 1/tcp, ev, 1);
  print Cluster::publish_rr("x", 1/tcp, ev, 1);
}
