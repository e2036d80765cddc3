##! All of it is declared in base/bif/zeek.bif and base/init-bare.
