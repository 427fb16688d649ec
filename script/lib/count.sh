# Counts tests in JUnit XML reports, which Maven and Node write. To be sourced.

# occurrences NAME[|NAME]... FILE...: the number of elements with these names.
occurrences() {
  local names=$1
  shift
  cat "$@" /dev/null 2>/dev/null | grep -oE "<($names)[ />]" | wc -l
}

count_all() { occurrences testcase "$@"; }
count_failed() { occurrences 'failure|error' "$@"; }
count_skipped() { occurrences skipped "$@"; }
