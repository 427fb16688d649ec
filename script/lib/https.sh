# script/server --with-https: nginx in front of the server, with a self-signed certificate, so that phones in the same network
# can make calls. To be sourced after start.sh.
#
# The script becomes the server (exec), as it does without HTTPS, so signals and the exit status are the server's own. A
# process beside it, run_nginx, reads the server's standard output. It starts nginx when the server listens, and stops
# nginx when that output ends, which it does when the server ends, even by SIGKILL.

https_help="
For trials on other devices:

  --with-https              Start nginx in front of the server, with a self-signed certificate; nginx then
                            listens on --host [all addresses], and the server on 127.0.0.1
  --https-port              TCP port of nginx [8443; 1 to 65535]"

# prepare_https OPTION...: validates the options, finds nginx, creates the certificate, and sets server_options to the options
# of the server. Exits with status 2 and a message if that fails.
prepare_https() {
  https_port=8443 https_host=${PARLEY_HOST:-} server_options=()
  local proxies=${PARLEY_TRUSTED_PROXIES:-} option file=${PARLEY_CONFIG:-}
  while [ $# -gt 0 ]; do
    option=$1
    case $option in
      --host | --trusted-proxies | --https-port | --config)
        [ $# -gt 1 ] || fail_start "$option needs a value."
        option=$1=$2
        shift
        ;;
    esac
    case $option in
      --with-https) ;;
      --host=*) https_host=${option#*=} ;;
      --https-port=*) https_port=${option#*=} ;;
      --trusted-proxies=*) proxies=${option#*=} ;;
      --config=*) file=${option#*=} server_options+=("$option") ;;
      *) server_options+=("$option") ;;
    esac
    shift
  done
  [[ $https_port =~ ^[1-9][0-9]{0,4}$ && $https_port -le 65535 ]] ||
    fail_start "--https-port must be a number from 1 to 65535, not \"$https_port\"."
  # The options below override the file.
  [ -z "$file" ] || ! grep -qE '^[[:space:]]*(host|trusted-proxies)[[:space:]:=]' "$file" 2>/dev/null ||
    fail_start "--with-https does not read host and trusted-proxies from $file: remove them there, and pass them as options."
  https_host=${https_host#[} https_host=${https_host%]}
  server_options+=(--host=127.0.0.1 --trusted-proxies="${proxies:+$proxies,}127.0.0.1")
  find_nginx
  find_addresses
  make_certificate
  ! port_answers || fail_start "$(port_in_use)"
}

find_nginx() {
  PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin # nginx is there, and the PATH of ordinary users lacks them
  nginx=$(command -v "${NGINX:-nginx}") && command -v openssl >/dev/null ||
    fail_start "--with-https needs nginx and openssl: install them (Debian: apt-get install nginx openssl; macOS: brew install nginx openssl)."
  export -n NGINX # nginx would take this variable for a list of inherited sockets
}

# Sets addresses to the addresses at which phones reach this machine, IPv4 first, or to nothing if there is no network.
find_addresses() {
  local all lan
  if [[ -n $https_host && $https_host != 0.0.0.0 && $https_host != :: ]]; then
    addresses=("$https_host")
    return
  fi
  # Phones are not in the networks of containers and virtual machines. Addresses in a VPN are used if there are no others.
  all=$(interface_addresses | grep -vE '^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|cali|lxc|lxd|podman)' || true)
  lan=$(grep -vE '^(tun|tap|utun|wg|tailscale|zt|ppp)' <<<"$all" || true)
  addresses=($(cut -d ' ' -f 2 <<<"${lan:-$all}"))
}

# Prints lines of INTERFACE ADDRESS, without temporary IPv6 addresses, which change daily.
interface_addresses() {
  if command -v ip >/dev/null; then
    { ip -o -4 address show up scope global && ip -o -6 address show up scope global; } |
      awk '!/ (temporary|deprecated|tentative|dadfailed) / { sub("/.*", "", $4); print $2, $4 }'
  else
    ifconfig | awk '/^[^ \t]/ { name = $1 } $1 == "inet" && $2 !~ /^127\./ { print name, $2 }'
  fi
}

# Sets certificate to a file with a key and a certificate for the names and addresses of this machine. The file name is derived
# from them, so that a phone warns about the certificate once in each network, and not after each start.
make_certificate() {
  local names=DNS:localhost,IP:127.0.0.1,IP:::1 name fresh folder=$runs/https
  for name in "$(uname -n)" ${addresses[@]+"${addresses[@]}"}; do
    if [[ $name == *:* || $name =~ ^[0-9.]+$ ]]; then
      names+=,IP:$name
    elif [[ $name =~ ^[A-Za-z0-9._-]+$ ]]; then
      names+=,DNS:$name
      [[ $name == *.* ]] || names+=,DNS:$name.local # the name in multicast DNS (RFC 6762)
    fi
  done
  mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ] ||
    fail_start "--with-https keeps its certificate in $folder, which this user may not write: use a checkout of your own."
  certificate=$folder/$(cksum <<<"$names" | cut -d ' ' -f 1).pem
  ! openssl x509 -in "$certificate" -noout -checkend 604800 >/dev/null 2>&1 || return 0
  fresh=$certificate.$$ # two concurrent starts create one each, and the later one stays
  # Safari rejects certificates that are valid for longer than 398 days.
  (
    umask 077
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days 397 -subj /CN=Parley \
      -addext "subjectAltName=$names" -addext extendedKeyUsage=serverAuth -keyout "$fresh" -out "$fresh"
  ) 2>"$fresh.log" && mv "$fresh" "$certificate" || {
    cat "$fresh.log" >&2
    rm -f "$fresh" "$fresh.log"
    fail_start "openssl could not create a certificate for $names: its output above has the reason."
  }
  rm -f "$fresh.log"
}

port_answers() {
  local host=127.0.0.1
  case $https_host in '' | 0.0.0.0 | ::) ;; *) host=$https_host ;; esac
  (exec 3<>"/dev/tcp/$host/$https_port") 2>/dev/null
}

port_in_use() { echo "Port $https_port is in use: choose another port with --https-port, or stop the other server."; }

# Becomes the server (exec), with nginx in front of it.
exec_behind_nginx() { exec "${server[@]}" "${server_options[@]}" > >(run_nginx); }

# Forwards the server's output, starts nginx when the server listens, and stops the server if nginx ends.
run_nginx() {
  trap '' INT TERM HUP # only the server handles them: nginx has to forward the last messages of the server
  local line port nginx_folder= nginx_pid=
  while true; do
    if IFS= read -r -t 1 line; then
      echo "$line"
      if [[ $line =~ ^'Parley is at http://'.*:([0-9]+)/ ]]; then
        port=${BASH_REMATCH[1]}
        nginx_folder=$runs/https/$port # not in use, since no other server has this port
        start_nginx && print_addresses || stop_server
      fi
    elif [ $? -le 128 ]; then
      break # end of the output: the server has ended. After a timeout, the status of read is above 128
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
  ! command -v setpriv >/dev/null || ends_with_us='setpriv --pdeathsig TERM' # also ends nginx if this process is killed by SIGKILL
  set -m # gives nginx a process group of its own, which does not receive the SIGINT of Ctrl-C
  $ends_with_us "$nginx" -p "$nginx_folder/" -c nginx.conf </dev/null >"$nginx_folder/nginx.log" 2>&1 &
  nginx_pid=$!
  set +m
  until [ -s "$nginx_folder/nginx.pid" ]; do
    kill -0 "$nginx_pid" 2>/dev/null || return
    sleep 0.1
  done
}

# Writes nginx.conf, which includes the files of deploy/ adapted to this machine. nginx runs as a single process, since workers
# would survive a SIGKILL of their master.
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

# Removes the server block that redirects from port 80, which only root can bind.
without_port_80() {
  awk '/^server \{/ { block = "" ; inside = 1 }
    inside { block = block $0 "\n" }
    !inside { print }
    inside && /^\}/ { inside = 0; if (block !~ /listen 80;/) printf "%s", block }'
}

# substitute TEXT REPLACEMENT...: replaces each text in conf. Fails if conf does not contain it.
substitute() {
  while [ $# -gt 0 ]; do
    if [[ $conf != *"$1"* ]]; then
      echo "The files in deploy/ no longer contain \"$1\": update configure_nginx in script/lib/https.sh." >&2
      return 1
    fi
    conf=${conf//"$1"/"$2"}
    shift 2
  done
}

# bracketed ADDRESS: the address as in a URL.
bracketed() { if [[ $1 == *:* ]]; then echo "[$1]"; else echo "$1"; fi; }

print_addresses() {
  local address printed=
  for address in ${addresses[@]+"${addresses[@]}"}; do
    if [ -n "$printed" ] && [[ $address == *:* ]]; then continue; fi # IPv6 only if there is no IPv4, which is easier to type
    [ -n "$printed" ] || echo "From phones and other devices in the same network:"
    printed=yes
    echo "  https://$(bracketed "$address"):$https_port/"
  done
  if [ -n "$printed" ]; then
    echo "Browsers warn about the certificate once, because it is self-signed: choose \"Advanced\" and continue."
  else
    echo "No phone can reach this machine, because it is not connected to a network: connect it, and start again."
  fi
}

# Stops the server, which has the process ID of the script (exec), when nginx does not run.
stop_server() {
  if grep -q 'Address already in use' "$nginx_folder/nginx.log" 2>/dev/null; then
    port_in_use >&2
  else
    echo "nginx does not run, so the server stops. The last lines of nginx's log:" >&2
    tail -n 5 "$nginx_folder/nginx.log" >&2
  fi
  nginx_pid=
  kill -TERM $$
}
