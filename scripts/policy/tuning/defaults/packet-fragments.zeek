##! Fragments of packets are not kept for ever.
redef frag_timeout = 5min;
