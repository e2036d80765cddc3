##! All of it is declared in base/init-bare.
