# The programs that tests need. To be sourced.

# PROGRAM=PACKAGE: each program, with its Debian package.
browser_programs=(chromium=chromium firefox-esr=firefox-esr nginx=nginx openssl=openssl ip=iproute2 curl=curl pgrep=procps python3=python3 git=git)

# install_programs PROGRAM=PACKAGE...: installs the packages of missing programs, as root on Debian. Otherwise names them:
# tests skip what needs them.
install_programs() {
  local each packages=()
  for each; do
    PATH=$PATH:/usr/sbin command -v "${each%=*}" >/dev/null || packages+=("${each#*=}")
  done
  [ ${#packages[@]} -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${packages[*]} ..." >&2
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
      apt-get -qq -y --no-install-recommends install "${packages[@]}" >/dev/null && return
  fi
  echo "Tests that need one of these are skipped: ${packages[*]}. Install them (Debian: apt-get install ${packages[*]})." >&2
}

# Runs a command where nothing it sends can leave the machine, if that can be had: browsers gather the addresses of
# every network they find. Two ends of a cable that leads nowhere are a network for them; the addresses are fixed,
# for Chromium aborts what it loads when they change.
in_private_network() {
  unshare --net -- bash -c '
    set -e
    ip link add cable0 type veth peer name cable1
    for end in cable0 cable1; do ip link set "$end" addrgenmode none; done
    ip addr add 10.77.0.1/24 dev cable0
    for device in lo cable0 cable1; do ip link set "$device" up; done
    ip route add default dev cable0
    exec "$@"' _ "$@"
}

# Runs a command in a private network, or without one where the machine does not allow it.
apart() {
  if in_private_network true 2>/dev/null; then
    in_private_network "$@"
  else
    echo "No private network can be made here (that takes root): browsers use those of this machine." >&2
    "$@"
  fi
}
