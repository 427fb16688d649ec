# Installs the programs that tests need, and runs browsers in a private network. To be sourced.

# PROGRAM=PACKAGE: each program, or file of a library, with its Debian package.
browser_programs=(chromium=chromium firefox-esr=firefox-esr nginx=nginx openssl=openssl ip=iproute2 curl=curl pgrep=procps
  WebKitWebDriver=webkit2gtk-driver Xvfb=xvfb python3=python3 turnserver=coturn /usr/lib/python3/dist-packages/websockets=python3-websockets git=git)

# install_programs PROGRAM=PACKAGE...: installs the packages of missing programs if this user is root on Debian, and otherwise
# prints their names. Tests that need a missing program are skipped.
install_programs() {
  local each packages=()
  for each; do
    [ -e "${each%=*}" ] || PATH=$PATH:/usr/sbin command -v "${each%=*}" >/dev/null || packages+=("${each#*=}")
  done
  [ ${#packages[@]} -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${packages[*]} ..." >&2
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
      apt-get -qq -y --no-install-recommends install "${packages[@]}" >/dev/null && return
  fi
  echo "Tests that need one of these are skipped: ${packages[*]}. Install them (Debian: apt-get install ${packages[*]})." >&2
}

# in_private_network COMMAND...: runs a command in a network namespace of its own, so that none of its packets leaves the
# machine: browsers gather ICE candidates on every network interface. The interface is one end of a veth pair; its address is
# fixed, because Chromium aborts loading when addresses change. It is one for documentation (RFC 5737): deploy/coturn.conf denies
# private ones.
in_private_network() {
  unshare --net -- bash -c '
    set -e
    ip link add cable0 type veth peer name cable1
    for end in cable0 cable1; do ip link set "$end" addrgenmode none; done
    ip addr add 203.0.113.1/24 dev cable0
    for device in lo cable0 cable1; do ip link set "$device" up; done
    ip route add default dev cable0
    exec "$@"' _ "$@"
}

# in_private_network_if_possible COMMAND...: the same, or in the machine's network if there is no permission.
in_private_network_if_possible() {
  if in_private_network true 2>/dev/null; then
    in_private_network "$@"
  else
    echo "A private network cannot be created, which needs root: browsers use the networks of this machine." >&2
    "$@"
  fi
}
