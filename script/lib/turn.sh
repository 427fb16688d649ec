# script/server --with-turn: coturn beside the server, so that calls get through where browsers do not reach each other. To be
# sourced after start.sh and https.sh.

turn_help="
  --with-turn               Start coturn beside the server, for trials in the same network; with --with-https, too
  --turn-port               UDP and TCP port of coturn [3478; 1 to 65535]"

# start_turn OPTION...: starts coturn, passes it to the server by the environment, and sets other_options to the other options.
# Exits with status 2 and a message if that fails. coturn ends with this process, which becomes the server.
start_turn() {
  local turn_port=3478 option https_host= address= folder
  other_options=()
  while [ $# -gt 0 ]; do
    option=$1
    case $option in
      --turn-port)
        [ $# -gt 1 ] || fail_start "$option needs a value."
        turn_port=$2
        shift
        ;;
      --turn-port=*) turn_port=${option#*=} ;;
      --with-turn) ;;
      --turn-urls* | --turn-secret* | --turn-username* | --turn-password*) fail_start "--with-turn sets ${option%%=*} itself: leave one of them out." ;;
      *) other_options+=("$option") ;;
    esac
    shift
  done
  [[ $turn_port =~ ^[1-9][0-9]{0,4}$ && $turn_port -le 65535 ]] ||
    fail_start "--turn-port must be a number from 1 to 65535, not \"$turn_port\"."
  command -v "${TURNSERVER:-turnserver}" >/dev/null && command -v openssl >/dev/null ||
    fail_start "--with-turn needs coturn and openssl: install them (Debian: apt-get install coturn openssl; macOS: brew install coturn openssl)."
  find_addresses
  address=${addresses[0]:-}
  [ -n "$address" ] ||
    fail_start "--with-turn needs a network, since coturn relays to no loopback address: connect this machine, and start again."
  ! (exec 3<>"/dev/tcp/$address/$turn_port") 2>/dev/null ||
    fail_start "Port $turn_port is in use: choose another port with --turn-port, or stop the other TURN server."
  unset PARLEY_TURN_USERNAME PARLEY_TURN_PASSWORD PARLEY_TURN_PASSWORD_FILE PARLEY_TURN_SECRET_FILE
  PARLEY_TURN_SECRET=$(openssl rand -hex 32)
  PARLEY_TURN_URLS=turn:$(bracketed "$address"):$turn_port,turn:$(bracketed "$address"):$turn_port?transport=tcp
  export PARLEY_TURN_SECRET PARLEY_TURN_URLS
  folder=$runs/turn/$turn_port
  mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ] ||
    fail_start "--with-turn keeps its files in $folder, which this user may not write: use a checkout of your own."
  rm -f "$folder/turnserver.conf"
  (umask 077 && configure_coturn >"$folder/turnserver.conf")
  run_coturn
}

# The configuration in deploy/ with this machine's address, whose range it may deny, and without TLS. The file has the secret.
configure_coturn() {
  grep -vE '^(realm|static-auth-secret|listening-port|tls-listening-port|cert|pkey)=' "$root/deploy/coturn.conf"
  printf '%s\n' realm=parley "static-auth-secret=$PARLEY_TURN_SECRET" "listening-port=$turn_port" \
    "listening-ip=$address" "relay-ip=$address" "allowed-peer-ip=$address" no-tls no-dtls \
    "userdb=$folder/turndb" "pidfile=$folder/turnserver.pid"
}

run_coturn() {
  local ends_with_us= coturn_pid
  ! command -v setpriv >/dev/null || ends_with_us='setpriv --pdeathsig TERM'
  set -m # a process group of its own, which does not receive the SIGINT of Ctrl-C
  $ends_with_us "${TURNSERVER:-turnserver}" -c "$folder/turnserver.conf" </dev/null >"$folder/turnserver.log" 2>&1 &
  coturn_pid=$!
  set +m
  until (exec 3<>"/dev/tcp/$address/$turn_port") 2>/dev/null; do
    kill -0 "$coturn_pid" 2>/dev/null || {
      tail -n 5 "$folder/turnserver.log" >&2
      fail_start "coturn did not start: the last lines of its log, above, have the reason."
    }
    sleep 0.1
  done
  echo "coturn relays calls at turn:$(bracketed "$address"):$turn_port." >&2
  # Ends coturn after the server where there is no setpriv, and reports its end.
  (
    trap '' INT TERM HUP
    while kill -0 $$ 2>/dev/null && kill -0 "$coturn_pid" 2>/dev/null; do sleep 1; done
    if kill -0 $$ 2>/dev/null; then
      echo "coturn has ended: calls are not relayed any more. Its log is $folder/turnserver.log." >&2
    else
      kill "$coturn_pid" 2>/dev/null
    fi
  ) >/dev/null &
}
