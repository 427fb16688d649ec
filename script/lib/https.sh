# script/server --with-https: nginx in front of the server, with a certificate that this machine makes for itself, so that
# phones in the same network can make calls. To be sourced after java.sh.
#
# The script becomes the server (exec), as it does without HTTPS, so signals and the exit status are the server's own. A
# process beside it, run_nginx, reads the server's standard output. It starts nginx when the server listens, and stops
# nginx at the end of that output, which is the end of the server, even by SIGKILL.

https_help="
For trials on other devices:

  --with-https              Start nginx in front of the server, with a certificate made for this machine; nginx then
                            listens on --host [all addresses], and the server on 127.0.0.1
  --https-port              TCP port of nginx [8443; 1 to 65535]"

fail_https() {
  echo "$1" >&2
  exit 2
}

# prepare_https OPTION...: checks what can be checked before the server starts, makes the certificate, and sets
# server_options to the options that are the server's.
prepare_https() {
  https_port=8443 https_host=${PARLEY_HOST:-} server_options=()
  local proxies=${PARLEY_TRUSTED_PROXIES:-} option
  while [ $# -gt 0 ]; do
    option=$1
    case $option in
      --host | --trusted-proxies | --https-port)
        [ $# -gt 1 ] || fail_https "$option needs a value."
        option=$1=$2
        shift
        ;;
    esac
    case $option in
      --with-https) ;;
      --host=*) https_host=${option#*=} ;;
      --https-port=*) https_port=${option#*=} ;;
      --trusted-proxies=*) proxies=${option#*=} ;;
      *) server_options+=("$option") ;;
    esac
    shift
  done
  [[ $https_port =~ ^[1-9][0-9]{0,4}$ && $https_port -le 65535 ]] ||
    fail_https "--https-port must be a number from 1 to 65535, not \"$https_port\"."
  https_host=${https_host#[} https_host=${https_host%]}
  server_options+=(--host=127.0.0.1 --trusted-proxies="${proxies:+$proxies,}127.0.0.1")
  find_nginx
  find_addresses
  make_certificate
  ! port_answers || fail_https "$(port_in_use)"
}

find_nginx() {
  PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin # where nginx is, and not every user looks
  nginx=$(command -v "${NGINX:-nginx}") && command -v openssl >/dev/null ||
    fail_https "--with-https needs nginx and openssl: install them (Debian: apt-get install nginx openssl; macOS: brew install nginx openssl)."
  export -n NGINX # nginx would take a variable of this name for a list of open sockets
}

# Sets addresses to those by which phones reach this machine, IPv4 first; to nothing if there is no network.
find_addresses() {
  local all lan
  if [[ -n $https_host && $https_host != 0.0.0.0 && $https_host != :: ]]; then
    addresses=("$https_host")
    return
  fi
  # No phone is in the networks of containers and virtual machines. It may be in a VPN if there is nothing else.
  all=$(interface_addresses | grep -vE '^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|cali|lxc|lxd|podman)' || true)
  lan=$(grep -vE '^(tun|tap|utun|wg|tailscale|zt|ppp)' <<<"$all" || true)
  addresses=($(cut -d ' ' -f 2 <<<"${lan:-$all}"))
}

# Lines of INTERFACE ADDRESS. Temporary IPv6 addresses are left out, since they change daily.
interface_addresses() {
  if command -v ip >/dev/null; then
    { ip -o -4 address show up scope global && ip -o -6 address show up scope global; } |
      awk '!/ (temporary|deprecated|tentative|dadfailed) / { sub("/.*", "", $4); print $2, $4 }'
  else
    ifconfig | awk '/^[^ \t]/ { name = $1 } $1 == "inet" && $2 !~ /^127\./ { print name, $2 }'
  fi
}

# Sets certificate to a file with a key and a certificate for the names and addresses of this machine. The file is named
# after them, so that a phone is asked about the certificate once in each network, and not at each start.
make_certificate() {
  local names=DNS:localhost,IP:127.0.0.1,IP:::1 name fresh folder=$runs/https
  for name in "$(uname -n)" ${addresses[@]+"${addresses[@]}"}; do
    if [[ $name == *:* || $name =~ ^[0-9.]+$ ]]; then
      names+=,IP:$name
    elif [[ $name =~ ^[A-Za-z0-9._-]+$ ]]; then
      names+=,DNS:$name
      [[ $name == *.* ]] || names+=,DNS:$name.local # its name in multicast DNS
    fi
  done
  mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ] ||
    fail_https "--with-https keeps its certificate in $folder, and you may not write there: use a checkout of your own."
  certificate=$folder/$(cksum <<<"$names" | cut -d ' ' -f 1).pem
  ! openssl x509 -in "$certificate" -noout -checkend 604800 >/dev/null 2>&1 || return 0
  fresh=$certificate.$$ # two that start at once make one each, and the last stays
  # Safari takes no certificate that is valid for longer than 398 days.
  (
    umask 077
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days 397 -subj /CN=Parley \
      -addext "subjectAltName=$names" -addext extendedKeyUsage=serverAuth -keyout "$fresh" -out "$fresh"
  ) 2>"$fresh.log" && mv "$fresh" "$certificate" || {
    cat "$fresh.log" >&2
    rm -f "$fresh" "$fresh.log"
    fail_https "openssl could not make a certificate for $names: it says above why."
  }
  rm -f "$fresh.log"
}

port_answers() {
  local host=127.0.0.1
  case $https_host in '' | 0.0.0.0 | ::) ;; *) host=$https_host ;; esac
  (exec 3<>"/dev/tcp/$host/$https_port") 2>/dev/null
}

port_in_use() { echo "Port $https_port is in use: choose another one with --https-port, or stop the other server."; }

# Becomes the server, with nginx in front of it.
exec_behind_nginx() { exec "${server[@]}" "${server_options[@]}" > >(run_nginx); }

run_nginx() {
  trap '' INT TERM HUP # these are for the server: nginx stays until the server's last messages have gone through
  local line port nginx_folder= nginx_pid=
  while true; do
    if IFS= read -r -t 1 line; then
      echo "$line"
      if [[ $line =~ ^'Parley is at http://'.*:([0-9]+)/ ]]; then
        port=${BASH_REMATCH[1]}
        nginx_folder=$runs/https/$port # which is free: no other server has this port
        start_nginx && print_addresses || stop_server
      fi
    elif [ $? -le 128 ]; then
      break # the end of the server; after a time-out, the status of read is above 128
    elif [ -n "$nginx_pid" ] && ! kill -0 "$nginx_pid" 2>/dev/null; then
      stop_server
    fi
  done
  if [ -n "$nginx_pid" ] && kill "$nginx_pid" 2>/dev/null; then wait "$nginx_pid" || true; fi
  [ -z "$nginx_folder" ] || rm -rf "$nginx_folder"
}

# Starts nginx, and waits until it listens.
start_nginx() {
  local ends_with_us=
  rm -rf "$nginx_folder" && mkdir "$nginx_folder" && configure_nginx "$nginx_folder" || return
  ! command -v setpriv >/dev/null || ends_with_us='setpriv --pdeathsig TERM' # should a SIGKILL hit this process, too
  set -m # makes nginx a process group of its own, which Ctrl-C does not reach
  $ends_with_us "$nginx" -p "$nginx_folder/" -c nginx.conf </dev/null >"$nginx_folder/nginx.log" 2>&1 &
  nginx_pid=$!
  set +m
  until [ -s "$nginx_folder/nginx.pid" ]; do
    kill -0 "$nginx_pid" 2>/dev/null || return
    sleep 0.1
  done
}

# Writes the files of deploy/ for this machine, and the main file around them. nginx is one process, since its workers would
# outlive a SIGKILL of their master.
configure_nginx() {
  local conf listen= listen_ipv6=
  case $https_host in
    '' | ::) [ ! -e /proc/net/if_inet6 ] || listen_ipv6="listen [::]:$https_port ssl http2;" ;;
    0.0.0.0) ;;
    *) listen=$(bracketed "$https_host"): ;;
  esac
  conf=$(without_port_80 <"$root/deploy/nginx.conf")
  substitute \
    'listen 443 ssl http2;' "listen $listen$https_port ssl http2;" \
    'listen [::]:443 ssl http2;' "$listen_ipv6" \
    'server_name parley.example.org;' 'server_name _; error_page 497 =301 https://$http_host$request_uri;' \
    /etc/letsencrypt/live/parley.example.org/fullchain.pem "../${certificate##*/}" \
    /etc/letsencrypt/live/parley.example.org/privkey.pem "../${certificate##*/}" \
    'access_log /var/log/nginx/access.log parley;' 'access_log off;' \
    /var/log/nginx/error.log stderr || return
  echo "$conf" >"$nginx_folder/parley.conf"
  conf=$(<"$root/deploy/nginx-servers.conf")
  substitute 'server 127.0.0.1:8080 ' "server 127.0.0.1:$port " || return
  echo "$conf" >"$nginx_folder/parley-servers.conf"
  cat >"$nginx_folder/nginx.conf" <<'END'
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  include parley.conf;
  include parley-servers.conf;
}
END
}

# Leaves out the block that redirects from port 80, which only root may listen on.
without_port_80() {
  awk '/^server \{/ { block = "" ; inside = 1 }
    inside { block = block $0 "\n" }
    !inside { print }
    inside && /^\}/ { inside = 0; if (block !~ /listen 80;/) printf "%s", block }'
}

# substitute TEXT REPLACEMENT...: in conf, which must have each text.
substitute() {
  while [ $# -gt 0 ]; do
    if [[ $conf != *"$1"* ]]; then
      echo "The files in deploy/ have no \"$1\" any more: change script/lib/https.sh, too." >&2
      return 1
    fi
    conf=${conf//"$1"/"$2"}
    shift 2
  done
}

# An address as URLs have it.
bracketed() { if [[ $1 == *:* ]]; then echo "[$1]"; else echo "$1"; fi; }

print_addresses() {
  local address printed=
  for address in ${addresses[@]+"${addresses[@]}"}; do
    if [ -n "$printed" ] && [[ $address == *:* ]]; then continue; fi # easier to type without
    [ -n "$printed" ] || echo "From phones and other devices in the same network:"
    printed=yes
    echo "  https://$(bracketed "$address"):$https_port/"
  done
  if [ -n "$printed" ]; then
    echo "A browser warns about the certificate once, because this machine made it itself: choose \"Advanced\" and continue."
  else
    echo "No phone can reach this machine, because it is in no network: connect it, and start again."
  fi
}

# Ends the server, which has the process ID of the script, when there is no nginx.
stop_server() {
  if grep -q 'Address already in use' "$nginx_folder/nginx.log" 2>/dev/null; then
    port_in_use >&2
  else
    echo "nginx does not run, so the server stops. nginx says:" >&2
    tail -n 5 "$nginx_folder/nginx.log" >&2
  fi
  nginx_pid=
  kill -TERM $$
}
