# Counts tests in JUnit's XML, which Maven and Node both write. To be sourced.

# occurrences ELEMENTS FILE...: how many elements with one of these names there are.
occurrences() {
  local names=$1
  shift
  cat "$@" /dev/null 2>/dev/null | grep -oE "<($names)[ />]" | wc -l
}

count_all() { occurrences testcase "$@"; }
count_failed() { occurrences 'failure|error' "$@"; }
count_skipped() { occurrences skipped "$@"; }
