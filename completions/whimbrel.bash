# Written by whimbrel completions; edit apps/whimbrel and run tools/make-docs.

_whimbrel_files() {
  mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
  compopt -o filenames 2>/dev/null
}

_whimbrel() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]} words=
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "node logger pub sub ping store top run check cluster bench encode decode options -h --help -V --version" -- "$cur")
    return
  fi
  case $verb:$prev in
    node:--ssl-capath | \
      logger:-d | \
      logger:--dir | \
      logger:--ssl-capath | \
      pub:--ssl-capath | \
      sub:--ssl-capath | \
      ping:--ssl-capath | \
      store:--ssl-capath | \
      top:--ssl-capath | \
      cluster:--dir | \
      cluster:--example) _whimbrel_files -d; return ;;
    node:--config | \
      node:--ssl-cafile | \
      node:--ssl-certificate | \
      node:--ssl-keyfile | \
      logger:--config | \
      logger:--ssl-cafile | \
      logger:--ssl-certificate | \
      logger:--ssl-keyfile | \
      pub:--config | \
      pub:--ssl-cafile | \
      pub:--ssl-certificate | \
      pub:--ssl-keyfile | \
      sub:--config | \
      sub:--ssl-cafile | \
      sub:--ssl-certificate | \
      sub:--ssl-keyfile | \
      ping:--config | \
      ping:--ssl-cafile | \
      ping:--ssl-certificate | \
      ping:--ssl-keyfile | \
      store:-f | \
      store:--file | \
      store:--config | \
      store:--ssl-cafile | \
      store:--ssl-certificate | \
      store:--ssl-keyfile | \
      top:--config | \
      top:--ssl-cafile | \
      top:--ssl-certificate | \
      top:--ssl-keyfile | \
      run:-G | \
      run:--load-seeds | \
      run:-H | \
      run:--save-seeds | \
      run:-U | \
      run:--status-file | \
      bench:--json | \
      bench:--svg) _whimbrel_files -f; return ;;
    node:-l | \
      node:--listen | \
      node:-w | \
      node:--websocket | \
      node:-p | \
      node:--peer | \
      node:--retry | \
      node:-s | \
      node:--subscribe | \
      node:-f | \
      node:--forward | \
      node:--ssl-passphrase | \
      node:--default-listen-address | \
      node:--default-port | \
      node:--default-listen-address-websocket | \
      node:--default-port-websocket | \
      node:--default-listen-retry | \
      node:--default-connect-retry | \
      node:--ttl | \
      node:--congestion-queue-size | \
      node:--peer-queue-messages | \
      node:--peer-queue-bytes | \
      node:--peer-patience | \
      node:--peer-stall-timeout | \
      node:--publish-queue-messages | \
      node:--publish-queue-bytes | \
      node:--handshake-timeout | \
      node:--connect-timeout | \
      node:--unpeer-timeout | \
      node:--linger | \
      node:--max-frame-size | \
      node:--max-handshake-frame-size | \
      node:--max-pending-handshakes | \
      node:--websocket-origins | \
      node:--websocket-ping-interval | \
      node:--websocket-idle-timeout | \
      node:--max-threads | \
      node:--aggressive-polls | \
      node:--aggressive-interval | \
      node:--moderate-polls | \
      node:--moderate-interval | \
      node:--moderate-sleep | \
      node:--relaxed-interval | \
      node:--relaxed-sleep | \
      logger:-l | \
      logger:--listen | \
      logger:-w | \
      logger:--websocket | \
      logger:-p | \
      logger:--peer | \
      logger:--retry | \
      logger:-r | \
      logger:--rotate | \
      logger:-s | \
      logger:--subscribe | \
      logger:--ssl-passphrase | \
      logger:--default-listen-address | \
      logger:--default-port | \
      logger:--default-listen-address-websocket | \
      logger:--default-port-websocket | \
      logger:--default-listen-retry | \
      logger:--default-connect-retry | \
      logger:--ttl | \
      logger:--congestion-queue-size | \
      logger:--peer-queue-messages | \
      logger:--peer-queue-bytes | \
      logger:--peer-patience | \
      logger:--peer-stall-timeout | \
      logger:--publish-queue-messages | \
      logger:--publish-queue-bytes | \
      logger:--handshake-timeout | \
      logger:--connect-timeout | \
      logger:--unpeer-timeout | \
      logger:--linger | \
      logger:--max-frame-size | \
      logger:--max-handshake-frame-size | \
      logger:--max-pending-handshakes | \
      logger:--websocket-origins | \
      logger:--websocket-ping-interval | \
      logger:--websocket-idle-timeout | \
      logger:--max-threads | \
      logger:--aggressive-polls | \
      logger:--aggressive-interval | \
      logger:--moderate-polls | \
      logger:--moderate-interval | \
      logger:--moderate-sleep | \
      logger:--relaxed-interval | \
      logger:--relaxed-sleep | \
      pub:--value | \
      pub:--json | \
      pub:-c | \
      pub:--count | \
      pub:-r | \
      pub:--rate | \
      pub:-t | \
      pub:--timeout | \
      pub:-p | \
      pub:--peer | \
      pub:-l | \
      pub:--listen | \
      pub:--retry | \
      pub:--ssl-passphrase | \
      sub:-c | \
      sub:--count | \
      sub:-t | \
      sub:--timeout | \
      sub:-p | \
      sub:--peer | \
      sub:-l | \
      sub:--listen | \
      sub:--retry | \
      sub:--ssl-passphrase | \
      ping:-c | \
      ping:--count | \
      ping:-i | \
      ping:--interval | \
      ping:-s | \
      ping:--size | \
      ping:-t | \
      ping:--timeout | \
      ping:-p | \
      ping:--peer | \
      ping:-l | \
      ping:--listen | \
      ping:--retry | \
      ping:--ssl-passphrase | \
      store:-x | \
      store:--expiry | \
      store:-c | \
      store:--count | \
      store:-t | \
      store:--timeout | \
      store:-p | \
      store:--peer | \
      store:-l | \
      store:--listen | \
      store:--retry | \
      store:--ssl-passphrase | \
      top:-i | \
      top:--interval | \
      top:-c | \
      top:--count | \
      top:--ssl-passphrase | \
      run:-e | \
      run:--exec | \
      run:-I | \
      run:--print-id | \
      run:-p | \
      run:--prefix | \
      cluster:--grace | \
      bench:--seconds | \
      bench:--rate | \
      bench:--only) return ;;
    node:--publish-queue-overflow | \
      logger:--publish-queue-overflow) words="block drop_newest" ;;
    node:--peer-queue-overflow | \
      logger:--peer-queue-overflow) words="block drop_oldest drop_newest disconnect" ;;
    encode:--to | \
      decode:--to) words="literal json hex text" ;;
    encode:--from | \
      decode:--from) words="literal json hex" ;;
    node:--scheduler-policy | \
      logger:--scheduler-policy) words="sharing stealing" ;;
    logger:-f | \
      logger:--format) words="tsv json" ;;
  esac
  if [[ -z $words && $cur == -* ]]; then
    case $verb in
    node) words="-l --listen -w --websocket -p --peer --retry -s --subscribe -f --forward --print -j --json -q --quiet -v --verbose --config --disable-ssl --no-tls --ssl-cafile --ssl-capath --ssl-certificate --ssl-keyfile --ssl-passphrase --default-listen-address --default-port --default-listen-address-websocket --default-port-websocket --default-listen-retry --default-connect-retry --forward-messages --ttl --congestion-queue-size --peer-queue-messages --peer-queue-bytes --peer-queue-overflow --peer-patience --peer-stall-timeout --publish-queue-messages --publish-queue-bytes --publish-queue-overflow --handshake-timeout --connect-timeout --unpeer-timeout --linger --max-frame-size --max-handshake-frame-size --max-pending-handshakes --websocket-origins --websocket-ping-interval --websocket-idle-timeout --max-threads --scheduler-policy --aggressive-polls --aggressive-interval --moderate-polls --moderate-interval --moderate-sleep --relaxed-interval --relaxed-sleep -h --help" ;;
    logger) words="-l --listen -w --websocket -p --peer --retry -d --dir -f --format -r --rotate -z --gzip -s --subscribe -q --quiet -v --verbose --config --disable-ssl --no-tls --ssl-cafile --ssl-capath --ssl-certificate --ssl-keyfile --ssl-passphrase --default-listen-address --default-port --default-listen-address-websocket --default-port-websocket --default-listen-retry --default-connect-retry --forward-messages --ttl --congestion-queue-size --peer-queue-messages --peer-queue-bytes --peer-queue-overflow --peer-patience --peer-stall-timeout --publish-queue-messages --publish-queue-bytes --publish-queue-overflow --handshake-timeout --connect-timeout --unpeer-timeout --linger --max-frame-size --max-handshake-frame-size --max-pending-handshakes --websocket-origins --websocket-ping-interval --websocket-idle-timeout --max-threads --scheduler-policy --aggressive-polls --aggressive-interval --moderate-polls --moderate-interval --moderate-sleep --relaxed-interval --relaxed-sleep -h --help" ;;
    pub) words="--value --json --stdin -c --count -r --rate -w --wait -t --timeout -p --peer -l --listen --retry -q --quiet -v --verbose --config --disable-ssl --no-tls --ssl-cafile --ssl-capath --ssl-certificate --ssl-keyfile --ssl-passphrase -h --help" ;;
    sub) words="-j --json -e --events -q --quiet -v --verbose -c --count -t --timeout -p --peer -l --listen --retry --config --disable-ssl --no-tls --ssl-cafile --ssl-capath --ssl-certificate --ssl-keyfile --ssl-passphrase -h --help" ;;
    ping) words="-c --count -i --interval -s --size -t --timeout -p --peer -l --listen --retry -q --quiet -v --verbose --config --disable-ssl --no-tls --ssl-cafile --ssl-capath --ssl-certificate --ssl-keyfile --ssl-passphrase -h --help" ;;
    store) words="-f --file -x --expiry -u --unique -j --json -q --quiet -v --verbose -c --count -t --timeout -p --peer -l --listen --retry --config --disable-ssl --no-tls --ssl-cafile --ssl-capath --ssl-certificate --ssl-keyfile --ssl-passphrase -h --help" ;;
    top) words="-i --interval -c --count --once --json --config --disable-ssl --no-tls --ssl-cafile --ssl-capath --ssl-certificate --ssl-keyfile --ssl-passphrase -h --help" ;;
    run) words="-b --bare-mode -e --exec -a --parse-only -I --print-id -p --prefix --no-unused-warnings -j --jobs -D --deterministic -G --load-seeds -H --save-seeds -U --status-file --profile -h --help" ;;
    check) words="--json -b --bare-mode -h --help" ;;
    cluster) words="--dir -b --bare-mode --grace -f --follow --table --example -h --help" ;;
    bench) words="--seconds --rate --quick --only --list --json --svg -h --help" ;;
    encode) words="--from --to -h --help" ;;
    decode) words="--from --to -h --help" ;;
    options) words="--markdown -h --help" ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -F _whimbrel whimbrel
