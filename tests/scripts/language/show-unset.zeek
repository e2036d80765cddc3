# args: -I M::unset
# -I shows no value where there is none.
module M;
export { global unset: count &redef; }
